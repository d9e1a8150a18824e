/**
 * Events of an iCalendar file (RFC 5545) as meetings, one record an instance. Descriptions, places, links, attachments and
 * alarms are cut out before the text is parsed.
 */
import ICAL from 'ical.js';
import { normaliseEmail } from './address.ts';
import { meetingFlag } from './flags.ts';
import { hash53 } from './hash.ts';
import { cleanText } from './headers.ts';
import type { MeetingParty, MeetingRecord, ParseContext, Partstat, SourceItem } from './record.ts';
import { momentOf, seriesStarts } from './series.ts';
import type { Moment } from './series.ts';

const day = 86_400;
const earliest = Date.UTC(1990, 0, 1) / 1000;
const daysAhead = 366;

interface Event {
  readonly component: ICAL.Component;
  readonly uid: string;
  readonly sequence: number;
  readonly cancelledByMethod: boolean;
  readonly place: string;
}

/** Every usable instance between 1990 and a year ahead; what is broken is skipped with its line, the rest goes on. */
export function calendarItems(text: string, context: ParseContext): SourceItem[] {
  const items: SourceItem[] = [];
  const series = new Map<string, Event[]>();
  for (const { lines, place, cancelledByMethod } of splitEvents(text)) {
    const component = parseEvent(lines);
    if (component === null) {
      items.push({ kind: 'skipped', reason: 'broken event', place });
      continue;
    }
    if (component.getFirstProperty('dtstart') === null) {
      items.push({ kind: 'skipped', reason: 'event without a start', place });
      continue;
    }
    const uid =
      cleanText(String(component.getFirstPropertyValue('uid') ?? ''), 500) ||
      `content ${hash53(lines.join('\n')).toString(36)}`;
    const sequence = Number(component.getFirstPropertyValue('sequence') ?? 0) || 0;
    const event = { component, uid, sequence, cancelledByMethod, place };
    const known = series.get(uid);
    if (known) known.push(event);
    else series.set(uid, [event]);
  }
  for (const events of series.values()) for (const item of seriesItems(events, context)) items.push(item);
  return items;
}

// Everything else is cut before parsing: it is not ours to read, and half of what breaks calendars is in it.
// An empty rule is none.
const kept =
  /^(?:BEGIN|END|UID|DTSTART|DTEND|DURATION|RRULE(?!:\s*$)|RDATE|EXDATE|RECURRENCE-ID|SEQUENCE|STATUS|CLASS|SUMMARY|ORGANIZER|ATTENDEE)[;:]/i;

/** The lines of each VEVENT, unfolded and reduced to what is kept. Time zones are known by name and not read. */
function* splitEvents(text: string): Generator<{ lines: string[]; place: string; cancelledByMethod: boolean }> {
  let event: string[] | null = null;
  let place = '';
  let nested = 0;
  let cancelled = false;
  for (const { line, number } of unfoldedLines(text)) {
    if (/^BEGIN:VCALENDAR/i.test(line)) cancelled = false;
    else if (/^METHOD:CANCEL/i.test(line)) cancelled = true;
    else if (/^BEGIN:VEVENT/i.test(line)) {
      if (event) yield { lines: event, place, cancelledByMethod: cancelled };
      event = [];
      nested = 0;
      place = `line ${number}`;
    } else if (event && /^END:VEVENT/i.test(line)) {
      yield { lines: event, place, cancelledByMethod: cancelled };
      event = null;
    } else if (event && /^BEGIN:/i.test(line)) nested++;
    else if (event && /^END:/i.test(line)) nested--;
    else if (event && nested <= 0 && kept.test(line)) event.push(line);
  }
  if (event) yield { lines: event, place, cancelledByMethod: cancelled };
}

function* unfoldedLines(text: string): Generator<{ line: string; number: number }> {
  let line: string | null = null;
  let start = 0;
  let number = 0;
  for (const raw of text.split(/\r\n|\n|\r/)) {
    number++;
    if (line !== null && /^[ \t]/.test(raw)) {
      line += raw.slice(1);
      continue;
    }
    if (line !== null) yield { line, number: start };
    line = raw;
    start = number;
  }
  if (line !== null) yield { line, number: start };
}

