/** The window of years: nothing older stays, nothing newer goes, and importing again brings nothing back. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import {
  addressId,
  assign,
  card,
  connection,
  day,
  groups,
  mail,
  meeting,
  personOf,
  record,
} from '../../test/builders/records.ts';
import type { YearsKept } from '../contract/kept.ts';
import { yearsKept } from '../contract/kept.ts';
import type { Writer } from '../db/database.ts';
import { canonicalDump } from '../db/dump.ts';
import { ensureIndexes } from '../db/indexes.ts';
import { writeSetting } from '../db/settings.ts';
import { declareOwnAddresses, keepPrivate, mergePeople, setSide, spoke } from '../identity/acts.ts';
import { keptOutAddresses } from '../identity/addresses.ts';
import type { SourceItem } from '../ingest/record.ts';
import { forgetOlder, olderThan, windowStart } from './window.ts';

const now = Date.UTC(2026, 10, 23, 21) / 1000;
const me = 'Max Own <max@own.com>';
const people = ['Anna Weber <anna@x.com>', 'A. Weber <anna@x.com>', 'Ben Lund <ben@y.org>', 'Cleo <cleo@z.net>'];

function mailbox(items: readonly SourceItem[], years?: YearsKept): Writer {
  const db = temporaryDatabase();
  ensureIndexes(db);
  declareOwnAddresses(db, ['max@own.com']);
  if (years !== undefined) writeSetting(db, 'years', String(years));
  record(db, items, now);
  assign(db);
  return db;
}

/** As the engine does when the user chooses. */
function keep(db: Writer, years: YearsKept): void {
  writeSetting(db, 'years', String(years));
  forgetOlder(db, now);
  assign(db);
}

/** What is stored, but for the mark that the deletion is done and for proposals, whose words follow the order of addresses. */
const stored = (db: Writer): string[] =>
  canonicalDump(db, { decayed: false }).filter((line) => !/^proposal|kept_since/.test(line));

const someone = fc.constantFrom(...people);
// Days around every window's beginning, where one day more or less decides, and days of all the time before.
const when = fc.oneof(
  fc.integer({ min: 0, max: 365 * 12 }).map((days) => now - days * day),
  fc.tuple(fc.constantFrom(...yearsKept), fc.integer({ min: -40, max: 40 })).map(([years, days]) => windowStart(years, now) + days * day), // prettier-ignore
  fc.tuple(fc.constantFrom(...yearsKept), fc.constantFrom(-1, 0, 1)).map(([years, seconds]) => windowStart(years, now) + seconds), // prettier-ignore
);
const anything: fc.Arbitrary<SourceItem> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ from: someone, to: fc.constant([me]), cc: fc.array(someone, { maxLength: 2 }), at: when, subject: fc.constantFrom('a', 'b') }).map(mail) }, // prettier-ignore
  fc.tuple(fc.constantFrom('Lunch', 'Board'), fc.uniqueArray(someone, { selector: (one) => one.split('<')[1], minLength: 1 }), when).map(([title, parties, at]) => meeting(title, parties, at)), // prettier-ignore
  fc.tuple(fc.constantFrom('Anna Weber', 'Ben of the card'), when).map(([name, revisedAt]) => card(name, [`${name[0]}@cards.com`.toLowerCase()], { revisedAt })), // prettier-ignore
  fc.constant(connection('Dora Klein', 'Acme', 'Partner', '2012-01-01')),
);
const content = fc.uniqueArray(anything, { maxLength: 30, selector: (item) => JSON.stringify(item.kind === 'card' ? item.card.key : item) }); // prettier-ignore

