/** The interactions of one person, and pasts to draw from for properties of strength. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { interactionKind } from '../../core/strength/interactions.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { readModel } from '../../core/strength/model.ts';
import { createRows, sortRows } from '../../core/strength/rows.ts';

/** The model that is shipped. */
export const model = readModel(
  readFileSync(resolve(import.meta.dirname, '../../resources/strength-model.json'), 'utf8'),
);

export interface Item {
  readonly kind: keyof typeof interactionKind;
  /** Unix seconds. */
  readonly at: number;
  readonly share?: number;
  readonly automatic?: boolean;
  readonly series?: number;
  readonly delay?: number;
}

/** Person 1 with these interactions, and nobody else. */
export function interactionsOf(items: readonly Item[]): Interactions {
  return interactionsOfPeople([items]);
}

/** Persons 1, 2, … with theirs. */
export function interactionsOfPeople(people: readonly (readonly Item[])[]): Interactions {
  const start = Int32Array.of(0, 0, ...people.map(({ length }) => length));
  for (let i = 1; i < start.length; i++) start[i] = (start[i] as number) + (start[i - 1] as number);
  const rows = createRows(start);
  people.flat().forEach(({ kind, at, share = 1, automatic = false, series = 0, delay = 0 }, row) => {
    rows.at[row] = at;
    rows.kind[row] = interactionKind[kind];
    rows.share[row] = share;
    rows.automatic[row] = automatic ? 1 : 0;
    rows.series[row] = series;
    rows.delay[row] = delay;
  });
  return sortRows(rows);
}

const day = 86_400;
// Answers come within hours or days, and ties pause for years.
const gap = fc.oneof(fc.nat(day), fc.nat(14 * day), fc.nat(120 * day), fc.nat(2000 * day));

export const item: fc.Arbitrary<Omit<Item, 'at'>> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({ kind: fc.constantFrom('sent', 'received'), share: fc.constantFrom(1, 0.5, 0.1) }),
  },
  fc.record({ kind: fc.constantFrom('sent', 'received', 'seen'), automatic: fc.boolean() }),
  fc.record({ kind: fc.constant('meeting'), share: fc.constantFrom(1, 0.1), series: fc.nat(2) }),
  fc.record({ kind: fc.constant('touch') }),
);

/** Such things at moments up to `end`, oldest first. */
export function pastOf(what: fc.Arbitrary<Omit<Item, 'at'>>, end: number): fc.Arbitrary<Item[]> {
  return fc.array(fc.tuple(what, gap), { minLength: 1, maxLength: 40 }).map((steps) => {
    let at = end;
    return steps.map(([one, before]) => ({ ...one, at: (at -= before) })).reverse();
  });
}
