/** The facts that are observed of a pursuit, each in words with the moments it was told from. Pure. */
import type { factKinds } from '../contract/opportunities.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { LateThreads } from '../strength/late-threads.ts';
import { counted, span, times, whenWords } from '../strength/spans.ts';

type FactKind = (typeof factKinds)[number];

export interface Fact {
  readonly kind: FactKind;
  readonly words: string;
  /** By person, Unix seconds of the interactions behind it; a touch's is its noon. */
  readonly behind: ReadonlyMap<number, readonly number[]>;
}

export interface ObserveInput {
  readonly rows: Interactions;
  readonly threads: LateThreads;
  readonly everybody: readonly number[];
  readonly deciders: readonly number[];
  readonly nameOf: (person: number) => string;
  /** Unix seconds: when the pursuit began, and the moment of the question. */
  readonly since: number;
  readonly now: number;
}

/** What passed with one person, Unix seconds, the latest first. */
export interface Seen {
  readonly person: number;
  readonly sent: number[];
  readonly received: number[];
  readonly met: number[];
  readonly spoke: number[];
  readonly ahead: number[];
}

const day = 86_400;
// Answers of so many days are compared with those before.
const paceSpan = 60 * day;
const leastAnswers = 3;
// A change that is felt, not noise.
const paceFactor = 2;
const mostBehind = 50;

/** Whatever came from their side. */
export function heardOf({ received, met, spoke }: Seen): number[] {
  return [...received, ...met, ...spoke];
}

function behindOf(seen: readonly Seen[], pick: (one: Seen) => readonly number[]): Map<number, readonly number[]> {
  return new Map(seen.flatMap((one) => (pick(one).length === 0 ? [] : [[one.person, pick(one).slice(0, mostBehind)]])));
}

/** The named decision-maker wrote, met or spoke. */
export function deciderFact(one: Seen, nameOf: ObserveInput['nameOf'], now: number): Fact {
  const last = greatest(heardOf(one)) as number;
  const how = one.met.includes(last) ? 'met' : one.spoke.includes(last) ? 'spoke with' : 'heard from';
  return {
    kind: 'decision-maker reached',
    words: `You ${how} ${nameOf(one.person)}, who decides, ${whenWords(last, now)}`,
    behind: behindOf([one], heardOf),
  };
}

/** Who wrote and was written to. */
export function twoWayFact(seen: readonly Seen[], nameOf: ObserveInput['nameOf']): Fact[] {
  const both = seen.filter(({ sent, received }) => sent.length > 0 && received.length > 0);
  if (both.length === 0) return [];
  return [
    {
      kind: 'two-way',
      words: `You write both ways with ${someNames(both, nameOf)}`,
      behind: behindOf(both, ({ sent, received }) => [...sent.slice(0, 10), ...received.slice(0, 10)]),
    },
  ];
}

/** Meetings that have been. */
export function metFact(seen: readonly Seen[], nameOf: ObserveInput['nameOf'], now: number): Fact[] {
  const met = seen.filter((one) => one.met.length > 0);
  const moments = new Set(met.flatMap((one) => one.met));
  if (moments.size === 0) return [];
  return [
    {
      kind: 'met',
      words: `Met ${someNames(met, nameOf)} ${times(moments.size)}, last ${whenWords(Math.max(...moments), now)}`,
      behind: behindOf(met, (one) => one.met),
    },
  ];
}

/** "We spoke" counts as said. */
export function spokeFact(seen: readonly Seen[], nameOf: ObserveInput['nameOf'], now: number): Fact[] {
  const spoke = seen.filter((one) => one.spoke.length > 0);
  if (spoke.length === 0) return [];
  const last = greatest(spoke.flatMap((one) => one.spoke)) as number;
  return [
    {
      kind: 'spoke',
      words: `You said you spoke with ${someNames(spoke, nameOf)}, last ${whenWords(Math.min(last, now), now)}`,
      behind: behindOf(spoke, (one) => one.spoke),
    },
  ];
}

