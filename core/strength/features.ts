/** What the model sees of a tie at a moment: a small fixed vector, each feature falling in silence and none falling by an answer. */
import { interactionKind } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import { addInteraction, advance, day, halfLives, lastContact, newTie, touchWeight } from './tie-state.ts';
import type { Sums, TieState } from './tie-state.ts';

/** All are 0 where there is no evidence, so that a coefficient times a feature is what the evidence adds. */
export interface Features {
  /** 2^-(days since they last wrote, met or spoke / 120). */
  readonly recency: number;
  /** ln(1 + their messages, half-life 7 days), and 365 days. */
  readonly heardWeek: number;
  readonly heardYear: number;
  /** The same of the user's messages. */
  readonly wroteWeek: number;
  readonly wroteYear: number;
  /** The share of the user's messages that something came back to within a week, less the usual share; shrunk. In (-1, 1). */
  readonly answered: number;
  /** Mean of 2^-(days to the answer) over the user's messages, shrunk towards 0. In [0, 1). */
  readonly promptness: number;
  /** -ln(1 + the user's messages since they were last heard from, each growing to 1 within days). */
  readonly patience: number;
  /** ln(1 + meetings and talks, half-life 30 days). */
  readonly meetings: number;
  /** ln(1 + mail seen together, list mail and mass mail from them, half-life 30 days). */
  readonly seen: number;
  /** ln(1 + months from the first to the last contact): does not fall in silence. */
  readonly tenure: number;
  /** ln(1 + 100 sqrt(in x out)), half-life 30 days, meetings counting both ways: no exchange where one side is silent. */
  readonly exchange: number;
  /** 1 once there was any contact of either side. */
  readonly known: number;
  /** -ln(1 + months since the last contact of either side): orders ties that have long been silent. */
  readonly silence: number;
  /** Both sides have written, or they have really met or spoken: without it there is no tie. */
  readonly twoWay: boolean;
}

const month = 30 * day;
const recencyHalfLife = 120;
// The usual share of messages answered within a week, and how many messages it takes to outweigh it.
const usualShare = 0.45;
const shareWeight = 4;

/** The features of the rows [low, high), oldest first, at `asOf` (Unix seconds); only what is strictly before it counts. */
export function features(rows: Interactions, low: number, high: number, asOf: number): Features {
  const state = newTie();
  for (let row = low; row < high && (rows.at[row] as number) < asOf; row++) addInteraction(state, rows, row);
  return featuresAt(state, asOf);
}

/** The features at `asOf`, which is not before the last interaction added. */
export function featuresAt(state: TieState, asOf: number): Features {
  advance(state, asOf);
  const { received, sent, met, seen, asked, answered, timed, prompt, open, openFresh } = state;
  const heard = lastContact(state);
  // A talk counts for a year, but keeps the tie its place among those long silent.
  const last = Math.max(heard, state.lastSent, state.lastTouch);
  const both = (span: keyof Sums): number => Math.max(0, met[span]) + touchWeight(state, halfLives[span]);
  const waiting = Math.max(0, open - openFresh);
  const metMonth = both('month');
  return {
    recency: 2 ** ((heard - asOf) / day / recencyHalfLife),
    heardWeek: Math.log1p(received.week),
    heardYear: Math.log1p(received.year),
    wroteWeek: Math.log1p(sent.week),
    wroteYear: Math.log1p(sent.year),
    answered: (answered + shareWeight * usualShare) / (asked + shareWeight) - usualShare,
    promptness: prompt / (timed + waiting + shareWeight),
    patience: -Math.log1p(waiting),
    meetings: Math.log1p(metMonth),
    seen: Math.log1p(seen.month),
    tenure: last > -Infinity ? Math.log1p((last - Math.min(state.first, last)) / month) : 0,
    exchange: Math.log1p(100 * Math.sqrt((received.month + metMonth) * (sent.month + metMonth))),
    known: last > -Infinity ? 1 : 0,
    silence: last > -Infinity ? -Math.log1p((asOf - last) / month) : -Infinity,
    twoWay: state.everMet || (state.everReceived && state.everSent),
  };
}

/** Whether a row is exchange at all; mail merely seen and mass mail is not. */
export function isContact(rows: Interactions, row: number): boolean {
  return rows.kind[row] !== interactionKind.seen && rows.automatic[row] === 0;
}
