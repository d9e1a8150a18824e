import fc from 'fast-check';
import { expect, test } from 'vitest';
import { warmPaths } from './paths.ts';
import type { Reach } from './reach.ts';

interface Shape {
  readonly own: readonly number[];
  readonly links: readonly (readonly [number, number, number])[];
  readonly closed?: readonly number[];
  readonly moved?: readonly (readonly [number, number])[];
  readonly former?: readonly number[];
}

/** People are numbered from 1; `own[i]` is the probability of person i + 1. */
function reachOf({ own, links, closed = [], moved = [], former = [] }: Shape): Reach {
  const personLimit = own.length + 1;
  const isOpen = (person: number) => !closed.includes(person);
  const both = links
    .flatMap(([a, b, pass]) => [[a, b, pass] as const, [b, a, pass] as const])
    .filter(([a, b]) => isOpen(a) && isOpen(b))
    .sort(([a], [b]) => a - b);
  const start = new Int32Array(personLimit + 1);
  for (let person = 0; person <= personLimit; person++) start[person] = both.filter(([a]) => a < person).length;
  const movedFrom = new Int32Array(personLimit);
  for (const [to, from] of moved) movedFrom[to] = from;
  return {
    personLimit,
    open: Uint8Array.from({ length: personLimit }, (_, i) => (i > 0 && isOpen(i) ? 1 : 0)),
    own: Float64Array.from([0, ...own], (probability, i) => (isOpen(i) ? probability : 0)),
    movedFrom,
    former: Uint8Array.from({ length: personLimit }, (_, i) => (former.includes(i) ? 1 : 0)),
    start,
    near: Int32Array.from(both, ([, b]) => b),
    pass: Float64Array.from(both, ([, , pass]) => pass),
  };
}

const few = { paths: 6, perTarget: 3 };

test('a direct tie, one introducer and two introducers, best first', () => {
  const reach = reachOf({
    own: [0.1, 0.9, 0, 0.8],
    links: [
      [1, 2, 0.5],
      [1, 3, 0.5],
      [3, 4, 0.5],
    ],
  });
  expect(warmPaths(reach, [1], few)).toEqual([
    { target: 1, through: [2], chance: 0.45 },
    { target: 1, through: [4, 3], chance: 0.2 },
    { target: 1, through: [], chance: 0.1 },
  ]);
});

test('nobody is offered twice: as the target, as the first or as the second to ask', () => {
  const reach = reachOf({
    own: [0, 0.9, 0, 0.3],
    links: [
      [1, 2, 0.5],
      [1, 3, 0.5],
      [2, 3, 0.5],
      [4, 3, 0.5],
    ],
  });
  expect(warmPaths(reach, [1], few).map(({ through }) => through)).toEqual([[2], [4, 3]]);
  const there = reachOf({ own: [0.9, 0], links: [[1, 2, 0.5]] });
  expect(warmPaths(there, [1, 2], few)).toEqual([{ target: 1, through: [], chance: 0.9 }]);
});

test('people who may not introduce or be led to are on no path', () => {
  const links = [
    [1, 2, 0.6],
    [1, 3, 0.1],
  ] as const;
  expect(warmPaths(reachOf({ own: [0, 0.9, 0.9], links, closed: [2] }), [1], few)).toMatchObject([{ through: [3] }]);
  expect(warmPaths(reachOf({ own: [0.9, 0.9, 0.9], links, closed: [1] }), [1], few)).toEqual([]);
});

test('no tie, no path; a hopeless one is none either', () => {
  expect(warmPaths(reachOf({ own: [0, 0], links: [[1, 2, 0.6]] }), [1], few)).toEqual([]);
  expect(warmPaths(reachOf({ own: [0, 0.1], links: [[1, 2, 0.1]] }), [1], few)).toEqual([]);
  expect(warmPaths(reachOf({ own: [0.5], links: [] }), [99], few)).toEqual([]);
});

