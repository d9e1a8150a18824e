import { expect, test } from 'vitest';
import { clusterWishes } from './cluster-names.ts';

const at = (x: number, y: number) => ({ x, y, radius: 5 });
const wishes = (clusters: Parameters<typeof clusterWishes>[0]) => [
  ...clusterWishes(clusters, (name) => name.length * 6),
];

test('an organisation whose people stand apart is named over their middle, the largest first', () => {
  const found = wishes(
    new Map([
      ['Acme', [at(100, 100), at(150, 80), at(200, 100)]],
      ['Norvane', [at(400, 300), at(440, 320), at(480, 290), at(500, 300), at(520, 310), at(2000, 40)]],
      ['Pair', [at(0, 0), at(500, 0)]],
      ['Everybody in one place', [at(10, 10), at(11, 10), at(12, 10)]],
    ]),
  );
  expect(found.map(({ id }) => id)).toEqual(['cluster Norvane', 'cluster Acme']);
  expect(found[1]).toMatchObject({ x: 150 - 12 - 4, y: 80 - 5 - 12, width: 24 });
  // Somebody far off with another crowd does not pull the name there.
  expect(found[0]?.x).toBeLessThan(520);
});
