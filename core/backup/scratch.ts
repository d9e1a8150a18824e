/** Temporary files of backups: in the data folder, encrypted as databases are, for the user's own account only. */
import { closeSync, openSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const name = /^backup-[0-9a-f]{16}\.tmp(?:-journal|-wal|-shm)?$/;

/** Makes an empty file. */
export function newScratch(folder: string, random: (size: number) => Buffer): string {
  const file = join(folder, `backup-${random(8).toString('hex')}.tmp`);
  closeSync(openSync(file, 'wx', 0o600));
  return file;
}

/** Removes a file and what SQLite keeps beside it. */
export function removeScratch(file: string): void {
  for (const ending of ['', '-journal', '-wal', '-shm']) rmSync(`${file}${ending}`, { force: true });
}

/** Removes what a process that was killed left behind. For whoever holds the lock of the folder. */
export function clearScratch(folder: string): void {
  for (const entry of readdirSync(folder)) if (name.test(entry)) rmSync(join(folder, entry), { force: true });
}
