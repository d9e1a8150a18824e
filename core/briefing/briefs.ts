/** Every coming meeting with somebody from outside, and what is worth knowing of them before it. */
import type { Brief } from '../contract/briefing.ts';
import type { Band } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { allDayMeeting } from '../db/evidence.ts';
import { statement } from '../db/open.ts';
import { loadPathDetails } from '../graph/path-details.ts';
import { warmPaths } from '../graph/paths.ts';
import type { Reach } from '../graph/reach.ts';
import { togetherBasis } from '../graph/words.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { LateThreads } from '../strength/late-threads.ts';
import { briefLines } from './brief-lines.ts';
import { firstMailFrom } from './moves.ts';
import { awaitedSince, owedSince } from './open-threads.ts';

const movedWithin = 365 * 86_400;

export interface BriefInput {
  readonly interactions: Interactions;
  readonly threads: LateThreads;
  readonly reach: Reach;
}

interface MeetingRow {
  id: number;
  title: string | null;
  startAt: number;
  endAt: number;
  flags: number;
}

interface PersonRow {
  meeting: number;
  id: number;
  name: string;
  organisation: string | null;
  band: Band;
  last: number | null;
}

/**
 * Meetings that end after `now` and begin before `until` (Unix seconds), in order of time: neither cancelled nor declined by the user,
 * with somebody who is neither a machine or room nor of the user's own firm, and has not declined.
 */
export function briefs(db: Reader, input: BriefInput, now: number, until: number): Brief[] {
  const meetings = statement(
    db,
    `SELECT id, title, start_at AS startAt, end_at AS endAt, flags FROM meeting
     WHERE start_at < :until AND end_at > :now AND start_at > :now - 14 * 86400 AND status <> 'cancelled'
       AND NOT EXISTS (SELECT 1 FROM meeting_party JOIN own_address USING (address_id)
         WHERE meeting_id = meeting.id AND confirmed IS NOT 0 AND partstat = 'declined')
     ORDER BY start_at, id`,
  ).all({ now, until }) as MeetingRow[];
  const people = statement(
    db,
    `SELECT DISTINCT meeting_id AS meeting, person.id, person.name, organisation.name AS organisation,
       coalesce(band, 'unknown') AS band, last_interaction AS last
     FROM json_each(?) CROSS JOIN meeting_party ON meeting_id = value CROSS JOIN address ON address.id = address_id
     CROSS JOIN person ON person.id = address.person_id LEFT JOIN organisation ON organisation.id = organisation_id
     LEFT JOIN tie ON tie.person_id = person.id
     WHERE kind = 'person' AND colleague <> 'current' AND partstat <> 'declined'
     ORDER BY closeness DESC, person.id`,
  ).all(JSON.stringify(meetings.map(({ id }) => id))) as PersonRow[];
  const told = new Map<number, Brief['people'][number]>();
  for (const person of people) if (!told.has(person.id)) told.set(person.id, tell(db, input, person, now));
  return meetings.flatMap(({ id, title, startAt, endAt, flags }) => {
    const inside = people
      .filter(({ meeting }) => meeting === id)
      .map((person) => told.get(person.id) as Brief['people'][number]);
    if (inside.length === 0) return [];
    const allDay = (flags & allDayMeeting) !== 0;
    return [{ meeting: id, title, startAt: iso(startAt), endAt: iso(endAt), allDay, people: inside }];
  });
}

function tell(db: Reader, input: BriefInput, row: PersonRow, now: number): Brief['people'][number] {
  const { id, name, organisation, band, last } = row;
  const lastMeeting = lastMeetingWith(db, id, now);
  const facts = {
    owedSince: owedSince(input.interactions, id, input.threads, now),
    awaitedSince: awaitedSince(input.interactions, id, input.threads, now),
    moved: moveOf(db, id, organisation, now),
    firstTime: lastMeeting === null,
    lastContact: last,
    lastMeeting,
    wayIn: band === 'unknown' ? wayInTo(db, input.reach, id, now) : null,
  };
  return { id, name, organisation, band, lines: briefLines(facts, now) };
}

function lastMeetingWith(db: Reader, person: number, now: number): { at: number; others: string[] } | null {
  const last = statement(
    db,
    `SELECT meeting.id, start_at AS at FROM address CROSS JOIN meeting_party ON address_id = address.id CROSS JOIN meeting ON meeting.id = meeting_id
     WHERE person_id = :person AND start_at < :now AND status <> 'cancelled' AND partstat <> 'declined'
       AND NOT EXISTS (SELECT 1 FROM meeting_party AS mine JOIN own_address USING (address_id)
         WHERE mine.meeting_id = meeting.id AND confirmed IS NOT 0 AND mine.partstat = 'declined')
     ORDER BY start_at DESC, meeting.id LIMIT 1`,
  ).get({ person, now }) as { id: number; at: number } | undefined;
  if (last === undefined) return null;
  const others = statement(
    db,
    `SELECT DISTINCT person.name FROM meeting_party CROSS JOIN address ON address.id = address_id CROSS JOIN person ON person.id = person_id
     WHERE meeting_id = ? AND kind = 'person' AND person.id <> ? AND partstat <> 'declined' ORDER BY person.id`,
  )
    .pluck()
    .all(last.id, person) as string[];
  return { at: last.at, others };
}

function moveOf(
  db: Reader,
  person: number,
  organisation: string | null,
  now: number,
): { organisation: string; formerly: string } | null {
  const details = loadPathDetails(db, [person], []);
  const { formerly } = details.person(person);
  if (formerly === null || organisation === null) return null;
  const since = firstMailFrom(db, details.address(person));
  return since === null || since < now - movedWithin ? null : { organisation, formerly };
}

/** Whom the user knows better and was seen with them. */
function wayInTo(db: Reader, reach: Reach, person: number, now: number): string | null {
  const [path] = warmPaths(reach, [person], { paths: 1, perTarget: 1 });
  const last = path?.through.at(-1);
  if (path === undefined || last === undefined) return null;
  const details = loadPathDetails(db, [...path.through, person], [[last, person]]);
  return togetherBasis(details.person(last), details.person(person), details.together(last, person), now);
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
