/** An event as Microsoft Graph tells it (https://learn.microsoft.com/en-us/graph/api/resources/event), as a meeting. */
import { z } from 'zod';
import { normaliseEmail } from '../ingest/address.ts';
import { meetingFlag } from '../ingest/flags.ts';
import { cleanText } from '../ingest/headers.ts';
import type { MeetingParty, MeetingRecord, ParseContext, Partstat } from '../ingest/record.ts';

const address = z.object({ name: z.string().nullish(), address: z.string().nullish() });
const moment = z.object({ dateTime: z.string() });

export const graphEventSchema = z.object({
  id: z.string(),
  iCalUId: z.string(),
  lastModifiedDateTime: z.iso.datetime().nullish(),
  type: z.enum(['singleInstance', 'occurrence', 'exception', 'seriesMaster']).nullish(),
  subject: z.string().nullish(),
  start: moment,
  end: moment,
  originalStart: z.string().nullish(),
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  showAs: z.string().nullish(),
  sensitivity: z.string().nullish(),
  organizer: z.object({ emailAddress: address.nullish() }).nullish(),
  attendees: z
    .array(
      z.object({
        type: z.string().nullish(),
        status: z.object({ response: z.string().nullish() }).nullish(),
        emailAddress: address.nullish(),
      }),
    )
    .nullish(),
});
type GraphEvent = z.infer<typeof graphEventSchema>;

/** What is asked for: no body, no place, no conference, which Calendars.ReadBasic would not return either. */
export function eventFields({ subjects }: ParseContext): string {
  return Object.keys(graphEventSchema.shape)
    .filter((name) => name !== 'subject' || subjects)
    .join(',');
}

const responses: Readonly<Record<string, Partstat>> = {
  accepted: 'accepted',
  organizer: 'accepted',
  tentativelyAccepted: 'tentative',
  declined: 'declined',
};

/** Null for what has no time; times are asked for in UTC. */
export function graphMeeting(event: GraphEvent, context: ParseContext): MeetingRecord | null {
  const startAt = secondsOf(event.start.dateTime);
  const endAt = secondsOf(event.end.dateTime);
  if (startAt === null || endAt === null) return null;
  const allDay = event.isAllDay === true;
  const isSeries = event.type === 'occurrence' || event.type === 'exception';
  const isPrivate = event.sensitivity === 'private' || event.sensitivity === 'confidential';
  const first = event.originalStart ? secondsOf(event.originalStart) : startAt;
  return {
    uid: seriesUid(event.iCalUId),
    recurrenceId: isSeries ? instanceId(first ?? startAt, allDay) : '',
    // Graph counts no revisions, and the later word is always the later revision.
    sequence: event.lastModifiedDateTime ? Math.floor(Date.parse(event.lastModifiedDateTime) / 1000) : 0,
    startAt,
    endAt: Math.max(startAt, endAt),
    flags:
      (allDay ? meetingFlag.allDay : 0) | (isPrivate ? meetingFlag.private : 0) | (isSeries ? meetingFlag.series : 0),
    status: event.isCancelled === true ? 'cancelled' : event.showAs === 'tentative' ? 'tentative' : 'confirmed',
    title: context.subjects && !isPrivate ? cleanText(event.subject ?? '', 300) || null : null,
    parties: partiesOf(event),
  };
}

/**
 * The UID of the series in a file: Exchange writes the day of an instance into bytes 16 to 19 of its global object id, and zeros for
 * the series ([MS-OXOCAL] 2.2.1.27).
 */
export function seriesUid(id: string): string {
  return /^040000008200E00074C5B7101A82E008[0-9A-F]{8}/i.test(id) ? `${id.slice(0, 32)}00000000${id.slice(40)}` : id;
}

function partiesOf({ organizer, attendees }: GraphEvent): MeetingParty[] {
  const parties = new Map<string, MeetingParty>();
  const add = (who: z.infer<typeof address> | null | undefined, organiser: boolean, partstat: Partstat): void => {
    const email = who?.address ? normaliseEmail(who.address) : null;
    if (email === null) return;
    const known = parties.get(email);
    const name = cleanText(who?.name ?? '', 200);
    parties.set(email, {
      email,
      name: name.includes('@') ? '' : name || (known?.name ?? ''),
      organiser: organiser || (known?.organiser ?? false),
      partstat: known?.organiser === true ? known.partstat : partstat,
    });
  };
  add(organizer?.emailAddress, true, 'accepted');
  for (const { type, status, emailAddress } of attendees ?? [])
    if (type !== 'resource') add(emailAddress, false, responses[status?.response ?? ''] ?? 'needs-action');
  return [...parties.values()];
}

/** "2026-05-03T09:00:00.0000000", in UTC because that was asked for, with or without a Z. */
function secondsOf(text: string): number | null {
  const match = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d+)?Z?$/.exec(text);
  const time = match ? Date.parse(`${match[1]}Z`) : NaN;
  return Number.isNaN(time) ? null : time / 1000;
}

function instanceId(seconds: number, allDay: boolean): string {
  const text = new Date(seconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  return allDay ? text.slice(0, 8) : text;
}
