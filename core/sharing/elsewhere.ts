/** What other devices of the user's have told, also one that was lost: in words where this computer knows whom it is about. Pure. */
import { lookupKeys } from '../exchange/audience-keys.ts';
import type { OwnRow } from '../exchange/bodies.ts';
import { nameTarget, organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import type { SharedElsewhere } from '../contract/sharing.ts';
import type { Firm, FirmRow } from './firm.ts';
import type { Known } from './payload.ts';
import type { Told } from './published.ts';

/** Of all rows of the member those this computer has not told. */
export function rowsElsewhere(rows: readonly OwnRow[], told: readonly Told[]): FirmRow['elsewhere'] {
  const own = new Set(told.flatMap(({ rows: ids }) => ids));
  return rows.flatMap(({ id, lookup }) => (own.has(id) ? [] : [{ id, lookup }]));
}

/** The rows say whom they are about only to who can name them: this computer tries everybody it knows. */
export function sharedElsewhere({ row, audiences }: Firm, known: readonly Known[]): SharedElsewhere {
  if (row.elsewhere.length === 0) return { names: [], unnamed: 0 };
  const lookups = new Set(row.elsewhere.map(({ lookup }) => lookup));
  const keys = audiences.map(({ key }) => lookupKeys(key));
  const found = new Map<string, string>();
  for (const [words, target] of known.flatMap(wordsByTarget))
    for (const lookup of keys.map((lookupOf) => lookupOf(target))) if (lookups.has(lookup)) found.set(lookup, words);
  return {
    names: [...new Set(found.values())].sort(),
    unnamed: row.elsewhere.filter(({ lookup }) => !found.has(lookup)).length,
  };
}

function wordsByTarget({ name, addresses, organisation }: Known): (readonly [words: string, target: Target])[] {
  const whole = organisation === null ? name : `${name}, ${organisation.name}`;
  const targets = [
    ...addresses.map(({ email }) => [whole, personTarget(email)] as const),
    [whole, organisation === null ? null : nameTarget(name, organisation.domain)] as const,
    [organisation?.name ?? '', organisation === null ? null : organisationTarget(organisation.domain)] as const,
  ];
  return targets.flatMap(([words, target]) => (target === null ? [] : [[words, target] as const]));
}
