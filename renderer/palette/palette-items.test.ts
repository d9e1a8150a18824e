import { expect, test } from 'vitest';
import { itemKey, itemWords, paletteItems } from './palette-items.ts';

const anna = { kind: 'person', id: 3, name: 'Anna Map', organisation: null, band: 'strong' } as const;

test('the question comes first, then who was found, then actions by their words', () => {
  expect(paletteItems('map', [anna]).map(itemWords)).toEqual(['Who knows map', 'Anna Map', 'Go to Map']);
  expect(paletteItems('GO peo', []).map(itemWords)).toEqual(['Who knows GO peo', 'Go to People']);
});

test('without words everything that can be done is there, each line with a key of its own', () => {
  const items = paletteItems('', []);
  expect(items.map(itemWords)).toContain('Go to Today');
  expect(new Set(items.map(itemKey)).size).toBe(items.length);
});
