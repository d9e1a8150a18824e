/** The popup's plan in an engine, on calendars as they are written, under a clock that stands where the test puts it. */
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../test/builders/database.ts';
import { engineDeps } from '../test/builders/engine.ts';
import type { PopupPlan } from './contract/briefing.ts';
import { valueOf } from './contract/errors.ts';
import { openEngine } from './engine.ts';

interface Event {
  readonly uid?: string;
  /** As in iCalendar, with its parameters: ";TZID=Europe/Berlin:20261124T140000". */
  readonly start: string;
  readonly end: string;
  readonly more?: readonly string[];
  readonly with?: readonly string[];
  readonly sequence?: number;
}

function calendar(events: readonly Event[]): string {
  const lines = events.flatMap(({ uid = 'one', start, end, more = [], with: others = ['anna@acme.com'], sequence = 0 }) => [
    'BEGIN:VEVENT',
    `UID:${uid}`,
    `SEQUENCE:${String(sequence)}`,
    `DTSTART${start}`,
    `DTEND${end}`,
    'ORGANIZER:mailto:max@own.com',
    ...others.map((email) => `ATTENDEE;PARTSTAT=ACCEPTED:mailto:${email}`),
    ...more,
    'END:VEVENT',
  ]); // prettier-ignore
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', ...lines, 'END:VCALENDAR', ''].join('\r\n');
}

/** An engine whose clock is moved; what it wants to do later is done when the clock has come there. */
async function atDesk(iso: string) {
  let now = Date.parse(iso);
  let waiting: { readonly at: number; readonly run: () => void }[] = [];
  const plans: PopupPlan[] = [];
  const engine = valueOf(
    await openEngine(
      {
        ...engineDeps(temporaryFolder(), () => now),
        later: (run, milliseconds) => {
          const one = { at: now + milliseconds, run };
          waiting.push(one);
          return () => {
            waiting = waiting.filter((other) => other !== one);
          };
        },
      },
      { kind: 'passphrase', passphrase: 'four or five good words' },
    ),
  );
  onTestFinished(() => engine.close());
  engine.onEvent((event) => {
    if (event.kind === 'popup') plans.push(event.plan);
  });
  engine.goLive();
  const popup = async () => valueOf(await engine.call('popup', {}));
  return {
    engine,
    plans,
    popup,
    read: async (events: readonly Event[]) => {
      async function* bytes(): AsyncGenerator<Uint8Array> {
        yield Buffer.from(calendar(events));
      }
      valueOf(await engine.importUploads([{ name: 'calendar.ics', bytes: bytes() }], { me: ['max@own.com'] }));
    },
    /** Goes there step by step, as timers do. */
    goTo: async (when: string) => {
      const end = Date.parse(when);
      for (;;) {
        const next = waiting.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > end) break;
        waiting = waiting.filter((one) => one !== next);
        now = next.at;
        next.run();
      }
      now = end;
      return (await popup()).plan.state;
    },
    /** The computer sleeps: no timer runs until it wakes. */
    sleepUntil: async (when: string) => {
      now = Date.parse(when);
      engine.wake();
      return (await popup()).plan.state;
    },
  };
}

const at = (start: string, end: string): Pick<Event, 'start' | 'end'> => ({ start: `:${start}`, end: `:${end}` });
const fourteen = at('20261124T140000Z', '20261124T150000Z');

test('there at its minute, about whom it is, and gone by itself; said once at every turn', async () => {
  const desk = await atDesk('2026-11-24T09:00:00Z');
  await desk.read([{ ...fourteen, with: ['anna@acme.com', 'bob@acme.com', 'room@resource.calendar.google.com'] }]);
  expect(desk.plans.at(-1)).toMatchObject({ state: 'none', next: { startAt: '2026-11-24T14:00:00.000Z', people: 2 } });
  const before = desk.plans.length;
  expect(await desk.goTo('2026-11-24T13:49:59.999Z')).toBe('soon');
  expect(await desk.goTo('2026-11-24T13:50:00Z')).toBe('due');
  const { briefs } = await desk.popup();
  expect(briefs.flatMap(({ people }) => people.map(({ lines }) => lines[0]?.words))).toEqual(['first meeting', 'first meeting']); // prettier-ignore
  expect(await desk.goTo('2026-11-24T14:05:00Z')).toBe('none');
  const told = desk.plans.slice(before).map(({ state }) => state);
  expect(told.filter((state, i) => state !== told[i - 1])).toEqual(['soon', 'due', 'none']);
});