test('what is left is what an import with the window in place would have stored, and stays so however often it is repeated', () => {
  fc.assert(
    fc.property(content, fc.constantFrom(...yearsKept), (items, years) => {
      const db = mailbox(items);
      keep(db, years);
      const left = stored(db);
      expect(left).toEqual(stored(mailbox(items, years)));
      keep(db, years);
      const { messages, meetings } = record(db, items, now);
      assign(db);
      expect([messages, meetings]).toEqual([0, 0]);
      expect(stored(db)).toEqual(left);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('nothing older is there, nothing newer is gone, and the preview said how much', () => {
  fc.assert(
    fc.property(content, fc.constantFrom(...yearsKept), (items, years) => {
      const db = mailbox(items);
      const since = windowStart(years, now);
      const times = () => db.prepare('SELECT sent_at FROM message UNION ALL SELECT start_at FROM meeting ORDER BY 1').pluck().all() as number[]; // prettier-ignore
      const count = (from: string) => db.prepare(`SELECT count(*) FROM ${from}`).pluck().get() as number;
      const counts = () => ({ messages: count('message'), meetings: count('meeting'), people: count(`person WHERE kind = 'person'`) }); // prettier-ignore
      const before = counts();
      const newer = times().filter((at) => at >= since);
      const loss = olderThan(db, since);
      keep(db, years);
      const after = counts();
      expect(times()).toEqual(newer);
      expect(loss).toEqual({
        messages: before.messages - after.messages,
        meetings: before.meetings - after.meetings,
        people: before.people - after.people,
      });
      expect(count('address_name WHERE last_seen < ' + String(since) + ' AND name NOT IN (SELECT name FROM card)')).toBe(0); // prettier-ignore
      expect(count('organisation WHERE id NOT IN (SELECT organisation_id FROM person WHERE organisation_id IS NOT NULL)')).toBe(0); // prettier-ignore
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('a window begins so many years ago, at most a month earlier, and moves about once a month', () => {
  for (const years of yearsKept) {
    const asked = Date.UTC(2026 - years, 10, 23) / 1000;
    expect(windowStart(years, now)).toBeLessThanOrEqual(asked);
    expect(windowStart(years, now)).toBeGreaterThan(asked - 30 * day);
  }
  const starts = new Set(Array.from({ length: 300 }, (_, i) => windowStart(5, now + i * day)));
  expect(starts.size).toBeLessThanOrEqual(11);
});

test('touches go with their day, and with it whom nothing else speaks of', () => {
  const since = windowStart(2, now);
  const lastDay = new Date((since - day) * 1000).toISOString().slice(0, 10);
  const db = mailbox([
    mail({ from: 'Old Friend <old@x.com>', to: [me], at: since - 400 * day }),
    mail({ from: 'Spoken With <spoken@x.com>', to: [me], at: since - 400 * day }),
  ]);
  spoke(db, personOf(db, 'old@x.com').id, lastDay);
  spoke(db, personOf(db, 'spoken@x.com').id, new Date(since * 1000).toISOString().slice(0, 10));
  keep(db, 2);
  expect(groups(db)).toEqual(['max@own.com', 'spoken@x.com']);
  expect(personOf(db, 'spoken@x.com').name).toBe('spoken@x.com');
});

test.each([
  ['is kept private', (db: Writer, ids: number[]) => keepPrivate(db, ids, true)],
  ['is filed on a side that is never shared', (db: Writer, ids: number[]) => setSide(db, ids, 'personal')],
])('whoever %s stays so with nothing left of them, and is not counted among those who go', (_, keepOut) => {
  const items = [mail({ from: 'Jane Roe <jane@x.com>', to: [me], at: windowStart(2, now) - 400 * day })];
  const db = mailbox(items);
  keepOut(db, [personOf(db, 'jane@x.com').id]);
  expect(olderThan(db, windowStart(2, now)).people).toBe(0);
  keep(db, 2);
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(0);
  record(db, [mail({ from: 'Jane Roe <jane@x.com>', to: [me], at: now - day })], now);
  assign(db);
  const kept = db.prepare(keptOutAddresses).pluck().all();
  expect(new Set(kept)).toEqual(new Set([addressId(db, 'jane@x.com')]));
});

test('what was logged of sharing goes with its day', () => {
  const since = windowStart(2, now);
  const db = mailbox([mail({ from: 'a@x.com', to: [me], at: since + day })]);
  const add = db.prepare(
    `INSERT INTO sharing_log VALUES (?, 'shared', NULL, 'x.com', 'somebody at X', 'Tax', '2026-12-01')`,
  );
  for (const at of [since - 1, since]) add.run(at);
  keep(db, 2);
  expect(db.prepare('SELECT at FROM sharing_log').pluck().all()).toEqual([since]);
});

test('two addresses joined by way of one that goes stay one person', () => {
  const since = windowStart(2, now);
  const db = mailbox([
    mail({ from: 'a@x.com', to: [me], at: since - day }),
    mail({ from: 'b@y.com', to: [me], at: since + day }),
    mail({ from: 'c@z.com', to: [me], at: since + day }),
  ]);
  for (const other of ['b@y.com', 'c@z.com']) {
    mergePeople(db, personOf(db, 'a@x.com').id, personOf(db, other).id, now);
    assign(db);
  }
  keep(db, 2);
  expect(groups(db)).toEqual(['b@y.com c@z.com', 'max@own.com']);
});

test('a run that was cut off is finished by the next', () => {
  const items = [3000, 2000, 10].map((days) => mail({ from: 'anna@x.com', to: [me], at: now - days * day }));
  const db = mailbox(items);
  writeSetting(db, 'years', '2');
  const cut = new Error('cut');
  // The first batch is stored; what follows never begins.
  const broken = new Proxy(db, { get: (target, name) => (name === 'transaction' ? cutAfterOne() : Reflect.get(target, name)) as unknown }); // prettier-ignore
  let runs = 0;
  function cutAfterOne() {
    return (run: () => void) => {
      if (runs++ > 0) throw cut;
      return db.transaction(run);
    };
  }
  expect(() => forgetOlder(broken, now)).toThrow(cut);
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(1);
  forgetOlder(db, now);
  assign(db);
  expect(stored(db)).toEqual(stored(mailbox(items, 2)));
});

test('a wider window deletes nothing, and lets the next import bring back what it covers', () => {
  const items = [1500, 10].map((days) => mail({ from: 'anna@x.com', to: [me], at: now - days * day }));
  const db = mailbox(items);
  keep(db, 2);
  keep(db, 10);
  expect(record(db, items, now)).toMatchObject({ messages: 1, duplicates: 1 });
});
