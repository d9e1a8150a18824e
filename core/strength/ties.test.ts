import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { interactionsOf, model } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { assign, exchange, mail, meeting, personOf, record } from '../../test/builders/records.ts';
import type { Mail } from '../../test/builders/records.ts';
import type { Band } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { loadEvidence } from '../db/evidence.ts';
import { readSetting } from '../db/settings.ts';
import { declareOwnAddresses, spoke } from '../identity/acts.ts';
import { loadPeople } from '../identity/people.ts';
import { messageFlag } from '../ingest/flags.ts';
import { interactionsByPerson } from './interactions.ts';
import { refreshTies } from './refresh.ts';
import { day } from './tie-state.ts';
import { rankTies, tieOf } from './ties.ts';
import type { RankedTie } from './ties.ts';

type SourceItem = ReturnType<typeof mail>;
type MailRecord = Extract<SourceItem, { kind: 'mail' }>['mail'];
type MeetingRecord = Extract<SourceItem, { kind: 'meeting' }>['meeting'];

const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';
const bob = 'Bob Huber <bob@x.com>';
const list = 'Market list <market@lists.com>';
const midnight = Date.UTC(2026, 2, 31) / 1000;
const now = midnight + 12 * 3600;

function load(db: Writer) {
  assign(db);
  const evidence = loadEvidence(db);
  const people = loadPeople(db, evidence.addressLimit);
  return { people, interactions: interactionsByPerson(evidence, people) };
}

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com', 'max@alias.com']);
  record(db, items);
  return db;
}

/** Standings by address. */
function ties(db: Writer, asOf = now): Record<string, RankedTie> {
  const { people, interactions } = load(db);
  const email = db.prepare('SELECT min(email) FROM address WHERE person_id = ?').pluck();
  return Object.fromEntries(
    rankTies(interactions, people, model, asOf).map((tie) => [email.get(tie.person) as string, tie]),
  );
}

const counts = (tie: RankedTie | undefined) => tie && [tie.sent, tie.received, tie.meetings];

test('a colleague has no tie, whatever passed between the two', () => {
  const cora = 'Cora Colleague <cora@own.com>';
  const db = mailbox(
    ...exchange(me, anna, 1, now - 9 * day),
    ...exchange(me, cora, 3, now - 9 * day),
    meeting('Weekly', [me, cora, anna], now - 5 * day),
    mail({ from: anna, to: [me], cc: [cora], at: now - day }),
  );
  expect(Object.keys(ties(db))).toEqual(['anna@acme.com']);
  spoke(db, personOf(db, 'cora@own.com').id, '2026-03-30');
  expect(Object.keys(ties(db))).toEqual(['anna@acme.com']);
});

test.each<[string, Mail, [number, number]]>([
  ['sent: the person in To', { from: me, to: [anna] }, [1, 0]],
  ['sent: the person in Cc, from another own address', { from: 'max@alias.com', to: [bob], cc: [anna] }, [1, 0]],
  ['received: an own address in To', { from: anna, to: [me] }, [0, 1]],
  ['received: an own address in Cc', { from: anna, to: [bob], cc: [me] }, [0, 1]],
  ['received: a list besides', { from: anna, to: [me, list], flags: messageFlag.list }, [0, 1]],
  ['not received: seen only through a list', { from: anna, to: [list], flags: messageFlag.list }, [0, 0]],
  ['not received: the person beside the user', { from: bob, to: [me], cc: [anna] }, [0, 0]],
  ['not received: nobody of the user’s is named', { from: anna, to: [bob] }, [0, 0]],
  ['once, though in two fields', { from: me, to: [anna], cc: [anna, bob] }, [1, 0]],
])('%s', (_, content, [sent, received]) => {
  const db = mailbox(...exchange(me, bob, 1, now - 90 * day), mail({ ...content, at: now - day }));
  expect(counts(ties(db)['anna@acme.com'])).toEqual([sent, received, 0]);
});

/** An item with some of its fields put otherwise. */
function mailWith(content: Mail, more: Partial<MailRecord>): SourceItem {
  const item = mail(content);
  return item.kind === 'mail' ? { kind: 'mail', mail: { ...item.mail, ...more } } : item;
}
function meetingWith(at: number, more: Partial<MeetingRecord>, declined: readonly string[] = []): SourceItem {
  const item = meeting('Lunch', [me, anna], at);
  if (item.kind !== 'meeting') return item;
  const parties = item.meeting.parties.map((party) =>
    declined.includes(party.email) ? { ...party, partstat: 'declined' as const } : party,
  );
  return { kind: 'meeting', meeting: { ...item.meeting, parties, ...more } };
}

