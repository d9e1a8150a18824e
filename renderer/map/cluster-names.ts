import type { LabelWish } from './label-places.ts';

/** A mark of the map on the stage, in CSS pixels. */
export interface ClusterMember {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** What the id of a cluster's label begins with; the organisation's name follows. */
export const clusterMark = 'cluster ';
const fewestMembers = 3;
const mostClusters = 24;
// A cluster smaller than its name says nothing that its people's names do not.
const leastSpread = 0.6;
const above = 12;

/**
 * A name over the middle of each organisation whose people stand apart far enough for it, the largest first. The outermost do not count:
 * one who stands with others does not pull the name away.
 */
export function* clusterWishes(
  clusters: ReadonlyMap<string, readonly ClusterMember[]>,
  widthOf: (name: string) => number,
): Generator<LabelWish> {
  const largest = [...clusters]
    .filter(([, members]) => members.length >= fewestMembers)
    .sort(([a, x], [b, y]) => y.length - x.length || (a < b ? -1 : 1))
    .slice(0, mostClusters);
  for (const [name, members] of largest) {
    const xs = members.map(({ x }) => x).sort((a, b) => a - b);
    const outermost = Math.floor(xs.length / 6);
    const [left, right] = [xs[outermost] as number, xs[xs.length - 1 - outermost] as number];
    const width = widthOf(name);
    const middle = (left + right) / 2;
    const inside = members.filter(({ x }) => x >= left && x <= right);
    const ys = inside.map(({ y }) => y);
    if (Math.max(right - left, Math.max(...ys) - Math.min(...ys)) < width * leastSpread) continue;
    const top = Math.min(...inside.map(({ y, radius }) => y - radius));
    // A label stands beside its mark: this one begins where the name, laid over the middle, begins.
    yield { id: `${clusterMark}${name}`, x: middle - width / 2 - beside, y: top - above, radius: 0, width };
  }
}

// What a label keeps from its mark.
const beside = 4;
