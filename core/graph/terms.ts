/** An inverted index in memory: from a word to the entries it occurs in, exactly, by its beginning, or with typing errors. */
import { countBits, forgivenErrors, isWithin, letterBits } from './search-words.ts';

/** Where a word was found in an entry; the higher says more about who it is. */
export const field = { organisation: 0, title: 1, address: 2, name: 3 } as const;
/** How well a typed word fits. */
export const fit = { typo: 1, beginning: 2, exact: 3 } as const;

export interface Terms {
  /** By entry, the best `fit * 4 + field`. Typing errors are only looked for where asked. */
  readonly find: (word: string, withTypos: boolean) => Map<number, number>;
}

/** Words are collected first and sorted once. */
export function createTermCollector(): {
  readonly add: (word: string, entry: number, at: number) => void;
  readonly build: () => Terms;
} {
  const numberOf = new Map<string, number>();
  const term: number[] = [];
  const posting: number[] = [];
  return {
    add(word, entry, at) {
      let number = numberOf.get(word);
      if (number === undefined) numberOf.set(word, (number = numberOf.size));
      term.push(number);
      posting.push(entry * 4 + at);
    },
    build: () => buildTerms(numberOf, term, posting),
  };
}

function buildTerms(numberOf: ReadonlyMap<string, number>, term: readonly number[], posting: readonly number[]): Terms {
  const terms = [...numberOf.keys()].sort();
  const rank = new Int32Array(terms.length);
  terms.forEach((word, i) => {
    rank[numberOf.get(word) as number] = i;
  });
  const start = new Int32Array(terms.length + 1);
  for (const number of term) start[(rank[number] as number) + 1] = (start[(rank[number] as number) + 1] as number) + 1;
  for (let i = 0; i < terms.length; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const postings = new Int32Array(posting.length);
  term.forEach((number, i) => {
    const at = rank[number] as number;
    postings[next[at] as number] = posting[i] as number;
    next[at] = (next[at] as number) + 1;
  });
  const bits = Int32Array.from(terms, letterBits);

  function collect(found: Map<number, number>, at: number, how: number): void {
    for (let p = start[at] as number; p < (start[at + 1] as number); p++) {
      const packed = postings[p] as number;
      const entry = packed >>> 2;
      const value = how * 4 + (packed & 3);
      if (value > (found.get(entry) ?? 0)) found.set(entry, value);
    }
  }

  return {
    find(word, withTypos) {
      const found = new Map<number, number>();
      let at = lowerBound(terms, word);
      for (; at < terms.length && (terms[at] as string).startsWith(word); at++) {
        collect(found, at, terms[at] === word ? fit.exact : fit.beginning);
      }
      const errors = forgivenErrors(word);
      if (!withTypos || errors === 0) return found;
      const wordBits = letterBits(word);
      for (let i = 0; i < terms.length; i++) {
        if (countBits((bits[i] as number) ^ wordBits) > 2 * errors) continue;
        if (isWithin(word, terms[i] as string, errors)) collect(found, i, fit.typo);
      }
      return found;
    },
  };
}

function lowerBound(terms: readonly string[], word: string): number {
  let low = 0;
  let high = terms.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((terms[middle] as string) < word) low = middle + 1;
    else high = middle;
  }
  return low;
}
