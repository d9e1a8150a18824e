/** What the user is to be told unasked, kept in step with the calendar and the clock: the popup's plan, and that a colleague asks. Hosts show it. */
import type { PopupPlan } from './contract/briefing.ts';
import { isoTime } from './contract/iso.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { Writer } from './db/database.ts';
import { popupFacts } from './briefing/popup-facts.ts';
import { isNotToBeDisturbed, popupPlan } from './briefing/popup-plan.ts';
import type { PopupFacts } from './briefing/popup-plan.ts';
import { unansweredAsks } from './sharing/asks.ts';

export interface Popup {
  readonly plan: () => PopupPlan;
  /** Looks now, and from now on whenever the plan may change. */
  readonly look: () => void;
  readonly close: () => void;
}

interface PopupContext {
  readonly db: Writer;
  /** Milliseconds. */
  readonly now: () => number;
  readonly emit: (event: EngineEvent) => void;
  /** Runs it after so many milliseconds, unless the function that comes back is called before. */
  readonly later: (run: () => void, milliseconds: number) => () => void;
}

// Timers stand still while the computer sleeps, and clocks are set.
const longestWait = 60_000;

export function createPopup({ db, now, emit, later }: PopupContext): Popup {
  let told = '';
  // Those of before are on Today and under Firm.
  let asked: ReadonlySet<string> | null = null;
  let cancel: (() => void) | null = null;
  let isClosed = false;

  function planned(): { plan: PopupPlan; until: number | null; facts: PopupFacts } {
    const seconds = Math.floor(now() / 1000);
    const facts = popupFacts(db, seconds);
    const { state, meetings, until } = popupPlan(facts, seconds);
    const about = facts.meetings.filter(({ id }) => meetings.includes(id));
    const wanted = facts.meetings.filter(({ startAt, answer }) => startAt > seconds && answer?.answer !== 'never');
    const next = wanted.filter(({ startAt }) => startAt === wanted[0]?.startAt);
    return {
      plan: {
        state,
        meetings: [...meetings],
        startAt: isoTime(about[0]?.startAt ?? null),
        people: peopleIn(about),
        next:
          next[0] === undefined
            ? null
            : { meetings: next.map(({ id }) => id), startAt: isoTime(next[0].startAt), people: peopleIn(next) },
        quietUntil: isoTime(facts.quietUntil),
      },
      until,
      facts,
    };
  }

  function lookForAsks(facts: PopupFacts): void {
    const seconds = Math.floor(now() / 1000);
    const open = unansweredAsks(db, seconds);
    const isNew = asked !== null && open.some((ask) => asked?.has(ask) === false);
    if (isNew && isNotToBeDisturbed(facts, seconds)) return;
    asked = new Set(open);
    if (isNew) emit({ kind: 'asked' });
  }

  function look(): void {
    cancel?.();
    // What is still on its way when the database closes may come here once more.
    if (isClosed) return;
    const { plan, until, facts } = planned();
    lookForAsks(facts);
    const text = JSON.stringify(plan);
    if (text !== told) emit({ kind: 'popup', plan });
    told = text;
    const wait = until === null ? longestWait : Math.min(longestWait, Math.max(1, until * 1000 - now()));
    cancel = later(look, wait);
  }

  return {
    plan: () => planned().plan,
    look,
    close() {
      isClosed = true;
      cancel?.();
    },
  };
}

function peopleIn(meetings: readonly { readonly people: number }[]): number {
  return meetings.reduce((sum, { people }) => sum + people, 0);
}
