import Database from 'better-sqlite3';
import { rawKey, useKey } from './open.ts';

/**
 * Encrypts a database that nobody has open anew, under another key, page by page, and checks that all of it can be read with that.
 * Without a journal: what fails half-way is lost, so only for copies. Answers with SQLite's word on it, "ok" where it is whole;
 * throws SQLite's errors.
 */
export function rekey(file: string, from: Buffer, to: Buffer): string {
  withKey(file, from, (db) => {
    db.pragma('journal_mode = OFF');
    db.pragma('synchronous = OFF');
    db.pragma(`rekey = '${rawKey(to)}'`);
  });
  return withKey(file, to, (db) => db.pragma('quick_check(1)', { simple: true }) as string);
}

function withKey<T>(file: string, key: Buffer, use: (db: Database.Database) => T): T {
  const db = new Database(file);
  try {
    useKey(db, key);
    return use(db);
  } finally {
    db.close();
  }
}
