import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { model } from '../../test/builders/interactions.ts';
import { assign, exchange, mail, meeting, personOf, record } from '../../test/builders/records.ts';
import type { Today } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { loadEvidence } from '../db/evidence.ts';
import { declareOwnAddresses, setSide, spoke } from '../identity/acts.ts';
import { loadPeople } from '../identity/people.ts';
import { messageFlag } from '../ingest/flags.ts';
import type { SourceItem } from '../ingest/record.ts';
import { interactionsByPerson } from '../strength/interactions.ts';
import { refreshTies } from '../strength/refresh.ts';
import { today } from './today.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 23, 12) / 1000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  return db;
}

function ask(db: Writer): Today {
  assign(db);
  const evidence = loadEvidence(db);
  const people = loadPeople(db, evidence.addressLimit);
  const interactions = interactionsByPerson(evidence, people);
  refreshTies(db, interactions, people, model, now);
  return today(db, { interactions, people, model }, now);
}

/** A question and its answer every five days, from `from` to `to` days ago. */
const regular = (other: string, from: number, to: number): SourceItem[] =>
  Array.from({ length: Math.ceil((from - to) / 5) }, (_, i) =>
    exchange(me, other, from * 1000 + i * 10, now - (from - i * 5) * day),
  ).flat();

const names = (people: readonly { name: string }[]): string[] => people.map(({ name }) => name);

test('nothing is said of nothing', () => {
  expect(ask(mailbox())).toEqual({ quiet: [], moved: [], meeting: null, waiting: [], example: null });
});

test('gone quiet: warm a season ago, silent since; not who is still written to, nor who never was warm', () => {
  const db = mailbox(
    ...regular(anna, 300, 110),
    ...regular('Still There <still@x.com>', 300, 5),
    ...exchange(me, 'Faint Acquaintance <faint@y.com>', 7, now - 200 * day),
  );
  const { quiet } = ask(db);
  expect(names(quiet)).toEqual(['Anna Weber']);
  expect(quiet[0]?.last).toBe(new Date((now - 115 * day + 60) * 1000).toISOString());
});

test('a talk ends the silence', () => {
  const db = mailbox(...regular(anna, 300, 110));
  ask(db);
  spoke(db, personOf(db, 'anna@acme.com').id, '2026-11-20');
  expect(ask(db).quiet).toEqual([]);
});

test('moved: by their own addresses, and then not gone quiet; an example to ask about is where they are', () => {
  const db = mailbox(
    ...regular('Anna Weber <anna.weber@brunnhalde.com>', 400, 160),
    mail({ from: 'Anna Weber <anna.weber@brunnhalde.com>', to: [me], cc: ['Anna Weber <anna.weber@norvane.com>'], at: now - 155 * day }),
    ...regular('Anna Weber <anna.weber@norvane.com>', 80, 5),
  ); // prettier-ignore
  const { moved, quiet, example } = ask(db);
  expect(names(quiet)).toEqual([]);
  expect(moved).toMatchObject([{ name: 'Anna Weber', organisation: 'Norvane', formerly: 'Brunnhalde' }]);
  expect(example).toBe('Norvane');
});

const waits = (daysAgo: number, more: Parameters<typeof mail>[0] | object = {}): SourceItem =>
  mail({ from: anna, to: [me], at: now - daysAgo * day, ...more });

test.each([
  ['a week', waits(7), 1],
  ['among three', waits(7, { cc: ['b@x.com'] }), 1],
  ['among many', waits(7, { cc: ['b@x.com', 'c@x.com', 'd@x.com', 'e@x.com'] }), 0],
  ['since yesterday', waits(1), 0],
  ['for too long', waits(31), 0],
  ['in copy', mail({ from: anna, to: ['b@x.com'], cc: [me], at: now - 7 * day }), 0],
  ['for an answer to a machine', waits(7, { flags: messageFlag.auto }), 0],
])('waiting: %s', (_, item, count) => {
  expect(ask(mailbox(...regular(anna, 200, 40), item)).waiting).toHaveLength(count);
});

test('whoever was answered, met or spoken to since waits no more', () => {
  const before = [...regular(anna, 200, 40), waits(7)];
  expect(ask(mailbox(...before, mail({ from: me, to: [anna], at: now - 6 * day }))).waiting).toEqual([]);
  expect(ask(mailbox(...before, meeting('Lunch', [me, anna], now - 5 * day))).waiting).toEqual([]);
  const db = mailbox(...before);
  expect(names(ask(db).waiting)).toEqual(['Anna Weber']);
  spoke(db, personOf(db, 'anna@acme.com').id, '2026-11-20');
  expect(ask(db).waiting).toEqual([]);
});

test('colleagues, and people on a side that is no relationship, are never named', () => {
  const db = mailbox(...regular('Cora Colleague <cora@own.com>', 300, 110), ...regular(anna, 300, 110));
  ask(db);
  setSide(db, personOf(db, 'anna@acme.com').id, 'other side');
  expect(ask(db)).toMatchObject({ quiet: [], waiting: [], moved: [] });
});
