import { expect, test } from 'vitest';
import { anew, drawn, longestSilent, named } from './arms.ts';
import type { Known, Morning } from './arms.ts';

const day = 86_400;
const who = (person: number, last: number, more: Partial<Known> = {}): Known => ({
  person,
  last,
  warm: true,
  wasWarm: true,
  owed: null,
  ...more,
});
const known = [
  who(1, 300),
  who(2, 100),
  who(3, 200),
  who(4, 50, { warm: false }),
  who(5, 10, { warm: false, wasWarm: false }),
];
const morning = (at: number, list: Morning['list']): Morning => ({ at, known, list });
const people = (namings: readonly { who: Known }[]): number[] => namings.map((naming) => naming.who.person);

test('simpler lists are as long as the product’s, and never longer than there are people', () => {
  const days = [
    morning(1000, [
      { person: 1, reason: 'quiet' },
      { person: 2, reason: 'owed' },
    ]),
    morning(2000, []),
  ];
  expect(people(named(days))).toEqual([1, 2]);
  expect(people(longestSilent(days, 'warm'))).toEqual([2, 3]);
  expect(people(longestSilent(days, 'wasWarm'))).toEqual([4, 2]);
  const all = drawn(days);
  expect(people(all).toSorted((a, b) => a - b)).toEqual([1, 2, 3]);
  expect(all.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(2);
  for (const { weight } of all) expect(weight).toBeCloseTo(2 / 3, 1);
  expect(drawn(days)).toEqual(all);
});

test('who stays on a list counts once, and again after a month without', () => {
  const naming = (days: number) => ({ at: days * day, who: who(1, 0), weight: 1 });
  expect(anew([0, 1, 29, 58, 89].map(naming)).map(({ at }) => at / day)).toEqual([0, 89]);
});
