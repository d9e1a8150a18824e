/** The meetings to come with people from outside, and when each of them was met last. */
import type { Band } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { allDayMeeting, privateMeeting } from '../db/evidence.ts';
import { statement } from '../db/open.ts';

interface UpcomingMeeting {
  readonly id: number;
  /** The same for all of a series. */
  readonly uid: string;
  readonly title: string | null;
  /** Unix seconds. */
  readonly startAt: number;
  readonly endAt: number;
  readonly allDay: boolean;
  readonly isPrivate: boolean;
  /** The closest first; at least one. */
  readonly people: readonly Attendee[];
}

export interface Attendee {
  readonly id: number;
  readonly name: string;
  readonly organisation: string | null;
  readonly band: Band;
}

// Nothing that runs longer is a meeting; the index on the beginning then bounds what is looked at.
const longest = 14 * 86_400;
export const declinedByUser = `EXISTS (SELECT 1 FROM meeting_party AS mine JOIN own_address USING (address_id)
  WHERE mine.meeting_id = meeting.id AND confirmed IS NOT 0 AND mine.partstat = 'declined')`;

/**
 * Meetings that end after `now` and begin before `until` (Unix seconds), in order of time: neither cancelled nor declined by the user,
 * with somebody who is neither a machine or room nor of the user's own firm, and has not declined.
 */
export function upcomingMeetings(db: Reader, now: number, until: number): UpcomingMeeting[] {
  const meetings = statement(
    db,
    `SELECT id, uid, title, start_at AS startAt, end_at AS endAt, flags & ${String(allDayMeeting)} AS allDay,
       flags & ${String(privateMeeting)} AS isPrivate FROM meeting
     WHERE start_at BETWEEN :from AND :until - 1 AND end_at > :now AND status <> 'cancelled' AND NOT ${declinedByUser}
     ORDER BY start_at, id`,
  ).all({ now, until, from: now - longest }) as (Omit<UpcomingMeeting, 'people' | 'allDay' | 'isPrivate'> & {
    allDay: number;
    isPrivate: number;
  })[];
  const rows = statement(
    db,
    `SELECT DISTINCT meeting_id AS meeting, person.id, person.name, organisation.name AS organisation, coalesce(band, 'unknown') AS band
     FROM json_each(?) CROSS JOIN meeting_party ON meeting_id = value CROSS JOIN address ON address.id = address_id
     CROSS JOIN person ON person.id = address.person_id LEFT JOIN organisation ON organisation.id = organisation_id
     LEFT JOIN tie ON tie.person_id = person.id
     WHERE kind = 'person' AND colleague <> 'current' AND partstat <> 'declined' ORDER BY closeness DESC, person.id`,
  ).all(JSON.stringify(meetings.map(({ id }) => id))) as (Attendee & { meeting: number })[];
  const people = new Map<number, Attendee[]>(meetings.map(({ id }) => [id, []]));
  for (const { meeting, ...person } of rows) people.get(meeting)?.push(person);
  return meetings.flatMap(({ allDay, isPrivate, ...meeting }) => {
    const inside = people.get(meeting.id) ?? [];
    return inside.length === 0
      ? []
      : [{ ...meeting, allDay: allDay !== 0, isPrivate: isPrivate !== 0, people: inside }];
  });
}

export interface PastMeeting {
  /** Unix seconds of its beginning. */
  readonly at: number;
  /** Names of who else was there, the user's colleagues among them. */
  readonly others: readonly string[];
}

/** By person: the last meeting that was over by `now` (Unix seconds); no entry for whom there was none. */
export function lastMeetings(db: Reader, people: readonly number[], now: number): Map<number, PastMeeting> {
  const rows = statement(
    db,
    `WITH met AS (
       SELECT person_id AS person, meeting.id, start_at AS at, row_number() OVER (PARTITION BY person_id ORDER BY start_at DESC, meeting.id) AS back
       FROM json_each(:people) CROSS JOIN address ON person_id = value CROSS JOIN meeting_party ON address_id = address.id
       CROSS JOIN meeting ON meeting.id = meeting_id
       WHERE end_at <= :now AND status <> 'cancelled' AND partstat <> 'declined' AND NOT ${declinedByUser})
     SELECT met.person, at, (SELECT json_group_array(name ORDER BY other) FROM (
       SELECT DISTINCT person.id AS other, name FROM meeting_party CROSS JOIN address ON address.id = address_id
       CROSS JOIN person ON person.id = person_id
       WHERE meeting_id = met.id AND kind = 'person' AND person.id <> met.person AND partstat <> 'declined')) AS others
     FROM met WHERE back = 1`,
  ).all({ people: JSON.stringify(people), now }) as { person: number; at: number; others: string }[];
  return new Map(rows.map(({ person, at, others }) => [person, { at, others: JSON.parse(others) as string[] }]));
}
