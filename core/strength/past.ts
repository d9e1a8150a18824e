/** What a tie's explanation tells of its past: counts a person can check against the evidence. Pure. */
import type { partNames } from '../contract/shapes.ts';
import type { AnswerKind } from './calibration.ts';
import { isContact } from './features.ts';
import { interactionKind, touchNoon } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import { answerWindow, day } from './tie-state.ts';

export interface Past {
  /** Unix seconds; null where there was none. `last` is the last contact of either side. */
  readonly first: number | null;
  readonly last: number | null;
  readonly lastHeard: number | null;
  readonly lastMeeting: number | null;
  readonly lastWasTouch: boolean;
  /** Of the user's last messages that had a week to be answered, or were: how many something came back to within it. */
  readonly asked: number;
  readonly answered: number;
  /** Median seconds to an answer, of messages that name what they answer where there are enough; null where there are few. */
  readonly typical: number | null;
  readonly meetings: number;
  readonly quarterMeetings: number;
  readonly quarterReceived: number;
  readonly quarterSent: number;
  /** The moments of the interactions that each part is told from; a touch's is its noon. */
  readonly behind: Readonly<Record<PartName, readonly number[]>>;
}

export type PartName = (typeof partNames)[number];

const quarter = 91 * day;
// A person remembers about as many.
const lookBack = 10;
const typicalOf = 30;
const leastAnswers = 3;
// Who was one of many in a message was not asked.
const askedShare = 0.5;

interface Moment {
  /** Unix seconds. */
  readonly at: number;
  /** 0 for none. */
  readonly thread: number;
}

/** A message of the user's with the seconds until it was answered; Infinity where it was not. */
interface Question {
  readonly at: number;
  readonly delay: number;
}

const contactKinds = Object.fromEntries(Object.entries(interactionKind).map(([name, number]) => [number, name]));

export interface LastContact {
  /** Unix seconds. */
  readonly at: number;
  readonly kind: 'sent' | 'received' | 'meeting' | 'touch';
}

/** When the two last wrote, met or spoke before `until` (Unix seconds); a touch at its noon, where that has been. Null for never. */
export function lastContactBefore(rows: Interactions, person: number, until: number): LastContact | null {
  for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
    const at = rows.at[row] as number;
    if (at >= until || !isContact(rows, row)) continue;
    const kind = contactKinds[rows.kind[row] as number] as LastContact['kind'];
    return { at: kind === 'touch' ? Math.min(at + touchNoon, until - 1) : at, kind };
  }
  return null;
}

/** The past of `person` before `asOf` (Unix seconds), with what counts as an answer. */
export function pastOf(rows: Interactions, person: number, asOf: number, answers: AnswerKind): Past {
  const sent: Moment[] = [];
  const heard: Moment[] = [];
  const named: { readonly at: number; readonly delay: number }[] = [];
  const mail: number[] = [];
  const met: number[] = [];
  let first: number | null = null;
  let last: number | null = null;
  let lastWasTouch = false;
  let [quarterMeetings, quarterReceived, quarterSent] = [0, 0, 0];
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    const at = rows.at[row] as number;
    if (at >= asOf) break;
    const kind = rows.kind[row] as number;
    if (kind === interactionKind.sent || kind === interactionKind.received) mail.push(at);
    if (!isContact(rows, row)) continue;
    const isLate = at >= asOf - quarter;
    first ??= at;
    last = at;
    lastWasTouch = kind === interactionKind.touch;
    if (kind === interactionKind.sent) {
      if (isLate) quarterSent++;
      if ((rows.share[row] as number) >= askedShare) sent.push({ at, thread: rows.series[row] as number });
      continue;
    }
    heard.push({ at, thread: kind === interactionKind.received ? (rows.series[row] as number) : 0 });
    if (kind === interactionKind.meeting) {
      met.push(at);
      if (isLate) quarterMeetings++;
    } else if (kind === interactionKind.received) {
      if (isLate) quarterReceived++;
      if ((rows.delay[row] as number) > 0) named.push({ at, delay: rows.delay[row] as number });
    }
  }
  const questions = answers === 'thread' ? withAnswersInThread(sent, heard) : withAnswers(sent, heard);
  const known = questions.filter(({ at, delay }) => delay <= answerWindow || at < asOf - answerWindow).slice(-lookBack);
  const inTime = questions
    .filter(({ delay }) => delay <= answerWindow)
    .map(({ at, delay }) => ({ at: at + delay, delay }));
  const timed = (named.length < leastAnswers ? inTime : named).slice(-typicalOf);
  const late = mail.filter((at) => at >= asOf - quarter);
  const answered = known.filter(({ delay }) => delay <= answerWindow);
  const lastHeard = heard.at(-1)?.at ?? null;
  return {
    first,
    last,
    lastHeard,
    lastMeeting: met.at(-1) ?? null,
    lastWasTouch,
    asked: known.length,
    answered: answered.length,
    typical: median(timed.map(({ delay }) => delay)),
    meetings: met.length,
    quarterMeetings,
    quarterReceived,
    quarterSent,
    behind: {
      recency: [last, lastHeard].flatMap((at) => at ?? []).map((at) => (lastWasTouch ? at + touchNoon : at)),
      frequency: late.length > 0 ? late : mail,
      reciprocity: [...known.map(({ at }) => at), ...answered.map(({ at, delay }) => at + delay)],
      'response time': timed.length < leastAnswers ? [] : timed.map(({ at }) => at),
      meetings: met,
      tenure: first === null ? [] : [first],
    },
  };
}

/** Each message of the user with the next word from them, meetings and talks too. */
function withAnswers(sent: readonly Moment[], heard: readonly Moment[]): Question[] {
  let next = 0;
  return sent.map(({ at }) => {
    while (next < heard.length && (heard[next] as Moment).at <= at) next++;
    return { at, delay: (heard[next]?.at ?? Infinity) - at };
  });
}

/** The same, where only a word in the thread is an answer. */
function withAnswersInThread(sent: readonly Moment[], heard: readonly Moment[]): Question[] {
  const next = new Map<number, number>();
  let unread = heard.length - 1;
  // From the latest back, so that what is known of a thread is the first word in it after each message.
  return sent
    .toReversed()
    .map(({ at, thread }) => {
      for (; unread >= 0 && (heard[unread] as Moment).at > at; unread--) {
        const word = heard[unread] as Moment;
        if (word.thread > 0) next.set(word.thread, word.at);
      }
      return { at, delay: (next.get(thread) ?? Infinity) - at };
    })
    .toReversed();
}

/** Null of too few. */
function median(delays: readonly number[]): number | null {
  if (delays.length < leastAnswers) return null;
  const sorted = delays.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
