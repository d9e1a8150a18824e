/** When the popup appears before a meeting, and when it goes away again. Pure; all moments in Unix seconds. */

export interface PopupMeeting {
  readonly id: number;
  readonly startAt: number;
  readonly endAt: number;
  readonly answer: PopupAnswer | null;
}

/** What the user said about the meeting: `closed` where it begins `at`, `later` until `at`, `never` whenever it is. */
export interface PopupAnswer {
  readonly answer: 'closed' | 'later' | 'never';
  readonly at: number;
}

export interface PopupFacts {
  readonly meetings: readonly PopupMeeting[];
  /** When the user sits in a meeting of any kind. */
  readonly busy: readonly { readonly id: number; readonly startAt: number; readonly endAt: number }[];
  /** How long before; 0 is never. */
  readonly minutes: number;
  readonly quietUntil: number | null;
}

export interface PopupPlan {
  /** `soon`: within a minute, so that it can be made ready; `held`: it would show, but the user is not to be disturbed. */
  readonly state: 'none' | 'soon' | 'due' | 'held';
  /** The meetings it is about. */
  readonly meetings: readonly number[];
  /** The first moment at which the plan may be another one; null where nothing is known to come. */
  readonly until: number | null;
}

// Who is late still has use for it; after that the meeting itself says who is there.
const grace = 300;
const readyBefore = 60;

export function popupPlan({ meetings, busy, minutes, quietUntil }: PopupFacts, now: number): PopupPlan {
  const shown = minutes === 0 ? [] : meetings.flatMap((meeting) => timesOf(meeting, minutes));
  const due = idsOf(shown.filter(({ from, to }) => from <= now && now < to));
  const soon = idsOf(shown.filter(({ from }) => from - readyBefore <= now && now < from));
  // A meeting that the popup is about has only just begun.
  const isQuiet = isNotToBeDisturbed({ busy: busy.filter(({ id }) => !due.includes(id)), quietUntil }, now);
  const turns = [
    ...shown.flatMap(({ from, to }) => [from - readyBefore, from, to]),
    ...busy.flatMap(({ startAt, endAt }) => [startAt, endAt]),
    ...(quietUntil === null ? [] : [quietUntil]),
  ].filter((moment) => moment > now);
  const until = turns.length === 0 ? null : turns.reduce((one, other) => Math.min(one, other));
  if (due.length > 0) return { state: isQuiet ? 'held' : 'due', meetings: due, until };
  return soon.length > 0 ? { state: 'soon', meetings: soon, until } : { state: 'none', meetings: [], until };
}

/** The user sits in a meeting, or wants quiet. */
export function isNotToBeDisturbed(
  { busy, quietUntil }: Pick<PopupFacts, 'busy' | 'quietUntil'>,
  now: number,
): boolean {
  return busy.some(({ startAt, endAt }) => startAt <= now && now < endAt) || (quietUntil !== null && now < quietUntil);
}

interface Times {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

function timesOf({ id, startAt, endAt, answer }: PopupMeeting, minutes: number): Times[] {
  if (answer?.answer === 'never' || (answer?.answer === 'closed' && answer.at === startAt)) return [];
  const usual = startAt - minutes * 60;
  const from = answer?.answer === 'later' ? Math.max(usual, answer.at) : usual;
  const to = endAt > startAt ? Math.min(endAt, startAt + grace) : startAt + grace;
  return from < to ? [{ id, from, to }] : [];
}

function idsOf(times: readonly Times[]): number[] {
  return times.map(({ id }) => id);
}
