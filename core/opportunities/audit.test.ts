import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { model } from '../../test/builders/interactions.ts';
import { card, exchange, mail, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { loadEvidence } from '../db/evidence.ts';
import { declareOwnAddresses } from '../identity/acts.ts';
import { loadEmployers } from '../identity/employers.ts';
import type { SourceItem } from '../ingest/record.ts';
import { interactionsByPerson } from '../strength/interactions.ts';
import { auditDeals } from './audit.ts';

const day = 86_400;
const decidedAt = Date.UTC(2026, 5, 1) / 1000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';
const jane = 'Jane Roe <jane@target.com>';

let number = 0;
/** A question and its answer every four days, from `from` to `to` days before the decision. */
const regular = (other: string, from: number, to: number): SourceItem[] =>
  Array.from({ length: Math.ceil((from - to) / 4) }, (_, i) =>
    exchange(me, other, (number += 10), decidedAt - (from - i * 4) * day),
  ).flat();
/** Anna writes to Jane with the user in copy. */
const seenTogether = (ago: number, from = anna): SourceItem =>
  mail({ from, to: [jane], cc: [me], at: decidedAt - ago * day, ref: (number += 10) });
const often = [100, 110, 120, 130, 140, 150];
const together = often.map((ago) => seenTogether(ago));

function audit(...items: readonly (readonly SourceItem[])[]) {
  return auditAt('target.com', items.flat());
}

/** Of a deal at the organisation of this domain, which the list names without anybody. */
function auditAt(domain: string, items: readonly SourceItem[]) {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items, decidedAt);
  const { people } = standingsAt(db, decidedAt + 400 * day);
  const evidence = loadEvidence(db);
  const employers = loadEmployers(db, evidence, people);
  const rows = interactionsByPerson(evidence, { ...people, colleague: new Uint8Array(people.personLimit) });
  const deal = { thereAt: (asOf: number) => employers.at(domain, asOf), decidedAt };
  const { isColleague } = employers;
  const [looks = []] = auditDeals([deal], { rows, people, isColleague, evidence, modelAt: () => model });
  const name = (id: number): string => db.prepare('SELECT name FROM person WHERE id = ?').pluck().get(id) as string;
  return looks.map(({ daysBefore, tie, path }) => ({
    daysBefore,
    tie: tie && tie.band,
    path: path && { people: path.people.map(name), good: path.good, used: path.used },
  }));
}

test('a warm introducer whom nobody asked is a good path that was not used: seeing the two together is no use of it', () => {
  const looks = audit(regular(anna, 400, 1), together, [seenTogether(20), seenTogether(10)]);
  const path = { people: ['Anna Weber', 'Jane Roe'], good: true, used: false };
  expect(looks).toEqual([
    { daysBefore: 90, tie: null, path },
    { daysBefore: 30, tie: null, path },
    { daysBefore: 0, tie: null, path },
  ]);
});

test('writing to whom the introducer has brought in, in their thread, is a use of it', () => {
  const ref = (number += 10);
  const introduction = [
    mail({ from: anna, to: [jane], cc: [me], at: decidedAt - 40 * day, ref }),
    mail({ from: me, to: [jane], cc: [anna], at: decidedAt - 39 * day, ref: ref + 1, answers: ref }),
  ];
  expect(audit(regular(anna, 400, 1), together, introduction)[0]?.path).toEqual({
    people: ['Anna Weber', 'Jane Roe'],
    good: true,
    used: true,
  });
});

test('nothing from the day itself or later counts, nor what was long before the 90 days as a use', () => {
  const late = regular(jane, -1, -200);
  expect(audit(late, regular(jane, 0, -40))).toEqual(
    [90, 30, 0].map((daysBefore) => ({ daysBefore, tie: null, path: null })),
  );
  const [, , onTheDay] = audit(regular(jane, 400, 92), late);
  expect(onTheDay?.path).toMatchObject({ people: ['Jane Roe'], used: false });
});

test('a tie of one’s own goes before a path through somebody whom one knows no better', () => {
  const [, , onTheDay] = audit(regular(jane, 400, 1), regular(anna, 400, 200), together);
  expect(onTheDay).toMatchObject({ tie: expect.stringMatching(/strong|moderate/), path: { people: ['Jane Roe'], good: true, used: true } }); // prettier-ignore
});

test('people are where they worked then: who has left since was there, who came later was not', () => {
  const moved = [
    regular(jane, 400, 60),
    regular('Jane Roe <jane@elsewhere.com>', 55, -300),
    [card('Jane Roe', ['jane@target.com', 'jane@elsewhere.com'])],
  ].flat();
  expect(auditAt('target.com', moved).map(({ tie }) => tie !== null)).toEqual([true, false, false]);
  expect(auditAt('elsewhere.com', moved).map(({ tie }) => tie !== null)).toEqual([false, true, true]);
});

test('a colleague of today who worked there then was a way in, and one who has left since was a colleague', () => {
  const joined = [
    regular(jane, 400, -20),
    regular('Jane Roe <jane@own.com>', -30, -300),
    [card('Jane Roe', ['jane@target.com', 'jane@own.com'])],
  ].flat();
  expect(auditAt('target.com', joined).map(({ path }) => path?.people.join())).toEqual(Array(3).fill('Jane Roe'));
  const colleague = 'Anna Weber <anna@own.com>';
  const left = [
    regular(colleague, 400, -20),
    regular(anna, -30, -300),
    [card('Anna Weber', ['anna@own.com', 'anna@acme.com'])],
    often.map((ago) => seenTogether(ago, colleague)),
  ].flat();
  expect(auditAt('target.com', left).map(({ path }) => path)).toEqual([null, null, null]);
});
