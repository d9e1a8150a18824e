/** Sums by pair of people, as columns behind one hash table: no object and no string for any of a million pairs. */

interface PairColumns {
  a: Int32Array;
  b: Int32Array;
  weight: Float64Array;
  threads: Int32Array;
  meetings: Int32Array;
  lastAt: Float64Array;
}

export interface Pairs {
  /** Only the first `size()` rows count; replaced when the table grows. */
  readonly columns: Readonly<PairColumns>;
  size(): number;
  /** The row of a pair that was added, by `pairKey`. */
  rowOf(key: number): number;
  /** The next thread or meeting begins. */
  next(): void;
  /** Two people, a < b, together at `at` in the current thread or meeting, of which at most `most` shares count. */
  add(a: number, b: number, share: number, most: number, decay: number, at: number, isMeeting: boolean): void;
}

// Person ids fit, and a pair is a number below 2^53.
const shift = 2 ** 26;

/** One number for a pair, in the order of a, then b. */
export function pairKey(a: number, b: number): number {
  return a * shift + b;
}

export function createPairs(): Pairs {
  let capacity = 1 << 12;
  let slots = new Int32Array(capacity * 2).fill(-1);
  let columns = columnsOf(capacity);
  // Of the current thread or meeting: which one a pair was last seen in, and the shares it got from it.
  let occasionOf = new Int32Array(capacity);
  let used = new Float64Array(capacity);
  let size = 0;
  let occasion = 0;

  /** Where the pair's row number is, or belongs. */
  function slotOf(a: number, b: number): number {
    const mask = slots.length - 1;
    let slot = (Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (;;) {
      const row = slots[slot] as number;
      if (row < 0 || (columns.a[row] === a && columns.b[row] === b)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  function grow(): void {
    capacity *= 2;
    const larger = columnsOf(capacity);
    for (const name of Object.keys(larger) as (keyof PairColumns)[]) larger[name].set(columns[name]);
    columns = larger;
    const occasions = new Int32Array(capacity);
    occasions.set(occasionOf);
    occasionOf = occasions;
    const shares = new Float64Array(capacity);
    shares.set(used);
    used = shares;
    slots = new Int32Array(capacity * 2).fill(-1);
    for (let row = 0; row < size; row++) slots[slotOf(columns.a[row] as number, columns.b[row] as number)] = row;
  }

  return {
    get columns() {
      return columns;
    },
    size: () => size,
    rowOf(key) {
      const a = Math.floor(key / shift);
      return slots[slotOf(a, key - a * shift)] as number;
    },
    next() {
      occasion++;
    },
    add(a, b, share, most, decay, at, isMeeting) {
      let slot = slotOf(a, b);
      if ((slots[slot] as number) < 0) {
        if (size === capacity) {
          grow();
          slot = slotOf(a, b);
        }
        slots[slot] = size;
        columns.a[size] = a;
        columns.b[size] = b;
        size++;
      }
      const row = slots[slot] as number;
      if (occasionOf[row] !== occasion) {
        occasionOf[row] = occasion;
        used[row] = 0;
        bump(isMeeting ? columns.meetings : columns.threads, row, 1);
      }
      const gain = Math.min(share, most - (used[row] as number));
      bump(used, row, gain);
      bump(columns.weight, row, gain * decay);
      if (at > (columns.lastAt[row] as number)) columns.lastAt[row] = at;
    },
  };
}

/** Numbers 53-bit references in order of appearance, at most `most` of them: a Map takes ten times as long. */
export function createNumbering(most: number): { of(ref: number): number; fresh(): number; count(): number } {
  const size = 2 ** Math.ceil(Math.log2(2 * most + 2));
  const refs = new Float64Array(size);
  const numbers = new Int32Array(size);
  let count = 0;
  return {
    of(ref) {
      // References are hashes already.
      let slot = ref % size;
      while (refs[slot] !== 0 && refs[slot] !== ref) slot = (slot + 1) & (size - 1);
      if (refs[slot] === 0) {
        refs[slot] = ref;
        numbers[slot] = count++;
      }
      return numbers[slot] as number;
    },
    fresh: () => count++,
    count: () => count,
  };
}

/** Adds to one number of a column; the new number. */
export function bump(column: Int32Array | Float64Array, index: number, by: number): number {
  return (column[index] = (column[index] as number) + by);
}

function columnsOf(capacity: number): PairColumns {
  return {
    a: new Int32Array(capacity),
    b: new Int32Array(capacity),
    weight: new Float64Array(capacity),
    threads: new Int32Array(capacity),
    meetings: new Int32Array(capacity),
    lastAt: new Float64Array(capacity),
  };
}