test('received: delivered to an own address that is not named, but not through a list', () => {
  const deliveredTo = { email: 'max@alias.com', name: '' };
  const received = (flags: number) =>
    counts(ties(mailbox(mailWith({ from: anna, to: [bob], at: now - day, flags }, { deliveredTo })))['anna@acme.com']);
  expect(received(0)).toEqual([0, 1, 0]);
  expect(received(messageFlag.list)).toEqual([0, 0, 0]);
});

test('sent: the person in Bcc', () => {
  const bcc = [{ email: 'anna@acme.com', name: '' }];
  const db = mailbox(mailWith({ from: me, to: [bob], at: now - day }, { bcc }));
  expect(counts(ties(db)['anna@acme.com'])).toEqual([1, 0, 0]);
});

test('meetings: what was held, with those who did not decline', () => {
  const before = exchange(me, anna, 1, now - 90 * day);
  const tie = (...items: SourceItem[]) => ties(mailbox(...before, ...items))['anna@acme.com'];
  const held = meetingWith(now - 3 * day, {});
  expect(counts(tie(held, meetingWith(now - 2 * day, { status: 'tentative' })))).toEqual([1, 1, 2]);
  const none = tie();
  expect(tie(meetingWith(now - 3 * day, { status: 'cancelled' }))).toEqual(none);
  expect(tie(meetingWith(now - 3 * day, {}, ['max@own.com']))).toEqual(none);
  expect(tie(meetingWith(now - 3 * day, {}, ['anna@acme.com']))).toEqual(none);
  expect(tie(meetingWith(now + 3 * day, {}))).toEqual(none);
  expect(tie(held)?.closeness).toBeGreaterThan(none?.closeness as number);
});

test('a meeting of many people, or mail to many, is worth less to each', () => {
  const crowd = Array.from({ length: 40 }, (_, i) => `Guest ${i} <guest${i}@many.com>`);
  const closeness = (items: SourceItem[]) =>
    ties(mailbox(...exchange(me, anna, 1, now - 90 * day), ...items))['anna@acme.com']?.closeness as number;
  const at = now - 3 * day;
  expect(closeness([meeting('Lunch', [me, anna], at)])).toBeGreaterThan(
    closeness([meeting('Congress', [me, anna, ...crowd], at)]),
  );
  expect(closeness([mail({ from: me, to: [anna], at })])).toBeGreaterThan(
    closeness([mail({ from: me, to: [anna, ...crowd], at })]),
  );
  expect(ties(mailbox(meeting('Congress', [me, anna, ...crowd], at)))['anna@acme.com']?.band).toBe('unknown');
});

test('as of a date: what came before its first second', () => {
  const db = mailbox(
    mail({ from: me, to: [anna], at: midnight - day }),
    mail({ from: anna, to: [me], at: midnight - 1 }),
    mail({ from: anna, to: [me], at: midnight }),
    meeting('Lunch', [me, bob], midnight),
  );
  const then = ties(db, midnight);
  expect(Object.keys(then)).toEqual(['anna@acme.com']);
  expect(then['anna@acme.com']).toMatchObject({ sent: 1, received: 1, lastInteraction: midnight - 1 });
  expect(ties(db, midnight + 1)).toMatchObject({
    'anna@acme.com': { received: 2, lastInteraction: midnight },
    'bob@x.com': { meetings: 1 },
  });
});

test('what was said this morning counts now, and is not told as later than now', () => {
  const db = mailbox(...exchange(me, anna, 1, now - 300 * day));
  const before = ties(db)['anna@acme.com'];
  spoke(db, personOf(db, 'anna@acme.com').id, '2026-03-31');
  const morning = midnight + 3600;
  const after = ties(db, morning)['anna@acme.com'];
  expect(after?.closeness).toBeGreaterThan(before?.closeness as number);
  expect(after?.lastInteraction).toBe(morning - 1);
  expect(ties(db, midnight)['anna@acme.com']?.lastInteraction).toBe(before?.lastInteraction);
});

test('the order of imports and their repetition do not matter', () => {
  const someone = fc.constantFrom(me, anna, bob, 'Cy Dent <cy@y.com>');
  const moment = fc.integer({ min: now - 400 * day, max: now - 1 });
  const anItem = fc.oneof(
    {
      weight: 4,
      arbitrary: fc
        .record({ from: someone, to: fc.array(someone, { minLength: 1, maxLength: 3 }), at: moment })
        .map(mail),
    },
    fc.tuple(someone, moment).map(([guest, at]) => meeting('Lunch', [me, guest], at)),
  );
  const imports = fc
    .array(anItem, { minLength: 1, maxLength: 20 })
    .chain((items) =>
      fc.tuple(fc.constant(items), fc.shuffledSubarray([...items, ...items], { minLength: items.length * 2 })),
    );
  const standings = (items: SourceItem[]) =>
    Object.entries(ties(mailbox(...items)))
      .map(([email, tie]) => ({ ...tie, email, person: 0 }))
      .sort((a, b) => (a.email < b.email ? -1 : 1));
  fc.assert(
    fc.property(imports, ([items, again]) => {
      expect(standings(again)).toEqual(standings(items));
    }),
    { numRuns: 25 },
  );
});

