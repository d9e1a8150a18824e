import { expect, test } from 'vitest';
import { radiiFor, radius } from './node-size.ts';

test('closeness grows the radius between the two ends', () => {
  const radii = radiiFor(20);
  expect(radius(0, 10, radii)).toBe(radii.least);
  expect(radius(10, 10, radii)).toBe(radii.most);
  expect(radius(2.5, 10, radii)).toBe((radii.least + radii.most) / 2);
  expect(radius(3, 0, radii)).toBe(radii.least);
  expect(radius(-1, 10, radii)).toBe(radii.least);
});

test('a larger crowd has smaller marks', () => {
  const largest = [20, 200, 2000, 10_000].map((count) => radiiFor(count).most);
  expect(largest).toEqual([...largest].sort((a, b) => b - a));
  expect(new Set(largest).size).toBe(4);
});
