/** Every coming meeting with somebody from outside, and what is worth knowing of them before it. */
import type { Brief } from '../contract/briefing.ts';
import { isoTime } from '../contract/iso.ts';
import type { Reader } from '../db/database.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { loadPathDetails } from '../graph/path-details.ts';
import type { PathDetails } from '../graph/path-details.ts';
import { warmPaths } from '../graph/paths.ts';
import type { Reach } from '../graph/reach.ts';
import { colleagueKnows, wayInWords } from '../graph/words.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { LateThreads } from '../strength/late-threads.ts';
import { lastContactBefore } from '../strength/past.ts';
import { briefLines } from './brief-lines.ts';
import { firstMailFrom } from './moves.ts';
import { neverShown } from './popup-facts.ts';
import { awaitedSince, owedSince } from './open-threads.ts';
import { lastMeetings, upcomingMeetings } from './upcoming.ts';
import type { Attendee } from './upcoming.ts';

const movedWithin = 365 * 86_400;

interface BriefInput {
  readonly interactions: Interactions;
  readonly threads: LateThreads;
  readonly reach: Reach;
  /** What colleagues have shared. */
  readonly colleagues: readonly ColleagueEntry[];
}

/** The meetings of `upcomingMeetings`, with at most two lines a person; both times in Unix seconds. */
export function briefs(db: Reader, input: BriefInput, now: number, until: number): Brief[] {
  const meetings = upcomingMeetings(db, now, until);
  const ids = [...new Set(meetings.flatMap(({ people }) => people.map(({ id }) => id)))];
  const never = neverShown(db);
  const met = lastMeetings(db, ids, now);
  const details = loadPathDetails(db, ids, []);
  const ways = new Map<number, string | null>();
  const wayIn = ({ id, band }: Attendee): string | null => {
    if (band !== 'unknown') return null;
    if (!ways.has(id)) ways.set(id, wayInTo(db, input, id, now));
    return ways.get(id) ?? null;
  };
  return meetings.map(({ id, uid, title, startAt, endAt, allDay, isPrivate, people }) => ({
    meeting: id,
    title,
    startAt: isoTime(startAt),
    endAt: isoTime(endAt),
    allDay,
    leftOut: never.has(uid),
    isPrivate,
    people: people.map((person) => {
      const facts = {
        owedSince: owedSince(input.interactions, person.id, input.threads, now),
        awaitedSince: awaitedSince(input.interactions, person.id, input.threads, now),
        moved: moveOf(db, details, person, now),
        firstTime: !met.has(person.id),
        // What happens in the meeting itself, once it runs, is not what went before it.
        lastContact: lastContactBefore(input.interactions, person.id, Math.min(now, startAt)),
        lastMeeting: met.get(person.id) ?? null,
        wayIn: wayIn(person),
      };
      return { ...person, lines: briefLines(facts, now) };
    }),
  }));
}

function moveOf(
  db: Reader,
  details: PathDetails,
  { id, organisation }: Attendee,
  now: number,
): { organisation: string; formerly: string } | null {
  const { formerly } = details.person(id);
  if (formerly === null || organisation === null) return null;
  const since = firstMailFrom(db, details.address(id));
  return since === null || since < now - movedWithin ? null : { organisation, formerly };
}

/** Whom the user knows better and was seen with them; else a colleague who has shared that they know them, the first by name. */
function wayInTo(
  db: Reader,
  { reach, colleagues }: Pick<BriefInput, 'reach' | 'colleagues'>,
  person: number,
  now: number,
): string | null {
  const [path] = warmPaths(reach, [person], { paths: 1, perTarget: 1 });
  const last = path?.through.at(-1);
  if (path === undefined || last === undefined) {
    const [known = null] = colleagues
      .filter((entry) => entry.person === person && reach.open[person] === 1)
      .map(colleagueKnows)
      .sort();
    return known;
  }
  const details = loadPathDetails(db, [...path.through, person], [[last, person]]);
  return wayInWords(details.person(last), details.together(last, person), now);
}
