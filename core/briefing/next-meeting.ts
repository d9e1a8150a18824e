/** The next meeting with somebody from outside, and who of them the calendar has not seen before. */
import type { Today } from '../contract/briefing.ts';
import type { Band } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';

const ahead = 14 * 86_400;

type Meeting = NonNullable<Today['meeting']>;

/**
 * Running now or within two weeks; cancelled ones, and those the user declined, are none. `now` in Unix seconds; `owed` says since when
 * people wait for an answer, in the same.
 */
export function nextMeeting(db: Reader, now: number, owed: ReadonlyMap<number, number>): Meeting | null {
  const meeting = statement(
    db,
    `SELECT id, title, start_at AS startAt, end_at AS endAt FROM meeting
     WHERE end_at > :now AND start_at < :until AND status <> 'cancelled' AND EXISTS (
       SELECT 1 FROM meeting_party CROSS JOIN address ON address.id = address_id CROSS JOIN person ON person.id = address.person_id
       WHERE meeting_id = meeting.id AND kind = 'person' AND colleague <> 'current')
     AND NOT EXISTS (
       SELECT 1 FROM meeting_party JOIN own_address USING (address_id)
       WHERE meeting_id = meeting.id AND confirmed IS NOT 0 AND partstat = 'declined')
     ORDER BY start_at, id LIMIT 1`,
  ).get({ now, until: now + ahead }) as
    | { id: number; title: string | null; startAt: number; endAt: number }
    | undefined;
  if (meeting === undefined) return null;
  const people = statement(
    db,
    `SELECT DISTINCT person.id, person.name, organisation.name AS organisation, coalesce(band, 'unknown') AS band, last_interaction AS last, NOT EXISTS (
       SELECT 1 FROM address AS theirs CROSS JOIN meeting_party AS part ON part.address_id = theirs.id
       CROSS JOIN meeting AS past ON past.id = part.meeting_id
       WHERE theirs.person_id = person.id AND past.start_at < :now AND past.id <> :id AND past.status <> 'cancelled') AS firstTime
     FROM meeting_party CROSS JOIN address ON address.id = address_id CROSS JOIN person ON person.id = address.person_id
     LEFT JOIN organisation ON organisation.id = organisation_id LEFT JOIN tie ON tie.person_id = person.id
     WHERE meeting_id = :id AND kind = 'person' AND colleague <> 'current' AND partstat <> 'declined'
     ORDER BY closeness DESC, person.id`,
  ).all({ id: meeting.id, now }) as {
    id: number;
    name: string;
    organisation: string | null;
    band: Band;
    last: number | null;
    firstTime: number;
  }[];
  return {
    title: meeting.title,
    startAt: iso(meeting.startAt),
    endAt: iso(meeting.endAt),
    people: people.map(({ firstTime, last, ...person }) => ({
      ...person,
      firstTime: firstTime === 1,
      last: isoOrNull(last),
      owedSince: isoOrNull(owed.get(person.id) ?? null),
    })),
  };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function isoOrNull(seconds: number | null): string | null {
  return seconds === null ? null : iso(seconds);
}
