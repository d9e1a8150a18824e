import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { model } from '../../test/builders/interactions.ts';
import { exchange, mail, personOf, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { loadEvidence } from '../db/evidence.ts';
import { declareOwnAddresses } from '../identity/acts.ts';
import type { SourceItem } from '../ingest/record.ts';
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
const seenTogether = (ago: number): SourceItem =>
  mail({ from: anna, to: [jane], cc: [me], at: decidedAt - ago * day, ref: (number += 10) });
const together = [100, 110, 120, 130, 140, 150].map(seenTogether);

function audit(...items: readonly (readonly SourceItem[])[]) {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items.flat(), decidedAt);
  const { people, interactions } = standingsAt(db, decidedAt + 400 * day);
  const deal = { everybody: [personOf(db, 'jane@target.com').id], decidedAt };
  const evidence = loadEvidence(db);
  const [looks = []] = auditDeals([deal], { rows: interactions, people, evidence, modelAt: () => model });
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
