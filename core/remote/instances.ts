/** Which instances of which events something read from a calendar holds, and what events are called in positions. */
import { createHash } from 'node:crypto';
import type { SourceItem } from '../ingest/record.ts';

/** What an address or UID of an event is kept as: calendars make them of whatever they like, somebody's name too. */
export function eventName(text: string): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, 22);
}

/** Values of MeetingRecord.recurrenceId by the name of the UID. */
export function instancesByEvent(items: readonly SourceItem[]): Map<string, string[]> {
  const instances = new Map<string, string[]>();
  for (const item of items) {
    if (item.kind !== 'meeting') continue;
    const event = eventName(item.meeting.uid);
    const known = instances.get(event);
    if (known) known.push(item.meeting.recurrenceId);
    else instances.set(event, [item.meeting.recurrenceId]);
  }
  return instances;
}
