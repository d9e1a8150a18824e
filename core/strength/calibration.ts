/** The model made to fit one user: what came back to their own messages, with the default as the prior. Pure. */
import { featuresAt, isContact } from './features.ts';
import type { Features } from './features.ts';
import { interactionKind } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import { chance, logit } from './model.ts';
import type { StrengthModel } from './model.ts';
import { fit } from './regression.ts';
import { addInteraction, answerWindow, newTie } from './tie-state.ts';

/** What is taken for an answer within the week: a message in the same thread (References, In-Reply-To), or any word. */
export type AnswerKind = 'thread' | 'any word';

/** One of the user's messages to one person, whose week is over. */
export interface Outcome {
  readonly person: number;
  /** Unix seconds. */
  readonly at: number;
  readonly features: Features;
  /** What came from them within the week: a word in the same thread, only others, or nothing. */
  readonly heard: AnswerKind | null;
}

interface Calibration {
  readonly model: StrengthModel;
  /** False where the default was better on the user's latest messages: then `model` is the default. */
  readonly used: boolean;
  /** The latest messages, which `expected` knew nothing of: what was expected of each, and what came. Oldest first. */
  readonly judged: readonly { readonly expected: number; readonly answered: boolean }[];
}

export interface UserCalibration extends Calibration {
  readonly answers: AnswerKind;
}

/** The user's latest messages: habits change, and more would tell nothing new. */
export const mostOutcomes = 2000;
// Who was one of many in a message was not asked.
const askedShare = 0.5;
// Of those who wrote back within the week. Where headers name threads it is two in five to four in five; docs/strength.md.
const leastInThread = 1 / 3;
/**
 * Standard deviations of what users differ by: the intercept; a factor on all evidence but recency; how much recency counts, which
 * moves the dormant; and new contacts. Those of the reference row "logistic+user-strata" of the evaluation; docs/strength.md.
 */
const spread: Record<AnswerKind, Record<'shift' | 'factor' | 'recency' | 'known', number>> = {
  'any word': { shift: 0.2, factor: 0.1, recency: 0.5, known: 0.5 },
  thread: { shift: 0.6, factor: 0.2, recency: 0.5, known: 0.5 },
};
// So that a first answer, which makes a new contact a known one, never lowers anything.
const leastKnown = -0.5;
const leastFactor = -0.5;
// The last messages of so large a part judge a fit on those before; of fewer the judgement would be chance.
const judgedPart = 0.3;
const leastJudged = 30;

/**
 * The latest messages of which it is known by `asOf` (Unix seconds) what came back within a week, oldest first: `most` of them, and
 * those of one second with the last.
 */
export function outcomesOf(rows: Interactions, asOf: number, most = mostOutcomes): Outcome[] {
  const until = asOf - answerWindow;
  const from = earliest(rows, until, most);
  const outcomes: Outcome[] = [];
  for (let person = 0; person + 1 < rows.start.length; person++) {
    const [low, high] = [rows.start[person] as number, rows.start[person + 1] as number];
    if (!asksBetween(rows, low, high, from, until)) continue;
    const state = newTie();
    for (let row = low; row < high && (rows.at[row] as number) < until; row++) {
      const at = rows.at[row] as number;
      if (at >= from && isQuestion(rows, row))
        outcomes.push({ person, at, features: featuresAt(state, at), heard: heardAfter(rows, row, high) });
      // The user's own word would have the model learn from what it is shown beside.
      if (rows.kind[row] !== interactionKind.touch) addInteraction(state, rows, row);
    }
  }
  return outcomes.sort((a, b) => a.at - b.at);
}

/** By thread where the headers show threads. */
export function answerKindOf(outcomes: readonly Outcome[]): AnswerKind {
  const count = (kind: AnswerKind): number => outcomes.filter(({ heard }) => heard === kind).length;
  const inThread = count('thread');
  return inThread > 0 && inThread >= (inThread + count('any word')) * leastInThread ? 'thread' : 'any word';
}

/**
 * The model of a user with this history (oldest first): probabilities by what counts as an answer in it, and bands by any word,
 * which is what their thresholds mean for everybody.
 */
export function calibrateUser(model: StrengthModel, outcomes: readonly Outcome[]): UserCalibration {
  const answers = answerKindOf(outcomes);
  const by = calibrate(model, outcomes, answers);
  if (answers === 'any word') return { ...by, answers };
  const hears = calibrate(model, outcomes, 'any word').model.probability;
  return { ...by, answers, model: { ...by.model, hears } };
}

/**
 * The default with intercept, evidence, recency and `known` moved to what the outcomes (oldest first) show, as far as they
 * outweigh the prior; the default itself where that is worse on the latest of them by more than chance.
 */
