/** Certificates for servers of a test, made by the `openssl` command: good, expired, for another name, of an unknown authority. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM. */
  readonly cert: string;
}

export interface CertificateRequest {
  readonly names?: readonly string[];
  readonly ips?: readonly string[];
  /** How long it is valid, from `notBefore`; a time in the past makes an expired one. */
  readonly days: number;
  /** Now where not given. */
  readonly notBefore?: Date;
}

export interface Authority {
  /** For the `ca` of a client that shall trust it. */
  readonly caPem: string;
  readonly issue: (request: CertificateRequest) => Certificate;
}

/** For the condition of tests that need it: they are skipped, visibly, where it is missing. */
export const hasOpenssl = spawnSync('openssl', ['version']).status === 0;

/** An authority that nobody trusts but who is told to. */
export function authority(): Authority {
  const ca = selfSigned(['-subj', '/CN=Warmpath test authority', '-addext', 'keyUsage=critical,keyCertSign,cRLSign']);
  return {
    caPem: ca.cert,
    issue: (request) =>
      inFolder((folder) => {
        const file = (name: string): string => join(folder, name);
        writeFileSync(file('ca.pem'), ca.cert);
        writeFileSync(file('ca.key'), ca.key);
        const names = [
          ...(request.names ?? []).map((name) => `DNS:${name}`),
          ...(request.ips ?? []).map((ip) => `IP:${ip}`),
        ];
        // `openssl ca` is the one command of version 3.0 that can set the beginning.
        writeFileSync(
          file('ca.cnf'),
          `[ca]\ndefault_ca = d\n[d]\ndatabase = ${file('index')}\nrand_serial = yes\nnew_certs_dir = ${folder}\n` +
            `certificate = ${file('ca.pem')}\nprivate_key = ${file('ca.key')}\ndefault_md = sha256\npolicy = p\n` +
            `x509_extensions = x\nunique_subject = no\n[p]\ncommonName = supplied\n[x]\n` +
            `basicConstraints = CA:FALSE\nextendedKeyUsage = serverAuth\nsubjectAltName = ${names.join(',')}\n`,
        );
        writeFileSync(file('index'), '');
        openssl(['req', '-new', ...newKey, '-keyout', file('key'), '-out', file('csr'), '-subj', '/CN=Warmpath test']);
        const from = request.notBefore ?? new Date();
        const until = new Date(from.getTime() + request.days * 86_400_000);
        const period = ['-startdate', asn1Time(from), '-enddate', asn1Time(until)];
        openssl(['ca', '-batch', '-notext', '-config', file('ca.cnf'), ...period, '-in', file('csr'), '-out', file('cert')]); // prettier-ignore
        return { key: readFileSync(file('key'), 'utf8'), cert: readFileSync(file('cert'), 'utf8') };
      }),
  };
}

/** Signed by nobody else, valid for a day. */
export function selfSignedCertificate(ip: string): Certificate {
  return selfSigned(['-subj', '/CN=Warmpath test', '-addext', `subjectAltName=IP:${ip}`]);
}

const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

function selfSigned(subject: readonly string[]): Certificate {
  return inFolder((folder) => {
    const [key, cert] = [join(folder, 'key'), join(folder, 'cert')];
    openssl(['req', '-x509', '-days', '1', ...newKey, '-keyout', key, '-out', cert, ...subject]);
    return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
  });
}

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-cert-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function openssl(words: readonly string[]): void {
  const { status, stderr } = spawnSync('openssl', words, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`openssl ${words[0]}: ${stderr}`);
}

/** YYYYMMDDHHMMSSZ. */
function asn1Time(time: Date): string {
  return `${time.toISOString().slice(0, 19).replaceAll(/[-:T]/g, '')}Z`;
}
