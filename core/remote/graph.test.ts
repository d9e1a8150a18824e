/** Mail and calendar of Microsoft 365, against a stand-in written after the published contract (see its file). */
import fc from 'fast-check';
import { beforeEach, afterEach, describe, expect, test } from 'vitest';
import { fakeGraph } from '../../test/servers/fake-graph.ts';
import type { FakeGraph, FakeMessage } from '../../test/servers/fake-graph.ts';
import { valueOf } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import { mailRecord, readHeaderBlock } from '../ingest/headers.ts';
import type { MailRecord, ParseContext } from '../ingest/record.ts';
import { graphMailItem } from './graph-mail.ts';
import { seriesUid } from './graph-event.ts';
import { graphRemote } from './graph.ts';
import type { Remote, RemoteChunk } from './remote.ts';
import { eventName } from './instances.ts';

const now = Date.UTC(2026, 4, 3, 9) / 1000;
const context: ParseContext = { now, subjects: true };
let graph: FakeGraph;
beforeEach(async () => {
  graph = await fakeGraph();
});
afterEach(() => graph.close());

function remote(): Remote {
  return graphRemote(
    { kind: 'graph', url: graph.url },
    {
      now: () => now * 1000,
      fetch: globalThis.fetch,
      signal: new AbortController().signal,
      accessToken: async () => ({ ok: true, value: 'good-token' }),
    },
  );
}

function letter(n: number, folder = 'AAinbox', more: object = {}): FakeMessage {
  const at = new Date((now - (1000 - n) * 3600) * 1000).toISOString().replace('.000', '');
  const bob = { emailAddress: { name: 'Bob, the "builder"', address: 'bob@client.example' } };
  const me = { emailAddress: { name: 'Anna', address: 'anna@acme.example' } };
  return {
    id: `m${n}`,
    folder,
    isDraft: false,
    subject: `Subject ${n}`,
    from: folder === 'AAsent' ? me : bob,
    sender: folder === 'AAsent' ? me : bob,
    replyTo: [],
    toRecipients: [folder === 'AAsent' ? bob : me],
    ccRecipients: [],
    bccRecipients: [],
    sentDateTime: at,
    receivedDateTime: at,
    internetMessageId: `<${n}@client.example>`,
    conversationId: `c${Math.floor(n / 3)}`,
    body: { content: 'CANARY-BODY' },
    bodyPreview: 'CANARY-PREVIEW',
    ...more,
  };
}

async function readAll(one: Remote, path: string, position: string | null = null, forgetDeleted = false) {
  const chunks: RemoteChunk[] = [];
  let problem: Failure | null = null;
  const role = path === 'AAsent' ? 'sent' : path === 'calendar' ? 'calendar' : 'inbox';
  for await (const chunk of one.read({ path, role, position, forgetDeleted, context })) {
    if ('code' in chunk) problem = chunk;
    else chunks.push(chunk);
  }
  const items = chunks.flatMap((chunk) => chunk.items);
  const mails = items.flatMap((item) => (item.kind === 'mail' ? [item.mail] : []));
  return { chunks, items, mails, problem, position: chunks.at(-1)?.position ?? position };
}

const refs = (mails: readonly MailRecord[]): (number | null)[] =>
  mails.map(({ messageRef }) => messageRef).sort((a, b) => (a ?? 0) - (b ?? 0));

