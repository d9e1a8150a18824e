/** Puts one database in the place of another, so that at every moment, a kill included, exactly one of the two is there whole. */
import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { databaseName } from '../db/keys.ts';
import { syncFolder } from '../db/sync-folder.ts';
import { clearScratch } from './scratch.ts';

const replacedName = `${databaseName}.replaced`;

/** Moves `file` in the place of the folder's database, which nobody has open; the one that was there waits beside it. */
export function putInPlace(folder: string, file: string): void {
  const database = join(folder, databaseName);
  const handle = openSync(file, 'r+');
  fsyncSync(handle);
  closeSync(handle);
  // What SQLite keeps beside a database would be read into the next one of that name; closing has emptied it.
  for (const ending of ['-wal', '-shm']) rmSync(`${database}${ending}`, { force: true });
  renameSync(database, join(folder, replacedName));
  renameSync(file, database);
  syncFolder(folder);
}

/** Back to the database that waits: after `putInPlace`, or at a start after a kill between its two steps. */
export function putBack(folder: string): void {
  const database = join(folder, databaseName);
  if (!existsSync(join(folder, replacedName))) return;
  for (const ending of ['-wal', '-shm']) rmSync(`${database}${ending}`, { force: true });
  renameSync(join(folder, replacedName), database);
  syncFolder(folder);
}

/**
 * Finishes what a kill cut short: without a database the one that waits is it again; unfinished backups go. For whoever holds the lock
 * of the folder, before the database is opened.
 */
export function recoverFolder(folder: string): void {
  if (!existsSync(join(folder, databaseName))) putBack(folder);
  clearScratch(folder);
}

/** Removes the database that waits, once the new one is open. */
export function forgetReplaced(folder: string): void {
  rmSync(join(folder, replacedName), { force: true });
}
