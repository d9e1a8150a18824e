/** Makes a backup: one file under a passphrase of its own that opens on any computer. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, realpathSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { SavedBackup } from '../contract/kept.ts';
import type { Reader } from '../db/database.ts';
import { rekey } from '../db/rekey.ts';
import { syncFolder } from '../db/sync-folder.ts';
import { writeHead } from './head.ts';
import { newScratch, removeScratch } from './scratch.ts';

/** A backup on its way out. It lies encrypted in the data folder until `discard`. */
export interface MadeBackup {
  readonly size: number;
  readonly bytes: () => AsyncIterable<Uint8Array>;
  readonly discard: () => void;
}

interface MakingBackup {
  /** The data folder. */
  readonly folder: string;
  /** Of the database. */
  readonly key: Buffer;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly randomBytes: (size: number) => Buffer;
}

/**
 * Copies the database as it stands, under a fresh key that only `passphrase` unlocks, and reads the copy back once. Needs as much room
 * in the data folder as the database has. Failure: write_failed.
 */
export async function makeBackup(
  db: Reader,
  passphrase: string,
  { folder, key, now, randomBytes }: MakingBackup,
): Promise<Result<MadeBackup>> {
  let file: string | undefined;
  try {
    const made = newScratch(folder, randomBytes);
    file = made;
    // The copy is encrypted with the key of the database until it has its own.
    db.prepare('VACUUM INTO ?').run(made);
    const fresh = randomBytes(32);
    const found = rekey(made, key, fresh);
    if (found !== 'ok') throw new Error(`the copy of the database is not whole: ${found}`);
    const sha256 = await hashOf(made);
    const head = Buffer.from(
      await writeHead({ madeAt: new Date(now).toISOString(), sha256 }, fresh, passphrase, randomBytes),
    );
    return success({
      size: head.length + statSync(made).size,
      async *bytes() {
        yield head;
        yield* createReadStream(made, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
      },
      discard: () => removeScratch(made),
    });
  } catch (error) {
    if (file !== undefined) removeScratch(file);
    const code = writeError(error);
    if (code === null) throw error;
    return failure('write_failed', `The backup cannot be made in ${folder} (${code}). Nothing was changed.`, {
      file: folder,
    });
  }
}

/** Writes a backup to a file: it appears whole under its name, or what was there stays. Failure: write_failed, naming it. */
export async function writeBackup(made: MadeBackup, file: string, dataFolder: string): Promise<Result<SavedBackup>> {
  const draft = `${file}.${process.pid}.part`;
  try {
    // Renaming over a device would replace it.
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) {
      return failure('write_failed', `${file} is not an ordinary file. Choose another name.`, { file });
    }
    if (realpathSync(dirname(file)) === realpathSync(dataFolder)) {
      return failure('write_failed', `${file} would lie beside the data itself. Choose another folder.`, { file });
    }
    await pipeline(Readable.from(made.bytes()), createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }));
    renameSync(draft, file);
    syncFolder(dirname(file));
    return success({ file, bytes: made.size });
  } catch (error) {
    const code = writeError(error);
    if (code === null) throw error;
    return failure('write_failed', `${file} cannot be written (${code}). What was there is unchanged.`, { file });
  } finally {
    rmSync(draft, { force: true });
  }
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('base64');
}

/** The code where the disk is at fault, of the system or of SQLite; null for a bug. */
function writeError(error: unknown): string | null {
  if (!(error instanceof Error && 'code' in error)) return null;
  const code = String(error.code);
  return 'syscall' in error || /^SQLITE_(FULL|IOERR|CANTOPEN|READONLY|PERM)/.test(code) ? code : null;
}