function parseEvent(lines: readonly string[]): ICAL.Component | null {
  try {
    const parsed = ICAL.parse(['BEGIN:VEVENT', ...lines.map(strict), 'END:VEVENT'].join('\r\n'));
    const component = new ICAL.Component(parsed as ConstructorParameters<typeof ICAL.Component>[0]);
    // When it begins decides; an end that cannot be read is none.
    const end = component.getFirstProperty('dtend');
    if (end !== null && !isTime(end)) component.removeAllProperties('dtend');
    // Values are decoded when asked for: a date that is none shows only now, and so does text that claims to be a date.
    for (const property of component.getAllProperties())
      if (!['exdate', 'rdate'].includes(property.name)) property.getFirstValue();
    const times = ['dtstart', 'recurrence-id'].map((name) => component.getFirstProperty(name));
    return times.every((property) => property === null || isTime(property)) ? component : null;
  } catch {
    return null;
  }
}

/** Dates that do not say that they are no times, and rules in small letters, which the library refuses. */
function strict(line: string): string {
  if (/^RRULE/i.test(line)) return line.toUpperCase();
  return line.replace(
    /^(DTSTART|DTEND|RECURRENCE-ID|EXDATE|RDATE)((?:;(?!VALUE=)[^:;]*)*):(\d{8}(?:,\d{8})*)\s*$/i,
    '$1;VALUE=DATE$2:$3',
  );
}

function isTime(property: ICAL.Property): boolean {
  try {
    return property.getFirstValue() instanceof ICAL.Time && Number.isFinite(momentOf(property).at);
  } catch {
    return false;
  }
}

/** The instances of one UID: its master expanded, with exceptions in place of what they replace. */
function seriesItems(events: readonly Event[], context: ParseContext): SourceItem[] {
  const masters = events.filter(({ component }) => component.getFirstProperty('recurrence-id') === null);
  const [master] = masters.sort((a, b) => b.sequence - a.sequence);
  const exceptions = new Map<string, Event>();
  for (const event of events) {
    const property = event.component.getFirstProperty('recurrence-id');
    if (property === null) continue;
    const id = instanceId(momentOf(property));
    const known = exceptions.get(id);
    if (!known || event.sequence >= known.sequence) exceptions.set(id, event);
  }
  const items: SourceItem[] = [];
  const limit = context.now + daysAhead * day;
  const add = (event: Event, recurrenceId: string, start: Moment, isSeries: boolean): void => {
    const meeting = meetingRecord(event, recurrenceId, start, isSeries, context);
    if (meeting.startAt >= earliest && meeting.startAt <= limit) items.push({ kind: 'meeting', meeting });
  };
  if (master) {
    const first = momentOf(master.component.getFirstProperty('dtstart') as ICAL.Property);
    const isSeries = ['rrule', 'rdate'].some((name) => master.component.getFirstProperty(name) !== null);
    try {
      if (!isSeries) add(master, '', first, false);
      else {
        const { starts, isWhole } = seriesStarts(master.component, { earliest, limit });
        for (const start of starts) {
          const id = instanceId(start);
          if (!exceptions.has(id)) add(master, id, start, true);
        }
        if (!isWhole) items.push({ kind: 'skipped', reason: 'too many instances', place: master.place });
      }
    } catch {
      // The rule names days that do not exist or values of the wrong kind.
      items.push({ kind: 'skipped', reason: 'broken event', place: master.place });
    }
  }
  for (const [id, event] of exceptions) {
    add(event, id, momentOf(event.component.getFirstProperty('dtstart') as ICAL.Property), true);
  }
  return items;
}