export function calibrate(model: StrengthModel, outcomes: readonly Outcome[], kind: AnswerKind): Calibration {
  const questions = outcomes.map(({ features, heard }) => ({ features, answered: isAnswer(heard, kind) }));
  const split = Math.floor(questions.length * (1 - judgedPart));
  const before = fitted(model, questions.slice(0, split), kind);
  const after = questions.slice(split);
  const used = isNoWorse(before, model, after);
  const judgedBy = used ? before : model;
  return {
    model: used ? fitted(model, questions, kind) : model,
    used,
    judged: after.map(({ features, answered }) => ({ expected: chance(judgedBy.probability, features), answered })),
  };
}

interface Question {
  readonly features: Features;
  readonly answered: boolean;
}

function isAnswer(heard: AnswerKind | null, kind: AnswerKind): boolean {
  return kind === 'thread' ? heard === 'thread' : heard !== null;
}

function fitted(model: StrengthModel, outcomes: readonly Question[], kind: AnswerKind): StrengthModel {
  if (outcomes.length === 0) return model;
  const { probability: by } = model;
  const rest = (features: Features): number =>
    logit(by, features) - by.intercept - by.recency * features.recency - by.known * features.known;
  const { shift, factor, recency, known } = spread[kind];
  // The last two are 0 for who was heard from just now, so that they move nobody but the dormant and the new.
  const [moved = 0, more = 0, recent = 0, knows = 0] = fit(
    'logistic',
    {
      x: outcomes.map(({ features }) =>
        Float64Array.of(1, rest(features), features.known * (features.recency - 1), features.known - 1),
      ),
      y: Float64Array.from(outcomes, ({ answered }) => (answered ? 1 : 0)),
      weight: new Float64Array(outcomes.length).fill(1),
      offset: Float64Array.from(outcomes, ({ features }) => logit(by, features)),
    },
    {
      least: [-Infinity, leastFactor, -by.recency, leastKnown],
      penalty: [shift, factor, recency, known].map((deviation) => 1 / (deviation ** 2 * outcomes.length)),
    },
  );
  const scaled = Object.fromEntries(Object.entries(by).map(([name, value]) => [name, value * (1 + more)]));
  return {
    ...model,
    probability: {
      ...(scaled as StrengthModel['probability']),
      intercept: by.intercept + moved - knows,
      recency: by.recency + recent,
      known: by.known + knows - recent,
    },
  };
}

/** Whether the log loss of `one` is not above that of `other` by more than chance: one standard error of the difference. */
function isNoWorse(one: StrengthModel, other: StrengthModel, outcomes: readonly Question[]): boolean {
  if (outcomes.length < leastJudged) return true;
  const worse = outcomes.map((outcome) => loss(one, outcome) - loss(other, outcome));
  const mean = worse.reduce((sum, value) => sum + value, 0) / worse.length;
  const variance = worse.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (worse.length - 1);
  return mean <= Math.sqrt(variance / worse.length);
}

/** Negative log likelihood in nats. */
function loss(model: StrengthModel, { features, answered }: Question): number {
  const z = logit(model.probability, features);
  return Math.log1p(Math.exp(answered ? -z : z));
}

function isQuestion(rows: Interactions, row: number): boolean {
  return rows.kind[row] === interactionKind.sent && isContact(rows, row) && (rows.share[row] as number) >= askedShare;
}

function heardAfter(rows: Interactions, question: number, high: number): AnswerKind | null {
  const asked = rows.at[question] as number;
  const thread = rows.series[question] as number;
  let heard: AnswerKind | null = null;
  for (let row = question + 1; row < high && (rows.at[row] as number) <= asked + answerWindow; row++) {
    const isWord = rows.kind[row] === interactionKind.received && isContact(rows, row);
    if (!isWord || (rows.at[row] as number) <= asked) continue;
    if (thread > 0 && rows.series[row] === thread) return 'thread';
    heard = 'any word';
  }
  return heard;
}

/** Whether the user asked this person anything from `from` to `until`: most were asked nothing lately. */
function asksBetween(rows: Interactions, low: number, high: number, from: number, until: number): boolean {
  for (let row = high - 1; row >= low && (rows.at[row] as number) >= from; row--)
    if ((rows.at[row] as number) < until && isQuestion(rows, row)) return true;
  return false;
}

/** The time of the oldest message that is looked at. */
function earliest(rows: Interactions, until: number, most: number): number {
  const times: number[] = [];
  for (let row = 0; row < rows.at.length; row++)
    if ((rows.at[row] as number) < until && isQuestion(rows, row)) times.push(rows.at[row] as number);
  times.sort((a, b) => b - a);
  return times[most - 1] ?? -Infinity;
}
