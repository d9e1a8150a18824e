/** P1: whatever a library would use to get out, it meets the gate. Each way is tried in a process of its own, as the gate stays. */
import { spawn } from 'node:child_process';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const server = createServer((_, response) => response.end('reached'));
let port = 0;
beforeAll(async () => {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close());

const gate = join(import.meta.dirname, 'gate.ts');

/** Runs `code` behind the gate; it may use `port`, `gate`, `entries` and `say`. */
async function behind(code: string): Promise<string[]> {
  const program = `
    import { installGate } from ${JSON.stringify(gate)};
    const gate = installGate(() => 7);
    const entries = [];
    gate.onEntry((entry) => entries.push(entry));
    const port = ${String(port)};
    const say = (value) => console.log(value instanceof Error ? (value.code ?? value.cause?.code ?? value.message) : value);
    ${code}
  `;
  const child = spawn(process.execPath, ['--input-type=module', '--no-warnings', '-e', program]);
  let out = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (out += chunk.toString()));
  await new Promise((done) => child.on('close', done));
  return out.trim().split('\n');
}

const ways: readonly (readonly [string, string])[] = [
  ['net by port and host', `const net = await import('node:net'); net.connect(port, '127.0.0.1').on('error', say)`],
  ['net by options', `const net = await import('node:net'); net.connect({ port, host: '127.0.0.1' }).on('error', say)`],
  ['a socket of one’s own', `const net = await import('node:net'); new net.Socket().connect(port).on('error', say)`],
  ['a local socket', `const net = await import('node:net'); net.connect('/tmp/none.sock').on('error', say)`],
  ['tls', `const tls = await import('node:tls'); tls.connect({ port, host: '127.0.0.1' }).on('error', say)`],
  ['http', `const http = await import('node:http'); http.get('http://127.0.0.1:' + port).on('error', say)`],
  ['https', `const https = await import('node:https'); https.get('https://127.0.0.1:' + port).on('error', say)`],
  ['http2', `const http2 = await import('node:http2'); http2.connect('http://127.0.0.1:' + port).on('error', say)`],
  ['fetch', `await fetch('http://127.0.0.1:' + port).catch(say)`],
  ['udp', `const dgram = await import('node:dgram'); try { dgram.createSocket('udp4').send('x', port) } catch (error) { say(error) }`],
  ['a name', `const dns = await import('node:dns'); dns.lookup('secret.example', say)`],
  ['a name, imported by itself', `const { lookup } = await import('node:dns/promises'); await lookup('secret.example').catch(say)`],
  ['a record', `const { resolveTxt } = await import('node:dns'); resolveTxt('secret.example', say)`],
  ['a resolver', `const dns = await import('node:dns'); new dns.Resolver().resolve4('secret.example', say)`],
  ['a resolver of promises', `const { Resolver } = await import('node:dns/promises'); await new Resolver().resolveSrv('secret.example').catch(say)`],
]; // prettier-ignore

test.each(ways)('%s is refused, and the refusal is told', async (_, code) => {
  const said = await behind(`${code}; setTimeout(() => say(entries.length > 0 && entries.every((one) => one.purpose === null)), 200);`);
  expect(said).toEqual(['EGRESS_REFUSED', 'true']);
}); // prettier-ignore

test('an allowed host is reached, and what went each way is told; its neighbour is not, nor itself once it is forbidden', async () => {
  const said = await behind(`
    gate.allow('127.0.0.1', 'mail');
    const url = 'http://127.0.0.1:' + port;
    const get = async (where) => (await fetch(where, { headers: { connection: 'close' } })).text();
    say(await get(url));
    await get('http://localhost:' + port).catch(say);
    gate.forbid('127.0.0.1');
    await get(url).catch(say);
    setTimeout(() => say(JSON.stringify(entries)), 100);
  `);
  expect(said.slice(0, 3)).toEqual(['reached', 'EGRESS_REFUSED', 'EGRESS_REFUSED']);
  const entries = JSON.parse(said[3] ?? '[]') as { host: string; purpose: string | null; sent: number; at: number }[];
  expect(entries.filter(({ purpose }) => purpose === 'mail')).toMatchObject([{ host: '127.0.0.1', port, at: 7 }]);
  expect(entries.find(({ purpose }) => purpose === 'mail')?.sent).toBeGreaterThan(50);
  expect(entries.filter(({ purpose }) => purpose === null).map(({ host }) => host)).toEqual(['localhost', '127.0.0.1']);
});

test('a server of one’s own still listens', async () => {
  const said = await behind(`
    const { createServer } = await import('node:http');
    const own = createServer().listen(0, '127.0.0.1', () => { say('listens'); own.close(); });
  `);
  expect(said).toEqual(['listens']);
});
