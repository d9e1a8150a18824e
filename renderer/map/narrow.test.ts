import { expect, test } from 'vitest';
import type { PeopleFilter } from '../../core/contract/shapes.ts';
import { everybody } from '../../core/contract/shapes.ts';
import { countsOf, narrowed } from './narrow.ts';

const now = Date.parse('2026-06-01T00:00:00Z');
const rest = { label: 'x', organisation: null, trend: null, closeness: 1, x: 0, y: 0 };
const map = {
  nodes: [
    { ...rest, id: 1, organisationId: 7, side: 'client', band: 'strong', lastInteraction: '2026-05-30T00:00:00Z' },
    { ...rest, id: 2, organisationId: null, side: 'client', band: 'weak', lastInteraction: '2026-01-30T00:00:00Z' },
    { ...rest, id: 3, organisationId: 7, side: 'unfiled', band: 'weak', lastInteraction: null },
  ],
  edges: [],
} as const;
const left = (filter: Partial<PeopleFilter>) => narrowed(map as never, { ...everybody, ...filter }, now);

test('every part of the filter must fit', () => {
  expect(left({})).toBeNull();
  expect(left({ bands: ['weak', 'none'] })).toEqual(new Set([2, 3]));
  expect(left({ sides: ['client'], bands: ['weak'] })).toEqual(new Set([2]));
  expect(left({ organisation: 7 })).toEqual(new Set([1, 3]));
  expect(left({ days: 30 })).toEqual(new Set([1]));
});

test('counts are of everybody', () => {
  expect(countsOf(map as never)).toEqual([
    { band: 'strong', side: 'client', people: 1 },
    { band: 'weak', side: 'client', people: 1 },
    { band: 'weak', side: 'unfiled', people: 1 },
  ]);
});
