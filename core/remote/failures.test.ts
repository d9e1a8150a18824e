/** Real failures of real servers on loopback: what is said of each, and that every code of a library below is known. */
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { ImapFlow, ImapFlowErrorCode } from 'imapflow';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { authority, hasOpenssl, selfSignedCertificate } from '../../test/servers/certificates.ts';
import type { Authority, Certificate, CertificateRequest } from '../../test/servers/certificates.ts';
import { networkFailure } from './failures.ts';

const host = '127.0.0.1';
const servers: Server[] = [];
const sockets = new Set<Socket>();
afterEach(() => {
  for (const socket of sockets) socket.destroy();
  for (const server of servers.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  servers.push(server);
  server.on('connection', (socket) => sockets.add(socket.on('error', () => {})));
  await once(server.listen(0, host), 'listening');
  return (server.address() as AddressInfo).port;
}
const plain = (greet: (socket: Socket) => void): Promise<number> => listening(createServer(greet));
const secure = (options: object): Promise<number> => listening(createTlsServer(options).on('tlsClientError', () => {}));

async function unused(): Promise<number> {
  const port = await plain(() => {});
  const server = servers.pop();
  server?.close();
  await once(server!, 'close');
  return port;
}

/** What each way of connecting fails with. */
const tls = (port: number, ca?: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const socket = connectTls({ port, host, ...(ca === undefined ? {} : { ca }) }, () =>
      reject(new Error('connected')),
    );
    sockets.add(socket.once('error', resolve));
  });
const byFetch = (port: number): Promise<unknown> => fetch(`https://${host}:${port}/`).catch((error: unknown) => error);
async function imap(port: number, options: object = {}): Promise<unknown> {
  const client = new ImapFlow({
    host,
    port,
    secure: true,
    logger: false,
    auth: { user: 'me', pass: 'secret' },
    ...options,
  });
  // A broken connection may be told twice.
  client.on('error', () => {});
  try {
    await client.connect();
    return null;
  } catch (error) {
    return error;
  } finally {
    client.close();
  }
}

const said = (error: unknown): [string, string] => {
  const { code, message, host: about } = networkFailure(error, 'imap.firm.example');
  expect(about).toBe('imap.firm.example');
  expect(message).toMatch(/^[^\n]*imap\.firm\.example.*\.$/);
  expect(message).not.toContain('secret');
  return [code, message];
};

describe('a server that is there or not', () => {
  test('refuses the port', async () => {
    const port = await unused();
    for (const error of [await tls(port), await byFetch(port), await imap(port)])
      expect(said(error)).toEqual(['host_refused', expect.stringContaining('Check the port')]);
  });

  test('resets the connection, or ends it without a word', async () => {
    const reset = await plain((socket) => socket.resetAndDestroy());
    const ended = await plain((socket) => socket.destroy());
    for (const port of [reset, ended])
      for (const error of [await tls(port), await byFetch(port), await imap(port), await imap(port, { secure: false })])
        expect(said(error)).toEqual(['connection_lost', expect.stringContaining('broke')]);
  });

  test('speaks no TLS where it is expected', async () => {
    const port = await plain((socket) => socket.write('* OK IMAP4rev1 ready\r\n'));
    for (const error of [await tls(port), await byFetch(port), await imap(port)])
      expect(said(error)).toEqual(['certificate_wrong', expect.stringContaining('no TLS')]);
  });

  test('never says its first word', async () => {
    const port = await plain(() => {});
    expect(said(await imap(port, { secure: false, greetingTimeout: 1 }))[0]).toBe('connection_lost');
    const silent = fetch(`http://${host}:${port}`, { signal: AbortSignal.timeout(1) });
    expect(said(await silent.catch((error: unknown) => error))[0]).toBe('connection_lost');
    const aborted = fetch(`http://${host}:${port}`, { signal: AbortSignal.abort() });
    expect(said(await aborted.catch((error: unknown) => error))[0]).toBe('connection_lost');
  });
});

describe.skipIf(!hasOpenssl)(`certificates, needs openssl: ${hasOpenssl ? 'here' : 'not here'}`, () => {
  let ca: Authority;
  let good: Certificate;
  beforeAll(() => {
    ca = authority();
    good = ca.issue({ ips: [host], days: 1 });
  });
  const daysFromNow = (days: number): Date => new Date(Date.now() + days * 86_400_000);

  test('a good one of a known authority is no failure', async () => {
    expect(await tls(await secure(good), ca.caPem).catch((error: Error) => error.message)).toBe('connected');
  });

  const strange: readonly (readonly [string, () => Certificate, string])[] = [
    ['self-signed', () => selfSignedCertificate(host), 'signed by itself'],
    ['of an unknown authority', () => good, 'authority this computer does not'],
  ];
  test.each(strange)('%s', async (_, certificate, words) => {
    const port = await secure(certificate());
    for (const error of [await tls(port), await imap(port), await byFetch(port)])
      expect(said(error)).toEqual(['certificate_wrong', expect.stringContaining(words)]);
  });

  const wrong: readonly (readonly [string, () => CertificateRequest, string])[] = [
    ['expired', () => ({ ips: [host], days: 1, notBefore: daysFromNow(-3) }), 'has expired'],
    ['not valid yet', () => ({ ips: [host], days: 1, notBefore: daysFromNow(1) }), 'is not valid yet'],
    ['for another name', () => ({ names: ['imap.other.example'], days: 1 }), 'another name'],
  ];
  test.each(wrong)('%s', async (_, request, words) => {
    const port = await secure(ca.issue(request()));
    for (const error of [await tls(port, ca.caPem), await imap(port, { tls: { ca: ca.caPem } })])
      expect(said(error)).toEqual(['certificate_wrong', expect.stringContaining(words)]);
  });

  test('an encryption that is too old', async () => {
    const port = await secure({ ...good, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' });
    expect(said(await tls(port, ca.caPem))).toEqual(['certificate_wrong', expect.stringContaining('too old')]);
  });
});

describe('what stands between', () => {
  test('the gate, for a socket and for fetch', () => {
    const gate = join(import.meta.dirname, '../egress/gate.ts');
    const program = `
      import { installGate } from ${JSON.stringify(gate)};
      import { networkFailure } from ${JSON.stringify(join(import.meta.dirname, 'failures.ts'))};
      installGate(() => 7);
      const say = (error) => console.log(networkFailure(error, 'imap.firm.example').code);
      const { connect } = await import('node:net');
      connect(8443, '127.0.0.1').on('error', say);
      await fetch('http://127.0.0.1:8443/').catch(say);
      const { promises } = await import('node:dns');
      await promises.resolveSrv('_imaps._tcp.firm.example').catch(say);`;
    const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--no-warnings', '-e', program], {
      encoding: 'utf8',
    });
    expect(stdout.trim().split('\n')).toEqual(['not_allowed', 'not_allowed', 'not_allowed']);
  });

  test.each([
    ['ENOTFOUND', 'host_unknown', 'no server called'],
    ['EAI_AGAIN', 'host_unknown', 'no server called'],
    ['ENETUNREACH', 'host_unknown', 'cannot be reached'],
    ['EGRESS_REFUSED', 'not_allowed', 'nothing was sent'],
  ])('%s, however deep it lies', (code, expected, words) => {
    const error = Object.assign(new Error('getaddrinfo'), { code });
    const nested = new TypeError('fetch failed', { cause: new AggregateError([new Error('other'), error]) });
    for (const one of [error, nested, new Error('outer', { cause: nested })])
      expect(said(one)).toEqual([expected, expect.stringContaining(words)]);
  });

  test('a server that asks for less haste says for how long', () => {
    const error = Object.assign(new Error(), { code: 'ETHROTTLE', throttleReset: 5_500 });
    expect(networkFailure(error, 'imap.firm.example')).toMatchObject({ code: 'server_busy', retryAfter: 6 });
    expect(networkFailure({ code: 'ETHROTTLE' }, 'imap.firm.example')).not.toHaveProperty('retryAfter');
  });

  test('what is nobody’s code, or an endless chain of causes, is the server’s fault', () => {
    const endless: { cause?: unknown } = {};
    endless.cause = endless;
    for (const error of [new Error('?'), 'text', null, undefined, endless, { code: 7 }])
      expect(said(error)[0]).toBe('server_misbehaves');
  });
});

test('every code of imapflow that ends a connection is one', () => {
  const { NoConnection, EConnectionClosed, StateLogout, ClosedAfterConnectText, ClosedAfterConnectTLS } =
    ImapFlowErrorCode;
  const { CONNECT_TIMEOUT, GREETING_TIMEOUT, UPGRADE_TIMEOUT, ETIMEOUT, LockTimeout } = ImapFlowErrorCode;
  const ends = [NoConnection, EConnectionClosed, StateLogout, ClosedAfterConnectText, ClosedAfterConnectTLS];
  for (const code of [...ends, CONNECT_TIMEOUT, GREETING_TIMEOUT, UPGRADE_TIMEOUT, ETIMEOUT, LockTimeout])
    expect(networkFailure({ code }, 'x').code).toBe('connection_lost');
  const { LiteralTooLarge, ParserError, STARTTLS_INJECTION, UnexpectedTag } = ImapFlowErrorCode;
  for (const code of [LiteralTooLarge, ParserError, STARTTLS_INJECTION, UnexpectedTag])
    expect(networkFailure({ code }, 'x').code).toBe('server_misbehaves');
});
