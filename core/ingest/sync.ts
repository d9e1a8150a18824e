/** Runs sources into the database: chunk by chunk, with progress, cancel, and a position to go on from after a crash. */
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { dropBulkIndexes, ensureIndexes } from '../db/indexes.ts';
import { statement } from '../db/open.ts';
import { createRecorder, noCounts } from './recorder.ts';
import type { Counts } from './recorder.ts';
import type { ParseContext, SourceItem } from './record.ts';
import { isFailure } from './source.ts';
import type { Source } from './source.ts';
import { withinLimits } from './within-limits.ts';
import type { Limits } from './within-limits.ts';
import { withoutErased } from './without-erased.ts';
import type { Suppression } from './without-erased.ts';

export interface SyncProgress {
  readonly label: string;
  readonly counts: Readonly<Counts>;
  readonly bytes: number;
  readonly totalBytes: number | null;
}

interface SyncOptions {
  /** Who was erased and stays out; null where nobody was. */
  readonly suppression: Suppression | null;
  /** What the user does not want kept; left out, everything is. */
  readonly limits?: Limits;
  readonly onProgress?: (progress: SyncProgress) => void;
  /** The newest part of a large source is stored, the rest follows. */
  readonly onNewest?: () => void;
  readonly signal?: AbortSignal;
}

/**
 * Imports the sources in order; streams are opened one after the other, because the next begins where the last one ends. Storing is idempotent, so a source that is read again adds nothing; one that was cut off
 * goes on from its position. Cancelling keeps what is stored. Ends at the first failure of a source the user named.
 */
export async function syncSources(
  db: Writer,
  sources: readonly Source[] | AsyncIterable<Result<Source>>,
  context: ParseContext,
  options: SyncOptions,
): Promise<Result<Counts>> {
  const counts = noCounts();
  const sizes = 'map' in sources ? sources.map((source) => source.totalBytes) : [null];
  const totalBytes = sizes.includes(null) ? null : sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
  const isFirst = statement(db, 'SELECT NOT EXISTS (SELECT 1 FROM message)').pluck().get() === 1;
  // Filling the index once at the end costs a quarter of keeping it during a first import.
  if (isFirst) dropBulkIndexes(db);
  const recorder = createRecorder(db);
  const { suppression, limits } = options;
  const kept = (item: SourceItem): SourceItem => {
    const left = suppression ? withoutErased(item, suppression) : item;
    return limits ? withinLimits(left, limits) : left;
  };
  let bytesBefore = 0;
  try {
    for await (const opened of sources) {
      const source = 'ok' in opened ? opened : success(opened);
      if (!source.ok) return source;
      const problem = await syncSource(source.value);
      if (problem) return { ok: false, error: problem };
      bytesBefore += source.value.totalBytes ?? 0;
    }
    return success(counts);
  } finally {
    ensureIndexes(db);
  }

  async function syncSource(source: Source): Promise<Failure | null> {
    if (source.kind === 'ignored') {
      counts.skipped.set('ignored', (counts.skipped.get('ignored') ?? 0) + 1);
      return null;
    }
    const location = suppression?.mentions(source.location) ? suppression.opaque(source.location) : source.location;
    const { id, position: resumeAt, isNew } = openSource(db, { ...source, location }, context.now);
    const store = (items: readonly SourceItem[], position: number, bytes: number, done: boolean): void => {
      db.transaction(() => {
        recorder.record(suppression || limits ? items.map(kept) : items, id, counts);
        statement(db, 'UPDATE source SET cursor = ?, done = ? WHERE id = ?').run(position, done ? 1 : 0, id);
      })();
      options.onProgress?.({ label: source.label, counts, bytes: bytesBefore + bytes, totalBytes });
    };
    if (isNew && source.newestAt !== null) {
      const before = { duplicates: counts.duplicates, messages: counts.messages, skipped: [...counts.skipped] };
      for await (const chunk of source.read(source.newestAt, context)) {
        if (options.signal?.aborted) return cancelled;
        if (isFailure(chunk)) break;
        store(chunk.items, 0, 0, false);
        await turn();
      }
      // All of it comes again with the rest, where it is known and left out once more.
      counts.duplicates = before.duplicates - (counts.messages - before.messages);
      counts.skipped.clear();
      for (const [reason, count] of before.skipped) counts.skipped.set(reason, count);
      options.onNewest?.();
    }
    let position = resumeAt;
    let bytes = 0;
    for await (const chunk of source.read(resumeAt, context)) {
      if (options.signal?.aborted) return cancelled;
      if (isFailure(chunk)) {
        if (source.named) return chunk;
        store([{ kind: 'skipped', reason: 'unreadable file', place: source.location }], position, bytes, true);
        return null;
      }
      position = chunk.position;
      bytes = chunk.bytes ?? bytes;
      store(chunk.items, position, bytes, false);
      await turn();
    }
    if (options.signal?.aborted) return cancelled;
    store([], position, bytes, true);
    return null;
  }
}

const cancelled = failure(
  'cancelled',
  'The import was cancelled. What was read so far is kept; importing again goes on from there.',
).error;

/** Sources that were cut off are read from their beginning: what was passed over so far may be wanted now. */
export function readFromBeginning(db: Writer): void {
  statement(db, 'UPDATE source SET cursor = 0 WHERE NOT done').run();
}

/** Lets the engine answer others between chunks. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** The source's row; a position is only believed where the run was cut off and the content is the same. */
function openSource(
  db: Writer,
  source: Omit<Source, 'read'>,
  now: number,
): { id: number; position: number; isNew: boolean } {
  const known = statement(db, 'SELECT id, fingerprint, cursor, done FROM source WHERE location = ?').get(
    source.location,
  ) as { id: number; fingerprint: string; cursor: number; done: number } | undefined;
  const position = known && !known.done && known.fingerprint === source.fingerprint ? known.cursor : 0;
  const id = statement(
    db,
    `INSERT INTO source (kind, location, fingerprint, cursor, done, imported_at) VALUES (?, ?, ?, ?, 0, ?)
     ON CONFLICT (location) DO UPDATE SET kind = excluded.kind, fingerprint = excluded.fingerprint, cursor = excluded.cursor, done = 0,
       imported_at = excluded.imported_at
     RETURNING id`,
  )
    .pluck()
    .get(source.kind, source.location, source.fingerprint, position, now) as number;
  return { id, position, isNew: known === undefined };
}
