/** A standing in words: the parts whose effects add up to it, and one sentence. Says only what mail and calendar show. */
import type { partNames } from '../contract/shapes.ts';
import type { Band, Why } from '../contract/shapes.ts';
import { countsAt } from './features.ts';
import { interactionKind } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import { contributions } from './model.ts';
import type { StrengthModel } from './model.ts';
import { featuresOf } from './ties.ts';
import type { RankedTie } from './ties.ts';

type PartName = (typeof partNames)[number];

const day = 86_400;
// The messages of the user that a statement about answers looks back on.
const lookBack = 10;
const answerWindow = 7 * day;

export interface Explanation {
  readonly sentence: string;
  readonly parts: Why['parts'];
  readonly base: number;
}

/** Why `tie` stands as it does at `asOf` (Unix seconds). */
export function explain(rows: Interactions, tie: RankedTie, model: StrengthModel, asOf: number): Explanation {
  const by = contributions(model, featuresOf(rows, tie.person, asOf));
  const answers = answersOf(rows, tie.person, asOf);
  const words: Record<PartName, string> = {
    recency: tie.lastInteraction === null ? 'nothing yet' : `last contact ${ago(asOf - tie.lastInteraction)}`,
    frequency: `${tie.received} received, ${tie.sent} sent`,
    reciprocity: reciprocityWords(tie, answers),
    'response time': answers.typical === null ? 'not enough answers to tell' : `usually within ${span(answers.typical)}`,
    meetings: tie.meetings === 0 ? 'none in the calendar' : times(tie.meetings, 'meeting'),
    tenure: tenureWords(rows, tie.person, asOf),
  };
  const effects: Record<PartName, number> = {
    recency: by.recency + by.recencyLong,
    frequency: by.frequency + by.frequencyLong,
    reciprocity: by.reciprocity,
    // What public mail could not fit is told but has no weight.
    'response time': 0,
    meetings: by.meetings,
    tenure: by.tenure,
  };
  const names = Object.keys(words) as PartName[];
  return {
    sentence: sentenceOf(tie, answers, asOf),
    parts: names.map((name) => ({ name, words: words[name], effect: effects[name] })),
    base: model.probability.intercept,
  };
}

const bandWords: Record<Band, string> = {
  strong: 'Strong',
  moderate: 'Good',
  weak: 'Light',
  none: 'Lapsed',
  unknown: 'Not enough to tell',
};

function sentenceOf(tie: RankedTie, answers: Answers, asOf: number): string {
  if (tie.band === 'unknown') return 'We have not seen enough to tell.';
  const trend = tie.trend === 'rising' ? ' and rising' : tie.trend === 'steady' ? ' and steady' : '';
  const facts = [
    answers.asked > 0 ? `Answered ${answers.answered} of your last ${times(answers.asked, 'message')}${answers.typical === null ? '' : `, usually within ${span(answers.typical)}`}` : '',
    tie.meetings > 0 ? `met ${tie.meetings === 1 ? 'once' : `${tie.meetings} times`}` : '',
    tie.lastInteraction === null ? '' : silence(asOf - tie.lastInteraction),
  ].filter(Boolean);
  const told = facts.join('; ');
  return `${bandWords[tie.band]}${trend}. ${told.charAt(0).toUpperCase()}${told.slice(1)}.`;
}

function silence(seconds: number): string {
  return seconds < 28 * day ? `last contact ${ago(seconds)}` : `no mail or meeting for ${span(seconds)}`;
}

interface Answers {
  readonly asked: number;
  readonly answered: number;
  /** Median seconds to an answer that names the message it answers; null below three. */
  readonly typical: number | null;
}

/** Of the user's last messages that had a week to be answered: after how many something came within the week. */
function answersOf(rows: Interactions, person: number, asOf: number): Answers {
  const sent: number[] = [];
  const received: number[] = [];
  const delays: number[] = [];
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    if (!countsAt(rows, row, asOf)) continue;
    const at = rows.at[row] as number;
    if (rows.kind[row] === interactionKind.sent && at < asOf - answerWindow) sent.push(at);
    if (rows.kind[row] !== interactionKind.received) continue;
    received.push(at);
    if ((rows.delay[row] as number) > 0) delays.push(rows.delay[row] as number);
  }
  const last = sent.slice(-lookBack);
  const answered = last.filter((at) => received.some((time) => time > at && time <= at + answerWindow)).length;
  const sorted = delays.slice(-30).sort((a, b) => a - b);
  return {
    asked: last.length,
    answered,
    typical: sorted.length < 3 ? null : (sorted[Math.floor(sorted.length / 2)] as number),
  };
}

function reciprocityWords({ sent, received }: RankedTie, answers: Answers): string {
  if (sent === 0) return 'you have not written';
  if (received === 0) return 'no answer seen';
  return answers.asked === 0 ? 'you write both ways' : `answered ${answers.answered} of your last ${times(answers.asked, 'message')}`;
}

function tenureWords(rows: Interactions, person: number, asOf: number): string {
  const first = rows.at[rows.start[person] as number] as number;
  return `first seen ${ago(asOf - first)}`;
}

/** "3 hours", "12 days", "7 weeks", "5 months", "2 years": as a person would say it. */
export function span(seconds: number): string {
  const hours = seconds / 3600;
  if (hours < 1) return times(Math.max(1, Math.round(seconds / 60)), 'minute');
  if (hours < 36) return times(Math.round(hours), 'hour');
  const days = seconds / day;
  if (days < 21) return times(Math.round(days), 'day');
  if (days < 90) return times(Math.round(days / 7), 'week');
  return days < 700 ? times(Math.round(days / 30.4), 'month') : times(Math.round(days / 365), 'year');
}

function ago(seconds: number): string {
  return seconds < day ? 'today' : `${span(seconds)} ago`;
}

function times(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
