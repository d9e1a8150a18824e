/** What a tie's explanation tells of its past: counts a person can check against the evidence. Pure. */
import { isContact } from './features.ts';
import { interactionKind } from './interactions.ts';
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
}

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
  const named: number[] = [];
  let first: number | null = null;
  let last: number | null = null;
  let lastMeeting: number | null = null;
  let lastWasTouch = false;
  let [meetings, quarterMeetings, quarterReceived, quarterSent] = [0, 0, 0, 0];
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    const at = rows.at[row] as number;
    if (at >= asOf) break;
    if (!isContact(rows, row)) continue;
    const kind = rows.kind[row] as number;
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
      meetings++;
      lastMeeting = at;
      if (isLate) quarterMeetings++;
    } else if (kind === interactionKind.received) {
      if (isLate) quarterReceived++;
      if ((rows.delay[row] as number) > 0) named.push(rows.delay[row] as number);
    }
  }
  const delays = answerDelays(sent, heard);
  const known = delays
    .filter((delay, i) => delay <= answerWindow || (sent[i] as number) < asOf - answerWindow)
    .slice(-lookBack);
  const inTime = delays.filter((delay) => delay <= answerWindow);
  return {
    first,
    last,
    lastHeard: heard.at(-1) ?? null,
    lastMeeting,
    lastWasTouch,
    asked: known.length,
    answered: known.filter((delay) => delay <= answerWindow).length,
    typical: medianOfLast(named) ?? medianOfLast(inTime),
    meetings,
    quarterMeetings,
    quarterReceived,
    quarterSent,
  };
}

/** For each message of the user the seconds until they were next heard from; Infinity where they were not. */
function answerDelays(sent: readonly number[], heard: readonly number[]): number[] {
  let next = 0;
  return sent.map((at) => {
    while (next < heard.length && (heard[next] as number) <= at) next++;
    return (heard[next] ?? Infinity) - at;
  });
}

function medianOfLast(delays: readonly number[]): number | null {
  if (delays.length < leastAnswers) return null;
  const sorted = delays.slice(-typicalOf).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
