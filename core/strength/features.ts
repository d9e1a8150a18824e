/** What the model sees of a tie at a moment: decayed counts, built up interaction by interaction. Pure. */
import { interactionKind } from './interactions.ts';
import type { Interactions } from './interactions.ts';

export interface Features {
  /** Half-lives of 14 and 120 days since the other side was last heard from or met; 0 for never. */
  readonly recency: number;
  readonly recencyLong: number;
  /** ln(1 + what they sent, half-life 30 days), and 180 days. */
  readonly frequency: number;
  readonly frequencyLong: number;
  /** Their part of the exchange: in / (in + out + 1), half-life 180 days. */
  readonly reciprocity: number;
  /** ln(1 + meetings and talks, half-life 180 days). */
  readonly meetings: number;
  /** ln(1 + years from the first to the last time both sides were heard). */
  readonly tenure: number;
  /** Decayed counts both ways with half-lives of 90 and 365 days, meetings counting for both. */
  readonly inQuarter: number;
  readonly outQuarter: number;
  readonly inYear: number;
  readonly outYear: number;
  /** Whether both sides have written, or they have really met: without it there is no tie. */
  readonly twoWay: boolean;
}

const day = 86_400;
const year = 365.25 * day;
// A small meeting is worth more than a message, and is attention both ways.
const meetingWeight = 1.5;
// "We spoke" stands for a year, as the user's word does.
const touchLife = year;

/** The decayed sums of one tie up to `at`; `advance` moves them on without looking back. */
export interface TieState {
  at: number;
  in30: number;
  in180: number;
  out180: number;
  meet180: number;
  in90: number;
  out90: number;
  in365: number;
  out365: number;
  lastIn: number;
  firstIn: number;
  firstOut: number;
  lastOut: number;
  met: boolean;
  /** How often each series of meetings has been held. */
  series: Map<number, number> | null;
}

export function newTie(): TieState {
  return {
    at: 0, in30: 0, in180: 0, out180: 0, meet180: 0, in90: 0, out90: 0, in365: 0, out365: 0,
    lastIn: -Infinity, firstIn: Infinity, firstOut: Infinity, lastOut: -Infinity, met: false, series: null,
  }; // prettier-ignore
}

/** Adds row `row` to the state. Rows come in order of time. */
export function addInteraction(state: TieState, rows: Interactions, row: number): void {
  const at = rows.at[row] as number;
  const kind = rows.kind[row] as number;
  if (kind === interactionKind.seen) return;
  decay(state, at);
  const share = rows.share[row] as number;
  if (kind === interactionKind.sent) {
    state.out180 += share;
    state.out90 += share;
    state.out365 += share;
    state.firstOut = Math.min(state.firstOut, at);
    state.lastOut = at;
    return;
  }
  state.lastIn = at;
  state.firstIn = Math.min(state.firstIn, at);
  if (kind === interactionKind.received) {
    state.in30 += share;
    state.in180 += share;
    state.in90 += share;
    state.in365 += share;
    return;
  }
  const weight = meetingWeight * share * seriesShare(state, rows.series[row] as number);
  state.met = true;
  state.meet180 += weight;
  state.in90 += weight;
  state.out90 += weight;
  state.in365 += weight;
  state.out365 += weight;
  state.firstOut = Math.min(state.firstOut, at);
  state.lastOut = at;
}

/** The n-th meeting of a series counts 1/n: a weekly series is one tie, not fifty-two. */
function seriesShare(state: TieState, series: number): number {
  if (series === 0) return 1;
  state.series ??= new Map();
  const held = (state.series.get(series) ?? 0) + 1;
  state.series.set(series, held);
  return 1 / held;
}

function decay(state: TieState, to: number): void {
  const days = (to - state.at) / day;
  state.at = to;
  if (days <= 0) return;
  const by30 = 2 ** (-days / 30);
  const by90 = 2 ** (-days / 90);
  const by180 = 2 ** (-days / 180);
  const by365 = 2 ** (-days / 365);
  state.in30 *= by30;
  state.in90 *= by90;
  state.out90 *= by90;
  state.in180 *= by180;
  state.out180 *= by180;
  state.meet180 *= by180;
  state.in365 *= by365;
  state.out365 *= by365;
}

/** The features at `asOf`, not before the last interaction added. */
export function featuresAt(state: TieState, asOf: number): Features {
  decay(state, asOf);
  const silent = (asOf - state.lastIn) / day;
  const both = Math.min(state.lastIn, state.lastOut) - Math.max(state.firstIn, state.firstOut);
  return {
    recency: 2 ** (-silent / 14),
    recencyLong: 2 ** (-silent / 120),
    frequency: Math.log1p(state.in30),
    frequencyLong: Math.log1p(state.in180),
    reciprocity: state.in180 / (state.in180 + state.out180 + 1),
    meetings: Math.log1p(state.meet180),
    tenure: both > 0 ? Math.log1p(both / year) : 0,
    inQuarter: state.in90,
    outQuarter: state.out90,
    inYear: state.in365,
    outYear: state.out365,
    twoWay: state.met || (state.firstIn < Infinity && state.firstOut < Infinity),
  };
}

/** Whether row `row` is to be counted at `asOf`: strictly before it, and a touch not for longer than a year. */
export function countsAt(rows: Interactions, row: number, asOf: number): boolean {
  const at = rows.at[row] as number;
  return at < asOf && (rows.kind[row] !== interactionKind.touch || asOf - at < touchLife);
}