test('moved, gained, cancelled: told as it is now', async () => {
  const desk = await atDesk('2026-11-24T13:45:00Z');
  await desk.read([fourteen]);
  expect(await desk.goTo('2026-11-24T13:51:00Z')).toBe('due');
  await desk.read([{ ...at('20261124T160000Z', '20261124T170000Z'), sequence: 1 }]);
  expect(desk.plans.at(-1)?.state).toBe('none');
  expect(await desk.goTo('2026-11-24T15:50:00Z')).toBe('due');
  await desk.read([
    { ...at('20261124T160000Z', '20261124T170000Z'), with: ['anna@acme.com', 'new@acme.com'], sequence: 2 },
  ]);
  expect(desk.plans.at(-1)?.people).toBe(2);
  await desk.read([{ ...at('20261124T160000Z', '20261124T170000Z'), more: ['STATUS:CANCELLED'], sequence: 3 }]);
  expect(desk.plans.at(-1)).toMatchObject({ state: 'none', next: null });
});

test.each([
  ['all day', { start: ';VALUE=DATE:20261124', end: ';VALUE=DATE:20261125' }],
  ['private', { ...fourteen, more: ['CLASS:PRIVATE'] }],
  ['declined by the user', { ...fourteen, more: ['ATTENDEE;PARTSTAT=DECLINED:mailto:max@own.com'] }],
  ['among colleagues', { ...fourteen, with: ['cora@own.com'] }],
  ['with a room alone', { ...fourteen, with: ['room@resource.calendar.google.com'] }],
])('none before a meeting that is %s', async (_what, event: Event) => {
  const desk = await atDesk('2026-11-24T13:00:00Z');
  await desk.read([event]);
  expect(await desk.goTo('2026-11-24T13:55:00Z')).toBe('none');
});

test('who has declined is not met', async () => {
  const desk = await atDesk('2026-11-24T13:00:00Z');
  await desk.read([{ ...fourteen, with: ['bob@x.com'], more: ['ATTENDEE;PARTSTAT=DECLINED:mailto:anna@acme.com'] }]);
  await desk.goTo('2026-11-24T13:55:00Z');
  expect((await desk.popup()).briefs[0]?.people.length).toBe(1);
});

test('overlapping ones are shown together; one that follows another only once that is over', async () => {
  const desk = await atDesk('2026-11-24T13:00:00Z');
  await desk.read([
    fourteen,
    { uid: 'two', ...at('20261124T140500Z', '20261124T143000Z'), with: ['bob@x.com'] },
    { uid: 'three', ...at('20261124T150000Z', '20261124T160000Z'), with: ['cleo@y.com'] },
  ]);
  expect(await desk.goTo('2026-11-24T13:56:00Z')).toBe('due');
  expect((await desk.popup()).briefs.length).toBe(2);
  expect(await desk.goTo('2026-11-24T14:52:00Z')).toBe('held');
  expect(await desk.goTo('2026-11-24T15:00:00Z')).toBe('due');
});

test('where clocks change and across time zones it is the moment that counts', async () => {
  // In Berlin clocks went back on 25 October 2026 at 03:00; in New York a week later.
  const desk = await atDesk('2026-10-24T10:00:00Z');
  await desk.read([
    { uid: 'early', start: ';TZID=Europe/Berlin:20261025T090000', end: ';TZID=Europe/Berlin:20261025T100000' },
    { uid: 'far', start: ';TZID=America/New_York:20261025T090000', end: ';TZID=America/New_York:20261025T100000' },
    { uid: 'windows', start: ';TZID=W. Europe Standard Time:20261026T090000', end: ';TZID=W. Europe Standard Time:20261026T093000' },
  ]); // prettier-ignore
  expect(await desk.goTo('2026-10-25T07:49:00Z')).toBe('soon');
  expect(await desk.goTo('2026-10-25T07:50:00Z')).toBe('due');
  expect(await desk.goTo('2026-10-25T12:50:00Z')).toBe('due');
  expect((await desk.popup()).briefs[0]?.startAt).toBe('2026-10-25T13:00:00.000Z');
  expect(await desk.goTo('2026-10-26T07:50:00Z')).toBe('due');
});

