import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { toText } from '../exchange/encoding.ts';
import { signingKeyOf } from '../exchange/keys.ts';
import { readRequest } from '../exchange/requests.ts';
import { callExchange } from './firm-exchange.ts';

const secret = randomBytes(32);
const now = Date.UTC(2026, 4, 3);

async function serve(answer: (request: IncomingMessage, response: ServerResponse, body: Buffer) => void): Promise<string> {
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => answer(request, response, Buffer.concat(parts)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
} // prettier-ignore

function call(origin: string, signal = new AbortController().signal) {
  const waited: number[] = [];
  const asked = callExchange(
    { origin, firm: toText(randomBytes(16)), secret: toText(secret), path: '/v1/asks', body: { after: null } },
    { now: () => now, fetch: globalThis.fetch, signal, wait: async (some) => void waited.push(some) },
  );
  return { asked, waited };
}

test('the device signs what it asks, and every attempt carries a nonce of its own', async () => {
  const nonces: string[] = [];
  const origin = await serve((request, response, body) => {
    const { method = '', url = '', headers } = request;
    const claims = readRequest({ method, authority: headers.host ?? '', target: url, headers, body }, now / 1000);
    expect(claims.ok && claims.value.isSignedBy(signingKeyOf(secret).publicKey)).toBe(true);
    nonces.push(claims.ok ? claims.value.nonce : '');
    response.writeHead(nonces.length < 3 ? 503 : 200).end('{}');
  });
  const { asked, waited } = call(origin);
  expect(await asked).toMatchObject({ ok: true, value: { status: 200 } });
  expect(new Set(nonces).size).toBe(3);
  expect(waited).toEqual([500, 2000]);
});

test('a line that breaks is tried three times, and then said to be broken', async () => {
  let attempts = 0;
  const origin = await serve((request) => {
    attempts++;
    request.socket.destroy();
  });
  expect(await call(origin).asked).toMatchObject({ ok: false, error: { code: 'connection_lost' } });
  expect(attempts).toBe(3);
});

test.each([400, 401, 403, 404, 409, 413, 507])('status %i is an answer, and is not asked for again', async (status) => {
  const origin = await serve((_, response) => response.writeHead(status).end('{"refused":"conflict"}'));
  const { asked, waited } = call(origin);
  expect(await asked).toMatchObject({ ok: true, value: { status } });
  expect(waited).toEqual([]);
});

test('nobody is asked without encryption but on this computer, and nobody is sent on', async () => {
  expect(await call('http://exchange.firm.example').asked).toMatchObject({ ok: false, error: { code: 'usage' } });
  let elsewhere = 0;
  const other = await serve((_, response) => {
    elsewhere++;
    response.end('{}');
  });
  const origin = await serve((_, response) => response.writeHead(307, { location: `${other}/v1/asks` }).end());
  expect((await call(origin).asked).ok).toBe(false);
  expect(elsewhere).toBe(0);
});

test('stopping ends the wait', async () => {
  const stop = new AbortController();
  const origin = await serve(() => stop.abort());
  expect(await call(origin, stop.signal).asked).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});
