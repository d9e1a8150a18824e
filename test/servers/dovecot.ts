/** A real IMAP server on loopback: Debian's Dovecot, with a configuration, mail and sockets of its own, ended with the test. */
import { spawn, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface DovecotOptions {
  /** Capabilities the server does not name, such as CONDSTORE. */
  readonly without?: readonly string[];
  /** PEM of a certificate and its key: then a second port speaks TLS. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** Whom XOAUTH2 and OAUTHBEARER ask about a token: an address that answers with `{"email": user, "active": "yes"}` for a good one. */
  readonly tokenInfo?: string;
}

export interface Dovecot {
  readonly port: number;
  readonly tlsPort: number;
  /** Messages as files of a folder (`INBOX`, `Sent`, `Clients/Acme`), read or unread, dated by their Date field. */
  readonly deliver: (user: string, folder: string, messages: readonly string[]) => void;
  /** Where a user's Maildir lies. */
  readonly home: (user: string) => string;
  readonly files: (user: string, folder: string) => string[];
  readonly expunge: (user: string, folder: string, file: string) => void;
  readonly move: (user: string, from: string, to: string, file: string) => void;
  /** Takes every message out of a user's inbox. */
  readonly empty: (user: string) => void;
  /** The folder gets another UIDVALIDITY, as after a restore. */
  readonly renumber: (user: string, folder: string) => void;
  /** Every command any client sent, as the server read it. */
  readonly commands: () => string[];
  readonly stop: () => Promise<void>;
}

const hasProgram = (name: string): boolean => spawnSync('which', [name]).status === 0;
// It will not run as anybody but root, nor let mail belong to root.
export const dovecotIsHere = hasProgram('dovecot') && process.getuid?.() === 0;
export const password = 'correct-horse';
const owner = { uid: 8, gid: 8 };

/** Anybody may sign in with `password`, or with a token that `tokenInfo` knows. */
export async function startDovecot({ without = [], tls, tokenInfo }: DovecotOptions = {}): Promise<Dovecot> {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-dovecot-'));
  // Its processes run under another user, who has to get in.
  chmodSync(folder, 0o755);
  const [port, tlsPort] = [await freePort(), await freePort()];
  for (const name of ['run', 'state', 'mail', 'raw']) mkdirSync(join(folder, name));
  for (const name of ['mail', 'raw']) chownSync(join(folder, name), owner.uid, owner.gid);
  if (tls)
    for (const name of ['cert', 'key'] as const) writeFileSync(join(folder, `${name}.pem`), tls[name], { mode: 0o600 });
  const file = join(folder, 'dovecot.conf');
  if (tokenInfo !== undefined) {
    writeFileSync(
      join(folder, 'oauth2.conf'),
      `introspection_mode = auth\nintrospection_url = ${tokenInfo}\nusername_attribute = email\nactive_attribute = active\nactive_value = yes\n`,
    );
  }
  writeFileSync(file, configuration(folder, port, tls ? tlsPort : 0, without, tokenInfo !== undefined));
  const child = spawn('dovecot', ['-F', '-c', file], { stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()));
  await answering(port);

  const folderOf = (user: string, name: string): string =>
    join(folder, 'mail', user, ...(name === 'INBOX' ? [] : [`.${name.replaceAll('/', '.')}`]));
  let count = 0;
  // Beyond any that the clock gives.
  let validity = 3_000_000_000;
  return {
    port,
    tlsPort,
    deliver(user, name, messages) {
      const at = folderOf(user, name);
      makeFolder(join(folder, 'mail', user));
      makeFolder(at);
      for (const message of messages) {
        const seconds = Math.floor(Date.parse(/^Date: (.*)$/m.exec(message)?.[1] ?? '') / 1000) || 1_700_000_000;
        const path = join(at, 'cur', `${seconds}.M${String(count++).padStart(7, '0')}P1.test:2,`);
        writeFileSync(path, message);
        chownSync(path, owner.uid, owner.gid);
        utimesSync(path, seconds, seconds);
      }
    },
    home: (user) => join(folder, 'mail', user),
    files: (user, name) => readdirSync(join(folderOf(user, name), 'cur')).sort(),
    expunge: (user, name, which) => rmSync(join(folderOf(user, name), 'cur', which)),
    move(user, from, to, which) {
      makeFolder(folderOf(user, to));
      renameSync(join(folderOf(user, from), 'cur', which), join(folderOf(user, to), 'cur', which));
    },
    empty(user) {
      const at = join(folderOf(user, 'INBOX'), 'cur');
      rmSync(at, { recursive: true });
      mkdirSync(at);
      chownSync(at, owner.uid, owner.gid);
    },
    renumber(user, name) {
      const at = folderOf(user, name);
      for (const index of readdirSync(at)) if (index.startsWith('dovecot')) rmSync(join(at, index));
      const list = join(at, 'dovecot-uidlist');
      writeFileSync(list, `3 V${++validity} N1 G${'0123456789abcdef'.repeat(2)}\n`);
      chownSync(list, owner.uid, owner.gid);
    },
    commands: () =>
      readdirSync(join(folder, 'raw'))
        .filter((name) => name.endsWith('.in'))
        .sort()
        .flatMap((name) => readFileSync(join(folder, 'raw', name), 'utf8').split(/\r?\n/))
        // Each line begins with the second it came in.
        .map((line) => line.replace(/^\d+\.\d+ /, ''))
        .filter((line) => line !== ''),
    async stop() {
      child.kill();
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeFolder(at: string): void {
  for (const path of [at, ...['cur', 'new', 'tmp'].map((name) => join(at, name))]) {
    mkdirSync(path, { recursive: true });
    chownSync(path, owner.uid, owner.gid);
  }
}

function configuration(
  folder: string,
  port: number,
  tlsPort: number,
  without: readonly string[],
  oauth: boolean,
): string {
  const special = ['Sent', 'Drafts', 'Junk', 'Trash', 'Archive'];
  const all =
    'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE LITERAL+ SORT MULTIAPPEND UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED ' +
    'I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SPECIAL-USE';
  const left = all.split(' ').filter((name) => !without.includes(name));
  return `
base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols = imap
listen = 127.0.0.1
ssl = ${tlsPort > 0 ? 'yes' : 'no'}
${tlsPort > 0 ? `ssl_cert = <${folder}/cert.pem\nssl_key = <${folder}/key.pem` : ''}
disable_plaintext_auth = no
auth_mechanisms = plain login${oauth ? ' xoauth2 oauthbearer' : ''}
mail_location = maildir:${folder}/mail/%u
mail_uid = ${owner.uid}
mail_gid = ${owner.gid}
first_valid_uid = 1
mail_max_userip_connections = 100
${without.length > 0 ? `imap_capability = ${left.join(' ')}` : ''}
passdb {
  driver = static
  mechanisms = plain login
  args = password=${password}
}
${oauth ? `passdb {\n  driver = oauth2\n  mechanisms = xoauth2 oauthbearer\n  args = ${folder}/oauth2.conf\n}` : ''}
userdb {
  driver = static
  args = uid=${owner.uid} gid=${owner.gid} home=${folder}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
${special.map((name) => `  mailbox ${name} {\n    special_use = \\${name}\n    auto = subscribe\n  }`).join('\n')}
}
protocol imap {
  rawlog_dir = ${folder}/raw
}
service anvil {
  chroot =
}
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = ${tlsPort}
    ssl = yes
  }
}
`;
}

/** A port nobody listens on just now. */
export function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** Resolves when something answers on the port with a first line. */
export async function answering(port: number): Promise<void> {
  for (let attempt = 0; attempt < 3000; attempt++) {
    const answers = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1');
      socket.once('data', () => {
        socket.destroy();
        resolve(true);
      });
      socket.once('error', () => resolve(false));
      socket.once('close', () => resolve(false));
    });
    if (answers) return;
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
  throw new Error(`nothing answers on port ${port}`);
}
