/** One pursuit with everything behind it. */
import type { Pursuit } from '../contract/opportunities.ts';
import type { Interaction } from '../contract/shapes.ts';
import { upperFirst } from '../contract/upper-first.ts';
import type { Reader } from '../db/database.ts';
import { tellPaths } from '../graph/who.ts';
import { colleagueName, shortName, strangerWords } from '../graph/words.ts';
import type { KeptPursuit } from './pursuits.ts';
import { standingOf } from './standing.ts';
import type { Standing, StandingInput } from './standing.ts';
import { sharedThere } from './ways.ts';

/** The interactions of a person at these moments (Unix seconds), newest first. */
type InteractionsAt = (person: number, moments: readonly number[]) => Interaction[];

const mostPulledIn = 3;
const mostInteractions = 50;

export function pursuitDetails(
  db: Reader,
  pursuit: KeptPursuit,
  input: StandingInput,
  interactionsAt: InteractionsAt,
): Pursuit {
  const standing = standingOf(pursuit, input);
  const { row, place, paths, warm, seen } = standing;
  const { places, bands, firm, now } = input;
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
    paths: tellPaths(db, firm, paths, now),
    warmPeople: warm.map((id) => ({ ...named(id), band: bands.get(id)?.band ?? 'unknown' })),
    pullIn: pullIn(standing, input),
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

/**
 * Who decides where they were not reached, then those the user is warm with whom the list does not name, then colleagues who know
 * somebody there, by name; who is on the way in already need not be drawn in.
 */
function pullIn({ row, place, warm, seen }: Standing, { places, firm }: StandingInput): Pursuit['pullIn'] {
  const own = (id: number, why: string): Pursuit['pullIn'][number] => {
    const name = places.nameOf(id);
    return { id, name, words: `${shortName(name)} ${why}` };
  };
  const unreached = seen.isDeciderReached ? [] : place.deciders;
  const others = warm.filter((id) => !place.named.includes(id));
  const colleagues = new Map(
    sharedThere(firm, place).map(({ colleague, practice, person, stranger, organisation }) => {
      const name = colleagueName({ name: colleague, practice });
      const known = person === null ? strangerWords(stranger, organisation.name) : places.nameOf(person);
      return [name, { id: null, name, words: `${upperFirst(name)} knows ${known}` }];
    }),
  );
  if (row.wayIn?.colleague === true) colleagues.delete(row.wayIn.first.name);
  return [
    ...unreached.map((id) => own(id, 'decides, and has not been reached since it began')),
    ...others.map((id) => own(id, 'answers you, and the list does not name them')),
    ...colleagues.values(),
  ].slice(0, mostPulledIn);
}
