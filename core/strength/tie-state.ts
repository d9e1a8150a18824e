/** The sums behind a tie's features, built up interaction by interaction so that a past is walked through once. */
import { interactionKind, realMeetingShare } from './interactions.ts';
import type { Interactions } from './interactions.ts';

export const day = 86_400;
export const year = 365.25 * day;
/** Half-lives in days of every decayed sum. */
export const halfLives = { week: 7, month: 30, year: 365 } as const;

/** A small meeting is worth two messages each way; public data has no meetings to learn it from. */
const meetingWeight = 2;
/** "We spoke" is as good as a meeting of two, for a year. */
const touchLife = year;
/** Later than this is no answer: the question the probability is asked. */
export const answerWindow = 7 * day;

/** Sums decayed to one moment, with the three half-lives. */
export interface Sums {
  week: number;
  month: number;
  year: number;
}

export interface TieState {
  /** The moment all sums are decayed to, Unix seconds. */
  at: number;
  readonly received: Sums;
  readonly sent: Sums;
  /** Meetings, one way: what they add to both sides. */
  readonly met: Sums;
  readonly seen: Sums;
  first: number;
  /** The last word from them: a message or a meeting. -Infinity for never. */
  lastHeard: number;
  lastSent: number;
  lastTouch: number;
  everReceived: boolean;
  everSent: boolean;
  everMet: boolean;
  /** Of the user's messages (by share): how many had their week, how many something came back to within it. */
  asked: number;
  answered: number;
  /** How many were looked at for promptness, and the sum of 2^-(days to the answer). */
  timed: number;
  prompt: number;
  /** The user's messages since they were last heard from: share, and for those within their week share times 2^-(days since). */
  open: number;
  openFresh: number;
  /** Those of them still within their week, as time and share; from `openFrom` on. */
  readonly openAt: number[];
  readonly openShare: number[];
  openFrom: number;
  /** The last instance of each series of meetings. */
  series: Map<number, { at: number; weight: number }> | null;
}

const noSums = (): Sums => ({ week: 0, month: 0, year: 0 });

/** A tie of which nothing is known. */
export function newTie(): TieState {
  return {
    at: 0,
    received: noSums(),
    sent: noSums(),
    met: noSums(),
    seen: noSums(),
    first: Infinity,
    lastHeard: -Infinity,
    lastSent: -Infinity,
    lastTouch: -Infinity,
    everReceived: false,
    everSent: false,
    everMet: false,
    asked: 0,
    answered: 0,
    timed: 0,
    prompt: 0,
    open: 0,
    openFresh: 0,
    openAt: [],
    openShare: [],
    openFrom: 0,
    series: null,
  };
}

/** Adds row `row`, which is not earlier than those before it. */
export function addInteraction(state: TieState, rows: Interactions, row: number): void {
  const at = rows.at[row] as number;
  const kind = rows.kind[row] as number;
  const share = rows.share[row] as number;
  decayTo(state, at);
  // What machines and mass mailings say passes between no two people.
  if (kind === interactionKind.seen || rows.automatic[row] === 1) {
    add(state.seen, share);
    return;
  }
  state.first = Math.min(state.first, at);
  if (kind === interactionKind.sent) {
    add(state.sent, share);
    state.lastSent = at;
    state.everSent = true;
    state.open += share;
    state.openFresh += share;
    state.openAt.push(at);
    state.openShare.push(share);
    return;
  }
  closeOpen(state, at);
  if (kind === interactionKind.received) {
    add(state.received, share);
    state.lastHeard = at;
    state.everReceived = true;
  } else if (kind === interactionKind.touch) {
    state.lastTouch = at;
    state.everMet = true;
  } else {
    addMeeting(state, at, meetingWeight * share, rows.series[row] as number);
    state.lastHeard = at;
    if (share >= realMeetingShare) state.everMet = true;
  }
}

/** Of a series only the latest meeting counts: a weekly one is one tie, not fifty-two. */
function addMeeting(state: TieState, at: number, weight: number, series: number): void {
  add(state.met, weight);
  if (series === 0) return;
  state.series ??= new Map();
  const before = state.series.get(series);
  state.series.set(series, { at, weight });
  if (before === undefined) return;
  const days = (at - before.at) / day;
  state.met.week -= before.weight * 2 ** (-days / halfLives.week);
  state.met.month -= before.weight * 2 ** (-days / halfLives.month);
  state.met.year -= before.weight * 2 ** (-days / halfLives.year);
}

/** A word from them at `at` settles what the user had written before: answered in time, or not. */
function closeOpen(state: TieState, at: number): void {
  mature(state, at);
  for (let i = state.openFrom; i < state.openAt.length; i++) {
    const share = state.openShare[i] as number;
    state.asked += share;
    state.answered += share;
    state.prompt += share * 2 ** (((state.openAt[i] as number) - at) / day);
  }
  state.timed += state.open;
  state.open = 0;
  state.openFresh = 0;
  state.openAt.length = 0;
  state.openShare.length = 0;
  state.openFrom = 0;
}

/** What has waited for longer than a week by `at` has been asked in vain. */
function mature(state: TieState, at: number): void {
  while (state.openFrom < state.openAt.length && (state.openAt[state.openFrom] as number) < at - answerWindow) {
    const share = state.openShare[state.openFrom] as number;
    state.asked += share;
    state.openFresh -= share * 2 ** (((state.openAt[state.openFrom] as number) - state.at) / day);
    state.openFrom++;
  }
}

/** Moves the state on to `at`, not before its last interaction. */
export function advance(state: TieState, at: number): void {
  decayTo(state, at);
  mature(state, at);
}

/** What "we spoke" still adds to both sides at the state's moment, decayed with a half-life of `halfLife` days. */
export function touchWeight({ at, lastTouch }: TieState, halfLife: number): number {
  return hasTouch(at, lastTouch) ? meetingWeight * 2 ** ((lastTouch - at) / day / halfLife) : 0;
}

/** When they were last heard from, met or spoken to; -Infinity for never. */
export function lastContact({ at, lastHeard, lastTouch }: TieState): number {
  return hasTouch(at, lastTouch) ? Math.max(lastHeard, lastTouch) : lastHeard;
}

function hasTouch(at: number, lastTouch: number): boolean {
  return at - lastTouch < touchLife;
}

function add(sums: Sums, amount: number): void {
  sums.week += amount;
  sums.month += amount;
  sums.year += amount;
}

function decayTo(state: TieState, at: number): void {
  const days = (at - state.at) / day;
  state.at = at;
  if (days <= 0) return;
  const week = 2 ** (-days / halfLives.week);
  const month = 2 ** (-days / halfLives.month);
  const long = 2 ** (-days / halfLives.year);
  decay(state.received, week, month, long);
  decay(state.sent, week, month, long);
  decay(state.met, week, month, long);
  decay(state.seen, week, month, long);
  state.openFresh *= 2 ** -days;
}

function decay(sums: Sums, week: number, month: number, long: number): void {
  sums.week *= week;
  sums.month *= month;
  sums.year *= long;
}
