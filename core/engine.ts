/** The engine: opens the database, wires the rooms to the contract, and runs one import at a time. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import { methods } from './contract/methods.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { ImportResult } from './contract/shapes.ts';
import type { Writer } from './db/database.ts';
import { acquireLock } from './db/lock.ts';
import { openDatabase, statement } from './db/open.ts';
import { databaseKey, databaseName } from './db/keys.ts';
import { createHandlers } from './engine-handlers.ts';
import type { Engine, EngineDeps, ImportOptions, Unlock, Upload } from './engine-types.ts';
import { exportTo } from './export.ts';
import { declareOwnAddresses } from './identity/acts.ts';
import { suppressionFilter } from './identity/erase.ts';
import { openSources, openUpload } from './ingest/open-sources.ts';
import type { Source } from './ingest/source.ts';
import { syncSources } from './ingest/sync.ts';
import type { SyncProgress } from './ingest/sync.ts';
import { sampleFiles, sampleOwner } from './sample/sample.ts';
import { readSetting } from './settings.ts';
import { createStandings } from './standings.ts';
import { readModel } from './strength/model.ts';

// How often a running import tells where it is, in milliseconds.
const progressEvery = 150;

/**
 * Opens the data folder (made if missing; a new one gets its key in the slot of `unlock`) and answers until `close`.
 * Failures: folder_in_use, passphrase_needed, passphrase_wrong, database_newer, database_damaged.
 */
export async function openEngine(deps: EngineDeps, unlock: Unlock): Promise<Result<Engine>> {
  mkdirSync(deps.paths.data, { recursive: true, mode: 0o700 });
  const lock = acquireLock(deps.paths.data);
  if (!lock.ok) return lock;
  const key = await databaseKey(deps.paths.data, unlock, deps.randomBytes);
  const opened = key.ok
    ? openDatabase({
        file: join(deps.paths.data, databaseName),
        key: key.value,
        migrationsFolder: deps.paths.migrations,
      })
    : key;
  if (!opened.ok) {
    lock.value.release();
    return opened;
  }
  const db = opened.value;
  return success(
    createEngine(deps, db, () => {
      db.close();
      lock.value.release();
    }),
  );
}

function createEngine(deps: EngineDeps, db: Writer, closeAll: () => void): Engine {
  const now = (): number => Math.floor(deps.now() / 1000);
  const model = readModel(readFileSync(deps.paths.model, 'utf8'));
  const standings = createStandings(db, model, now);
  const listeners = new Set<(event: EngineEvent) => void>();
  let running: AbortController | null = null;

  const emit = (event: EngineEvent): void => listeners.forEach((listener) => listener(event));
  const handlers = createHandlers({
    db,
    deps,
    now,
    model,
    standings,
    changed: () => emit({ kind: 'changed' }),
    importing: () => running !== null,
    cancelImport: () => running?.abort(),
    importSample: () => {
      const uploads = sampleFiles(now()).map(({ name, text }) => ({ name, bytes: once(Buffer.from(text)) }));
      return importSources(async () => success(uploadSources(uploads)), { me: [sampleOwner] });
    },
  });

  async function importSources(
    open: () => Promise<Result<Sources>>,
    options: ImportOptions,
  ): Promise<Result<ImportResult>> {
    if (running) return failure('busy', 'An import is already running. Wait for it to end, or cancel it.');
    running = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, running.signal]) : running.signal;
    try {
      const result = await runImport(open, options.me ?? [], signal);
      emit({ kind: 'imported', result });
      return result;
    } finally {
      running = null;
      emit({ kind: 'changed' });
    }
  }

  async function runImport(
    open: () => Promise<Result<Sources>>,
    me: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ImportResult>> {
    const startedAt = deps.now();
    const declared = declareOwnAddresses(db, me);
    if (!declared.ok) return declared;
    const sources = await open();
    if (!sources.ok) return sources;
    standings.markStale();
    const context = { now: now(), subjects: readSetting(db, 'subjects') === 'yes' };
    const synced = await syncSources(db, sources.value, context, {
      isSuppressed: suppressionFilter(db),
      onProgress: progressReporter(startedAt),
      signal,
    });
    standings.refresh();
    if (!synced.ok) return synced;
    const { messages, meetings, duplicates, skipped } = synced.value;
    return success({
      messages,
      meetings,
      duplicates,
      skipped: Object.fromEntries(skipped),
      people: statement(db, `SELECT count(*) FROM person WHERE kind = 'person'`).pluck().get() as unknown as number,
      seconds: (deps.now() - startedAt) / 1000,
    });
  }

  function progressReporter(startedAt: number): (progress: SyncProgress) => void {
    let lastAt = 0;
    return ({ label, counts, bytes, totalBytes }) => {
      const at = deps.now();
      if (at - lastAt < progressEvery) return;
      lastAt = at;
      const seconds = Math.max((at - startedAt) / 1000, 0.001);
      const items = counts.messages + counts.duplicates + counts.meetings;
      emit({
        kind: 'progress',
        progress: {
          label,
          messages: counts.messages,
          meetings: counts.meetings,
          bytes,
          totalBytes,
          perSecond: Math.round(items / seconds),
          secondsLeft: totalBytes === null || bytes === 0 ? null : Math.round((seconds * (totalBytes - bytes)) / bytes),
          phase: totalBytes !== null && bytes >= totalBytes ? 'working out' : 'reading',
        },
      });
    };
  }

  return {
    async call(method, input) {
      const { input: schema } = methods[method];
      const parsed = schema.safeParse(input);
      if (!parsed.success) {
        const issue = parsed.error.issues[0];
        return failure('usage', `${method}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? 'is not valid'}`.trim());
      }
      // The schema of this very method has just been applied.
      return (handlers[method] as (value: unknown) => ReturnType<Engine['call']>)(parsed.data) as never;
    },
    importPaths: (paths, options = {}) => importSources(() => openSources(paths), options),
    importUploads: (uploads, options = {}) => importSources(async () => success(uploadSources(uploads)), options),
    exportTo: async (format, file) => {
      standings.ensureFresh();
      return exportTo(db, format, file);
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async close() {
      running?.abort();
      closeAll();
    },
  };
}

type Sources = readonly Source[] | AsyncIterable<Result<Source>>;

async function* uploadSources(uploads: readonly Upload[]): AsyncGenerator<Result<Source>> {
  for (const { name, bytes } of uploads) yield openUpload(name, bytes);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
