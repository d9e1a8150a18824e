/** One pursuit with everything behind it. */
import type { Pursuit } from '../contract/opportunities.ts';
import type { Interaction } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { withColleagues } from '../graph/colleagues.ts';
import { tellPaths } from '../graph/who.ts';
import { shortName } from '../graph/words.ts';
import type { KeptPursuit } from './pursuits.ts';
import { standingOf } from './standing.ts';
import type { StandingInput } from './standing.ts';

/** The interactions of a person at these moments (Unix seconds), newest first. */
export type InteractionsAt = (person: number, moments: readonly number[]) => Interaction[];

const mostPulledIn = 3;
const mostInteractions = 50;

export function pursuitDetails(
  db: Reader,
  pursuit: KeptPursuit,
  input: StandingInput,
  interactionsAt: InteractionsAt,
): Pursuit {
  const { row, place, paths, warm, seen } = standingOf(pursuit, input);
  const { places, bands, reach, now } = input;
  const named = (id: number): { id: number; name: string } => ({ id, name: places.nameOf(id) });
  return {
    ...row,
    people: pursuit.people.map(({ name, email, title, decides }, i) => {
      const person = place.named[i] ?? null;
      return {
        person,
        name: name ?? (person === null ? (email ?? '') : places.nameOf(person)),
        email,
        title,
        decides,
        band: (person === null ? undefined : bands.get(person)?.band) ?? 'unknown',
      };
    }),
    paths: tellPaths(db, withColleagues(reach, []), paths, now),
    warmPeople: warm.map((id) => ({ ...named(id), band: bands.get(id)?.band ?? 'unknown' })),
    pullIn: pullIn(input, place.named, warm, seen.isDeciderReached, place.deciders),
    facts: seen.facts().map(({ kind, words, behind }) => ({
      kind,
      words,
      interactions: [...behind]
        .flatMap(([person, moments]) =>
          interactionsAt(person, moments).map((interaction) => ({ ...interaction, person: named(person) })),
        )
        .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
        .slice(0, mostInteractions),
    })),
  };
}

/** Who decides where they were not reached, then those the user is warm with whom the list does not name. */
function pullIn(
  { places }: StandingInput,
  named: readonly (number | null)[],
  warm: readonly number[],
  isDeciderReached: boolean,
  deciders: readonly number[],
): Pursuit['pullIn'] {
  const unreached = isDeciderReached
    ? []
    : deciders.map((id) => ({ id, why: 'decides, and has not been reached since it began' }));
  const others = warm
    .filter((id) => !named.includes(id))
    .map((id) => ({ id, why: 'answers you, and the list does not name them' }));
  return [...unreached, ...others].slice(0, mostPulledIn).map(({ id, why }) => {
    const name = places.nameOf(id);
    return { id, name, words: `${shortName(name)} ${why}` };
  });
}
