/** Everybody's standing at a moment. Pure. */
import type { Band, Trend } from '../contract/shapes.ts';
import type { People } from '../identity/people.ts';
import { nextBand } from './band.ts';
import { endingsOf } from './endings.ts';
import type { Ending } from './endings.ts';
import { features, featuresAt, isContact } from './features.ts';
import type { Features } from './features.ts';
import { interactionKind, touchNoon } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import { outputsOf } from './model.ts';
import type { StrengthModel } from './model.ts';
import { addInteraction, day, newTie, year } from './tie-state.ts';
import { trendOf } from './trend.ts';

export interface RankedTie {
  readonly person: number;
  readonly band: Band;
  /** Null where the band is unknown. */
  readonly probability: number | null;
  readonly closeness: number;
  readonly trend: Trend | null;
  /** The month end within two years at which closeness was highest, where that was clearly above today's. */
  readonly peak: { readonly at: number; readonly band: Band } | null;
  /** Unix seconds of the last message either way, meeting or talk. */
  readonly lastInteraction: number | null;
  readonly sent: number;
  readonly received: number;
  readonly meetings: number;
}

// Bands remember: they are followed over the month ends of the last two years, on one grid for all moments, so that a standing does
// not change with the hour it is asked at.
const month = 30 * day;
const months = 24;
// Closeness at the month ends three to six months back is the tie's usual.
const usualFrom = 3;
const usualTo = 6;
// Closeness that many times today's was another warmth.
const peakAbove = 1.5;

/** A tie for every human but colleagues and the user who has any evidence before `asOf` (Unix seconds), in order of id. */
export function rankTies(interactions: Interactions, people: People, model: StrengthModel, asOf: number): RankedTie[] {
  const ties: RankedTie[] = [];
  const endings = endingsOf(interactions, asOf);
  for (let person = 1; person < people.personLimit; person++) {
    if (people.human[person] !== 1 || people.colleague[person] === 1) continue;
    const tie = tieOf(interactions, person, model, asOf);
    if (tie !== null) ties.push(besideEnding(tie, endings.get(person)));
  }
  return ties;
}

/** Whose traffic ended with a project did not fade. */
export function besideEnding(tie: RankedTie, ending: Ending | undefined): RankedTie {
  return ending !== undefined && tie.trend === 'fading' ? { ...tie, trend: null } : tie;
}

/** The standing of one person, or null without any evidence. */
export function tieOf(rows: Interactions, person: number, model: StrengthModel, asOf: number): RankedTie | null {
  const start = rows.start[person] as number;
  const end = endBefore(rows, person, asOf);
  if (start >= end) return null;
  const counts = countRows(rows, start, end, asOf);
  const { sent, received, meetings, lastInteraction } = counts;
  const facts = { person, sent, received, meetings, lastInteraction };

  const state = newTie();
  let row = start;
  const outputsAt = (time: number): ReturnType<typeof outputsOf> => {
    for (; row < end && (rows.at[row] as number) < time; row++) addInteraction(state, rows, row);
    return outputsOf(model, featuresAt(state, time));
  };
  let band: Band | null = null;
  const past: number[] = [];
  const peak = { at: 0, band: 'none' as Band, closeness: 0 };
  if (counts.mayBeTwoWay) {
    const lastEnd = Math.floor((asOf - 1) / month);
    const firstEnd = Math.max(lastEnd - months, Math.ceil((rows.at[start] as number) / month));
    for (let monthEnd = firstEnd; monthEnd <= lastEnd; monthEnd++) {
      const outputs = outputsAt(monthEnd * month);
      band = nextBand(model, outputs, band);
      const back = lastEnd - monthEnd;
      if (outputs.twoWay && outputs.closeness > peak.closeness)
        Object.assign(peak, { at: monthEnd * month, band, closeness: outputs.closeness });
      if (outputs.twoWay && back >= usualFrom && back <= usualTo) past.push(outputs.closeness);
    }
  }
  const now = outputsAt(asOf);
  band = nextBand(model, now, band);
  if (band === 'unknown')
    return { ...facts, band, probability: null, closeness: now.closeness, trend: null, peak: null };
  const trend = trendOf(model, {
    now: now.closeness,
    past,
    messages: counts.yearMessages,
    meetings: counts.yearMeetings,
  });
  return {
    ...facts,
    band,
    probability: now.probability,
    closeness: now.closeness,
    trend,
    peak: peak.closeness > now.closeness * peakAbove ? { at: peak.at, band: peak.band } : null,
  };
}

/** The standing of somebody nothing is known of. */
export function noTie(person: number): RankedTie {
  return {
    person,
    band: 'unknown',
    probability: null,
    closeness: 0,
    trend: null,
    peak: null,
    lastInteraction: null,
    sent: 0,
    received: 0,
    meetings: 0,
  };
}

/** The features of one person at a moment, for the explanation. */
export function featuresOf(rows: Interactions, person: number, asOf: number): Features {
  return features(rows, rows.start[person] as number, rows.start[person + 1] as number, asOf);
}

/** One past the person's last row before `asOf`. */
function endBefore(rows: Interactions, person: number, asOf: number): number {
  let end = rows.start[person + 1] as number;
  while (end > (rows.start[person] as number) && (rows.at[end - 1] as number) >= asOf) end--;
  return end;
}

interface Counts {
  sent: number;
  received: number;
  meetings: number;
  lastInteraction: number | null;
  /** False where it is certain that no exchange went both ways. */
  mayBeTwoWay: boolean;
  yearMessages: number;
  yearMeetings: number;
}

function countRows(rows: Interactions, start: number, end: number, asOf: number): Counts {
  let [sent, received, meetings, touches, yearMessages, yearMeetings] = [0, 0, 0, 0, 0, 0];
  let lastInteraction: number | null = null;
  for (let row = start; row < end; row++) {
    const kind = rows.kind[row] as number;
    if (kind === interactionKind.seen) continue;
    const at = rows.at[row] as number;
    const isMail = kind === interactionKind.sent || kind === interactionKind.received;
    const shown = kind === interactionKind.touch ? Math.min(at + touchNoon, asOf - 1) : at;
    lastInteraction = Math.max(lastInteraction ?? shown, shown);
    if (kind === interactionKind.sent) sent++;
    else if (kind === interactionKind.received) received++;
    else if (kind === interactionKind.meeting) meetings++;
    else touches++;
    if (at < asOf - year || !isContact(rows, row)) continue;
    if (isMail) yearMessages++;
    else yearMeetings++;
  }
  const mayBeTwoWay = meetings > 0 || touches > 0 || (sent > 0 && received > 0);
  return { sent, received, meetings, lastInteraction, mayBeTwoWay, yearMessages, yearMeetings };
}
