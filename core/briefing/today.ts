/** What today is worth saying: who has gone quiet, who has moved, whom you meet next, who waits for you. Thin evidence is left out. */
import type { Today } from '../contract/briefing.ts';
import { isoTime } from '../contract/iso.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { People } from '../identity/people.ts';
import { loadPathDetails } from '../graph/path-details.ts';
import { neverOf, wordGiven } from '../identity/word.ts';
import { endedProject } from '../strength/ended-project.ts';
import { isKnownOnlyBy } from '../strength/endings.ts';
import type { Ending } from '../strength/endings.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { LateThreads } from '../strength/late-threads.ts';
import type { RankedTie } from '../strength/ties.ts';
import { nextMeeting } from './next-meeting.ts';
import { firstMailFrom } from './moves.ts';
import { owedSince } from './open-threads.ts';

const day = 86_400;
// A season back: what was warm then and is not now has gone quiet, and has not been forgotten yet.
export const season = 120 * day;
const quietAfter = 42 * day;
const quietShare = 1 / 3;
const mostQuiet = 4;
const movedWithin = 365 * day;
const mostMoved = 3;
const mostWaiting = 3;
// Moves are looked for among those whom the user would care to hear of.
const closest = 500;

export interface TodayInput {
  readonly interactions: Interactions;
  readonly people: People;
  readonly threads: LateThreads;
  /** Everybody's standing now, and `season` ago. */
  readonly ties: readonly RankedTie[];
  readonly before: readonly RankedTie[];
  readonly endings: ReadonlyMap<number, Ending>;
  /** Whom a pattern shows on a side that is no relationship, though the user has not filed them yet. */
  readonly aside: ReadonlySet<number>;
}

/** What has happened lately to those in the user's rankings. */
export interface News {
  readonly ties: readonly RankedTie[];
  readonly moved: readonly Moved[];
  /** Who has gone quiet, the greatest loss first; of an ended project one. */
  readonly quiet: readonly Found[];
  /** Whom the user owes an answer, the longest wait first. */
  readonly owed: readonly Found[];
}

export function newsOf(db: Reader, input: TodayInput, now: number): News {
  const never = neverOf(db, 'never_suggested');
  const ties = input.ties.filter(({ person }) => input.people.ranked[person] === 1 && !never.has(person));
  const moved = movedPeople(db, ties, now);
  const left = new Set(moved.map(({ before }) => before));
  const { endings } = input;
  const leftOut = new Set([...wordGiven(db), ...left, ...input.aside]);
  const quiet = onceAProject(
    goneQuiet(ties, input.before, now).filter(({ person }) => {
      const ending = endings.get(person);
      return !leftOut.has(person) && !(ending && isKnownOnlyBy(input.interactions, person, ending));
    }),
    endings,
  );
  return { ties, moved, quiet, owed: waitingPeople(ties, input, now) };
}

/** `now` in Unix seconds. */
export function today(db: Reader, input: TodayInput, now: number): Today {
  const { endings } = input;
  const { ties, moved, owed, ...news } = newsOf(db, input, now);
  const quiet = news.quiet.slice(0, mostQuiet);
  const waiting = owed.slice(0, mostWaiting);
  const shown = loadPathDetails(db, [...quiet, ...waiting].map(({ person }) => person), []); // prettier-ignore
  const who = (person: number): { id: number; name: string; organisation: string | null } => {
    const { id, name, organisation } = shown.person(person);
    return { id, name, organisation };
  };
  return {
    quiet: quiet.map(({ person, at }) => {
      const ended = endedProject(db, person, endings.get(person));
      return { ...who(person), last: isoTime(at), project: ended && { name: ended.name, others: ended.others } };
    }),
    moved: moved.slice(0, mostMoved).map(({ id, name, organisation, formerly, sure }) => ({ id, name, organisation, formerly, sure })), // prettier-ignore
    meeting: nextMeeting(db, input.interactions, now, new Map(owed.map(({ person, at }) => [person, at]))),
    waiting: waiting.map(({ person, at }) => ({ ...who(person), since: isoTime(at) })),
    example: exampleOf(db, moved, ties),
  };
}

interface Found {
  readonly person: number;
  /** Unix seconds. */
  readonly at: number;
}

