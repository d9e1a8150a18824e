import { expect, test } from 'vitest';
import { model } from '../../test/builders/interactions.ts';
import type { Band } from '../contract/shapes.ts';
import { nextBand } from './band.ts';

const { bands } = model;
const ladder = ['none', 'weak', 'moderate', 'strong'] as const;
const below = 1 - 1e-9;

const next = (probability: number, closeness: number, previous: Band | null = null, twoWay = true): Band =>
  nextBand(model, { probability: 0, hears: probability, closeness, twoWay }, previous);

test.each(['weak', 'moderate', 'strong'] as const)('%s is reached at both its thresholds, not at one', (name) => {
  const { probability, closeness } = bands[name];
  const lower = ladder[ladder.indexOf(name) - 1];
  for (const previous of [null, 'unknown', 'none', lower] as const) {
    expect(next(probability, closeness, previous ?? null)).toBe(name);
    expect(next(probability * below, closeness, previous ?? null)).toBe(lower);
    expect(next(probability, closeness * below, previous ?? null)).toBe(lower);
  }
});

test.each(['weak', 'moderate', 'strong'] as const)('%s is left only clearly below one of its thresholds', (name) => {
  const probability = bands[name].probability * bands.leave;
  const closeness = bands[name].closeness * bands.leave;
  for (const previous of [name, 'strong'] as const) {
    expect(next(probability, closeness, previous)).toBe(name);
    expect(ladder.indexOf(next(probability * below, 9, previous) as 'none')).toBeLessThan(ladder.indexOf(name));
    expect(ladder.indexOf(next(1, closeness * below, previous) as 'none')).toBeLessThan(ladder.indexOf(name));
  }
});

test('without exchange both ways it is unknown, whatever it was', () => {
  expect(next(0.99, 9, 'strong', false)).toBe('unknown');
});

test('a tie that falls all at once keeps nothing of its old band', () => {
  expect(next(0.01, 0.001, 'strong')).toBe('none');
});