test('equal chances: fewer hops, then former colleagues, then lower ids', () => {
  const links = [
    [1, 2, 0.5],
    [1, 3, 0.5],
    [1, 4, 0.5],
  ] as const;
  const reach = reachOf({ own: [0.4, 0.8, 0.8, 0.8], links, former: [3] });
  expect(warmPaths(reach, [1], { paths: 4, perTarget: 4 }).map(({ through }) => through)).toEqual([[], [3], [2], [4]]);
});

test('nobody is asked for a word with somebody the user knows as well', () => {
  const links = [
    [1, 2, 0.6],
    [1, 3, 0.6],
    [3, 4, 0.6],
  ] as const;
  const through = (own: number[]) => warmPaths(reachOf({ own, links }), [1], few).map((path) => path.through);
  expect(through([0.5, 0.4, 0, 0.5])).toEqual([[]]);
  expect(through([0.5, 0.9, 0, 0.9])).toEqual([[2], [], [4, 3]]);
});

test('somebody does not introduce themselves under their earlier address', () => {
  const reach = reachOf({ own: [0.5, 0.9], links: [[1, 2, 0.6]], moved: [[1, 2]] });
  expect(warmPaths(reach, [1], few)).toEqual([{ target: 1, through: [], chance: 0.5 }]);
});

const size = 7;
const chance = fc.constantFrom(0, 0, 0.1, 0.3, 0.5, 0.7, 0.9);
const shape = fc.record({
  own: fc.array(chance, { minLength: size, maxLength: size }),
  links: fc
    .uniqueArray(
      fc.tuple(
        fc.integer({ min: 1, max: size }),
        fc.integer({ min: 1, max: size }),
        fc.constantFrom(0.15, 0.3, 0.45, 0.6),
      ),
      { selector: ([a, b]) => `${String(Math.min(a, b))} ${String(Math.max(a, b))}`, maxLength: 15 },
    )
    .map((links) => links.filter(([a, b]) => a !== b)),
  closed: fc.uniqueArray(fc.integer({ min: 1, max: size }), { maxLength: 2 }),
});

/** The chance of the best path to `target` over every sequence of different people with at most three hops. */
function bestByTrial({ own, links, closed = [] }: Shape, target: number): number {
  const passOf = (a: number, b: number) =>
    links.find(([x, y]) => (x === a && y === b) || (x === b && y === a))?.[2] ?? 0;
  const people = own.map((_, i) => i + 1).filter((person) => !closed.includes(person));
  if (!people.includes(target)) return 0;
  const others = people.filter((person) => person !== target);
  const chances = [
    own[target - 1] as number,
    ...others.map((x) => (own[x - 1] as number) * passOf(x, target)),
    ...others.flatMap((x) =>
      others.map((y) => (x === y ? 0 : (own[x - 1] as number) * passOf(x, y) * passOf(y, target))),
    ),
  ];
  return Math.max(...chances);
}

test('the first path is the best of all there are, and every path is one', () => {
  fc.assert(
    fc.property(shape, fc.integer({ min: 1, max: size }), (one, target) => {
      const best = bestByTrial(one, target);
      const found = warmPaths(reachOf(one), [target], few);
      if (best < 0.02) expect(found).toEqual([]);
      else expect(found[0]?.chance).toBeCloseTo(best, 10);
      const asked = found.flatMap(({ through }) => (through.length === 0 ? [target] : [...through]));
      expect(new Set(asked).size).toBe(asked.length);
      expect(asked.some((person) => one.closed.includes(person))).toBe(false);
      expect(found.every(({ through }) => through.length <= 2)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('of several targets the answer is the same as when all paths are looked at', () => {
  fc.assert(
    fc.property(shape, fc.integer({ min: 1, max: 4 }), (one, paths) => {
      const reach = reachOf(one);
      const everybody = one.own.map((_, i) => i + 1);
      // With room for every path nothing is left out beforehand; its first ones are what a short answer must be.
      const all = warmPaths(reach, everybody, { paths: 1000, perTarget: 3 });
      expect(warmPaths(reach, everybody, { paths, perTarget: 3 })).toEqual(all.slice(0, paths));
    }),
    { numRuns: 300 },
  );
});
