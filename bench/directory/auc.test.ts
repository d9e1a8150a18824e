import { expect, test } from 'vitest';
import { aucOf } from './auc.ts';

test('0.5 for the same, 1 for what is always more, half for ties', () => {
  const numbers = Array.from({ length: 200 }, (_, at) => at);
  expect(aucOf(numbers, numbers)).toMatchObject({ auc: 0.5 });
  expect(aucOf([5, 6], [1, 2]).auc).toBe(1);
  expect(aucOf([1, 2], [5, 6]).auc).toBe(0);
  expect(aucOf([1, 1], [1, 1]).auc).toBe(0.5);
  const { low, high } = aucOf(numbers, numbers);
  expect(low).toBeLessThan(0.5);
  expect(high).toBeGreaterThan(0.5);
});
