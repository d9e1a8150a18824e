import { expect, test } from 'vitest';
import { interactionsOf } from '../../test/builders/interactions.ts';
import type { Known, Morning } from './arms.ts';
import { anyContact, bothWays, fallenSilent, hasSent, namedWithin } from './outcomes.ts';

const day = 86_400;
const rows = interactionsOf([
  { kind: 'sent', at: 10 * day },
  { kind: 'received', at: 20 * day },
  { kind: 'received', at: 200 * day },
]);

test('what came after a day, and not on it', () => {
  expect(bothWays(rows, 1, 9 * day, 20 * day)).toBe(true);
  expect(bothWays(rows, 1, 10 * day, 20 * day)).toBe(false);
  expect(hasSent(rows, 1, 10 * day, 300 * day)).toBe(false);
  expect([anyContact(rows, 1, 20 * day, 110 * day), anyContact(rows, 1, 20 * day, 200 * day)]).toEqual([false, true]);
});

test('a warm tie falls silent after its last word, and is named in time or not', () => {
  const who: Known = { person: 1, last: 20 * day, warm: true, wasWarm: true, owed: null };
  const mornings = Array.from({ length: 130 }, (_, i): Morning => ({
    at: i * day,
    known: i > 20 ? [who] : [],
    list: [],
  }));
  const spells = fallenSilent(mornings, rows);
  expect(spells).toEqual([{ person: 1, since: 20 * day }]);
  // Too late in the days to be seen to its end.
  expect(fallenSilent(mornings.slice(0, 100), rows)).toEqual([]);
  const named = (at: number, weight = 1) => namedWithin(spells, [{ at: at * day, who, weight }], 21 * day)[0]?.weight;
  expect([named(30), named(41), named(42), named(110), named(111), named(60, 0.25)]).toEqual([0, 0, 1, 1, 0, 0.25]);
});
