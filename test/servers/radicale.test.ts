/** What a real CalDAV server is asked and what is made of its answers, below the engine; through it in caldav.test.ts. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { MeetingRecord } from '../../core/ingest/record.ts';
import { caldavRemote } from '../../core/remote/caldav.ts';
import { eventName } from '../../core/remote/instances.ts';
import type { Remote, RemoteChunk, Withdrawn } from '../../core/remote/remote.ts';
import { calendarPassword, calendarUser, radicaleIsHere, startRadicale } from './radicale.ts';
import type { Radicale } from './radicale.ts';

const now = Date.UTC(2026, 4, 3, 9) / 1000;
const context = { now, subjects: true };
const canaries = ['DESCRIPTION', 'LOCATION', 'ATTACH', 'CONFERENCE', 'URL', 'COMMENT', 'X-GOOGLE-CONFERENCE'];

/** Days from now as a UTC date and time of RFC 5545. */
function at(days: number): string {
  return new Date((now + days * 86_400) * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
}

function vevent(uid: string, days: number, ...more: readonly string[]): string {
  return [
    'BEGIN:VEVENT', `UID:${uid}`, 'DTSTAMP:20260101T000000Z', `DTSTART:${at(days)}`, `DTEND:${at(days + 0.05)}`,
    'SUMMARY:Lunch', ...canaries.map((name) => `${name}:https://canary.example/${name}`), ...more,
    'ORGANIZER:mailto:anna@acme.example', 'ATTENDEE;CN=Bob:mailto:bob@client.example',
    'BEGIN:VALARM', 'ACTION:DISPLAY', 'TRIGGER:-PT10M', 'DESCRIPTION:canary alarm', 'END:VALARM', 'END:VEVENT',
  ].join('\n'); // prettier-ignore
}

function calendar(...events: readonly string[]): string {
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//test//', ...events, 'END:VCALENDAR', ''].join('\n');
}

describe.skipIf(!radicaleIsHere)(`Radicale (needs Radicale: ${radicaleIsHere ? 'here' : 'not here'})`, () => {
  let server: Radicale;
  let remote: Remote;
  let asked: string[];
  let calendars = 0;
  let name: string;
  let path: string;

  beforeAll(async () => {
    server = await startRadicale();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    asked = [];
    remote = remoteOf(server.url);
    name = `calendar${++calendars}`;
    path = `${server.url}${calendarUser}/${name}/`;
    await server.makeCalendar(name, `Calendar ${calendars}`);
  });

  function remoteOf(url: string, password = calendarPassword): Remote {
    const recording: typeof fetch = async (input, init) => {
      const body = typeof init?.body === 'string' ? init.body : '';
      asked.push(/sync-collection|calendar-multiget|calendar-query/.exec(body)?.[0] ?? init?.method ?? 'GET');
      return fetch(input, init);
    };
    return caldavRemote(
      { kind: 'caldav', url },
      { kind: 'password', user: calendarUser, password },
      {
        now: () => now * 1000,
        fetch: recording,
        signal: new AbortController().signal,
        accessToken: async () => ({ ok: false, error: { code: 'usage', message: '' } }),
      },
    );
  }

  async function read(position: string | null) {
    asked = [];
    const chunks: RemoteChunk[] = [];
    for await (const chunk of remote.read({ path, role: 'calendar', position, forgetDeleted: false, context })) {
      if ('code' in chunk) throw new Error(`${chunk.code}: ${chunk.message}`);
      chunks.push(chunk);
    }
    const meetings = chunks.flatMap(({ items }) =>
      items.map((item): MeetingRecord => {
        if (item.kind !== 'meeting') throw new Error(JSON.stringify(item));
        return item.meeting;
      }),
    );
    const withdrawn = chunks.flatMap((chunk): readonly Withdrawn[] => chunk.withdrawn ?? []);
    return { chunks, meetings, withdrawn, position: chunks.at(-1)?.position ?? position };
  }

  test('calendars are found from the bare address, several of them', async () => {
    await server.makeCalendar(`${name}b`, 'Second');
    const folders = await remote.folders(true);
    const paths = folders.ok ? folders.value.map((folder) => [folder.path, folder.name, folder.byDefault]) : folders;
    expect(paths).toContainEqual([path, `Calendar ${calendars}`, true]);
    expect(paths).toContainEqual([path.replace(name, `${name}b`), 'Second', true]);
  });

  test('read once; where nothing changed one question, and where something did only for that', async () => {
    for (let n = 0; n < 120; n++) await server.put(name, `e${n}`, calendar(vevent(`u${n}`, n)));
    const first = await read(null);
    expect(new Set(first.meetings.map(({ uid }) => uid)).size).toBe(120);
    expect(asked).toEqual(['PROPFIND', 'sync-collection', 'calendar-multiget', 'calendar-multiget']);
    const nothing = await read(first.position);
    expect(nothing.chunks).toEqual([]);
    expect(asked).toEqual(['PROPFIND']);
    await server.put(name, 'e7', calendar(vevent('u7', 30, 'SEQUENCE:1')));
    const second = await read(first.position);
    expect(second.meetings.map(({ uid, startAt }) => [uid, startAt])).toEqual([['u7', now + 30 * 86_400]]);
    expect(asked).toEqual(['PROPFIND', 'sync-collection', 'calendar-multiget']);
  });

  test('nothing of an event that is not ours comes out', async () => {
    await server.put(name, 'a', calendar(vevent('a', 1), vevent('a', 2, `RECURRENCE-ID:${at(1)}`)));
    const { chunks } = await read(null);
    expect(JSON.stringify(chunks)).toContain('bob@client.example');
    expect(JSON.stringify(chunks)).not.toMatch(/canary/i);
  });

  test('an instance that is moved keeps its name; one that is added comes; those of a shorter series go', async () => {
    await server.put(name, 's', calendar(vevent('s', 1, 'RRULE:FREQ=DAILY;COUNT=3')));
    const first = await read(null);
    expect(first.meetings.map(({ recurrenceId }) => recurrenceId)).toEqual([at(1), at(2), at(3)]);
    const moved = vevent('s', 2.25, `RECURRENCE-ID:${at(2)}`);
    await server.put(name, 's', calendar(vevent('s', 1, 'RRULE:FREQ=DAILY;COUNT=3', `RDATE:${at(9)}`), moved));
    const second = await read(first.position);
    const startOf = (id: string) => second.meetings.find(({ recurrenceId }) => recurrenceId === id)?.startAt;
    expect(startOf(at(2))).toBe(now + 2.25 * 86_400);
    expect(startOf(at(9))).toBe(now + 9 * 86_400);
    await server.put(name, 's', calendar(vevent('s', 1, 'RRULE:FREQ=DAILY;COUNT=2', `EXDATE:${at(1)}`)));
    expect((await read(second.position)).withdrawn).toEqual([{ event: eventName('s'), keep: [at(2)] }]);
  });

  test('deleted is withdrawn, with a token and after the token is not good any more', async () => {
    for (const uid of ['a', 'b', 'c']) await server.put(name, uid, calendar(vevent(uid, 1)));
    const first = await read(null);
    await server.remove(name, 'a');
    const second = await read(first.position);
    expect(second.withdrawn).toEqual([{ event: eventName('a'), keep: [] }]);
    expect(asked).toEqual(['PROPFIND', 'sync-collection']);
    const old = JSON.stringify({
      ...(JSON.parse(second.position ?? '') as object),
      token: 'http://radicale.org/ns/sync/gone',
    });
    await server.remove(name, 'b');
    const third = await read(old);
    expect(third).toMatchObject({ meetings: [], withdrawn: [{ event: eventName('b'), keep: [] }] });
    expect(asked).toEqual(['PROPFIND', 'sync-collection', 'sync-collection']);
    expect((await read(third.position)).chunks).toEqual([]);
  });

  test('a calendar that is gone, a wrong password, and nobody there', async () => {
    const request = { path, role: 'calendar', position: null, forgetDeleted: false, context } as const;
    const first = async (one: Remote, calendarPath = path) => {
      for await (const chunk of one.read({ ...request, path: calendarPath })) return chunk;
      return null;
    };
    expect(await first(remote, path.replace(name, 'nowhere'))).toMatchObject({ code: 'not_found' });
    const refused = await first(remoteOf(server.url, 'canary-password'));
    expect(refused).toMatchObject({ code: 'sign_in_refused', host: '127.0.0.1' });
    expect(JSON.stringify(refused)).not.toContain('canary');
    const other = await startRadicale();
    await other.stop();
    expect(await first(remoteOf(other.url), path.replace(server.url, other.url))).toMatchObject({
      code: 'host_refused',
    });
  });
});