test('the table holds everybody’s standing and its moment, and is replaced as a whole', () => {
  const db = mailbox(...exchange(me, anna, 1, now - 9 * day), ...exchange(bob, me, 5, now - 30 * day));
  const { people, interactions } = load(db);
  refreshTies(db, interactions, people, model, now - 60 * day);
  expect(db.prepare('SELECT count(*) FROM tie').pluck().get()).toBe(0);
  for (const asOf of [now - 20 * day, now]) {
    refreshTies(db, interactions, people, model, asOf);
    const rows = db
      .prepare(
        'SELECT person_id AS person, band, probability, closeness, trend, last_interaction AS lastInteraction, sent, received, meetings FROM tie ORDER BY 1',
      )
      .all();
    const ranked = rankTies(interactions, people, model, asOf);
    expect(ranked).toEqual(rows.map((row) => expect.objectContaining(row)));
    expect(readSetting(db, 'tie_as_of')).toBe(String(asOf));
  }
});

/** A message of the user's every `gap` days, answered within the hour; the last `ago` days ago. */
const talk = (count: number, gap: number, ago = 1): Item[] =>
  Array.from({ length: count }, (_, i) => now - (ago + i * gap) * day).flatMap((at): Item[] => [
    { kind: 'sent', at: at - 3000 },
    { kind: 'received', at },
  ]);
const was = (kind: Item['kind'], ago: number): Item => ({ kind, at: now - ago * day });
const standing = (...items: Item[]) => tieOf(interactionsOf(items), 1, model, now);

test.each<[Band, string, Item[]]>([
  ['strong', 'weekly mail, always answered', talk(30, 7)],
  ['moderate', 'mail every other month', talk(6, 60, 10)],
  ['weak', 'nothing for seven months', talk(6, 30, 210)],
  ['none', 'nothing for three years', talk(30, 7, 1100)],
  ['unknown', 'never answered', Array.from({ length: 9 }, (_, i) => was('sent', i * 9 + 1))],
  ['unknown', 'never asked', Array.from({ length: 9 }, (_, i) => was('received', i * 9 + 1))],
])('%s: %s', (band, _, items) => {
  expect(standing(...items)?.band).toBe(band);
});

test.each<[RankedTie['trend'], string, Item[]]>([
  ['rising', 'twice a year, now every week', [...talk(4, 7), ...talk(4, 180, 40)]],
  ['steady', 'every week for years', talk(150, 7)],
  ['fading', 'every week, then nothing for three months', talk(40, 7, 100)],
  [
    null,
    'met as often as written: calls may explain the silence',
    [...talk(4, 7, 100), ...Array.from({ length: 12 }, (_, i) => was('meeting', 100 + i * 7))],
  ],
  [null, 'new this month', talk(4, 7)],
  [null, 'long gone', talk(30, 7, 1500)],
])('%s: %s', (trend, _, items) => {
  expect(standing(...items)?.trend).toBe(trend);
});

test('who is met only later has no tie yet', () => {
  expect(standing(was('meeting', -1))).toBeNull();
});

test('the peak is the warmest month end, where that was clearly warmer than now', () => {
  const letters = (from: number, until: number, gap: number): Item[] =>
    Array.from({ length: Math.floor((from - until) / gap) }, (_, i) => now - (from - i * gap) * day).flatMap(
      (at): Item[] => [
        { kind: 'sent', at },
        { kind: 'received', at: at + 3600 },
      ],
    );
  const at = (items: Item[]) => tieOf(interactionsOf(items), 1, model, now);
  const fallen = at([...letters(400, 300, 2), ...letters(300, 5, 30)]);
  expect(fallen?.peak?.band).toBe('strong');
  expect((now - (fallen?.peak?.at ?? 0)) / day).toBeGreaterThan(270);
  expect((now - (fallen?.peak?.at ?? 0)) / day).toBeLessThan(331);
  expect(at(letters(400, 1, 5))?.peak).toBeNull();
  expect(at([{ kind: 'sent', at: now - 400 * day }])?.peak).toBeNull();
});
