/** The person meant by an id, an address, or words of a name. */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { foldName } from './identity/names.ts';
import type { SearchIndex } from './graph/search.ts';
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
  const found = index.search(words, 20).filter(({ kind }) => kind === 'person');
  const exact = found.filter(({ name }) => foldName(name) === foldName(words));
  const candidates = exact.length > 0 ? exact : found;
  const [first] = candidates;
  if (first === undefined) return failure('not_found', `Nobody is known as "${words}".`);
  if (candidates.length === 1) return success({ id: first.id, name: first.name });
  const named = candidates
    .slice(0, maxNamed)
    .map(({ id, name, organisation }) => `${name}${organisation === null ? '' : `, ${organisation}`} (${id})`);
  return failure('ambiguous', `"${words}" may be ${named.join('; ')}. Give the number or an address.`);
}