describe('mail', () => {
  test('folders by their role, whatever they are called; nothing of the bin, and what lies below what', async () => {
    const folders = valueOf(await remote().folders(true));
    expect(folders.map(({ name, role, byDefault }) => [name, role, byDefault])).toEqual([
      ['Posteingang', 'inbox', true],
      ['Gesendete Elemente', 'sent', true],
      ['Archiv', 'archive', true],
      ['Entwürfe', 'drafts', false],
      ['Junk-E-Mail', 'junk', false],
      ['Gelöschte Elemente', 'trash', false],
      ['Mandanten', 'other', true],
      ['Mandanten / Acme', 'other', true],
      ['Gelöschte Elemente / Alt', 'other', false],
      ['Calendar', 'calendar', true],
    ]);
    // Later looks ask for nothing that is known.
    const before = graph.asked.length;
    await remote().folders(false);
    expect(graph.asked.length).toBe(before + 1);
  });

  test('the newest first, then only what is new; nothing is asked that a body could come with', async () => {
    graph.put(...Array.from({ length: 45 }, (_, n) => letter(n)));
    const first = await readAll(remote(), 'AAinbox');
    expect(first.mails).toHaveLength(45);
    const times = first.mails.map(({ sentAt }) => sentAt);
    expect(times).toEqual([...times].sort((a, b) => b - a));
    expect((await readAll(remote(), 'AAinbox', first.position)).chunks).toEqual([]);
    graph.put(letter(100), letter(101, 'AAinbox', { isDraft: true }));
    const second = await readAll(remote(), 'AAinbox', first.position);
    expect(second.mails).toHaveLength(1);
    expect(second.items.map((item) => item.kind)).toEqual(['mail', 'skipped']);
    expect(
      graph.asked.filter((line) => !line.startsWith('GET ') || /body|preview|attachment|\$value/i.test(line)),
    ).toEqual([]);
    expect(JSON.stringify([first, second])).not.toContain('CANARY');
  });

  test('without subjects none is asked for', async () => {
    graph.put(letter(1));
    const chunks: RemoteChunk[] = [];
    for await (const chunk of remote().read({
      path: 'AAinbox',
      role: 'inbox',
      position: null,
      forgetDeleted: false,
      context: { now, subjects: false },
    }))
      if (!('code' in chunk)) chunks.push(chunk);
    expect(graph.asked.join()).not.toMatch(/subject/);
    expect(JSON.stringify(chunks)).not.toContain('Subject 1');
  });

  test('cut off at any request, it goes on, and in the end everything is there once', async () => {
    graph.put(...Array.from({ length: 45 }, (_, n) => letter(n)));
    const whole = refs((await readAll(remote(), 'AAinbox')).mails);
    for (let cut = 1; cut <= 5; cut++) {
      let requests = 0;
      graph.spoil(() => ++requests === cut, 503, { 'retry-after': '17' });
      const first = await readAll(remote(), 'AAinbox');
      expect(first.problem).toMatchObject({ code: 'server_busy', retryAfter: 17 });
      const rest = await readAll(remote(), 'AAinbox', first.position);
      expect(rest.problem).toBeNull();
      expect(refs([...first.mails, ...rest.mails])).toEqual(whole);
    }
  });

  test('links that are too old begin anew', async () => {
    graph.put(...Array.from({ length: 12 }, (_, n) => letter(n)));
    const first = await readAll(remote(), 'AAinbox');
    graph.put(letter(50));
    graph.forgetLinks();
    const again = await readAll(remote(), 'AAinbox', first.position);
    expect(again.mails).toHaveLength(13);
    expect(again.problem).toBeNull();
  });

  test('what is deleted or moved away is named where the user wants to know', async () => {
    graph.put(letter(1), letter(2), letter(3));
    const first = await readAll(remote(), 'AAinbox', null, true);
    expect(first.chunks.flatMap(({ ids }) => ids ?? [])).toEqual(['m3', 'm2', 'm1']);
    graph.remove('m1');
    graph.put({ ...letter(2), folder: 'AAarchive' });
    const second = await readAll(remote(), 'AAinbox', first.position, true);
    expect(second.chunks.flatMap(({ gone }) => gone ?? [])).toEqual(['m1', 'm2']);
  });

  test.each<[string, number, Record<string, string>, string, string]>([
    ['throttled', 429, { 'retry-after': '30' }, '{}', 'server_busy'],
    ['signed out', 401, {}, '{}', 'sign_in_expired'],
    ['forbidden', 403, {}, '{}', 'approval_needed'],
    ['no JSON', 200, {}, '<html>', 'server_misbehaves'],
    ['JSON of something else', 200, {}, '{"a":1}', 'server_misbehaves'],
    ['a link to elsewhere', 200, {}, '{"value":[],"@odata.nextLink":"https://elsewhere.example/x"}', 'not_allowed'],
  ])('%s', async (_what, status, headers, body, code) => {
    graph.spoil(() => true, status, headers, body);
    const { problem } = await readAll(remote(), 'AAinbox');
    expect(problem).toMatchObject({ code });
    expect(JSON.stringify(problem)).not.toContain('good-token');
  });

  test('one message that makes no sense is left out, and the rest comes', async () => {
    graph.put(letter(1), letter(2, 'AAinbox', { from: 'nonsense' }), letter(3));
    const { items } = await readAll(remote(), 'AAinbox');
    expect(items.map((item) => item.kind)).toEqual(['mail', 'skipped', 'mail']);
  });

  test('a conversation is one thread in both directions', async () => {
    graph.put(letter(3), letter(4, 'AAsent'));
    const [received] = (await readAll(remote(), 'AAinbox')).mails;
    const [sent] = (await readAll(remote(), 'AAsent')).mails;
    expect(sent?.threadRef).toBe(received?.threadRef);
    expect(sent?.flags).toBe(32);
  });
});