function instanceId({ at, allDay }: Moment): string {
  const text = new Date(at * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  return allDay ? text.slice(0, 8) : text;
}

function meetingRecord(
  event: Event,
  recurrenceId: string,
  start: Moment,
  isSeries: boolean,
  context: ParseContext,
): MeetingRecord {
  const { component } = event;
  const isPrivate = /^(?:private|confidential)$/i.test(String(component.getFirstPropertyValue('class') ?? ''));
  const status = String(component.getFirstPropertyValue('status') ?? '').toLowerCase();
  const title =
    context.subjects && !isPrivate ? cleanText(String(component.getFirstPropertyValue('summary') ?? ''), 300) : '';
  return {
    uid: event.uid,
    recurrenceId,
    sequence: event.sequence,
    startAt: start.at,
    endAt: start.at + durationOf(component, start),
    flags:
      (start.allDay ? meetingFlag.allDay : 0) |
      (isPrivate ? meetingFlag.private : 0) |
      (isSeries ? meetingFlag.series : 0) |
      (start.uncertain ? meetingFlag.zoneUncertain : 0),
    status:
      event.cancelledByMethod || status === 'cancelled'
        ? 'cancelled'
        : status === 'tentative'
          ? 'tentative'
          : 'confirmed',
    title: title || null,
    parties: partiesOf(component),
  };
}

/** DTEND less DTSTART, else DURATION, else a day for a date and nothing for a time (RFC 5545 3.6.1). */
function durationOf(component: ICAL.Component, start: Moment): number {
  const end = component.getFirstProperty('dtend');
  if (end !== null) {
    const first = momentOf(component.getFirstProperty('dtstart') as ICAL.Property);
    return Math.max(0, momentOf(end).at - first.at);
  }
  const duration: unknown = component.getFirstPropertyValue('duration');
  if (duration instanceof ICAL.Duration) return Math.max(0, duration.toSeconds());
  return start.allDay ? day : 0;
}

const partstats: readonly Partstat[] = ['needs-action', 'accepted', 'declined', 'tentative', 'delegated'];
const roomHost = /^(?:resource\.calendar\.google\.com|group\.calendar\.google\.com)$/;

/** People only: rooms, resources and groups, which are often not marked as such, are left out. */
function partiesOf(component: ICAL.Component): MeetingParty[] {
  const parties = new Map<string, MeetingParty>();
  const add = (property: ICAL.Property, organiser: boolean): void => {
    const email = emailOf(property);
    const kind = (property.getFirstParameter('cutype') ?? '').toLowerCase();
    if (
      email === null ||
      ['room', 'resource', 'group'].includes(kind) ||
      roomHost.test(email.slice(email.indexOf('@') + 1))
    )
      return;
    const partstat = (property.getFirstParameter('partstat') ?? '').toLowerCase() as Partstat;
    const known = parties.get(email);
    parties.set(email, {
      email,
      name: nameOf(property, email) || (known?.name ?? ''),
      organiser: organiser || (known?.organiser ?? false),
      partstat: partstats.includes(partstat)
        ? partstat
        : (known?.partstat ?? (organiser ? 'accepted' : 'needs-action')),
    });
  };
  for (const property of component.getAllProperties('organizer')) add(property, true);
  for (const property of component.getAllProperties('attendee')) add(property, false);
  return [...parties.values()];
}

/** mailto: in any case and escaping, else the EMAIL parameter (RFC 7986); X.500 names and other URIs are no address. */
function emailOf(property: ICAL.Property): string | null {
  const value = String(property.getFirstValue() ?? '').trim();
  const bare = value.replace(/^mailto:/i, '').split('?', 1)[0] as string;
  const parameter = property.getFirstParameter('email');
  for (const candidate of [
    /^[a-z][a-z0-9+.-]*:/i.test(bare) ? '' : decode(bare),
    parameter === undefined ? '' : decode(parameter),
  ]) {
    const email = normaliseEmail(candidate);
    if (email !== null) return email;
  }
  return null;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text.replace(/^mailto:/i, ''));
  } catch {
    return text;
  }
}

function nameOf(property: ICAL.Property, email: string): string {
  const name = cleanText(property.getFirstParameter('cn') ?? '', 200).replace(/^['"\s]+|['"\s]+$/g, '');
  return name.toLowerCase() === email || name.includes('@') ? '' : name;
}
