/** Message references to moments: an open hash over typed arrays, because a Map of a million numbers is slow to fill. */

export interface RefTable {
  readonly mask: number;
  readonly refs: Float64Array;
  readonly times: Float64Array;
}

/** For up to `count` references. */
export function createRefTable(count: number): RefTable {
  let size = 16;
  while (size < count * 2) size *= 2;
  return { mask: size - 1, refs: new Float64Array(size), times: new Float64Array(size) };
}

/** `ref` is not 0; of several moments the earliest stays, so that the order of import does not matter. */
export function putRef({ mask, refs, times }: RefTable, ref: number, time: number): void {
  // References are hashes themselves: their low bits are as good as random.
  let slot = (ref >>> 0) & mask;
  while (refs[slot] !== 0 && refs[slot] !== ref) slot = (slot + 1) & mask;
  if (refs[slot] === ref && (times[slot] as number) <= time) return;
  refs[slot] = ref;
  times[slot] = time;
}

/** The moment of `ref`, or Infinity where it is not known. */
export function findRef({ mask, refs, times }: RefTable, ref: number): number {
  let slot = (ref >>> 0) & mask;
  while (refs[slot] !== 0) {
    if (refs[slot] === ref) return times[slot] as number;
    slot = (slot + 1) & mask;
  }
  return Infinity;
}