test('whatever the names, a message is the same as when it is read from its header', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'B', ' ', '"', '\\', ',', '<', '@', '(', 'ü', ';'),
    maxLength: 12,
  });
  fc.assert(
    fc.property(name, name, fc.integer({ min: 0, max: 1e9 }), (from, to, ago) => {
      const at = new Date((now - ago) * 1000);
      const quoted = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;
      const header = Buffer.from(
        `From: ${quoted(from)} <bob@client.example>\nTo: ${quoted(to)} <anna@acme.example>\nDate: ${at.toUTCString()}\nMessage-ID: <x@y.example>\n\n`,
      );
      const read = mailRecord(readHeaderBlock(header, 0, header.length, context).fields, context);
      const item = graphMailItem(
        {
          id: 'x',
          from: { emailAddress: { name: from, address: 'bob@client.example' } },
          toRecipients: [{ emailAddress: { name: to, address: 'anna@acme.example' } }],
          sentDateTime: at.toISOString(),
          internetMessageId: '<x@y.example>',
        },
        'here',
        context,
        false,
      );
      expect(item).toEqual({ kind: 'mail', mail: read });
    }),
  );
});

describe('calendar', () => {
  const event = (id: string, days: number, more: object = {}): void => {
    const at = (hours: number): { dateTime: string; timeZone: string } => ({
      dateTime: `${new Date((now + days * 86_400 + hours * 3600) * 1000).toISOString().slice(0, 19)}.0000000`,
      timeZone: 'UTC',
    });
    graph.events.set(id, {
      id, iCalUId: `uid-${id}`, type: 'singleInstance', subject: `About ${id}`, start: at(0), end: at(1), isAllDay: false,
      isCancelled: false, showAs: 'busy', sensitivity: 'normal', lastModifiedDateTime: '2026-04-01T00:00:00Z',
      organizer: { emailAddress: { name: 'Anna', address: 'anna@acme.example' } },
      attendees: [
        { type: 'required', status: { response: 'accepted' }, emailAddress: { name: 'Bob', address: 'bob@client.example' } },
        { type: 'resource', status: { response: 'accepted' }, emailAddress: { name: 'Room 1', address: 'room1@acme.example' } },
      ],
      bodyPreview: 'CANARY', location: { displayName: 'CANARY' }, ...more,
    }); // prettier-ignore
  };

  test('meetings with their people and without their rooms; what is taken out is withdrawn', async () => {
    for (let i = 0; i < 25; i++) event(`e${i}`, i - 5);
    const first = await readAll(remote(), 'calendar');
    expect(first.items).toHaveLength(25);
    expect(first.items[0]).toMatchObject({
      meeting: {
        title: 'About e0',
        parties: [{ organiser: true }, { email: 'bob@client.example', partstat: 'accepted' }],
      },
    });
    expect(JSON.stringify(first)).not.toMatch(/CANARY|room1/);
    graph.events.delete('e20');
    graph.events.delete('e1');
    const second = await readAll(remote(), 'calendar', first.position);
    // What is past took place.
    expect(second.chunks.flatMap(({ withdrawn }) => withdrawn ?? [])).toEqual([
      { event: eventName('uid-e20'), keep: [] },
    ]);
  });

  test('an instance of a series is known by the series and its first start', async () => {
    const id = '040000008200E00074C5B7101A82E00807EA0504AAAAAAAAAAAAAAAA';
    event('o', 1, { type: 'exception', iCalUId: id, originalStart: '2026-05-04T09:00:00Z' });
    const { items } = await readAll(remote(), 'calendar');
    expect(items[0]).toMatchObject({
      meeting: {
        uid: '040000008200E00074C5B7101A82E00800000000AAAAAAAAAAAAAAAA',
        recurrenceId: '20260504T090000Z',
        flags: 4,
      },
    });
    expect(seriesUid('anything@google.com')).toBe('anything@google.com');
  });

  test('private ones keep no title', async () => {
    event('p', 1, { sensitivity: 'private' });
    expect((await readAll(remote(), 'calendar')).items[0]).toMatchObject({ meeting: { title: null, flags: 2 } });
  });
});
