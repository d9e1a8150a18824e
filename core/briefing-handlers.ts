/** The methods of today, coming meetings, the popup, and whom to get back to. */
import { success } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { PopupPlan } from './contract/briefing.ts';
import { isoDate } from './contract/iso.ts';
import type { SideProposal, Why } from './contract/shapes.ts';
import { briefDetails } from './briefing/brief-details.ts';
import { briefs } from './briefing/briefs.ts';
import { answerPopup } from './briefing/popup-facts.ts';
import { proposeSides } from './briefing/side-proposals.ts';
import { suggestions } from './briefing/suggest.ts';
import { season, today } from './briefing/today.ts';
import type { TodayInput } from './briefing/today.ts';
import type { Writer } from './db/database.ts';
import { clearSetting, writeSetting } from './db/settings.ts';
import type { ColleagueEntry } from './graph/colleagues.ts';
import type { Handlers } from './engine-handlers.ts';
import { never, putOff } from './identity/acts.ts';
import { neverOf } from './identity/word.ts';
import type { Standings } from './standings.ts';
import type { Ending } from './strength/endings.ts';
import { rankTies } from './strength/ties.ts';

// Two weeks: as far as calendars are always known.
const briefAhead = 14 * 86_400;
// "Not now" is for two weeks.
const notNowFor = 14 * 86_400;

interface BriefingContext {
  readonly db: Writer;
  /** Unix seconds. */
  readonly now: () => number;
  readonly standings: Standings;
  readonly changed: () => void;
  readonly plan: () => PopupPlan;
  /** What colleagues have shared. */
  readonly colleagues: () => readonly ColleagueEntry[];
  readonly fresh: <T>(ask: () => T) => T;
  readonly label: <T>(people: readonly number[], run: () => Result<T>) => Result<T>;
  readonly endings: () => ReadonlyMap<number, Ending>;
  readonly why: (person: number) => Result<Why>;
}

type BriefingMethod =
  | 'today'
  | 'next'
  | 'notNow'
  | 'neverSuggest'
  | 'briefs'
  | 'briefDetails'
  | 'popup'
  | 'answerPopup'
  | 'setPopup'
  | 'keepQuiet'
  | 'neverBrief'
  | 'sideProposals';

export function briefingHandlers(context: BriefingContext): Pick<Handlers, BriefingMethod> {
  const { db, standings, now, fresh, label, endings, plan } = context;

  const proposedSides = (): SideProposal[] => proposedSidesOf(db, standings, now());

  /** What today and the suggestions are worked out from. */
  function todayInput(): TodayInput {
    const { interactions, people, threads } = standings.loaded();
    const aside = new Set(proposedSides().map(({ person }) => person));
    const { model } = standings.calibrationAt(now());
    // In a large mailbox each takes a second; a day's decay, which a recount ends, changes neither.
    const ties = standings.cached('ties', () => rankTies(interactions, people, model, now()));
    const before = standings.cached('ties before', () => rankTies(interactions, people, model, now() - season));
    return { interactions, people, threads, ties, before, endings: endings(), aside };
  }

  function briefsBetween(from: number, until: number): ReturnType<typeof briefs> {
    const { interactions, threads } = standings.loaded();
    return briefs(
      db,
      { interactions, threads, reach: standings.reach(), colleagues: context.colleagues() },
      from,
      until,
    );
  }

  /** A choice after which nothing is counted or gathered anew. */
  function choose(run: () => void): Result<Record<string, never>> {
    run();
    context.changed();
    return success({});
  }

  return {
    today: () => fresh(() => success(today(db, todayInput(), now()))),
    next: () =>
      fresh(() =>
        success(
          suggestions(db, { ...todayInput(), model: standings.calibrationAt(now()).model }, now(), isoDate(now())),
        ),
      ),
    notNow: ({ person }) => label([person], () => putOff(db, person, isoDate(now() + notNowFor))),
    neverSuggest: (input) => label([input.person], () => never(db, 'never_suggested', input.person, input.never)),
    briefs: ({ from, until, limit }) =>
      fresh(() => {
        const begin = from === undefined ? now() : Date.parse(from) / 1000;
        const end = until === undefined ? begin + briefAhead : Date.parse(until) / 1000;
        return success(briefsBetween(begin, end).slice(0, limit));
      }),
    briefDetails: ({ meeting, person }) =>
      fresh(() => {
        const standing = context.why(person);
        if (!standing.ok) return standing;
        const about = { meeting, person, sentence: standing.value.sentence };
        return success(briefDetails(db, standings.loaded().interactions, about, now()));
      }),
    popup: () =>
      fresh(() => {
        const current = plan();
        // What it is about; where it is about nothing, what comes next.
        const [ids, startAt] =
          current.startAt === null
            ? [current.next?.meetings ?? [], current.next?.startAt]
            : [current.meetings, current.startAt];
        if (startAt === undefined) return success({ plan: current, briefs: [] });
        const left = neverOf(db, 'never_briefed');
        // All of a plan begins within the hour.
        const shown = briefsBetween(now(), Date.parse(startAt) / 1000 + 3600)
          .filter(({ meeting }) => ids.includes(meeting))
          .map((brief) => ({ ...brief, people: brief.people.filter(({ id }) => !left.has(id)) }));
        return success({ plan: current, briefs: shown });
      }),
    answerPopup: ({ meetings, answer }) =>
      choose(() => {
        const said =
          answer?.kind === 'later' ? { kind: answer.kind, until: Math.floor(Date.parse(answer.until) / 1000) } : answer;
        answerPopup(db, meetings, said, now());
      }),
    setPopup: ({ minutes }) => choose(() => writeSetting(db, 'popup_minutes', String(minutes))),
    keepQuiet: ({ until }) =>
      choose(() => {
        if (until === null) clearSetting(db, 'quiet_until');
        else writeSetting(db, 'quiet_until', String(Math.floor(Date.parse(until) / 1000)));
      }),
    neverBrief: (input) => label([input.person], () => never(db, 'never_briefed', input.person, input.never)),
    sideProposals: () => fresh(() => success(proposedSides())),
  };
}

/** Worked out once for all who ask. `now` in Unix seconds. */
export function proposedSidesOf(db: Writer, standings: Standings, now: number): SideProposal[] {
  return standings.cached('proposed sides', () => {
    const { interactions, people } = standings.loaded();
    return proposeSides(db, interactions, people, now);
  });
}
