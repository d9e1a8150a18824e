import { expect, test } from 'vitest';
import { model } from '../../test/builders/interactions.ts';
import { trendOf } from './trend.ts';
import type { TrendFacts } from './trend.ts';

const { change, floor } = model.trend;
const usual = floor * 4;
const facts: TrendFacts = { now: usual, past: [usual, usual, usual], messages: 12, meetings: 0 };
const trend = (more: Partial<TrendFacts>) => trendOf(model, { ...facts, ...more });

test('steady within `change` times its own usual, rising and fading beyond', () => {
  expect(trend({ now: usual * change * 1.001 })).toBe('rising');
  expect(trend({ now: usual * change * 0.999 })).toBe('steady');
  expect(trend({ now: (usual / change) * 1.001 })).toBe('steady');
  expect(trend({ now: (usual / change) * 0.999 })).toBe('fading');
});

test('the usual is the mean of its past', () => {
  expect(trend({ past: [usual / 2, (usual * 3) / 2] })).toBe('steady');
  expect(trend({ past: [usual / 8, usual / 8, usual] })).toBe('rising');
});

test('nothing is said of a tie too young or too faint', () => {
  expect(trend({ past: [usual] })).toBeNull();
  expect(trend({ past: [] })).toBeNull();
  const faint = floor * 0.999;
  expect(trend({ now: faint, past: [faint / 9, faint / 9] })).toBeNull();
  expect(trend({ now: faint / 9, past: [faint, faint] })).toBeNull();
  expect(trend({ now: floor, past: [faint / 9, faint / 9] })).toBe('rising');
});

test('fading is not said where calls may explain the silence: of few messages, or as many meetings', () => {
  const silent = { now: 0 };
  expect(trend({ ...silent, messages: 12, meetings: 11 })).toBe('fading');
  expect(trend({ ...silent, messages: 12, meetings: 12 })).toBeNull();
  expect(trend({ ...silent, messages: 11 })).toBeNull();
});
