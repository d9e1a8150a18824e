/** The web host from outside: real requests on loopback, each lacking one of the things that are needed. */
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { failure, success } from '../core/contract/errors.ts';
import {
  backupPath,
  restorePath,
  secretHeader,
  socketPath,
  socketProtocol,
  uploadPath,
} from '../core/contract/host.ts';
import type { Engine } from '../core/engine-types.ts';
import type { Unlocking } from '../core/engine-unlocking.ts';
import { startServer } from './server.ts';
import type { RunningServer } from './server.ts';

const folder = mkdtempSync(join(tmpdir(), 'warmpath-web-'));
beforeAll(() => {
  mkdirSync(join(folder, 'page', 'assets'), { recursive: true });
  writeFileSync(join(folder, 'page', 'index.html'), '<html><head></head><body></body></html>');
  writeFileSync(join(folder, 'page', 'assets', 'a.js'), '1');
  writeFileSync(join(folder, 'secret.txt'), 'not for the page');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: RunningServer;
let uploaded: { name: string; text: string }[];
let backedUp: { passphrase: string; discarded: boolean }[];
let received: { passphrase: string; name: string; text: string }[];

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of bytes) parts.push(part);
  return Buffer.concat(parts).toString();
}

const backup = 'head\n'.padEnd(3_000_000, '0123456789');

async function* backupBytes(): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < backup.length; i += 1 << 20) yield Buffer.from(backup.slice(i, i + (1 << 20)));
}

beforeEach(async () => {
  uploaded = [];
  backedUp = [];
  received = [];
  const engine = {
    importUploads: async (uploads: readonly { name: string; bytes: AsyncIterable<Uint8Array> }[]) => {
      for (const { name, bytes } of uploads) {
        uploaded.push({ name, text: await textOf(bytes) });
      }
      return success({ messages: 1, meetings: 0, duplicates: 0, skipped: {}, people: 1, seconds: 0 });
    },
    makeBackup: async (passphrase: string) => {
      const made = { passphrase, discarded: false };
      backedUp.push(made);
      return success({
        size: backup.length,
        bytes: backupBytes,
        discard: () => {
          made.discarded = true;
        },
      });
    },
    openBackup: async (incoming: { name: string; bytes: AsyncIterable<Uint8Array> }, passphrase: string) => {
      if (passphrase === 'wrong') return failure('passphrase_wrong', 'No.', { file: incoming.name });
      received.push({ passphrase, name: incoming.name, text: await textOf(incoming.bytes) });
      return success({ madeAt: '2026-05-03T09:00:00.000Z', people: 2, messages: 8 });
    },
    onEvent: () => () => undefined,
    close: async () => undefined,
  } as unknown as Engine;
  const unlocking: Unlocking = {
    engine: () => engine,
    state: () => ({ kind: 'ready' }),
    submit: () => undefined,
    onChange: () => () => undefined,
  };
  server = await startServer({
    pageFolder: join(folder, 'page'),
    unlocking,
    randomBytes,
    now: () => Date.UTC(2026, 4, 3, 12),
  });
});
afterEach(() => server.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

function ask(path: string, headers: Record<string, string> = {}, method = 'GET', body = ''): Promise<Answer> {
  const { hostname, port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const asked = request({ hostname, port, path, method, headers }, (response) => {
      let text = '';
      response.on('data', (chunk) => (text += String(chunk)));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    asked.on('error', reject);
    asked.end(body);
  });
}

/** Spends the token; answers with what the page then has. */
async function signIn(): Promise<{ cookie: string; secret: string; origin: string }> {
  const { pathname, search, origin } = new URL(server.url);
  const exchanged = await ask(`${pathname}${search}`);
  expect(exchanged.status).toBe(303);
  expect(exchanged.headers.location).toBe('/');
  const [set = ''] = exchanged.headers['set-cookie'] ?? [];
  expect(set).toMatch(/^warmpath-[0-9a-f]{16}=[\w-]+; HttpOnly; SameSite=Strict; Path=\/$/);
  const cookie = set.split(';', 1)[0] as string;
  const page = await ask('/', { cookie });
  const secret = /content="([^"]+)"/.exec(page.body)?.[1] ?? '';
  return { cookie, secret, origin };
}

test('the token works once, and only it begins a session', async () => {
  const { pathname, search } = new URL(server.url);
  expect((await ask('/')).status).toBe(401);
  expect((await ask('/?token=guess')).status).toBe(401);
  expect((await ask(`/?token=${'x'.repeat(60_000)}`)).status).toBeGreaterThanOrEqual(400);
  await signIn();
  expect((await ask(`${pathname}${search}`)).status).toBe(401);
});

test('the page comes with its policy, and nothing beside the build is served', async () => {
  const { cookie } = await signIn();
  const page = await ask('/', { cookie });
  expect(page.headers['content-security-policy']).toContain(`default-src 'none'`);
  expect(page.headers['referrer-policy']).toBe('no-referrer');
  expect((await ask('/assets/a.js', { cookie })).body).toBe('1');
  for (const path of [
    '/../secret.txt',
    '/..%2fsecret.txt',
    '/%2e%2e/secret.txt',
    '/assets/../../secret.txt',
    '//etc/passwd',
  ]) {
    expect((await ask(path, { cookie })).status).toBe(404);
  }
});

test('another host name is refused, whatever else is right', async () => {
  const { cookie } = await signIn();
  expect((await ask('/', { cookie, host: 'evil.example' })).status).toBe(403);
  expect((await ask('/', { cookie, host: 'localhost' })).status).toBe(403);
});