/** Two or more of their people came into it. */
export function severalFact(seen: readonly Seen[], nameOf: ObserveInput['nameOf']): Fact[] {
  const engaged = seen.filter((one) => heardOf(one).length > 0);
  if (engaged.length < 2) return [];
  return [
    {
      kind: 'several people',
      words: `${String(engaged.length)} of their people wrote to you or met you: ${someNames(engaged, nameOf)}`,
      behind: behindOf(engaged, (one) => heardOf(one).slice(0, 10)),
    },
  ];
}

/** Who was first seen beside somebody there who wrote to the user before: that one drew them in. */
export function introducedFacts({ rows, nameOf, since, now }: ObserveInput, seen: readonly Seen[]): Fact[] {
  const facts: Fact[] = [];
  for (const { person } of seen) {
    const first = rows.start[person] as number;
    const [at, thread] = [rows.at[first] as number, rows.series[first] as number];
    const isBesideOthers = rows.kind[first] === interactionKind.seen && thread > 0;
    if (!isBesideOthers || at < since || at >= now) continue;
    const by = seen.find((other) => other.person !== person && wroteIn(rows, other.person, thread, at));
    if (by === undefined) continue;
    facts.push({
      kind: 'introduced',
      words: `${nameOf(by.person)} drew in ${nameOf(person)}`,
      behind: new Map([
        [by.person, [at]],
        [person, [at]],
      ]),
    });
  }
  return facts;
}

function wroteIn(rows: Interactions, person: number, thread: number, at: number): boolean {
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    if ((rows.at[row] as number) > at) return false;
    if (rows.at[row] === at && rows.series[row] === thread && rows.kind[row] === interactionKind.received)
      return row > (rows.start[person] as number);
  }
  return false;
}

/** The next meeting in the calendar. */
export function nextFact(seen: readonly Seen[], nameOf: ObserveInput['nameOf'], now: number): Fact[] {
  const next = least(seen.flatMap((one) => one.ahead));
  if (next === null) return [];
  const present = seen.filter((one) => one.ahead.includes(next));
  return [
    {
      kind: 'next meeting',
      words: `A meeting with ${someNames(present, nameOf)} is in the calendar, in ${span(next - now)}`,
      behind: behindOf(present, () => [next]),
    },
  ];
}

/** Answers of the last two months against those before, where there are enough of both. */
export function paceFacts({ rows, since, now, nameOf }: ObserveInput, seen: readonly Seen[]): Fact[] {
  const facts: Fact[] = [];
  for (const { person } of seen) {
    const [before, lately]: [number[], { at: number; delay: number }[]] = [[], []];
    const from = Math.max(since, now - paceSpan);
    for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
      const [at, delay] = [rows.at[row] as number, rows.delay[row] as number];
      // Most have answered too little lately to be compared, and need not be looked at further back.
      if (at < from && lately.length < leastAnswers) break;
      if (delay <= 0 || at >= now || rows.kind[row] !== interactionKind.received) continue;
      if (at >= from) lately.push({ at, delay });
      else before.push(delay);
    }
    if (before.length < leastAnswers || lately.length < leastAnswers) continue;
    const [was, is] = [median(before), median(lately.map(({ delay }) => delay))];
    if (is < was * paceFactor && was < is * paceFactor) continue;
    facts.push({
      kind: 'pace',
      words: `${nameOf(person)} answers ${is > was ? 'slower' : 'faster'} than before: within ${span(is)}, once ${span(was)}`,
      behind: new Map([[person, lately.map(({ at }) => at)]]),
    });
  }
  return facts;
}

/** Since `at` (Unix seconds) one side waits for the other. */
export function waitFact(kind: FactKind, { person, at }: { person: number; at: number }, words: string): Fact {
  return { kind, words, behind: new Map([[person, [at]]]) };
}

/** Three at most by name. */
function someNames(seen: readonly Seen[], nameOf: ObserveInput['nameOf']): string {
  const names = seen.slice(0, 3).map(({ person }) => nameOf(person));
  if (seen.length > 3) return `${names.join(', ')} and ${counted(seen.length - 3, 'other')}`;
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`;
}

/** Null of none. */
export function least(moments: readonly number[]): number | null {
  return moments.length === 0 ? null : moments.reduce((a, b) => Math.min(a, b));
}

/** Null of none. */
export function greatest(moments: readonly number[]): number | null {
  return moments.length === 0 ? null : moments.reduce((a, b) => Math.max(a, b));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] as number;
}
