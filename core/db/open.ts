/** Opens the encrypted database, migrated and ready to use. */
import { statSync } from 'node:fs';
import Database from 'better-sqlite3';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { Reader, Writer } from './database.ts';
import { ensureIndexes } from './indexes.ts';
import { migrate } from './migrate.ts';

interface DatabaseOptions {
  readonly file: string;
  /** 32 random bytes, used raw: no derivation at every start. */
  readonly key: Buffer;
  readonly migrationsFolder: string;
}

export const cipher = 'chacha20';
// Pages kept in memory, in KiB: the indexes of a million messages fit.
const cacheSize = 64 << 10;
const smallestPage = 512;
// Pages in the write-ahead log before it is copied back: 16 MiB, a few batches of an import.
const pagesPerCheckpoint = 4000;

/**
 * Makes the file where there is none. Failures: database_damaged (also for a key that is not this file's, and for a file that is no
 * database; the file is left byte for byte as it is), database_newer, file_unreadable.
 */
export function openDatabase({ file, key, migrationsFolder }: DatabaseOptions): Result<Writer> {
  let db: Writer | undefined;
  try {
    // SQLite takes a file shorter than a page for an empty database and would write over it.
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    if (size > 0 && size < smallestPage) return damaged(file);
    db = new Database(file) as unknown as Writer;
    configure(db, key);
    const migrated = migrate(db, migrationsFolder, file);
    if (!migrated.ok) {
      db.close();
      return migrated;
    }
    // An import that was killed may have left without them.
    ensureIndexes(db);
    return success(db);
  } catch (error) {
    db?.close();
    const reason = explain(error, file);
    if (reason === null) throw error;
    return { ok: false, error: reason };
  }
}

/** Gives the key to a database just opened; throws SQLITE_NOTADB where it is another's. */
export function useKey(db: Database.Database, key: Buffer): void {
  if (key.length !== 32) throw new Error(`the database key has ${key.length} bytes instead of 32`);
  db.pragma(`cipher = '${cipher}'`);
  db.pragma(`key = '${rawKey(key)}'`);
  // Reading the first page is what finds out whether the key fits, before anything is written.
  db.prepare('SELECT count(*) FROM sqlite_schema').get();
}

function configure(db: Writer, key: Buffer): void {
  useKey(db, key);
  // Sorts of a large mailbox would otherwise spill in the clear into the temporary folder.
  db.pragma('temp_store = MEMORY');
  if (db.pragma('temp_store', { simple: true }) !== 2) throw new Error('temp_store could not be set');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('secure_delete = ON');
  db.pragma(`cache_size = -${cacheSize}`);
  // Checked by what writes; a check a row costs a third of an import.
  db.pragma('foreign_keys = OFF');
  db.pragma(`wal_autocheckpoint = ${pagesPerCheckpoint}`);
}

/** SQLite3 Multiple Ciphers: `raw:` and 64 hexadecimal digits are the key itself. */
export function rawKey(key: Buffer): string {
  return `raw:${key.toString('hex')}`;
}

/** The failure behind an error of SQLite; null for a bug. */
function explain(error: unknown, file: string): Failure | null {
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return damaged(file).error;
  if (/^SQLITE_(CANTOPEN|READONLY|PERM)/.test(code)) {
    return failure('file_unreadable', `${file} cannot be opened for reading and writing. Check who owns it.`, { file })
      .error;
  }
  return null;
}

function damaged(file: string): { readonly ok: false; readonly error: Failure } {
  return failure(
    'database_damaged',
    `${file} cannot be opened with the key in keys.json: one of the two is damaged, belongs to another folder, or is no Warmpath database. Nothing was changed.`,
    { file },
  );
}

const statements = new WeakMap<Reader, Map<string, Database.Statement>>();

/** The statement for this SQL text, prepared once a database; it always comes back in its plain mode (rows as objects). */
export function statement(db: Reader, sql: string): Database.Statement {
  let prepared = statements.get(db);
  if (!prepared) statements.set(db, (prepared = new Map()));
  let found = prepared.get(sql);
  if (!found) prepared.set(sql, (found = db.prepare(sql)));
  // `pluck` and `raw` stay on: without this a second use of the same text would inherit the mode of the first.
  else if (found.reader) found.raw(false).pluck(false);
  return found;
}
