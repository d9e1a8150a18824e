import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  answerHours,
  figuresOfSums,
  medianHours,
  quarterOf,
  quartersInPoll,
  quartersUntil,
  valuesOfFigures,
} from './figures.ts';
import { placesInBallot } from './tally.ts';

const day = (iso: string): number => Date.parse(iso) / 86_400_000;

test('the quarters of a day are its own and those before, the latest first', () => {
  expect(quartersUntil(day('2026-02-01'))).toEqual(['2026-Q1', '2025-Q4', '2025-Q3', '2025-Q2']);
  expect(quarterOf(Date.parse('2026-12-31T23:59:59Z') / 1000)).toBe('2026-Q4');
  expect(quarterOf(Date.parse('2026-10-01T00:00:00Z') / 1000)).toBe('2026-Q4');
});

test('figures fit into a ballot, and come out of the sum as they went in', () => {
  const quarter = fc.record({
    made: fc.nat(999),
    answered: fc.array(fc.nat(999), { minLength: answerHours.length, maxLength: answerHours.length }),
    met: fc.nat(999),
  });
  fc.assert(
    fc.property(fc.array(quarter, { minLength: quartersInPoll, maxLength: quartersInPoll }), (quarters) => {
      const values = valuesOfFigures(quarters);
      expect(values.length).toBeLessThanOrEqual(placesInBallot);
      expect(figuresOfSums([...values, ...Array.from({ length: placesInBallot - values.length }, () => 0)])).toEqual(quarters);
    }),
  );
  // One that cannot be true spoils its own quarter and no other.
  const sums = Array.from({ length: placesInBallot }, (_, place) => (place === 8 ? null : 1));
  expect(figuresOfSums(sums).map((sum) => sum === null)).toEqual([false, true, false, false]);
}); // prettier-ignore

test('nobody tells more of one thing than anybody could have done', () => {
  expect(valuesOfFigures([{ made: 5_000, answered: [], met: 0 }])).toEqual([999, 0, 0, 0, 0, 0, 0]);
});

test('the median is the time within which half of the answers came', () => {
  expect(medianHours([0, 0, 0, 0, 0])).toBeNull();
  expect(medianHours([1, 0, 0, 0, 0])).toBe(4);
  expect(medianHours([1, 1, 0, 0, 0])).toBe(4);
  expect(medianHours([1, 1, 1, 0, 0])).toBe(24);
  expect(medianHours([0, 0, 0, 0, 2])).toBe(336);
});
