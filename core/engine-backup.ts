/** Backups while the engine runs: made from its database, checked beside it, and put in its place. */
import { createReadStream } from 'node:fs';
import { makeBackup, writeBackup } from './backup/make.ts';
import type { MadeBackup } from './backup/make.ts';
import { contentOf, openBackup } from './backup/open-backup.ts';
import type { IncomingBackup, ReadyBackup } from './backup/open-backup.ts';
import { forgetReplaced, putBack, putInPlace } from './backup/replace.ts';
import { removeScratch } from './backup/scratch.ts';
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { newPassphraseSchema } from './contract/shapes.ts';
import type { OpenedBackup, RestoredBackup, SavedBackup } from './contract/shapes.ts';
import type { Writer } from './db/database.ts';
import { openDatabase } from './db/open.ts';
import { writeSetting } from './db/settings.ts';
import type { EngineDeps } from './engine-types.ts';
import { eraseAgain } from './identity/erase-again.ts';

export interface BackupContext {
  readonly deps: EngineDeps;
  readonly key: Buffer;
  /** The database in use. */
  readonly db: () => Writer;
  /** Opens the database of the data folder. */
  readonly open: () => Result<Writer>;
  /** Works with this database from now on; the one before it is closed. */
  readonly use: (db: Writer) => void;
  readonly importing: () => boolean;
}

export interface Backups {
  readonly make: (passphrase: string) => Promise<Result<MadeBackup>>;
  readonly save: (file: string, passphrase: string) => Promise<Result<SavedBackup>>;
  readonly open: (backup: string | IncomingBackup, passphrase: string) => Promise<Result<OpenedBackup>>;
  readonly restore: () => Result<RestoredBackup>;
  readonly drop: () => void;
}

const busy = failure('busy', 'Wait until the import has ended.');

export function createBackups({ deps, key, db, open, use, importing }: BackupContext): Backups {
  const { data: folder, migrations: migrationsFolder } = deps.paths;
  const { randomBytes } = deps;
  let ready: ReadyBackup | null = null;

  function drop(): void {
    if (ready !== null) removeScratch(ready.file);
    ready = null;
  }

  async function make(passphrase: string): Promise<Result<MadeBackup>> {
    if (!newPassphraseSchema.safeParse(passphrase).success)
      return failure('usage', 'The passphrase of a backup needs at least 12 characters.');
    if (importing()) return busy;
    return makeBackup(db(), passphrase, { folder, key, now: deps.now(), randomBytes });
  }

  /** Who was erased here goes from the new database before anybody works with it. Answers with how many. */
  function prepare(file: string): Result<number> {
    const opened = openDatabase({ file, key, migrationsFolder });
    if (!opened.ok) return opened;
    try {
      const erasedAgain = eraseAgain(opened.value, db(), randomBytes);
      writeSetting(opened.value, 'stale', 'yes');
      return success(erasedAgain);
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
      const opened = await openBackup(incoming, passphrase, { folder, migrationsFolder, key, randomBytes });
      if (!opened.ok) return opened;
      drop();
      ready = opened.value;
      return success(ready.content);
    },
    restore() {
      if (importing()) return busy;
      if (ready === null) return failure('usage', 'Open a backup first.');
      const { file, content } = ready;
      try {
        const erasedAgain = prepare(file);
        if (!erasedAgain.ok) return erasedAgain;
        const replaced = replaceWith(file);
        if (!replaced.ok) return replaced;
        return success({ madeAt: content.madeAt, ...contentOf(db()), erasedAgain: erasedAgain.value });
      } finally {
        drop();
      }
    },
    drop,
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
