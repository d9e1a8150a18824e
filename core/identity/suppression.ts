/** Who was erased, remembered by keyed hashes only: enough to know an address or a name again, too little to say it. */
import { createHmac } from 'node:crypto';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import { hash53 } from '../ingest/hash.ts';
import type { Suppression } from '../ingest/without-erased.ts';
import { foldWords, isFullName } from './names.ts';

// Names of so many words are known again inside a text.
const leastWords = 2;
const mostWords = 4;

/** Remembers addresses, ids of asks about them, and full names. `randomBytes` makes the key the first time. */
export function suppress(
  db: Writer,
  exact: readonly string[],
  names: readonly string[],
  randomBytes: (size: number) => Buffer,
): void {
  let [key] = suppressionKeys(db);
  if (key === undefined) {
    key = randomBytes(32).toString('base64');
    writeSetting(db, 'suppression_key', key);
  }
  const hash = keyedHash(key);
  const folded = names.map(foldWords).filter((words) => isFullName(words.join(' ')) && words.length <= mostWords);
  const hashes = [...exact.map(hash), ...folded.map(inAnyOrder).map((name) => Buffer.concat([mark(name), hash(name)]))];
  for (const each of hashes)
    statement(db, 'INSERT INTO suppression (hash) VALUES (?) ON CONFLICT DO NOTHING').run(each);
}

/**
 * Remembers in `db` too who is remembered in `from`, but for addresses that are the user's own in `db`. The two may know different
 * keys; those of `db` come first, because what it made opaque was made so with the first of them.
 */
export function carrySuppression(db: Writer, from: Reader): void {
  const keys = suppressionKeys(from);
  const own = ownEmails(db);
  const spared = new Set(keys.flatMap((key) => own.map((email) => keyedHash(key)(email).toString('base64'))));
  for (const hash of storedHashes(from)) {
    if (!spared.has(hash.toString('base64')))
      statement(db, 'INSERT INTO suppression (hash) VALUES (?) ON CONFLICT DO NOTHING').run(hash);
  }
  const known = suppressionKeys(db);
  const all = [...new Set([...known, ...keys])];
  if (all.length > known.length) writeSetting(db, 'suppression_key', all.join(' '));
}

/** What an import must leave out, or null where nobody was erased. */
export function loadSuppression(db: Reader): Suppression | null {
  const stored = storedHashes(db);
  const [hash, ...olderHashes] = suppressionKeys(db).map(keyedHash);
  if (stored.length === 0 || hash === undefined) return null;
  const everyHash = [hash, ...olderHashes];
  const hashes = new Set(stored.map((each) => each.toString('base64')));
  const marks = new Set(stored.filter((each) => each.length > 32).map((each) => each.readUInt16BE(0)));
  const own = new Set(ownEmails(db));
  const known = new Map<string, boolean>();

  function isErased(email: string): boolean {
    let erased = known.get(email);
    if (erased === undefined)
      known.set(email, (erased = everyHash.some((each) => hashes.has(each(email).toString('base64')))));
    return erased;
  }

  function isErasedName(words: readonly string[]): boolean {
    const name = inAnyOrder(words);
    const marked = mark(name);
    return (
      marks.has(marked.readUInt16BE(0)) &&
      everyHash.some((each) => hashes.has(Buffer.concat([marked, each(name)]).toString('base64')))
    );
  }

  return {
    isErased,
    isOwn: (email) => own.has(email),
    mentions(text) {
      if ((text.match(/[^\s<>()[\],;:"']+@[^\s<>()[\],;:"']+\w/g) ?? []).some((email) => isErased(email.toLowerCase())))
        return true;
      const words = foldWords(text);
      for (let size = leastWords; size <= mostWords; size++)
        for (let i = 0; i + size <= words.length; i++) if (isErasedName(words.slice(i, i + size))) return true;
      return false;
    },
    opaque: (text) => `erased ${hash(text).toString('base64')}`,
  };
}

/** One, or several where databases with different ones have come together in a restore. */
function suppressionKeys(db: Reader): string[] {
  return readSetting(db, 'suppression_key')?.split(' ') ?? [];
}

function storedHashes(db: Reader): Buffer[] {
  return statement(db, 'SELECT hash FROM suppression').pluck().all() as Buffer[];
}

function ownEmails(db: Reader): string[] {
  return statement(db, 'SELECT email FROM own_address JOIN address ON id = address_id WHERE confirmed IS NOT 0')
    .pluck()
    .all() as string[];
}

const keyedHash = (key: string) => (text: string) =>
  createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest();

/** Two bytes that rule out nearly every other name at once: the keyed hash of every pair of words of a mailbox would take minutes. */
function mark(name: string): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16BE(hash53(name) & 0xffff);
  return bytes;
}

/** "Quetzal, Zoe" and "Zoe Quetzal" are one name. */
function inAnyOrder(words: readonly string[]): string {
  return [...words].sort().join(' ');
}
