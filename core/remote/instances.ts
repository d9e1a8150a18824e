/** Which instances of which events something read from a calendar holds. */
import type { SourceItem } from '../ingest/record.ts';

/** Values of MeetingRecord.recurrenceId by UID. */
export function instancesByUid(items: readonly SourceItem[]): Map<string, string[]> {
  const instances = new Map<string, string[]>();
  for (const item of items) {
    if (item.kind !== 'meeting') continue;
    const { uid, recurrenceId } = item.meeting;
    const known = instances.get(uid);
    if (known) known.push(recurrenceId);
    else instances.set(uid, [recurrenceId]);
  }
  return instances;
}
