import { expect, test } from 'vitest';
import { sharesByPerson, wilson } from './intervals.ts';

test('Wilson’s interval ends where the share seen is 1.96 standard errors away', () => {
  const { share, low, high } = wilson(42, 43);
  for (const end of [low, high]) {
    expect(Math.abs((share ?? 0) - end)).toBeCloseTo(1.96 * Math.sqrt((end * (1 - end)) / 43));
  }
  expect(low).toBeLessThan(high);
  expect(wilson(0, 0).share).toBeNull();
});

test('people are drawn, not their days: many days of one person say no more than one', () => {
  const days = (person: number, hit: boolean, count: number) =>
    Array.from({ length: count }, () => ({ person, weight: 1, hit }));
  const arm = [...days(1, true, 100), ...days(2, false, 100), ...days(3, true, 100), ...days(4, false, 100)];
  const [same, other] = sharesByPerson([arm, days(1, true, 1)]);
  expect(same?.of.share).toBe(0.5);
  expect(same?.of.low).toBeLessThan(0.1);
  expect(same?.of.high).toBeGreaterThan(0.9);
  expect(same?.less).toEqual({ share: 0, low: 0, high: 0 });
  expect(other?.less.share).toBe(0.5);
  expect(sharesByPerson([[]])[0]?.of.share).toBeNull();
});
