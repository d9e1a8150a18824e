/**
 * One engine a data folder. The lock is the operating system's own, held through an empty SQLite file: it is given to one starter only
 * and ends with its process, however that ends. `lock.json` beside it says who holds it, for the message.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';

const holderSchema = z.strictObject({ pid: z.number().int(), host: z.string() });
type Holder = z.infer<typeof holderSchema>;

export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a folder that exists. Failures: folder_in_use, naming the process; file_unreadable where the folder cannot be
 * locked at all. What a killed process of this computer left behind is taken over. What another computer left is believed: a folder
 * that is copied between computers carries no lock across, and nothing tells here whether the other still runs.
 * No code of this process may open the file `lock`: closing it would drop the lock (fcntl(2)).
 */
export function acquireLock(folder: string): Result<Lock> {
  const file = join(folder, 'lock');
  const holderFile = join(folder, 'lock.json');
  let db: Database.Database | undefined;
  try {
    db = new Database(file, { timeout: 0 });
    // The right to write, which one has at a time (an exclusive lock could be refused to two that try at once). Nothing is written.
    db.exec('BEGIN IMMEDIATE');
  } catch (error) {
    db?.close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code.startsWith('SQLITE_BUSY')) return inUse(folder, readHolder(holderFile), holderFile);
    return failure('file_unreadable', `${file} cannot be locked (${code}). Check the folder, or delete that file.`, {
      file,
    });
  }
  const previous = readHolder(holderFile);
  if (previous !== null && previous.host !== hostname()) {
    db.close();
    return inUse(folder, previous, holderFile);
  }
  const held = db;
  writeFileSync(holderFile, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder), { mode: 0o600 });
  return success({
    release() {
      if (!held.open) return;
      rmSync(holderFile, { force: true });
      held.close();
    },
  });
}

function inUse(folder: string, holder: Holder | null, file: string): ReturnType<typeof failure> {
  // Between taking the lock and saying so there is a moment without a name.
  if (holder === null) return failure('folder_in_use', `Warmpath is already starting in ${folder}.`, { file });
  return failure(
    'folder_in_use',
    holder.host === hostname()
      ? `Warmpath is already using ${folder} (process ${holder.pid}). Close it first.`
      : `Warmpath on ${holder.host} is using ${folder} (process ${holder.pid}). Close it there; if it no longer runs, delete ${file}.`,
    { file },
  );
}

/** Null where nobody has said so, or not yet all of it. */
function readHolder(file: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}