test('uploads need session, secret and origin, and arrive file by file', async () => {
  const { cookie, secret, origin } = await signIn();
  const right = { cookie, origin, [secretHeader]: secret };
  const body = `${JSON.stringify([
    { name: 'a.eml', size: 3 },
    { name: 'b.eml', size: 4 },
  ])}\nabcdefg`;
  for (const missing of ['cookie', 'origin', secretHeader]) {
    const { [missing]: _, ...rest } = right as Record<string, string>;
    expect((await ask(uploadPath, rest, 'POST', body)).status).toBeGreaterThanOrEqual(401);
  }
  expect((await ask(uploadPath, { ...right, origin: 'http://evil.example' }, 'POST', body)).status).toBe(403);
  expect(uploaded).toEqual([]);
  const answer = await ask(uploadPath, right, 'POST', body);
  expect(JSON.parse(answer.body)).toMatchObject({ ok: true });
  expect(uploaded).toEqual([
    { name: 'a.eml', text: 'abc' },
    { name: 'b.eml', text: 'defg' },
  ]);
  expect(JSON.parse((await ask(uploadPath, right, 'POST', 'no list')).body)).toMatchObject({ ok: false });
});

const asked = `${JSON.stringify({ passphrase: 'a passphrase of its own' })}\n`;
const sent = (passphrase: string, name = 'May.backup'): string =>
  `${JSON.stringify({ name, size: backup.length, passphrase })}\n${backup}`;

test('a backup goes to the page only, whole, and is then gone here', async () => {
  const { cookie, secret, origin } = await signIn();
  const right = { cookie, origin, [secretHeader]: secret };
  for (const missing of ['cookie', 'origin', secretHeader]) {
    const { [missing]: _, ...rest } = right as Record<string, string>;
    expect((await ask(backupPath, rest, 'POST', asked)).status).toBeGreaterThanOrEqual(401);
    expect((await ask(restorePath, rest, 'POST', sent('any'))).status).toBeGreaterThanOrEqual(401);
  }
  expect((await ask(backupPath, right)).status).toBe(404);
  expect(backedUp).toEqual([]);
  expect(received).toEqual([]);
  const answer = await ask(backupPath, right, 'POST', asked);
  expect(answer.body === backup).toBe(true);
  expect(answer.headers['content-type']).toBe('application/octet-stream');
  expect(answer.headers['content-disposition']).toBe('attachment; filename="warmpath-2026-05-03.backup"');
  expect(backedUp).toEqual([{ passphrase: 'a passphrase of its own', discarded: true }]);
});

test('a page that goes away in the middle leaves no backup behind', async () => {
  const { cookie, secret, origin } = await signIn();
  const { hostname, port } = new URL(server.url);
  const headers = { cookie, origin, [secretHeader]: secret };
  await new Promise<void>((resolve) => {
    const leaving = request({ hostname, port, path: backupPath, method: 'POST', headers }, (response) =>
      response.once('data', () => {
        response.destroy();
        resolve();
      }),
    );
    leaving.end(asked);
  });
  await vi.waitUntil(() => backedUp[0]?.discarded === true);
});

test('a short passphrase makes no backup', async () => {
  const { cookie, secret, origin } = await signIn();
  const right = { cookie, origin, [secretHeader]: secret };
  for (const body of ['{"passphrase":"short"}\n', 'no JSON\n', '', `{"passphrase":"${'x'.repeat(100_000)}"}\n`]) {
    expect(JSON.parse((await ask(backupPath, right, 'POST', body)).body)).toMatchObject({ error: { code: 'usage' } });
  }
  expect(backedUp).toEqual([]);
});

test('a backup arrives as it was sent, and its passphrase beside it', async () => {
  const { cookie, secret, origin } = await signIn();
  const right = { cookie, origin, [secretHeader]: secret };
  expect(JSON.parse((await ask(restorePath, right, 'POST', sent('its own'))).body)).toEqual({
    ok: true,
    value: { madeAt: '2026-05-03T09:00:00.000Z', people: 2, messages: 8 },
  });
  expect(received).toHaveLength(1);
  expect(received[0]).toMatchObject({ passphrase: 'its own', name: 'May.backup' });
  expect(received[0]?.text === backup).toBe(true);
  expect(JSON.parse((await ask(restorePath, right, 'POST', sent('wrong'))).body)).toMatchObject({
    error: { code: 'passphrase_wrong', file: 'May.backup' },
  });
  expect(JSON.parse((await ask(restorePath, right, 'POST', backup)).body)).toMatchObject({ error: { code: 'usage' } });
});

test('the socket opens only for the page itself', async () => {
  const { cookie, secret, origin } = await signIn();
  const url = `${origin.replace('http', 'ws')}${socketPath}`;
  const opens = (protocols: string[], headers: Record<string, string>): Promise<boolean> =>
    new Promise((resolve) => {
      const socket = new WebSocket(url, protocols, { headers });
      socket.on('open', () => {
        socket.terminate();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    });
  expect(await opens([socketProtocol, secret], { cookie, origin })).toBe(true);
  expect(await opens([socketProtocol, 'guess'], { cookie, origin })).toBe(false);
  expect(await opens([socketProtocol, secret], { origin })).toBe(false);
  expect(await opens([socketProtocol, secret], { cookie, origin: 'http://evil.example' })).toBe(false);
  expect(await opens([socketProtocol, secret], { cookie })).toBe(false);
});
