/** Stores what comes from accounts: evidence and position in one step, with nothing of what the user does not want kept. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { readSetting } from '../db/settings.ts';
import { loadSuppression } from '../identity/suppression.ts';
import { messageFlag } from '../ingest/flags.ts';
import type { SourceItem } from '../ingest/record.ts';
import { createRecorder } from '../ingest/recorder.ts';
import type { Counts } from '../ingest/recorder.ts';
import { withinLimits } from '../ingest/within-limits.ts';
import { withoutErased } from '../ingest/without-erased.ts';
import { eventName } from '../remote/instances.ts';
import type { RemoteChunk, Withdrawn } from '../remote/remote.ts';
import { loadLimits } from '../retention/limits.ts';

export interface ChunkStore {
  /** False where the folder is no more: what came is dropped, and reading it should end. `now` in Unix seconds. */
  readonly store: (
    folder: { readonly sourceId: number; readonly shared: boolean },
    chunk: RemoteChunk,
    counts: Counts,
    now: number,
  ) => boolean;
}

/** For one database; others may write to it between two chunks. */
export function createChunkStore(db: Writer): ChunkStore {
  let known: ReturnType<typeof load> | null = null;

  /** What a run of chunks needs to know of the database; not true any more when somebody else has written. */
  function load(now: number) {
    return {
      recorder: createRecorder(db),
      suppression: loadSuppression(db),
      limits: loadLimits(db, now),
      // Turned off since this was asked for, it came for nothing.
      subjects: readSetting(db, 'subjects') === 'yes',
      changes: 0,
    };
  }

  return {
    store({ sourceId, shared }, chunk, counts, now) {
      if (known === null || known.changes !== totalChanges(db)) known = load(now);
      const { recorder, suppression, limits, subjects } = known;
      const kept = (item: SourceItem): SourceItem =>
        marked(withinLimits(suppression ? withoutErased(item, suppression) : item, limits), shared, subjects);
      const isThere = db.transaction(() => {
        const folder = statement(db, 'UPDATE folder SET position = ? WHERE source_id = ? RETURNING 1');
        if (folder.get(chunk.position, sourceId) === undefined) return false;
        recorder.record(chunk.items.map(kept), sourceId, counts);
        if (chunk.ids) holdMessages(db, sourceId, chunk.items, chunk.ids);
        if (chunk.gone) letGo(db, sourceId, chunk.gone);
        if (chunk.withdrawn) withdrawMeetings(db, sourceId, chunk.withdrawn, now);
        return true;
      })();
      known.changes = totalChanges(db);
      return isThere;
    },
  };
}

function marked(item: SourceItem, shared: boolean, subjects: boolean): SourceItem {
  if (item.kind === 'mail' && (shared || !subjects)) {
    const { flags, subject } = item.mail;
    const mail = {
      ...item.mail,
      flags: shared ? flags | messageFlag.shared : flags,
      subject: subjects ? subject : null,
    };
    return { ...item, mail };
  }
  return item.kind === 'meeting' && !subjects ? { ...item, meeting: { ...item.meeting, title: null } } : item;
}

function totalChanges(db: Writer): number {
  return statement(db, 'SELECT total_changes()').pluck().get() as number;
}

/** Also of messages that were not kept: nothing will be found by their key. */
function holdMessages(db: Writer, sourceId: number, items: readonly SourceItem[], ids: readonly string[]): void {
  const keys = items.flatMap((item) => (item.kind === 'mail' ? [item.mail.key.toString('hex')] : []));
  statement(
    db,
    `INSERT INTO held (source_id, remote_id, key) SELECT ?, value ->> 0, unhex(value ->> 1) FROM json_each(?) WHERE true
     ON CONFLICT DO UPDATE SET gone = 0, key = excluded.key`,
  ).run(sourceId, JSON.stringify(ids.map((id, i) => [id, keys[i]])));
}

function letGo(db: Writer, sourceId: number, ids: readonly string[]): void {
  statement(db, 'UPDATE held SET gone = 1 WHERE source_id = ? AND remote_id IN (SELECT value FROM json_each(?))').run(
    sourceId,
    JSON.stringify(ids),
  );
}

/** What was taken out of the calendar and has not begun will not take place; what is past has. */
function withdrawMeetings(db: Writer, sourceId: number, withdrawn: readonly Withdrawn[], now: number): void {
  const uids = statement(db, 'SELECT DISTINCT uid FROM meeting WHERE source_id = ? AND start_at > ?')
    .pluck()
    .all(sourceId, now) as string[];
  const uidOf = new Map(uids.map((uid) => [eventName(uid), uid]));
  const events = withdrawn.map(({ event, keep }) => ({ uid: uidOf.get(event) ?? null, keep }));
  statement(
    db,
    `UPDATE meeting SET status = 'cancelled'
     FROM (SELECT value ->> 'uid' AS uid, value -> 'keep' AS keep FROM json_each(?)) AS event
     WHERE meeting.uid = event.uid AND source_id = ? AND start_at > ?
       AND recurrence_id NOT IN (SELECT value FROM json_each(event.keep))`,
  ).run(JSON.stringify(events), sourceId, now);
}
