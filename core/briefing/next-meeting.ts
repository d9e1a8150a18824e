/** The next meeting with somebody from outside, and who of them the calendar has not seen before. */
import type { Today } from '../contract/briefing.ts';
import type { Reader } from '../db/database.ts';
import { lastContactBefore } from '../strength/past.ts';
import type { Interactions } from '../strength/interactions.ts';
import { lastMeetings, upcomingMeetings } from './upcoming.ts';

const ahead = 14 * 86_400;

/** Running now or within two weeks. `now` in Unix seconds; `owed` says since when people wait for an answer, in the same. */
export function nextMeeting(
  db: Reader,
  rows: Interactions,
  now: number,
  owed: ReadonlyMap<number, number>,
): Today['meeting'] {
  const [meeting] = upcomingMeetings(db, now, now + ahead);
  if (meeting === undefined) return null;
  const met = lastMeetings(db, meeting.people.map(({ id }) => id), now); // prettier-ignore
  return {
    title: meeting.title,
    startAt: iso(meeting.startAt),
    endAt: iso(meeting.endAt),
    people: meeting.people.map((person) => ({
      ...person,
      firstTime: !met.has(person.id),
      // What happens in the meeting itself, once it runs, is not what went before it.
      last: isoOrNull(lastContactBefore(rows, person.id, Math.min(now, meeting.startAt))?.at ?? null),
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
