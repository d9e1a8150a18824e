/** Calendars on a real CalDAV server, through the engine: meetings that come, move, repeat, shrink and go. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import type { Engine } from '../../core/engine-types.ts';
import { freePort } from './dovecot.ts';
import { addAccount, me, now, onlyAccount, syncOnce, testEngine } from './engine.ts';
import { calendarPassword, calendarUser, radicaleIsHere, startRadicale } from './radicale.ts';
import type { Radicale } from './radicale.ts';

const signIn = { kind: 'password', user: calendarUser, password: calendarPassword } as const;
const day = 86_400_000;
let calendars = 0;

/** An event `days` from now, with somebody from outside. */
function event(uid: string, days: number, more = '', who = 'bob@client.example'): string {
  const at = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
  return `BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//test//
BEGIN:VEVENT
UID:${uid}
DTSTAMP:20260101T000000Z
DTSTART:${at(now + days * day)}
DTEND:${at(now + days * day + 3_600_000)}
SUMMARY:CANARY-TITLE
DESCRIPTION:CANARY-DESCRIPTION
LOCATION:CANARY-LOCATION
ATTACH:https://CANARY-ATTACHMENT.example/
ORGANIZER:mailto:${me}
ATTENDEE;CN=Bob;PARTSTAT=ACCEPTED:mailto:${who}
ATTENDEE;PARTSTAT=ACCEPTED:mailto:${me}
${more}BEGIN:VALARM
ACTION:DISPLAY
DESCRIPTION:CANARY-ALARM
TRIGGER:-PT10M
END:VALARM
END:VEVENT
END:VCALENDAR
`;
}

describe.skipIf(!radicaleIsHere)(`CalDAV (needs Radicale: ${radicaleIsHere ? 'here' : 'not here'})`, () => {
  let server: Radicale;
  beforeAll(async () => {
    server = await startRadicale();
  });
  afterAll(() => server?.stop());

  async function withCalendar(): Promise<{ engine: Engine; calendar: string; dump: () => Promise<string[]> }> {
    const calendar = `calendar${++calendars}`;
    await server.makeCalendar(calendar, `Calendar ${calendars}`);
    const { engine, dump } = await testEngine();
    await addAccount(engine, { kind: 'caldav', url: server.url }, signIn);
    const { id, folders } = await onlyAccount(engine);
    const own = folders.filter(({ name }) => name === `Calendar ${calendars}`).map((folder) => folder.id);
    expect(own).toHaveLength(1);
    valueOf(await engine.call('changeAccount', { id, folders: own }));
    return { engine, calendar, dump };
  }

  const meetingsOf = (
    dump: readonly string[],
  ): { uid: string; recurrence_id: string; start_at: number; status: string }[] =>
    dump
      .filter((line) => line.startsWith('meeting\t'))
      .map((line) => JSON.parse(line.slice('meeting\t'.length)) as never);

  test('found from the bare address, read once, with nothing of it that is not ours', async () => {
    const { engine, calendar, dump } = await withCalendar();
    for (let i = 0; i < 120; i++) await server.put(calendar, `e${i}`, event(`e${i}`, i - 60));
    expect(await syncOnce(engine)).toBeNull();
    expect(valueOf(await engine.call('status', {})).meetings).toBe(120);
    expect(await syncOnce(engine)).toBeNull();
    expect(valueOf(await engine.call('status', {})).meetings).toBe(120);
    const lines = await dump();
    expect(lines.filter((line) => line.includes('CANARY'))).toEqual([]);
    expect(lines.join('\n')).toContain('bob@client.example');
  });

  test('a meeting that moves is the same meeting; one that is taken out will not take place', async () => {
    const { engine, calendar, dump } = await withCalendar();
    await server.put(calendar, 'a', event('a', 3));
    await server.put(calendar, 'b', event('b', 4));
    await server.put(calendar, 'past', event('past', -4));
    expect(await syncOnce(engine)).toBeNull();
    await server.put(calendar, 'a', event('a', 5, 'SEQUENCE:1\n'));
    await server.remove(calendar, 'b');
    await server.remove(calendar, 'past');
    expect(await syncOnce(engine)).toBeNull();
    const found = meetingsOf(await dump()).map(
      ({ uid, start_at, status }) => `${uid} ${Math.round((start_at * 1000 - now) / day)} ${status}`,
    );
    expect(found).toEqual(['a 5 confirmed', 'b 4 cancelled', 'past -4 confirmed']);
  });

  test('a series that is shortened loses what was still to come, and nothing that was', async () => {
    const { engine, calendar, dump } = await withCalendar();
    await server.put(calendar, 's', event('s', -14, 'RRULE:FREQ=WEEKLY;COUNT=8\n'));
    expect(await syncOnce(engine)).toBeNull();
    await server.put(calendar, 's', event('s', -14, 'RRULE:FREQ=WEEKLY;COUNT=4\nSEQUENCE:1\n'));
    expect(await syncOnce(engine)).toBeNull();
    const found = meetingsOf(await dump());
    expect(found.filter(({ status }) => status === 'confirmed')).toHaveLength(4);
    expect(found.filter(({ status }) => status === 'cancelled')).toHaveLength(4);
  });

  test.each([
    ['a wrong password', () => ({ url: server.url, password: 'wrong' }), 'sign_in_refused'],
    ['nobody there', async () => ({ url: `http://127.0.0.1:${await freePort()}/`, password: 'x' }), 'host_refused'],
    ['no encryption on the way elsewhere', () => ({ url: 'http://calendar.acme.example/', password: 'x' }), 'usage'],
  ])('%s', async (_what, make, code) => {
    const { url, password } = await make();
    const { engine } = await testEngine();
    const credentials = { kind: 'password', user: calendarUser, password } as const;
    expect(
      await engine.call('addAccount', { address: me, server: { kind: 'caldav', url }, credentials }),
    ).toMatchObject({ ok: false, error: { code } });
  });
});
