/** At most three people a day to get back to, each with its reason. */
import { assertNever } from '../contract/errors.ts';
import type { ContactNow } from '../contract/briefing.ts';
import { isoTime } from '../contract/iso.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { loadPathDetails } from '../graph/path-details.ts';
import { endedProject } from '../strength/ended-project.ts';
import type { EndedProject } from '../strength/ended-project.ts';
import { isContact } from '../strength/features.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { StrengthModel } from '../strength/model.ts';
import { monthWords, span, whenWords } from '../strength/spans.ts';
import { noTie, tieOf } from '../strength/ties.ts';
import { inOrderOfLoss } from './contact-now.ts';
import type { Candidate } from './contact-now.ts';
import { awaitedSince } from './open-threads.ts';
import { newsOf } from './today.ts';
import type { News, TodayInput } from './today.ts';

const day = 86_400;
const mostADay = 3;
const mostDays = 3;
const month = 30 * day;
// Less than a twentieth of a message a month is nobody's loss.
const leastLoss = 0.05;
// Whom one has met is written to in the days after, or the meeting is forgotten.
const [metFrom, metTo] = [3 * day, 30 * day];
const movedTo = 120 * day;

interface SuggestInput extends TodayInput {
  readonly model: StrengthModel;
}

/**
 * The suggestions of the day (`today`, YYYY-MM-DD) that still hold at `now` (Unix seconds). Who was suggested once that day counts
 * towards the three, also when it is done.
 */
export function suggestions(db: Writer, input: SuggestInput, now: number, today: string): ContactNow[] {
  const news = newsOf(db, input, now);
  const refused = new Set([...putOff(db, today), ...input.aside]);
  const ties = new Map(news.ties.map((tie) => [tie.person, tie]));
  const ranked = inOrderOfLoss(
    candidates(input, news, now).filter(({ person }) => !refused.has(person)),
    (person) => ({
      now: ties.get(person) ?? noTie(person),
      // Meetings that are in the calendar break the silence.
      later: tieOf(input.interactions, person, input.model, now + month) ?? noTie(person),
    }),
  ).filter(({ loss }) => loss >= leastLoss);
  const chosen = chosenFor(db, today, ranked);
  const details = loadPathDetails(db, chosen.map(({ person }) => person), []); // prettier-ignore
  return chosen.map((one) => {
    const { id, name, organisation, band } = details.person(one.person);
    const project = one.reason === 'quiet' ? endedProject(db, id, input.endings.get(id)) : null;
    const since = isoTime(one.since);
    return { id, name, organisation, band, reason: one.reason, since, words: wordsOf(one, news, project, now) };
  });
}

function candidates(
  { interactions, threads, before }: SuggestInput,
  { ties, moved, quiet, owed }: News,
  now: number,
): Candidate[] {
  const then = new Map(before.map(({ person, closeness }) => [person, closeness]));
  const living = ties.filter(({ band }) => band !== 'unknown' && band !== 'none');
  return [
    ...owed.map(({ person, at }) => ({ person, reason: 'owed', since: at, usual: 0 }) as const),
    ...quiet.map(({ person, at }) => ({ person, reason: 'quiet', since: at, usual: then.get(person) ?? 0 }) as const),
    ...moved.flatMap(({ id, since, before: old }) =>
      now - since > movedTo || hasWritten(interactions, id, since, now)
        ? []
        : [{ person: id, reason: 'moved', since, usual: then.get(old ?? id) ?? 0 } as const],
    ),
    ...living.flatMap(({ person, closeness }) => {
      const awaited = awaitedSince(interactions, person, threads, now);
      return awaited === null ? [] : [{ person, reason: 'awaited', since: awaited, usual: closeness } as const];
    }),
    ...living.flatMap(({ person, closeness }) => {
      const met = metOnce(interactions, person, now);
      return met === null ? [] : [{ person, reason: 'met', since: met, usual: closeness } as const];
    }),
  ];
}

/** When the two met for the first time, where nothing has passed between them since. */
function metOnce(rows: Interactions, person: number, now: number): number | null {
  let met: number | null = null;
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    const at = rows.at[row] as number;
    if (at >= now) break;
    if (!isContact(rows, row)) continue;
    if (met !== null) return null;
    if (rows.kind[row] === interactionKind.meeting) met = at;
  }
  return met !== null && now - met >= metFrom && now - met <= metTo ? met : null;
}

function hasWritten(rows: Interactions, person: number, since: number, now: number): boolean {
  for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
    const at = rows.at[row] as number;
    if (at <= since) return false;
    if (at < now && rows.kind[row] === interactionKind.sent) return true;
  }
  return false;
}

/** Whom the user does not want to hear of for now. */
function putOff(db: Reader, today: string): number[] {
  return statement(db, 'SELECT person_id FROM put_off CROSS JOIN address ON id = address_id WHERE until > ?')
    .pluck()
    .all(today) as number[];
}

/**
 * What is left of the day's three, with new ones where there have been fewer. Who was named on three days and nothing came of it gives
 * way to others, until none of these days is among the last two weeks.
 */
function chosenFor<C extends Candidate>(db: Writer, today: string, ranked: readonly C[]): C[] {
  const named = statement(
    db,
    `SELECT person_id AS person, count(DISTINCT day) FILTER (WHERE day < :today) AS days, max(day) = :today AS isToday
     FROM suggested CROSS JOIN address ON id = address_id WHERE day BETWEEN date(:today, '-14 days') AND :today GROUP BY 1`,
  ).all({ today }) as { person: number; days: number; isToday: number }[];
  const suggested = new Set(named.filter(({ isToday }) => isToday === 1).map(({ person }) => person));
  const resting = new Set(named.filter(({ days }) => days >= mostDays).map(({ person }) => person));
  const fresh = ranked
    .filter(({ person }) => !suggested.has(person) && !resting.has(person))
    .slice(0, Math.max(0, mostADay - suggested.size));
  if (fresh.length > 0) {
    db.transaction(() => {
      statement(db, `DELETE FROM suggested WHERE day NOT BETWEEN date(:today, '-14 days') AND :today`).run({ today });
      for (const { person } of fresh) {
        statement(db, 'INSERT INTO suggested SELECT ?, min(id) FROM address WHERE person_id = ?').run(today, person);
      }
    })();
  }
  const shown = new Set([...suggested, ...fresh.map(({ person }) => person)]);
  return ranked.filter(({ person }) => shown.has(person));
}

function wordsOf(
  { person, reason, since }: Candidate,
  { moved }: News,
  project: EndedProject | null,
  now: number,
): string {
  switch (reason) {
    case 'owed':
      return `wrote to you ${whenWords(since, now)} and has not heard back`;
    case 'awaited':
      return `has not answered what you wrote ${whenWords(since, now)}`;
    case 'met':
      return `met for the first time ${whenWords(since, now)}, and nothing has followed`;
    case 'moved': {
      const move = moved.find(({ id }) => id === person);
      return `${move?.sure === false ? 'seems to be' : 'is'} at ${move?.organisation ?? ''} now, before at ${move?.formerly ?? ''}; you have not written there`;
    }
    case 'quiet':
      return project === null
        ? `no mail or meeting for ${span(now - since)}`
        : `quiet since ${project.name === null ? 'a project' : `the ${project.name} traffic`} ended in ${monthWords(project.at, now)}`;
    default:
      return assertNever(reason);
  }
}
