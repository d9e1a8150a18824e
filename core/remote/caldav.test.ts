/** Calendars over CalDAV, against a stand-in for servers that do not do all that Radicale does (test/servers/caldav.test.ts). */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeCaldav, fakePath } from '../../test/servers/fake-caldav.ts';
import type { FakeCaldav } from '../../test/servers/fake-caldav.ts';
import type { Credentials } from '../contract/accounts.ts';
import type { Failure } from '../contract/errors.ts';
import type { ParseContext } from '../ingest/record.ts';
import { caldavRemote } from './caldav.ts';
import type { Remote, RemoteChunk, Withdrawn } from './remote.ts';
import { eventName } from './instances.ts';

const now = Date.UTC(2026, 4, 3, 9) / 1000;
const day = 86_400;
const context: ParseContext = { now, subjects: true };
const password: Credentials = { kind: 'password', user: 'anna@acme.example', password: 'canary-password' };
let server: FakeCaldav;
beforeEach(async () => {
  server = await fakeCaldav();
});
afterEach(() => server.close());

function remote(url = server.url, credentials = password, fetch = globalThis.fetch): Remote {
  return caldavRemote({ kind: 'caldav', url }, credentials, {
    now: () => now * 1000,
    fetch,
    signal: new AbortController().signal,
    accessToken: async () => ({ ok: true, value: 'good-token' }),
  });
}

