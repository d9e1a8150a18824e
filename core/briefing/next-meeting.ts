/** The next meeting with somebody from outside, and who of them the calendar has not seen before. */
import type { Today } from '../contract/briefing.ts';
import { isoTime } from '../contract/iso.ts';
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
    startAt: isoTime(meeting.startAt),
    endAt: isoTime(meeting.endAt),
    people: meeting.people.map((person) => ({
      ...person,
      firstTime: !met.has(person.id),
      // What happens in the meeting itself, once it runs, is not what went before it.
      last: isoTime(lastContactBefore(rows, person.id, Math.min(now, meeting.startAt))?.at ?? null),
      owedSince: isoTime(owed.get(person.id) ?? null),
    })),
  };
}
