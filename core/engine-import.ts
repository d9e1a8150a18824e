/** Runs one import at a time: opens, stores, works out what follows, and tells where it is. */
import { failure, success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { ImportResult } from './contract/shapes.ts';
import type { Writer } from './db/database.ts';
import { statement } from './db/open.ts';
import { readSetting } from './db/settings.ts';
import type { EngineDeps, ImportOptions, Upload } from './engine-types.ts';
import { declareOwnAddresses } from './identity/acts.ts';
import type { Undo } from './identity/undo.ts';
import { loadSuppression } from './identity/suppression.ts';
import { openUpload } from './ingest/open-sources.ts';
import { startReader } from './ingest/reader.ts';
import type { Source } from './ingest/source.ts';
import { syncSources } from './ingest/sync.ts';
import type { SyncProgress } from './ingest/sync.ts';
import { ignoredFolders, loadLimits } from './retention/limits.ts';
import { sampleFolder } from './retention/sources.ts';
import { forgetOlder } from './retention/window.ts';
import { keepList, readList } from './opportunities/import-list.ts';
import { samplePursuits } from './sample/pursuits.ts';
import { sampleFiles, sampleOwner } from './sample/sample.ts';
import type { Standings } from './standings.ts';

export interface Importer {
  readonly importPaths: (paths: readonly string[], options: ImportOptions) => Promise<Result<ImportResult>>;
  readonly importUploads: (uploads: readonly Upload[], options: ImportOptions) => Promise<Result<ImportResult>>;
  /** The made-up mailbox, as of today. */
  readonly importSample: () => Promise<Result<ImportResult>>;
  readonly isRunning: () => boolean;
  /** Resolves when none is running. */
  readonly idle: () => Promise<void>;
  /** Stops a running import and resolves when it has ended. */
  readonly cancel: () => Promise<void>;
}

interface ImporterContext {
  readonly db: Writer;
  readonly deps: EngineDeps;
  readonly standings: Standings;
  readonly emit: (event: EngineEvent) => void;
  readonly undo: Undo;
}

interface Opened {
  readonly sources: readonly Source[] | AsyncIterable<Result<Source>>;
  readonly close?: () => Promise<void>;
}
type Open = () => Promise<Result<Opened>>;

// How often a running import tells where it is, in milliseconds.
const progressEvery = 150;
// How long an import takes before a first look at its standings is worth it, in milliseconds.
const firstLook = 10_000;

export function createImporter({ db, deps, standings, emit, undo }: ImporterContext): Importer {
  let running: { readonly abort: AbortController; readonly done: Promise<unknown> } | null = null;

  async function importSources(open: Open, { me = [], signal }: ImportOptions): Promise<Result<ImportResult>> {
    if (running) return failure('busy', 'An import is already running. Wait for it to end, or cancel it.');
    const abort = new AbortController();
    const done = run(open, me, signal ? AbortSignal.any([signal, abort.signal]) : abort.signal);
    running = { abort, done };
    try {
      const result = await done;
      emit({ kind: 'imported', result });
      return result;
    } finally {
      running = null;
      emit({ kind: 'changed' });
    }
  }

  async function run(open: Open, me: readonly string[], signal: AbortSignal): Promise<Result<ImportResult>> {
    const startedAt = deps.now();
    const declared = declareOwnAddresses(db, me);
    if (!declared.ok) return declared;
    const opened = await open();
    if (!opened.ok) return opened;
    standings.markStale();
    undo.forget();
    const now = Math.floor(startedAt / 1000);
    forgetOlder(db, now);
    const context = { now, subjects: readSetting(db, 'subjects') === 'yes', ignoredFolders: ignoredFolders(db) };
    const look = interimLook();
    const synced = await syncSources(db, opened.value.sources, context, {
      suppression: loadSuppression(db),
      limits: loadLimits(db, now),
      onProgress: both(progressReporter(startedAt), look.ifDue),
      onNewest: look.now,
      signal,
      // What reading took of memory is free before the rest begins.
    }).finally(opened.value.close);
    standings.refresh();
    if (!synced.ok) return synced;
    const { messages, meetings, duplicates, skipped } = synced.value;
    return success({
      messages,
      meetings,
      duplicates,
      skipped: Object.fromEntries(skipped),
      people: statement(db, `SELECT count(*) FROM person WHERE kind = 'person'`).pluck().get() as number,
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

  /** Standings in the middle of a long import, so that what is there can be used: seldom enough to cost a tenth of the time. */
  function interimLook(): { readonly now: () => void; readonly ifDue: () => void } {
    let next = deps.now() + firstLook;
    const look = (): void => {
      const at = deps.now();
      standings.refresh();
      // More evidence follows.
      standings.markStale();
      next = deps.now() + Math.max(firstLook, 10 * (deps.now() - at));
      emit({ kind: 'changed' });
    };
    return {
      now: look,
      ifDue: () => {
        if (deps.now() >= next) look();
      },
    };
  }

  const importUploads: Importer['importUploads'] = (uploads, options) =>
    importSources(async () => success({ sources: uploadSources(uploads, ignoredFolders(db)) }), options);

  return {
    importPaths: (paths, options) =>
      importSources(() => openInThread(deps.paths.reader, paths, ignoredFolders(db)), options),
    importUploads,
    importSample: async () => {
      const uploads = sampleFiles(Math.floor(deps.now() / 1000)).map(({ name, text }) => ({
        name: `${sampleFolder}${name}`,
        bytes: once(Buffer.from(text)),
      }));
      const imported = await importUploads(uploads, { me: [sampleOwner] });
      if (!imported.ok) return imported;
      const now = Math.floor(deps.now() / 1000);
      const pursuits = await readList(db, Buffer.from(samplePursuits(now)), null);
      if (pursuits.ok) keepList(db, pursuits.value, now, 'open');
      emit({ kind: 'changed' });
      return imported;
    },
    isRunning: () => running !== null,
    async idle() {
      await running?.done.catch(() => undefined);
    },
    async cancel() {
      running?.abort.abort();
      await running?.done;
    },
  };
}

function both<T>(one: (value: T) => void, other: (value: T) => void): (value: T) => void {
  return (value) => {
    one(value);
    other(value);
  };
}

async function openInThread(
  script: string,
  paths: readonly string[],
  ignored: readonly string[],
): Promise<Result<Opened>> {
  const reader = startReader(script);
  const sources = await reader.open(paths, ignored);
  if (sources.ok) return success({ sources: sources.value, close: reader.close });
  await reader.close();
  return sources;
}

async function* uploadSources(uploads: readonly Upload[], ignored: readonly string[]): AsyncGenerator<Result<Source>> {
  for (const { name, bytes } of uploads) yield openUpload(name, bytes, ignored);
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