/** Those who have lost most since a season ago, the greatest loss first. */
function goneQuiet(now: readonly RankedTie[], before: readonly RankedTie[], at: number): Found[] {
  const then = new Map(before.map((tie) => [tie.person, tie]));
  return now
    .flatMap((tie) => {
      const past = then.get(tie.person);
      const last = tie.lastInteraction;
      if (past === undefined || last === null || at - last < quietAfter) return [];
      if (past.band !== 'strong' && past.band !== 'moderate') return [];
      if (tie.closeness > past.closeness * quietShare) return [];
      return [{ person: tie.person, at: last, loss: past.closeness - tie.closeness }];
    })
    .sort((a, b) => b.loss - a.loss || a.person - b.person)
    .map(({ person, at: last }) => ({ person, at: last }));
}

/** Of those whose traffic ended with one project only the first. */
function onceAProject(quiet: readonly Found[], endings: ReadonlyMap<number, Ending>): Found[] {
  const told = new Set<Ending>();
  return quiet.filter(({ person }) => {
    const ending = endings.get(person);
    if (ending === undefined) return true;
    const isNew = !told.has(ending);
    told.add(ending);
    return isNew;
  });
}

/** Those with a living relationship whom the user owes an answer, the longest wait first. */
function waitingPeople(ties: readonly RankedTie[], { interactions, threads }: TodayInput, now: number): Found[] {
  return ties
    .flatMap(({ person, band }) => {
      const at = band === 'unknown' || band === 'none' ? null : owedSince(interactions, person, threads, now);
      return at === null ? [] : [{ person, at }];
    })
    .sort((a, b) => a.at - b.at || a.person - b.person);
}

type Moved = Today['moved'][number] & {
  /** Unix seconds of the first mail from there. */
  readonly since: number;
  /** The entry they had before, where it is another one. */
  readonly before: number | null;
};

/** Of those there was ever an exchange with: by their own addresses, and by proposals the user has not decided on; the latest first. */
function movedPeople(db: Reader, ranked: readonly RankedTie[], now: number): Moved[] {
  const ties = ranked.filter(({ band }) => band !== 'unknown');
  const candidates = [...ties].sort((a, b) => b.closeness - a.closeness).slice(0, closest);
  const details = loadPathDetails(db, candidates.map(({ person }) => person), []); // prettier-ignore
  const sure = candidates.flatMap(({ person }): Moved[] => {
    const { id, name, organisation, formerly } = details.person(person);
    if (formerly === null || organisation === null) return [];
    const since = firstMailFrom(db, details.address(person));
    return since === null || since < now - movedWithin
      ? []
      : [{ id, name, organisation, formerly, sure: true, since, before: null }];
  });
  const known = new Set(ties.map(({ person }) => person));
  const named = new Set(ranked.map(({ person }) => person));
  const isNews = (one: number, other: number): boolean =>
    named.has(one) && named.has(other) && (known.has(one) || known.has(other));
  return [...sure, ...suspected(db, isNews, now)].sort((a, b) => b.since - a.since);
}

/** Entries that are probably one person who moved: the one whose mail began later is where they are now. */
function suspected(db: Reader, isNews: (one: number, other: number) => boolean, now: number): Moved[] {
  const rows = statement(
    db,
    `SELECT one.email AS a, other.email AS b, one.person_id AS personA, other.person_id AS personB FROM proposal
     JOIN address AS one ON one.id = a JOIN address AS other ON other.id = b
     WHERE proposal.kind = 'move' AND one.person_id <> other.person_id LIMIT 200`,
  ).all() as { a: string; b: string; personA: number; personB: number }[];
  return rows.flatMap(({ a, b, personA, personB }) => {
    if (!isNews(personA, personB)) return [];
    const [beganA, beganB] = [firstMailFrom(db, a), firstMailFrom(db, b)];
    if (beganA === null || beganB === null) return [];
    const [newer, older] = beganA > beganB ? [personA, personB] : [personB, personA];
    const since = Math.max(beganA, beganB);
    const details = loadPathDetails(db, [newer, older], []);
    const [now_, then] = [details.person(newer), details.person(older)];
    if (since < now - movedWithin || now_.organisation === null || then.organisation === null) return [];
    return [{ id: newer, name: now_.name, organisation: now_.organisation, formerly: then.organisation, sure: false, since, before: older }]; // prettier-ignore
  });
}

/** An organisation to ask about first: where somebody moved to, else where the warmest works. */
function exampleOf(db: Reader, moved: readonly Moved[], ties: readonly RankedTie[]): string | null {
  if (moved[0] !== undefined) return moved[0].organisation;
  const warmest = [...ties].sort((a, b) => b.closeness - a.closeness).slice(0, 20);
  const details = loadPathDetails(db, warmest.map(({ person }) => person), []); // prettier-ignore
  return warmest.map(({ person }) => details.person(person).organisation).find((name) => name !== null) ?? null;
}
