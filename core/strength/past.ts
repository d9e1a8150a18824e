/** What a tie's explanation tells of its past: counts a person can check against the evidence. Pure. */
import type { partNames } from '../contract/shapes.ts';
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

/** The past of `person` before `asOf` (Unix seconds). */
export function pastOf(rows: Interactions, person: number, asOf: number): Past {
  const sent: number[] = [];
  const heard: number[] = [];
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
      if ((rows.share[row] as number) >= askedShare) sent.push(at);
      continue;
    }
    heard.push(at);
    if (kind === interactionKind.meeting) {
      met.push(at);
      if (isLate) quarterMeetings++;
    } else if (kind === interactionKind.received) {
      if (isLate) quarterReceived++;
      if ((rows.delay[row] as number) > 0) named.push({ at, delay: rows.delay[row] as number });
    }
  }
  const questions = withAnswers(sent, heard);
  const known = questions.filter(({ at, delay }) => delay <= answerWindow || at < asOf - answerWindow).slice(-lookBack);
  const inTime = questions
    .filter(({ delay }) => delay <= answerWindow)
    .map(({ at, delay }) => ({ at: at + delay, delay }));
  const timed = (named.length < leastAnswers ? inTime : named).slice(-typicalOf);
  const late = mail.filter((at) => at >= asOf - quarter);
  const answered = known.filter(({ delay }) => delay <= answerWindow);
  const lastHeard = heard.at(-1) ?? null;
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

/** Each message of the user with the seconds until they were next heard from; Infinity where they were not. */
function withAnswers(sent: readonly number[], heard: readonly number[]): { at: number; delay: number }[] {
  let next = 0;
  return sent.map((at) => {
    while (next < heard.length && (heard[next] as number) <= at) next++;
    return { at, delay: (heard[next] ?? Infinity) - at };
  });
}

/** Null of too few. */
function median(delays: readonly number[]): number | null {
  if (delays.length < leastAnswers) return null;
  const sorted = delays.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