function event(uid: string, days: number, ...more: readonly string[]): string {
  const at = new Date((now + days * day) * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  const lines = [`UID:${uid}`, `DTSTART:${at}`, 'DURATION:PT1H', 'ATTENDEE:mailto:bob@client.example', ...more];
  return ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', ...lines, 'END:VEVENT', 'END:VCALENDAR', ''].join('\r\n');
}

interface Read {
  readonly uids: string[];
  readonly withdrawn: Withdrawn[];
  readonly position: string | null;
  readonly failure: Failure | null;
  readonly chunks: RemoteChunk[];
}

async function read(position: string | null = null, more: Partial<ParseContext> = {}, most = Infinity): Promise<Read> {
  const chunks: RemoteChunk[] = [];
  let problem: Failure | null = null;
  const path = new URL(fakePath, server.url).href;
  const request = { path, role: 'calendar', position, forgetDeleted: false, context: { ...context, ...more } } as const;
  for await (const chunk of remote().read(request)) {
    if ('code' in chunk) problem = chunk;
    else chunks.push(chunk);
    if (chunks.length === most) break;
  }
  return {
    uids: chunks.flatMap(({ items }) => items.map((item) => (item.kind === 'meeting' ? item.meeting.uid : item.kind))),
    withdrawn: chunks.flatMap(({ withdrawn }) => withdrawn ?? []),
    position: chunks.at(-1)?.position ?? position,
    failure: problem,
    chunks,
  };
}

/** What was asked since `from`, by name. */
function asked(from = 0): string[] {
  return server.asked.slice(from).map(({ method, body }) => /sync-collection|calendar-\w+/.exec(body)?.[0] ?? method);
}

describe('finding calendars', () => {
  test('where the well-known address leads, with those that hold events', async () => {
    server.ways.wellKnown = '/dav/';
    const folders = await remote().folders(true);
    expect(server.asked.slice(0, 3).map(({ path }) => path)).toEqual(['/.well-known/caldav', '/dav/', '/dav/']);
    expect(folders).toMatchObject({
      ok: true,
      value: [
        { path: new URL(fakePath, server.url).href, name: '2026', role: 'calendar', byDefault: true },
        { name: 'Geburtstage', byDefault: false },
        { name: 'Feed', byDefault: false },
        { path: new URL('/cal/anna@acme.example/un%2named/', server.url).href, byDefault: true },
      ],
    });
  });

  test('at another host the user agreed to, which is signed in to only when asked itself', async () => {
    const other = await fakeCaldav();
    server.ways.wellKnown = `${other.url}dav/`;
    const folders = await remote().folders(true);
    await other.close();
    expect(folders).toMatchObject({ ok: true, value: [{ path: new URL(fakePath, other.url).href }, {}, {}, {}] });
  });

  test.each([
    ['a well-known address that leads nowhere', '/lost/'],
    ['a well-known address that leads to a page', '/page/'],
  ])('at the address itself, after %s', async (_what, path) => {
    server.ways.wellKnown = path;
    const status = path === '/lost/' ? 404 : 200;
    server.ways.spoil = { when: (request) => request.includes(path), status, body: '<html>Sign in</html>' };
    expect(await remote().folders(true)).toMatchObject({ ok: true });
  });

  test.each(['well-known', 'home set'])('a host nobody agreed to, named by the %s, is named', async (by) => {
    const refused = Object.assign(new Error('refused'), { code: 'EGRESS_REFUSED' });
    const guarded: typeof fetch = async (input, init) => {
      if (new URL(input instanceof Request ? input.url : input).hostname === '127.0.0.1') return fetch(input, init);
      throw new TypeError('fetch failed', { cause: refused });
    };
    if (by === 'well-known') server.ways.wellKnown = 'https://p01.icloud.example/';
    else {
      const home = '<c:calendar-home-set><d:href>https://p01.icloud.example/1/</d:href></c:calendar-home-set>';
      const body = `<d:multistatus xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav"><d:response><d:href>/p/</d:href><d:propstat><d:prop>${home}</d:prop></d:propstat></d:response></d:multistatus>`;
      const headers = { 'content-type': 'text/xml' };
      server.ways.spoil = { when: (request) => request.includes('calendar-home-set'), status: 207, headers, body };
    }
    const answer = await remote(server.url, password, guarded).folders(true);
    expect(answer).toMatchObject({ ok: false, error: { code: 'not_allowed', host: 'p01.icloud.example' } });
  });
});

describe.each([
  ['sync-collection', { page: 1000, hasCtag: true }],
  ['sync-collection in parts', { page: 2, hasCtag: true }],
  ['sync-collection and no ctag', { page: 1000, hasCtag: false }],
  ['ctag and ETags', { page: null, hasCtag: true }],
  ['ETags alone', { page: null, hasCtag: false }],
])('reading by %s', (_what, ways) => {
  beforeEach(() => Object.assign(server.ways, ways));

  test('all once, then what changed, came and went, and nothing else', async () => {
    for (let n = 0; n < 5; n++) server.put(`e${n}`, event(`u${n}`, n));
    const first = await read();
    // Neither addresses nor UIDs, which may be somebody's name.
    expect(first.position).not.toMatch(/"(?:u0|[^"]*e0[^"]*)"/);
    expect(first).toMatchObject({ uids: ['u0', 'u1', 'u2', 'u3', 'u4'], withdrawn: [], failure: null });
    expect(asked().includes('calendar-query')).toBe(ways.page === null);
    expect(await read(first.position)).toMatchObject({ uids: [], withdrawn: [], position: first.position });
    server.put('e1', event('u1', 9));
    server.put('e5', event('u5', 5));
    server.remove('e2');
    const second = await read(first.position);
    expect(second.uids.sort()).toEqual(['u1', 'u5']);
    expect(second.withdrawn).toEqual([
      { event: eventName('u1'), keep: [''] },
      { event: eventName('u2'), keep: [] },
    ]);
    expect(await read(second.position)).toMatchObject({ uids: [], withdrawn: [], position: second.position });
  });

  test('interrupted, it goes on where it stopped', async () => {
    for (let n = 0; n < 150; n++) server.put(`e${n}`, event(`u${n}`, n));
    const cut = await read(null, {}, 1);
    expect(cut.uids).toHaveLength(100);
    const rest = await read(cut.position);
    expect(new Set([...cut.uids, ...rest.uids]).size).toBe(150);
    expect(rest.uids).toHaveLength(50);
    expect(await read(rest.position)).toMatchObject({ uids: [], withdrawn: [] });
  });
});

describe('asking for as little as possible', () => {
  test('one question where nothing changed, and only the fields that are kept', async () => {
    server.put('a', event('a', 1));
    const { position } = await read();
    const { body = '' } = server.asked.find((one) => one.body.includes('calendar-multiget')) ?? {};
    const named = [...body.matchAll(/<c:prop name="([^"]*)"/g)].map(([, name]) => name);
    expect(named).toContain('ATTENDEE');
    expect(named).toContain('SUMMARY');
    expect(named.filter((name) => /DESCRIPTION|LOCATION|ATTACH|CONFERENCE|URL|X-/.test(name ?? ''))).toEqual([]);
    const before = server.asked.length;
    await read(position);
    expect(asked(before)).toEqual(['PROPFIND']);
  });

  test('no titles where they are not wanted', async () => {
    server.put('a', event('a', 1));
    await read(null, { subjects: false });
    expect(server.asked.some(({ body }) => body.includes('SUMMARY'))).toBe(false);
  });
});

describe('what is not any more', () => {
  test('an instance that was taken out of a series, and a meeting that became a series', async () => {
    server.put('s', event('s', 1, 'RRULE:FREQ=DAILY;COUNT=3'));
    server.put('m', event('m', 1));
    const first = await read();
    server.put('s', event('s', 1, 'RRULE:FREQ=DAILY;COUNT=3', 'EXDATE:20260505T090000Z'));
    server.put('m', event('m', 1, 'RRULE:FREQ=DAILY;COUNT=2'));
    expect((await read(first.position)).withdrawn).toEqual([
      { event: eventName('s'), keep: ['20260504T090000Z', '20260506T090000Z'] },
      { event: eventName('m'), keep: ['20260504T090000Z', '20260505T090000Z'] },
    ]);
  });

  test('an event that lies at another address now is still there', async () => {
    server.put('old', event('u', 1, 'RRULE:FREQ=DAILY;COUNT=2'));
    const first = await read();
    server.put('new', event('u', 1));
    server.remove('old');
    expect((await read(first.position)).withdrawn).toEqual([{ event: eventName('u'), keep: [''] }]);
  });

  test('nothing, after a token is refused; what went meanwhile has gone', async () => {
    server.put('a', event('a', 1));
    server.put('b', event('b', 2));
    const first = await read();
    server.remove('b');
    server.put('c', event('c', 3));
    server.forgetTokens();
    for (const refusal of [403, 409, 410, 412, 501, 507]) {
      server.ways.refusal = refusal;
      expect(await read(first.position)).toMatchObject({
        uids: ['c'],
        withdrawn: [{ event: eventName('b'), keep: [] }],
        failure: null,
      });
    }
  });

  test('nothing, where addresses are escaped in two ways', async () => {
    server.ways.escapes = true;
    server.put('a', event('a', 1));
    const first = await read();
    expect(first.uids).toEqual(['a']);
    server.forgetTokens();
    expect(await read(first.position)).toMatchObject({ uids: [], withdrawn: [] });
  });

  test('nothing, where an event goes between two questions', async () => {
    server.put('a', event('a', 1));
    server.put('b', event('b', 2));
    server.ways.spoil = {
      when: (request) => {
        if (request.includes('calendar-multiget')) server.remove('a');
        return false;
      },
      status: 0,
    };
    expect(await read()).toMatchObject({ uids: ['b'], failure: null });
  });

  test('after half a year series are worked out again, and nothing is lost by it', async () => {
    server.put('s', event('s', 1, 'RRULE:FREQ=WEEKLY'));
    const first = await read();
    const later = now + 181 * day;
    const { uids, withdrawn, position } = await read(first.position, { now: later });
    expect(uids.length).toBeGreaterThan(70);
    expect(withdrawn[0]?.keep).toHaveLength(uids.length);
    expect(await read(position, { now: later + day })).toMatchObject({ uids: [], position });
  });
});

describe('answers that are none', () => {
  test.each([
    ['a page', 200, 'text/html', '<html>We are being repaired</html>'],
    ['broken XML', 207, 'application/xml', '<d:multistatus xmlns:d="DAV:"><d:response>'],
    ['other XML', 200, 'application/xml', '<rss><channel/></rss>'],
    ['nothing', 200, 'application/xml', ''],
  ])('%s fails, and takes no meeting away', async (_what, status, type, body) => {
    server.put('a', event('a', 1));
    const { position } = await read();
    server.put('b', event('b', 1));
    for (const question of ['getctag', 'sync-collection', 'calendar-query', 'calendar-multiget']) {
      const headers = { 'content-type': type };
      server.ways.spoil = { when: (request) => request.includes(question), status, headers, body };
      server.ways.page = question === 'calendar-query' ? null : 1000;
      const { failure, withdrawn, uids } = await read(position);
      expect({ question, code: failure?.code, withdrawn, uids }).toEqual({
        question,
        code: 'server_misbehaves',
        withdrawn: [],
        uids: [],
      });
    }
  });

  test.each([
    [401, {}, { code: 'sign_in_refused' }],
    [403, {}, { code: 'approval_needed' }],
    [404, {}, { code: 'not_found' }],
    [429, { 'retry-after': '120' }, { code: 'server_busy', retryAfter: 120 }],
    [503, { 'retry-after': '7' }, { code: 'server_busy', retryAfter: 7 }],
    [500, {}, { code: 'server_misbehaves' }],
  ])('%i', async (status, headers, expected) => {
    server.ways.spoil = { when: () => true, status, headers, body: 'canary-answer' };
    const { failure } = await read();
    expect(failure).toMatchObject({ ...expected, host: '127.0.0.1' });
    const folders = await remote().folders(true);
    expect(folders).toMatchObject({ ok: false, error: expected });
    expect(JSON.stringify([failure, folders])).not.toMatch(/canary/);
  });

  test('a token that is not accepted asks for a new sign-in', async () => {
    const oauth = { kind: 'oauth', user: 'anna@acme.example', refreshToken: 'x', client: {} } as unknown as Credentials;
    server.ways.spoil = { when: () => true, status: 401 };
    expect(await remote(server.url, oauth).folders(true)).toMatchObject({
      ok: false,
      error: { code: 'sign_in_expired' },
    });
  });
});
