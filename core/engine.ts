/** The engine: opens the database, wires the rooms to the contract, and runs one import at a time. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { methods } from './contract/methods.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { Writer } from './db/database.ts';
import { acquireLock } from './db/lock.ts';
import { openDatabase } from './db/open.ts';
import { databaseKey, databaseName } from './db/keys.ts';
import { forgetReplaced, recoverFolder } from './backup/replace.ts';
import { createBackups } from './engine-backup.ts';
import type { EgressEntry } from './egress/gate.ts';
import { recordEgress } from './egress/log.ts';
import { createSession } from './engine-session.ts';
import type { Session } from './engine-session.ts';
import type { Engine, EngineDeps, Unlock } from './engine-types.ts';
import { exportTo } from './export.ts';
import { createRemotes } from './remote/remotes.ts';
import { createStandings } from './standings.ts';
import { readModel } from './strength/model.ts';

/**
 * Opens the data folder (made if missing; a new one gets its key in the slot of `unlock`) and answers until `close`.
 * Failures: folder_in_use, passphrase_needed, passphrase_wrong, database_newer, database_damaged.
 */
export async function openEngine(deps: EngineDeps, unlock: Unlock): Promise<Result<Engine>> {
  mkdirSync(deps.paths.data, { recursive: true, mode: 0o700 });
  const lock = acquireLock(deps.paths.data);
  if (!lock.ok) return lock;
  const released = <F>(failed: F): F => {
    lock.value.release();
    return failed;
  };
  recoverFolder(deps.paths.data);
  const key = await databaseKey(deps.paths.data, unlock, deps.randomBytes);
  if (!key.ok) return released(key);
  const open = (): Result<Writer> =>
    openDatabase({
      file: join(deps.paths.data, databaseName),
      key: key.value,
      migrationsFolder: deps.paths.migrations,
    });
  const opened = open();
  if (!opened.ok) return released(opened);
  forgetReplaced(deps.paths.data);
  return success(createEngine({ deps, key: key.value, open, release: () => lock.value.release() }, opened.value));
}

interface OpenFolder {
  readonly deps: EngineDeps;
  readonly key: Buffer;
  /** Opens the database of the folder. */
  readonly open: () => Result<Writer>;
  readonly release: () => void;
}

function createEngine({ deps, key, open, release }: OpenFolder, first: Writer): Engine {
  const now = (): number => Math.floor(deps.now() / 1000);
  const model = readModel(readFileSync(deps.paths.model, 'utf8'));
  const listeners = new Set<(event: EngineEvent) => void>();
  const emit = (event: EngineEvent): void => {
    listeners.forEach((listener) => listener(event));
    if (event.kind === 'changed' && isLive) session.popup.look();
  };
  const changed = (): void => emit({ kind: 'changed' });

  const passed = (entry: EgressEntry): void => recordEgress(session.db, entry);
  const remotes = createRemotes(deps.paths.accounts, passed);
  let isLive = false;

  const sessionOf = (db: Writer): Session => createSession({ db, deps, key, model, remotes, backups, emit });

  const backups = createBackups({
    deps,
    key,
    open,
    db: () => session.db,
    importing: () => session.importer.isRunning(),
    letGo: () => session.close(),
    workOut: (db) => createStandings(db, model, now, () => false).refresh(),
    use: (db) => {
      session = sessionOf(db);
      session.standings.ensureFresh();
      if (isLive) session.start();
      changed();
    },
  });
  let session = sessionOf(first);
  const stopListening = deps.gate.onEntry(passed);

  return {
    async call(method, input) {
      const { input: schema } = methods[method];
      const parsed = schema.safeParse(input);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        return failure('usage', `${method}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`.trim());
      }
      // The schema of this very method has just been applied.
      return (session.handlers[method] as (value: unknown) => ReturnType<Engine['call']>)(parsed.data) as never;
    },
    importPaths: (paths, options = {}) => session.importer.importPaths(paths, options),
    importUploads: (uploads, options = {}) => session.importer.importUploads(uploads, options),
    exportTo: async (format, file, person) => {
      session.standings.ensureFresh();
      return exportTo(session.db, format, file, person);
    },
    makeBackup: backups.make,
    saveBackup: backups.save,
    openBackup: backups.open,
    goLive() {
      isLive = true;
      session.start();
    },
    wake() {
      session.popup.look();
      void session.handlers.syncNow({});
    },
    syncOnce: () => session.syncOnce(),
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      isLive = false;
      await session.importer.cancel();
      await session.close(remotes.close);
      backups.close();
      stopListening();
      session.db.close();
      release();
    },
  };
}
