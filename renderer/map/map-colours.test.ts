import { expect, test } from 'vitest';
import { shares } from './map-colours.ts';

test('a colour is read in its long and its shortened form', () => {
  expect(shares('#ffffff')).toEqual([1, 1, 1]);
  expect(shares('#fff')).toEqual([1, 1, 1]);
  expect(shares('#0f0')).toEqual([0, 1, 0]);
  expect(shares('#330066')).toEqual([0.2, 0, 0.4]);
});
