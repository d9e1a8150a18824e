/** Seeded chance: the same label always draws the same numbers, so that one story can change without moving the others. */

export interface Chance {
  /** Uniform in 0..1. */
  next(): number;
  between(low: number, high: number): number;
  whole(low: number, high: number): number;
  /** True with this probability. */
  hits(probability: number): boolean;
  pick<T>(from: readonly T[]): T;
  /** Lognormal around the median: what waiting times for answers look like. */
  around(median: number): number;
}

/** Mulberry32 (Tommy Ettinger, public domain) seeded by FNV-1a of the label. */
export function chanceOf(label: string): Chance {
  let state = 0x811c9dc5;
  for (const letter of label) state = Math.imul(state ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const between = (low: number, high: number) => low + next() * (high - low);
  return {
    next,
    between,
    whole: (low, high) => Math.floor(between(low, high + 1)),
    hits: (probability) => next() < probability,
    pick: (from) => {
      const chosen = from[Math.floor(next() * from.length)];
      if (chosen === undefined) throw new Error('nothing to pick from');
      return chosen;
    },
    // Four uniforms are close enough to a normal; sigma 0.9 gives the long tail of real answers.
    around: (median) => median * Math.exp(0.9 * (next() + next() + next() + next() - 2) * Math.sqrt(3)),
  };
}
