/** Ignoring: who and what is never read. What is stored from an ignored address goes as erasing makes it go, but may come back. */
import { assertNever, failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { IgnoredEntry, Loss } from '../contract/kept.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { addressesWithoutEvidence, deleteAddresses, keptOutAddresses } from '../identity/addresses.ts';
import { eraseMeetings, eraseMessages } from '../identity/erase.ts';
import { normaliseEmail } from '../ingest/address.ts';
import { foldedFolder } from '../ingest/folder-names.ts';
import { readFromBeginning } from '../ingest/sync.ts';
import { matcher } from './limits.ts';

/** What would go with `ignore`. Failure: usage. */
export function ignorePreview(db: Writer, entry: IgnoredEntry): Result<Loss> {
  let result: Result<Loss> | undefined;
  // Done for real and taken back: what is left of others' addresses is only seen afterwards.
  const takenBack = new Error('taken back');
  try {
    db.transaction(() => {
      result = ignore(db, entry);
      throw takenBack;
    })();
  } catch (error) {
    if (error !== takenBack) throw error;
  }
  return result as Result<Loss>;
}

/** Leaves it out of later imports and deletes what is stored from it; answers with what went. Failure: usage. */
export function ignore(db: Writer, { kind, text }: IgnoredEntry): Result<Loss> {
  const normalised = normalise(kind, text);
  if (!normalised.ok) return normalised;
  const entry = { kind, text: normalised.value };
  if (kind === 'address' && isOwn(db, entry.text)) return failure('usage', 'That is your own address.');
  return success(
    db.transaction(() => {
      statement(db, 'INSERT INTO ignored (kind, text) VALUES (?, ?) ON CONFLICT DO NOTHING').run(kind, entry.text);
      readFromBeginning(db);
      return kind === 'folder' ? { messages: 0, meetings: 0, people: 0 } : forget(db, matcher([entry]));
    })(),
  );
}

/** The next import of the same files brings it back. Failure: not_found. */
export function unignore(db: Writer, { kind, text }: IgnoredEntry): Result<Record<string, never>> {
  const { changes } = statement(db, 'DELETE FROM ignored WHERE kind = ? AND text = ?').run(kind, text);
  if (changes === 0) return failure('not_found', 'This is not ignored any more.');
  readFromBeginning(db);
  return success({});
}

function normalise(kind: IgnoredEntry['kind'], text: string): Result<string> {
  switch (kind) {
    case 'address': {
      const email = normaliseEmail(text);
      return email === null
        ? failure('usage', `"${text}" is not an e-mail address, such as anna@acme.com.`)
        : success(email);
    }
    case 'domain': {
      const domain = normaliseEmail(`x@${text.trim().replace(/^@/, '')}`)?.slice(2) ?? '';
      return /[^.]\.[^.]/.test(domain) && !domain.includes('@')
        ? success(domain)
        : failure('usage', `"${text}" is not a domain, such as acme.com.`);
    }
    case 'folder':
      return foldedFolder(text) === '' ? failure('usage', 'Type the name of a folder.') : success(text.trim());
    default:
      return assertNever(kind);
  }
}

function isOwn(db: Reader, email: string): boolean {
  const sql = 'SELECT 1 FROM own_address JOIN address ON id = address_id WHERE email = ? AND confirmed IS NOT 0';
  return statement(db, sql).get(email) !== undefined;
}

/** As `withinLimits` does with what is yet to be stored. Whoever is kept out of what is shared stays so, by address alone, for when it is taken back. */
function forget(db: Writer, matches: (email: string) => boolean): Loss {
  const peopleBefore = countPeople(db);
  const addresses = statement(
    db,
    'SELECT id, email FROM address WHERE id NOT IN (SELECT address_id FROM own_address WHERE confirmed IS NOT 0)',
  )
    .raw()
    .all() as [number, string][];
  const ids = JSON.stringify(addresses.flatMap(([id, email]) => (matches(email) ? [id] : [])));
  const messages = eraseMessages(db, ids);
  const meetings = eraseMeetings(db, ids);
  deleteCards(db, ids, matches);
  statement(db, 'DELETE FROM address_name WHERE address_id IN (SELECT value FROM json_each(?))').run(ids);
  const going = statement(db, `SELECT value FROM json_each(?) WHERE value NOT IN (${keptOutAddresses})`);
  deleteAddresses(db, JSON.stringify(going.pluck().all(ids)));
  deleteAddresses(db, JSON.stringify(addressesWithoutEvidence(db)));
  return { messages, meetings, people: peopleBefore - countPeople(db) };
}

/** Contact cards and connections with such an address. */
function deleteCards(db: Writer, ids: string, matches: (email: string) => boolean): void {
  const those = '(SELECT value FROM json_each(?))';
  const cards = JSON.stringify(
    statement(db, `SELECT DISTINCT card_id FROM card_address WHERE address_id IN ${those}`).pluck().all(ids),
  );
  statement(db, `DELETE FROM card_address WHERE card_id IN ${those}`).run(cards);
  statement(db, `DELETE FROM card WHERE id IN ${those}`).run(cards);
  const connections = statement(db, 'SELECT id, email FROM connection WHERE email IS NOT NULL').raw().all();
  const gone = (connections as [number, string][]).flatMap(([id, email]) => (matches(email) ? [id] : []));
  statement(db, `DELETE FROM connection WHERE id IN ${those}`).run(JSON.stringify(gone));
}

/** People with an address: those without one go when standings are worked out. */
function countPeople(db: Reader): number {
  return statement(db, `SELECT count(*) FROM person WHERE kind = 'person' AND id IN (SELECT person_id FROM address)`)
    .pluck()
    .get() as number;
}
