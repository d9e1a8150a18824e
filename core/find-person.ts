/** The person meant by an id, an address, or words of a name. */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { Band, Found } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import type { Match, SearchIndex } from './graph/search.ts';
import { normaliseEmail } from './ingest/address.ts';

// Candidates an error names; more would not help to choose.
const maxNamed = 5;

/** Failures: not_found; ambiguous, naming candidates with their ids. A full name that fits exactly one person is not ambiguous. */
export function findPerson(db: Reader, index: SearchIndex, text: string): Result<{ id: number; name: string }> {
  const words = text.trim();
  const byId = statement(db, `SELECT id, name FROM person WHERE id = ? AND kind = 'person'`);
  const email = words.includes('@') ? normaliseEmail(words) : null;
  const known = /^\d+$/.test(words)
    ? byId.get(Number(words))
    : email === null
      ? undefined
      : statement(
          db,
          `SELECT person.id, name FROM person JOIN address ON person_id = person.id WHERE email = ? AND kind <> 'own'`,
        ).get(email);
  if (known !== undefined) return success(known as { id: number; name: string });
  const found = index.search(words).filter(({ kind }) => kind === 'person');
  const whole = found.filter((match) => match.whole);
  const candidates = whole.length > 0 ? whole : found.filter(({ exact }) => exact);
  const [first] = candidates;
  if (first === undefined) {
    // Acts follow, even erasing: somebody whose name is only similar is asked about, never taken.
    const similar = found.length === 0 ? '' : ` Did you mean ${named(found)}?`;
    return failure('not_found', `Nobody is known as "${words}".${similar}`);
  }
  if (candidates.length === 1) return success({ id: first.id, name: first.name });
  return failure('ambiguous', `"${words}" may be ${named(candidates)}. Give the number or an address.`);
}

/** People and organisations by words, for a list to choose from while typing. */
export function findAnybody(db: Reader, index: SearchIndex, words: string, limit: number): Found[] {
  const found = index.search(words, limit);
  const bands = statement(
    db,
    'SELECT person_id, band FROM tie WHERE person_id IN (SELECT value FROM json_each(?))',
  ).raw();
  const bandOf = new Map(
    bands.all(JSON.stringify(found.map(({ kind, id }) => (kind === 'person' ? id : 0)))) as [number, Band][],
  );
  return found.map(({ kind, id, name, organisation }) => ({
    kind,
    id,
    name,
    organisation,
    band: kind === 'person' ? (bandOf.get(id) ?? 'unknown') : null,
  }));
}

function named(candidates: readonly Match[]): string {
  const some = candidates
    .slice(0, maxNamed)
    .map(({ id, name, organisation }) => `${name}${organisation === null ? '' : `, ${organisation}`} (${id})`);
  return `${some.join('; ')}${candidates.length > maxNamed ? `; and ${candidates.length - maxNamed} more` : ''}`;
}
