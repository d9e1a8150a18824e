/** Data from before an erasure, put in the place of data from after it: who was erased goes again. */
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { rewriteFile } from '../db/rewrite.ts';
import { eraseAddresses, eraseMentions } from './erase.ts';
import { carrySuppression, loadSuppression } from './suppression.ts';

/**
 * Makes `db` remember everybody who was erased in `from` and erases them in it, as an import would leave them out: by address, and by
 * full name where there is no address. The user's own addresses of `db` are never erased. Answers with the number of people.
 * Standings are to be worked out afterwards.
 */
export function eraseAgain(db: Writer, from: Reader, randomBytes: (size: number) => Buffer): number {
  const changes = statement(db, 'SELECT total_changes()').pluck();
  const people = db.transaction(() => {
    carrySuppression(db, from);
    return eraseSuppressed(db, randomBytes);
  });
  const before = changes.get();
  const erased = people();
  if (changes.get() !== before) rewriteFile(db);
  return erased;
}

function eraseSuppressed(db: Writer, randomBytes: (size: number) => Buffer): number {
  const suppression = loadSuppression(db);
  if (suppression === null) return 0;
  const { isErased, isOwn, mentions } = suppression;
  const addresses = statement(db, 'SELECT id, email, person_id AS person FROM address').all() as {
    id: number;
    email: string;
    person: number | null;
  }[];
  const gone = addresses.filter(({ email }) => isErased(email) && !isOwn(email));
  if (gone.length > 0)
    eraseAddresses(
      db,
      gone.map(({ id }) => id),
      randomBytes,
    );
  eraseMentions(db, mentions);
  eraseRows(db, 'card', 'SELECT id, name FROM card WHERE id NOT IN (SELECT card_id FROM card_address)', ({ name }) =>
    mentions(name),
  );
  eraseRows(db, 'connection', 'SELECT id, name, email FROM connection', ({ name, email }) =>
    email === null ? mentions(name) : isErased(email) && !isOwn(email),
  );
  return new Set(gone.flatMap(({ person }) => person ?? [])).size;
}

interface Named {
  readonly id: number;
  readonly name: string;
  readonly email: string | null;
}

function eraseRows(db: Writer, table: 'card' | 'connection', rows: string, isGone: (row: Named) => boolean): void {
  const gone = (statement(db, rows).all() as Named[]).filter(isGone).map(({ id }) => id);
  statement(db, `DELETE FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`).run(JSON.stringify(gone));
}
