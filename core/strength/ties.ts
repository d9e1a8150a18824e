/** Everybody's standing at a moment. Pure. */
import type { Band, Trend } from '../contract/shapes.ts';
import type { People } from '../identity/people.ts';
import { nextBand, trendOf } from './band.ts';
import { addInteraction, countsAt, featuresAt, newTie } from './features.ts';
import type { Features } from './features.ts';
import { interactionKind } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import { closeness, probability } from './model.ts';
import type { StrengthModel } from './model.ts';

export interface RankedTie {
  readonly person: number;
  readonly band: Band;
  readonly probability: number | null;
  readonly closeness: number;
  readonly trend: Trend | null;
  /** Unix seconds. */
  readonly lastInteraction: number | null;
  readonly sent: number;
  readonly received: number;
  readonly meetings: number;
}

// Bands remember: they are followed month by month over the last two years.
const month = 30 * 86_400;
const months = 24;
// Closeness of three to six months ago is what the trend compares with.
const trendFrom = 3;
const trendTo = 6;

/** A tie for every human but colleagues and the user who has any evidence before `asOf` (Unix seconds), in order of id. */
export function rankTies(interactions: Interactions, people: People, model: StrengthModel, asOf: number): RankedTie[] {
  const ties: RankedTie[] = [];
  for (let person = 1; person < people.personLimit; person++) {
    if (people.human[person] !== 1 || people.colleague[person] === 1) continue;
    const tie = tieOf(interactions, person, model, asOf);
    if (tie !== null) ties.push(tie);
  }
  return ties;
}

/** The standing of one person, or null without any evidence. */
export function tieOf(rows: Interactions, person: number, model: StrengthModel, asOf: number): RankedTie | null {
  const start = rows.start[person] as number;
  const end = rows.start[person + 1] as number;
  if (start >= end || (rows.at[start] as number) >= asOf) return null;
  const counted = { sent: 0, received: 0, meetings: 0, last: -Infinity };
  const state = newTie();
  const past: number[] = [];
  let band: Band | null = null;
  let row = start;
  const addUntil = (time: number): void => {
    for (; row < end && (rows.at[row] as number) < time; row++) {
      if (!countsAt(rows, row, asOf)) continue;
      addInteraction(state, rows, row);
      count(counted, rows, row);
    }
  };
  const firstStep = Math.min(months, Math.floor((asOf - (rows.at[start] as number)) / month));
  for (let step = firstStep; step > 0; step--) {
    const time = asOf - step * month;
    addUntil(time);
    const output = outputOf(model, featuresAt(state, time));
    band = nextBand(model, output, band);
    if (output.twoWay && step >= trendFrom && step <= trendTo) past.push(output.closeness);
  }
  addUntil(asOf);
  const output = outputOf(model, featuresAt(state, asOf));
  band = nextBand(model, output, band);
  return {
    person,
    band,
    probability: band === 'unknown' ? null : output.probability,
    closeness: output.closeness,
    trend: band === 'unknown' ? null : trendOf(output.closeness, past),
    lastInteraction: Number.isFinite(counted.last) ? counted.last : null,
    sent: counted.sent,
    received: counted.received,
    meetings: counted.meetings,
  };
}

/** The standing of somebody nothing is known of. */
export function noTie(person: number): RankedTie {
  return { person, band: 'unknown', probability: null, closeness: 0, trend: null, lastInteraction: null, sent: 0, received: 0, meetings: 0 };
}

/** The features of one person at a moment, for the explanation. */
export function featuresOf(rows: Interactions, person: number, asOf: number): Features {
  const state = newTie();
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    if (countsAt(rows, row, asOf)) addInteraction(state, rows, row);
  }
  return featuresAt(state, asOf);
}

function outputOf(model: StrengthModel, features: Features): { probability: number; closeness: number; twoWay: boolean } {
  return {
    probability: probability(model, features),
    closeness: closeness(model, features),
    twoWay: features.twoWay,
  };
}

function count(counted: { sent: number; received: number; meetings: number; last: number }, rows: Interactions, row: number): void {
  const kind = rows.kind[row];
  if (kind === interactionKind.seen) return;
  if (kind === interactionKind.sent) counted.sent++;
  else if (kind === interactionKind.received) counted.received++;
  else if (kind === interactionKind.meeting) counted.meetings++;
  counted.last = rows.at[row] as number;
}
