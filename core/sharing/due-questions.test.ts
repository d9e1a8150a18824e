import { expect, test } from 'vitest';
import { seededBytes } from '../../test/builders/exchange-firm.ts';
import { dueQuestions, mostDue } from './due-questions.ts';

const lookups = Array.from({ length: 3 * mostDue }, (_, i) => `key ${String(i)}`);

test('rounds ask all of it in turn, so many at a time, and what is new before anything again', () => {
  const askedAt = new Map<string, number>();
  const round = (at: number, among = lookups): string[] => {
    const due = dueQuestions(among, askedAt, seededBytes('rounds'));
    for (const lookup of due) askedAt.set(lookup, at);
    return due;
  };
  const first = [1, 2, 3].map((at) => round(at));
  expect(first.flat().toSorted()).toEqual(lookups.toSorted());
  const [added, ...again] = round(4, [...lookups, 'new']);
  expect(added).toBe('new');
  expect(again).toHaveLength(mostDue - 1);
  for (const lookup of again) expect(first[0]).toContain(lookup);
});

test('a program that ends after each round asks others the next time', () => {
  const due = (seed: string): string[] => dueQuestions(lookups, new Map(), seededBytes(seed));
  expect(due('one')).toHaveLength(mostDue);
  expect(due('one')).not.toEqual(due('another'));
});
