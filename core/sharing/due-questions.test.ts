import { expect, test } from 'vitest';
import { seededBytes } from '../../test/builders/exchange-firm.ts';
import { dueQuestions, mostDue } from './due-questions.ts';

const now = 1_800_000_000;
const lookups = Array.from({ length: 3 * mostDue }, (_, i) => `key ${String(i)}`);

test('rounds ask all of it in turn, so many at a time, and nothing twice within the hour', () => {
  const askedAt = new Map<string, number>();
  const round = (at: number): string[] => {
    const due = dueQuestions(lookups, askedAt, at, seededBytes('rounds'));
    for (const lookup of due) askedAt.set(lookup, at);
    return due;
  };
  const first = [0, 300, 600].flatMap((after) => round(now + after));
  expect(first.toSorted()).toEqual(lookups.toSorted());
  expect(round(now + 900)).toEqual([]);
  const added = dueQuestions([...lookups, 'new'], askedAt, now + 3900, seededBytes('rounds'));
  expect(added[0]).toBe('new');
  expect(new Set(added.slice(1))).toEqual(new Set(first.slice(0, mostDue).slice(0, mostDue - 1)));
});

test('a program that ends after each round asks others the next time', () => {
  const due = (seed: string): string[] => dueQuestions(lookups, new Map(), now, seededBytes(seed));
  expect(due('one')).toHaveLength(mostDue);
  expect(due('one')).not.toEqual(due('another'));
});
