import fc from 'fast-check';
import { expect, test } from 'vitest';
import { layout } from './layout.ts';
import type { LayoutEdge, LayoutNode, Place } from './layout.ts';

const nodesArbitrary = fc
  .array(fc.option(fc.integer({ min: 0, max: 12 }), { freq: 3 }), { minLength: 1, maxLength: 60 })
  .map((clusters) =>
    clusters.map((one, i): LayoutNode => ({ id: i + 1, cluster: one === null ? null : `org ${one}` })),
  );

const edgesOf = (nodes: readonly LayoutNode[], step: number): LayoutEdge[] =>
  nodes.slice(step).map(({ id }) => ({ a: id - step, b: id, weight: 1 + (id % 4) }));

const distance = (one: Place, other: Place) => Math.hypot(one.x - other.x, one.y - other.y);
const at = (places: ReadonlyMap<number, Place>, id: number) => places.get(id) as Place;

test('everybody has a place of their own, whatever the clusters and links', () => {
  fc.assert(
    fc.property(nodesArbitrary, fc.integer({ min: 1, max: 7 }), (nodes, step) => {
      const places = layout(nodes, edgesOf(nodes, step));
      expect([...places.keys()].sort((x, y) => x - y)).toEqual(nodes.map(({ id }) => id));
      nodes.forEach((one, i) => {
        for (const other of nodes.slice(i + 1)) {
          expect(distance(at(places, one.id), at(places, other.id))).toBeGreaterThan(0.9);
        }
      });
    }),
    { numRuns: 40 },
  );
});

test('clusters do not run into each other: whoever is nearest to somebody is of the same cluster', () => {
  const nodes = Array.from({ length: 400 }, (_, i): LayoutNode => ({ id: i + 1, cluster: `org ${(i * i) % 37}` }));
  const places = layout(nodes, edgesOf(nodes, 3));
  const sizes = new Map<string | null, number>();
  for (const { cluster } of nodes) sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  for (const one of nodes) {
    if ((sizes.get(one.cluster) ?? 0) < 3) continue;
    const nearest = nodes
      .filter(({ id }) => id !== one.id)
      .reduce((best, other) =>
        distance(at(places, one.id), at(places, other.id)) < distance(at(places, one.id), at(places, best.id))
          ? other
          : best,
      );
    expect(nearest.cluster).toBe(one.cluster);
  }
});

test('the same data in any order gives the same map', () => {
  fc.assert(
    fc.property(nodesArbitrary, (nodes) => {
      const edges = edgesOf(nodes, 2);
      const again = layout([...nodes].reverse(), edges);
      for (const [id, place] of layout(nodes, edges)) expect(again.get(id)).toEqual(place);
    }),
    { numRuns: 20 },
  );
});

test('clusters seen together stand nearer than others', () => {
  const nodes = Array.from({ length: 120 }, (_, i): LayoutNode => ({ id: i + 1, cluster: `org ${i % 40}` }));
  // Organisations 2k and 2k + 1 have much to do with each other.
  const edges = nodes
    .filter((_, i) => i % 2 === 0 && i % 40 !== 39)
    .map(({ id }): LayoutEdge => ({ a: id, b: id + 1, weight: 9 }));
  const places = layout(nodes, edges);
  const mean = (list: readonly number[]) => list.reduce((sum, one) => sum + one, 0) / list.length;
  const linked = mean(edges.map(({ a, b }) => distance(at(places, a), at(places, b))));
  const all = mean(nodes.slice(1).map(({ id }) => distance(at(places, 1), at(places, id))));
  expect(linked).toBeLessThan(all * 0.6);
});

test('after a refresh everybody stands where they stood, and newcomers find room', () => {
  fc.assert(
    fc.property(nodesArbitrary, (nodes) => {
      const first = layout(nodes, edgesOf(nodes, 1));
      const second = layout(nodes, edgesOf(nodes, 3), first);
      for (const [id, place] of first) expect(distance(at(second, id), place)).toBeLessThan(0.01);
    }),
    { numRuns: 20 },
  );
  const nodes = Array.from({ length: 100 }, (_, i): LayoutNode => ({ id: i + 1, cluster: `org ${i % 20}` }));
  const before = layout(nodes, edgesOf(nodes, 1));
  const joined: LayoutNode[] = [...nodes, { id: 101, cluster: 'org 3' }, { id: 102, cluster: 'a new one' }];
  const after = layout(joined, edgesOf(joined, 1), before);
  const moves = nodes.map(({ id }) => distance(at(before, id), at(after, id))).sort((x, y) => x - y);
  expect(moves[50]).toBeLessThan(0.5);
  expect(after.size).toBe(102);
});

test('twenty people, one person and nobody are maps too', () => {
  expect(layout([], []).size).toBe(0);
  expect(layout([{ id: 5, cluster: null }], []).get(5)).toEqual({ x: expect.any(Number), y: expect.any(Number) });
});
