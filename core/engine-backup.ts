/** Backups while the engine runs: made from its database, checked beside it, and put in its place. */
import { createReadStream } from 'node:fs';
import { makeBackup, writeBackup } from './backup/make.ts';
import type { MadeBackup } from './backup/make.ts';
import { contentOf, damaged, explainStored, openBackup, schemaOf } from './backup/open-backup.ts';
import type { IncomingBackup, ReadyBackup } from './backup/open-backup.ts';
import { forgetReplaced, putBack, putInPlace } from './backup/replace.ts';
import { removeScratch } from './backup/scratch.ts';
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { newPassphraseSchema } from './contract/kept.ts';
import type { OpenedBackup, RestoredBackup, SavedBackup } from './contract/kept.ts';
import type { Writer } from './db/database.ts';
import { openDatabase } from './db/open.ts';
import type { EngineDeps } from './engine-types.ts';
import { eraseAgain } from './identity/erase-again.ts';

interface BackupContext {
  readonly deps: EngineDeps;
  readonly key: Buffer;
  /** The database in use. */
  readonly db: () => Writer;
  /** Opens the database of the data folder. */
  readonly open: () => Result<Writer>;
  /** Whoever else works with the database in use ends; nothing is imported meanwhile. */
  readonly letGo: () => Promise<void>;
  /** Works with this database from now on; the one before it is closed. */
  readonly use: (db: Writer) => void;
  readonly importing: () => boolean;
  /** Works out what follows from the evidence of a database; throws where that cannot be. */
  readonly workOut: (db: Writer) => void;
}

export interface Backups {
  readonly make: (passphrase: string) => Promise<Result<MadeBackup>>;
  readonly save: (file: string, passphrase: string) => Promise<Result<SavedBackup>>;
  readonly open: (backup: string | IncomingBackup, passphrase: string) => Promise<Result<OpenedBackup>>;
  /** The backup with this id, if it is the one that was opened last. */
  readonly restore: (id: string) => Promise<Result<RestoredBackup>>;
  /** Forgets the one with this id, or whichever is ready. */
  readonly drop: (id?: string) => void;
  /** None is ready after this, also of those that are still being opened. */
  readonly close: () => void;
}

const busy = failure('busy', 'Wait until the import has ended.');

export function createBackups({ deps, key, db, open, use, importing, letGo, workOut }: BackupContext): Backups {
  const { data: folder, migrations: migrationsFolder } = deps.paths;
  const { randomBytes } = deps;
  let ready: ReadyBackup | null = null;
  let isClosed = false;

  function drop(id?: string): void {
    if (ready === null || (id !== undefined && ready.content.id !== id)) return;
    removeScratch(ready.file);
    ready = null;
  }

  async function make(passphrase: string): Promise<Result<MadeBackup>> {
    if (!newPassphraseSchema.safeParse(passphrase).success)
      return failure('usage', 'The passphrase of a backup needs at least 12 characters.');
    if (importing()) return busy;
    return makeBackup(db(), passphrase, { folder, key, now: deps.now(), randomBytes });
  }

  /**
   * Who was erased here goes from the new database before anybody works with it, and what follows from it is worked out: what cannot
   * be worked with never takes the place of what can. Answers with how many were erased.
   */
  function prepare(file: string): Result<number> {
    const opened = openDatabase({ file, key, migrationsFolder });
    if (!opened.ok) return opened;
    try {
      const erasedAgain = eraseAgain(opened.value, db(), randomBytes);
      workOut(opened.value);
      return success(erasedAgain);
    } catch (error) {
      return { ok: false, error: explainStored(error, 'The backup', folder) ?? damaged('The backup').error };
    } finally {
      opened.value.close();
    }
  }

  /** The old database stays until the new one is open, and is used again where that fails. */
  function replaceWith(file: string): Result<null> {
    db().pragma('wal_checkpoint(TRUNCATE)');
    db().close();
    const opened = tryOpen(() => {
      putInPlace(folder, file);
      return open();
    }, folder);
    if (!opened.ok) putBack(folder);
    const used = opened.ok ? opened : open();
    if (!used.ok) throw new Error(`the database cannot be opened again: ${used.error.message}`);
    use(used.value);
    if (!opened.ok) return opened;
    forgetReplaced(folder);
    return success(null);
  }

  return {
    make,
    async save(file, passphrase) {
      const made = await make(passphrase);
      if (!made.ok) return made;
      try {
        return await writeBackup(made.value, file, folder);
      } finally {
        made.value.discard();
      }
    },
    async open(backup, passphrase) {
      if (importing()) return busy;
      const incoming = typeof backup === 'string' ? { name: backup, bytes: bytesOf(backup) } : backup;
      const schema = schemaOf(db());
      const opened = await openBackup(incoming, passphrase, { folder, migrationsFolder, key, schema, randomBytes });
      if (!opened.ok) return opened;
      if (isClosed) {
        removeScratch(opened.value.file);
        return failure('usage', 'Warmpath was closed meanwhile.');
      }
      drop();
      ready = opened.value;
      return success(ready.content);
    },
    async restore(id) {
      if (importing()) return busy;
      if (ready === null || ready.content.id !== id) return failure('usage', 'Open the backup first.');
      const { file, content } = ready;
      try {
        const erasedAgain = prepare(file);
        if (!erasedAgain.ok) return erasedAgain;
        await letGo();
        const replaced = replaceWith(file);
        if (!replaced.ok) return replaced;
        return success({ madeAt: content.madeAt, ...contentOf(db()), erasedAgain: erasedAgain.value });
      } finally {
        drop();
      }
    },
    drop,
    close() {
      isClosed = true;
      drop();
    },
  };
}

/** A file that is opened only when it is read. */
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield* createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>;
}

function tryOpen(run: () => Result<Writer>, folder: string): Result<Writer> {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error && 'code' in error)) throw error;
    return failure(
      'write_failed',
      `The backup cannot be put in place in ${folder} (${String(error.code)}). Nothing was changed.`,
      { file: folder },
    );
  }
}
