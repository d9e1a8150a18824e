/** The columns of Interactions: laid out, and put in order of time within each person. */
import type { Interactions } from './interactions.ts';

/** Empty columns for the people laid out by `start`. */
export function createRows(start: Int32Array): Interactions {
  const count = start[start.length - 1] as number;
  return {
    start,
    at: new Float64Array(count),
    kind: new Uint8Array(count),
    share: new Float32Array(count),
    automatic: new Uint8Array(count),
    series: new Float64Array(count),
    delay: new Float32Array(count),
  };
}

/**
 * The same rows, oldest first within each person; rows of one second in an order that follows from what they are, so that the
 * order of import does not matter. Mailboxes are nearly sorted, so people in order are left alone.
 */
export function sortRows(rows: Interactions): Interactions {
  const { start, at, kind, share, automatic, series, delay } = rows;
  const compare = (a: number, b: number): number =>
    (at[a] as number) - (at[b] as number) ||
    (kind[a] as number) - (kind[b] as number) ||
    (share[a] as number) - (share[b] as number) ||
    (automatic[a] as number) - (automatic[b] as number) ||
    (series[a] as number) - (series[b] as number) ||
    (delay[a] as number) - (delay[b] as number);
  for (let person = 0; person + 1 < start.length; person++) {
    const begin = start[person] as number;
    const end = start[person + 1] as number;
    if (isSorted(begin, end, compare)) continue;
    const order = Int32Array.from({ length: end - begin }, (_, i) => begin + i).sort(compare);
    for (const column of [at, kind, share, automatic, series, delay]) {
      const before = column.slice(begin, end);
      for (let i = 0; i < order.length; i++) column[begin + i] = before[(order[i] as number) - begin] as number;
    }
  }
  return rows;
}

function isSorted(begin: number, end: number, compare: (a: number, b: number) => number): boolean {
  for (let row = begin + 1; row < end; row++) if (compare(row - 1, row) > 0) return false;
  return true;
}
