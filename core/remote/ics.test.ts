/** Published calendars, against a server on loopback; through the engine in test/servers/ics.test.ts. */
import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Failure } from '../contract/errors.ts';
import { icsRemote } from './ics.ts';
import type { Remote, RemoteChunk } from './remote.ts';
import { eventName } from './instances.ts';

const now = Date.UTC(2026, 4, 3, 9) / 1000;
const day = 86_400;
let server: Server;
let url: string;
let asked: IncomingMessage[];
let answer: (request: IncomingMessage, response: ServerResponse) => void;
beforeEach(async () => {
  asked = [];
  server = createServer((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/canary-secret/feed.ics`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function remote(address = url, fetch = globalThis.fetch): Remote {
  return icsRemote(address, {
    now: () => now * 1000,
    fetch,
    signal: new AbortController().signal,
    accessToken: async () => ({ ok: false, error: { code: 'usage', message: '' } }),
  });
}

async function read(position: string | null = null, at = now): Promise<{ chunks: RemoteChunk[]; failure?: Failure }> {
  const chunks: RemoteChunk[] = [];
  const context = { now: at, subjects: true };
  for await (const chunk of remote().read({
    path: 'feed',
    role: 'calendar',
    position,
    forgetDeleted: false,
    context,
  })) {
    if ('code' in chunk) return { chunks, failure: chunk };
    chunks.push(chunk);
  }
  return { chunks };
}

function feed(events: readonly string[], head = 'X-WR-CALNAME:Anna'): string {
  return ['BEGIN:VCALENDAR', head, ...events, 'END:VCALENDAR', ''].join('\r\n');
}

function event(uid: string, days: number, ...more: readonly string[]): string {
  const at = new Date((now + days * day) * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  return ['BEGIN:VEVENT', `UID:${uid}`, `DTSTART:${at}`, ...more, 'END:VEVENT'].join('\r\n');
}

const plainly = (text: string | Buffer, headers = {}) => {
  answer = (_request, response) => response.writeHead(200, headers).end(text);
};

describe('asking again', () => {
  test.each([
    ['ETag', { etag: '"1"' }, 'if-none-match', '"1"'],
    [
      'date',
      { 'last-modified': 'Sun, 03 May 2026 09:00:00 GMT' },
      'if-modified-since',
      'Sun, 03 May 2026 09:00:00 GMT',
    ],
  ])('by %s, until series have to be worked out again', async (_what, headers, condition, value) => {
    answer = (request, response) => {
      if (request.headers[condition] === value) response.writeHead(304).end();
      else response.writeHead(200, headers).end(feed([event('s', 1, 'RRULE:FREQ=WEEKLY')]));
    };
    const { position = '' } = (await read()).chunks[0] ?? {};
    expect(await read(position)).toEqual({ chunks: [] });
    expect(asked.at(-1)?.headers[condition]).toBe(value);
    const [later] = (await read(position, now + 181 * day)).chunks;
    expect(later?.items.length).toBeGreaterThan(70);
    expect(later?.withdrawn?.[0]?.keep).toHaveLength(later?.items.length ?? 0);
  });

  test('by what it says, but for the moment it was asked', async () => {
    plainly(feed([event('a', 1, 'DTSTAMP:20260503T090000Z')]));
    const { position = '' } = (await read()).chunks[0] ?? {};
    plainly(feed([event('a', 1, 'DTSTAMP:20260503T090500Z')]));
    expect(await read(position)).toEqual({ chunks: [] });
    plainly(feed([event('a', 2, 'DTSTAMP:20260503T090500Z')]));
    expect((await read(position)).chunks[0]?.items).toHaveLength(1);
  });

  test('what vanished, as a whole or of a series, is withdrawn', async () => {
    plainly(feed([event('a', 1), event('s', 1, 'RRULE:FREQ=DAILY;COUNT=2'), event('b', 1)]));
    const { position = '' } = (await read()).chunks[0] ?? {};
    expect(position).not.toContain('"a"');
    plainly(feed([event('b', 1), event('s', 1, 'RRULE:FREQ=DAILY;COUNT=1')]));
    expect((await read(position)).chunks[0]?.withdrawn).toEqual([
      { event: eventName('a'), keep: [] },
      { event: eventName('s'), keep: ['20260504T090000Z'] },
      { event: eventName('b'), keep: [''] },
    ]);
  });
});

describe('what is no whole calendar', () => {
  test.each([
    ['a page', '<html>Sign in</html>', 'not_what_it_claims'],
    ['half a calendar', feed([event('a', 1)]).slice(0, -20), 'connection_lost'],
    ['nothing', '', 'not_what_it_claims'],
    ['too much', Buffer.alloc(51 * 1024 * 1024, 'BEGIN:VCALENDAR\n'), 'server_misbehaves'],
  ])('%s', async (_what, body, code) => {
    plainly(body);
    const { failure, chunks } = await read();
    expect(failure?.code).toBe(code);
    expect(chunks).toEqual([]);
    expect(JSON.stringify(failure)).not.toContain('canary');
  });

  test('a connection that breaks', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '100000' });
      response.write('BEGIN:VCALENDAR\r\n', () => response.destroy());
    };
    expect((await read()).failure).toMatchObject({ code: 'connection_lost', host: '127.0.0.1' });
  });

  test('an answer that never ends', async () => {
    const timeout = new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    const folders = await remote(url, () => Promise.reject(timeout)).folders(true);
    expect(folders).toMatchObject({ ok: false, error: { code: 'connection_lost' } });
  });
});

describe('addresses', () => {
  test('webcal is https; plain http only to this computer', async () => {
    const went: string[] = [];
    const fetch: typeof globalThis.fetch = async (input) => {
      went.push(input instanceof Request ? input.url : input.toString());
      return new Response(feed([]));
    };
    expect(await remote('webcal://calendar.example/a.ics', fetch).folders(true)).toMatchObject({ ok: true });
    expect(went).toEqual(['https://calendar.example/a.ics']);
    expect(await remote('http://calendar.example/a.ics', fetch).folders(true)).toMatchObject({
      ok: false,
      error: { code: 'usage' },
    });
    expect(went).toHaveLength(1);
  });

  test('redirects are followed on allowed hosts, and never to where nothing is encrypted', async () => {
    answer = (request, response) => {
      if (request.url === '/there') response.end(feed([event('a', 1)]));
      else response.writeHead(302, { location: '/there' }).end();
    };
    expect((await read()).chunks[0]?.items).toHaveLength(1);
    answer = (_request, response) => response.writeHead(302, { location: 'http://other.example/' }).end();
    expect((await read()).failure).toMatchObject({ code: 'usage', host: 'other.example' });
  });
});

describe('a name', () => {
  test.each([
    ['X-WR-CALNAME:Anna\\, at\r\n  work', 'Anna, at work'],
    ['X-WR-CALNAME;VALUE=TEXT:Büro', 'Büro'],
    ['VERSION:2.0', '127.0.0.1'],
  ])('%j', async (head, name) => {
    plainly(feed([event('a', 1, 'ATTENDEE:mailto:bob@client.example')], head));
    expect(await remote().folders(true)).toEqual({
      ok: true,
      value: [{ path: 'feed', name, role: 'calendar', byDefault: true }],
    });
  });

  test('and what it lacks: people', async () => {
    plainly(feed([event('a', 1)]));
    expect(await remote().folders(true)).toMatchObject({
      value: [{ note: expect.stringMatching(/no briefings/) as string }],
    });
  });
});