test('a series is told of each time, and by what is different since the last', async () => {
  const desk = await atDesk('2026-11-02T08:00:00Z');
  await desk.read([{ ...at('20261103T090000Z', '20261103T100000Z'), more: ['RRULE:FREQ=WEEKLY;COUNT=4'] }]);
  expect(await desk.goTo('2026-11-03T08:55:00Z')).toBe('due');
  expect(await desk.goTo('2026-11-10T08:55:00Z')).toBe('due');
  const [brief] = (await desk.popup()).briefs;
  const [person] = brief?.people ?? [];
  const details = await desk.engine.call('briefDetails', { meeting: brief!.meeting, person: person!.id });
  expect(details).toMatchObject({ ok: true });
  expect(details.ok && details.value.facts.at(-1)).toBe('No message since the last one, 6 days ago.');
  await desk.engine.call('answerPopup', { meetings: [brief!.meeting], answer: { kind: 'never' } });
  expect(await desk.goTo('2026-11-17T08:55:00Z')).toBe('none');
  await desk.engine.call('answerPopup', { meetings: [brief!.meeting], answer: null });
  expect((await desk.popup()).plan.state).toBe('due');
});

test('closed, later, never this person, quiet', async () => {
  const desk = await atDesk('2026-11-24T13:51:00Z');
  await desk.read([{ ...fourteen, with: ['anna@acme.com', 'bob@x.com'] }]);
  const [brief] = (await desk.popup()).briefs;
  const meetings = [brief!.meeting];
  await desk.engine.call('answerPopup', {
    meetings,
    answer: { kind: 'later', until: '2026-11-24T13:56:00Z' },
  });
  expect(desk.plans.at(-1)?.state).toBe('none');
  expect(await desk.goTo('2026-11-24T13:56:00Z')).toBe('due');
  const [anna, bob] = brief!.people;
  await desk.engine.call('neverBrief', { person: anna!.id, never: true });
  expect((await desk.popup()).briefs[0]?.people.map(({ id }) => id)).toEqual([bob!.id]);
  expect(await desk.engine.call('why', { person: anna!.id })).toMatchObject({
    value: { word: { neverBriefed: true } },
  });
  await desk.engine.call('neverBrief', { person: bob!.id, never: true });
  expect(desk.plans.at(-1)?.state).toBe('none');
  await desk.engine.call('undo', {});
  expect((await desk.popup()).plan).toMatchObject({ state: 'due', people: 1 });
  await desk.engine.call('keepQuiet', { until: '2026-11-24T13:58:00Z' });
  expect((await desk.popup()).plan).toMatchObject({ state: 'held', quietUntil: '2026-11-24T13:58:00.000Z' });
  expect(await desk.goTo('2026-11-24T13:58:00Z')).toBe('due');
  await desk.engine.call('answerPopup', { meetings, answer: { kind: 'closed' } });
  expect(desk.plans.at(-1)?.state).toBe('none');
  await desk.engine.call('setPopup', { minutes: 30 });
  expect(await desk.engine.call('settings', {})).toMatchObject({ value: { popupMinutes: 30 } });
});

test('after sleep it shows what is still useful and drops what is past', async () => {
  const desk = await atDesk('2026-11-24T12:00:00Z');
  await desk.read([fourteen, { uid: 'two', ...at('20261124T160000Z', '20261124T170000Z') }]);
  expect(await desk.sleepUntil('2026-11-24T14:02:00Z')).toBe('due');
  expect(await desk.sleepUntil('2026-11-24T15:30:00Z')).toBe('none');
  expect(await desk.sleepUntil('2026-11-24T15:59:00Z')).toBe('due');
  expect((await desk.popup()).briefs.length).toBe(1);
});

test('asked for, it passes over what is private and what the user does not want to hear of', async () => {
  const desk = await atDesk('2026-11-24T08:00:00Z');
  const same = at('20261125T160000Z', '20261125T170000Z');
  await desk.read([
    fourteen,
    { uid: 'two', ...same, with: ['bob@x.com'] },
    { uid: 'private', ...same, with: ['doctor@clinic.example'], more: ['CLASS:PRIVATE'] },
  ]);
  const [brief] = (await desk.popup()).briefs;
  await desk.engine.call('answerPopup', { meetings: [brief!.meeting], answer: { kind: 'never' } });
  const { plan, briefs } = await desk.popup();
  expect(plan.next).toMatchObject({ startAt: '2026-11-25T16:00:00.000Z', people: 1 });
  expect(briefs.map(({ people }) => people.length)).toEqual([1]);
});

test('asked for with nothing near, it shows the next meeting', async () => {
  const desk = await atDesk('2026-11-24T08:00:00Z');
  expect((await desk.popup()).briefs).toEqual([]);
  await desk.read([fourteen, { uid: 'two', ...at('20261125T160000Z', '20261125T170000Z') }]);
  expect((await desk.popup()).briefs.map(({ startAt }) => startAt)).toEqual(['2026-11-24T14:00:00.000Z']);
});
