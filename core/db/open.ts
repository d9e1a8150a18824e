/** Opens the encrypted database, migrated and ready to use. */
import { existsSync } from 'node:fs';
import Database from 'better-sqlite3';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Reader, Writer } from './database.ts';
import { migrate } from './migrate.ts';

export interface DatabaseOptions {
  readonly file: string;
  /** 32 random bytes, used raw: no derivation at every start. */
  readonly key: Buffer;
  readonly migrationsFolder: string;
}

// Pages kept in memory, in KiB: the indexes of a million messages fit.
const cacheSize = 64 << 10;

/** Failures: database_damaged (also for a key that is not this file's; the file is left as it is), database_newer. */
export function openDatabase({ file, key, migrationsFolder }: DatabaseOptions): Result<Writer> {
  const isNew = !existsSync(file);
  const db = new Database(file) as unknown as Writer;
  try {
    db.pragma(`cipher = 'chacha20'`);
    db.pragma(`key = 'raw:${key.toString('hex')}'`);
    // Reading the first page is what finds out whether the key fits.
    db.prepare('SELECT count(*) FROM sqlite_schema').get();
  } catch {
    db.close();
    return failure(
      'database_damaged',
      `${file} cannot be opened with the key in keys.json: one of the two is damaged or belongs to another folder. Nothing was changed.`,
      { file },
    );
  }
  // Sorts of a large mailbox would otherwise spill in the clear into the temporary folder.
  db.pragma('temp_store = MEMORY');
  if (db.pragma('temp_store', { simple: true }) !== 2) throw new Error('temp_store could not be set');
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = NORMAL');
  db.pragma('secure_delete = ON');
  db.pragma(`cache_size = -${cacheSize}`);
  // Checked by what writes; a check a row costs a third of an import.
  db.pragma('foreign_keys = OFF');
  db.pragma('wal_autocheckpoint = 4000');
  const migrated = migrate(db, migrationsFolder, file);
  if (!migrated.ok) {
    db.close();
    return migrated;
  }
  if (isNew) db.pragma('wal_checkpoint(TRUNCATE)');
  return success(db);
}

const statements = new WeakMap<Reader, Map<string, Database.Statement>>();

/** The statement for this SQL text, prepared once a database. */
export function statement(db: Reader, sql: string): Database.Statement<unknown[], unknown> {
  let prepared = statements.get(db);
  if (!prepared) statements.set(db, (prepared = new Map()));
  let found = prepared.get(sql);
  if (!found) prepared.set(sql, (found = db.prepare(sql)));
  return found as Database.Statement<unknown[], unknown>;
}
