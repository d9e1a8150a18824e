import { expect, test } from 'vitest';
import { mapGraph, shortName } from './map-graph.ts';

const node = (id: number, closeness: number) => ({
  id,
  label: `Person ${String(id)}`,
  organisation: null,
  organisationId: null,
  side: 'unfiled' as const,
  lastInteraction: null,
  band: 'weak' as const,
  trend: null,
  closeness,
  x: id,
  y: -id,
});

test('the closest come first and edges to nobody are left out', () => {
  const graph = mapGraph({
    nodes: [node(1, 0.5), node(2, 4)],
    edges: [
      { a: 1, b: 2, weight: 1 },
      { a: 2, b: 1, weight: 1 },
      { a: 1, b: 9, weight: 1 },
      { a: 1, b: 1, weight: 1 },
    ],
  });
  expect(graph.nodes()).toEqual(['2', '1']);
  expect(graph.size).toBe(1);
  expect(graph.getNodeAttribute('2', 'size')).toBeGreaterThan(graph.getNodeAttribute('1', 'size') as number);
});

test('long names are cut by characters, not in the middle of one', () => {
  expect(shortName('Anna Weber')).toBe('Anna Weber');
  const emoji = shortName('😀'.repeat(5000));
  expect([...emoji]).toHaveLength(28);
  expect(emoji.endsWith('😀…')).toBe(true);
  expect(shortName('a\n\nb')).toBe('a b');
});
