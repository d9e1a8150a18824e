/** One engine a data folder: a lock file that names its process, and heals when that process is gone. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';

const holderSchema = z.strictObject({
  pid: z.number().int(),
  host: z.string(),
  started: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof holderSchema>;

export interface Lock {
  release(): void;
}

// Two starters may find the same stale lock; each tries a few times before it believes that somebody holds it.
const attempts = 5;

/** Takes the lock of the folder. Failure: folder_in_use, naming the process. `token` is any text no other process uses. */
export function acquireLock(folder: string, token: string): Result<Lock> {
  const file = join(folder, 'lock');
  const mine: Holder = { pid: process.pid, host: hostname(), started: processStart(process.pid) ?? '', token };
  // Written whole before it is linked into place: nobody ever reads half a lock.
  const draft = join(folder, `lock.${token}`);
  writeFileSync(draft, JSON.stringify(mine), { mode: 0o600 });
  try {
    for (let attempt = 0; attempt < attempts; attempt++) {
      try {
        linkSync(draft, file);
        return success({ release: () => release(file, token) });
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const holder = readHolder(file);
      if (holder !== null && isAlive(holder)) {
        return failure(
          'folder_in_use',
          holder.host === hostname()
            ? `Warmpath is already using ${folder} (process ${holder.pid}). Close it first.`
            : `Warmpath on ${holder.host} is using ${folder} (process ${holder.pid}). Close it there; if that computer is gone, delete ${file}.`,
          { file },
        );
      }
      removeStale(file, `${draft}.stale`, holder?.token ?? null);
    }
    return failure('folder_in_use', `Warmpath is already starting in ${folder}. Try again in a moment.`, { file });
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Moves the lock aside and makes sure that what was moved is the stale one; a fresh one is put back. */
function removeStale(file: string, aside: string, token: string | null): void {
  try {
    renameSync(file, aside);
    if ((readHolder(aside)?.token ?? null) !== token) linkSync(aside, file);
  } catch {
    // Another starter was faster; the next attempt sees what it left.
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(file: string, token: string): void {
  if (readHolder(file)?.token === token) rmSync(file, { force: true });
}

/** Null where the file is gone or no lock. */
function readHolder(file: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Whether the holder still runs. Of another host nothing can be known, so it is believed to. */
function isAlive({ pid, host, started }: Holder): boolean {
  if (host !== hostname()) return true;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ESRCH') return false;
  }
  // Process numbers come round again: where the system tells, the start time must fit too.
  const now = processStart(pid);
  return now === null || started === '' || now === started;
}

/** When the process started, in the kernel's ticks since boot (proc(5), field 22); null where the system does not say. */
function processStart(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}
