/** Ended projects: dense traffic of a fixed group that stopped for all of them at once. Pure; docs/strength.md. */
import { interactionKind } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import { day } from './tie-state.ts';

export interface Ending {
  /** Quiet since, in order of id. */
  readonly people: readonly number[];
  /** Unix seconds of the last message of any of them. */
  readonly at: number;
  /** The threads of their last months, as Interactions.series names them. */
  readonly threads: ReadonlySet<number>;
}

// Six weeks without a word: a pause of a project is shorter.
const quietAfter = 42 * day;
const lastMonths = 120 * day;
const leastMessages = 10;
// Besides the user and the person themselves.
const leastCompanions = 2;
// Of a person's messages in these months: a companion was in at least this part of them.
const companionShare = 1 / 3;
const atOnce = 21 * day;

/** By person: the ended project that their silence since is explained by, as known at `asOf` (Unix seconds). */
export function endingsOf(rows: Interactions, asOf: number): Map<number, Ending> {
  const quiet = quietPeople(rows, asOf);
  const members = membersOf(rows, quiet, asOf);
  const companions = new Map<number, readonly number[]>();
  for (const [person, { last, threads, messages }] of quiet) {
    const found = companionsOf(person, threads, members).filter(([, count]) => count >= messages * companionShare);
    const group = found.map(([other]) => other);
    if (group.length >= leastCompanions && !goesOn(rows, group, last + atOnce, asOf)) companions.set(person, group);
  }
  return grouped(quiet, companions);
}

/** Whether nothing passed between this person and the user before the project: then its end is no loss of theirs. */
export function isKnownOnlyBy(rows: Interactions, person: number, { at }: Ending): boolean {
  return (rows.at[rows.start[person] as number] as number) >= at - lastMonths;
}

interface Quiet {
  /** Unix seconds of the last word of either side, meeting or talk. */
  readonly last: number;
  /** How many messages of each thread in the last months before. */
  readonly threads: ReadonlyMap<number, number>;
  readonly messages: number;
}

function quietPeople(rows: Interactions, asOf: number): Map<number, Quiet> {
  const quiet = new Map<number, Quiet>();
  // Where all mail ends, as in an archive, no project did.
  const lastOfAll = rows.at.reduce((last, at) => (at < asOf && at > last ? at : last), -Infinity);
  for (let person = 0; person + 1 < rows.start.length; person++) {
    const low = rows.start[person] as number;
    let row = (rows.start[person + 1] as number) - 1;
    while (row >= low && ((rows.at[row] as number) >= asOf || rows.automatic[row] === 1)) row--;
    if (row - low < leastMessages - 1) continue;
    const last = rows.at[row] as number;
    if (lastOfAll - last < quietAfter) continue;
    const threads = new Map<number, number>();
    let messages = 0;
    for (; row >= low && (rows.at[row] as number) >= last - lastMonths; row--) {
      if (!isMail(rows, row)) continue;
      const thread = rows.series[row] as number;
      threads.set(thread, (threads.get(thread) ?? 0) + 1);
      messages++;
    }
    if (messages >= leastMessages) quiet.set(person, { last, threads, messages });
  }
  return quiet;
}

/** Who is in each thread of the quiet. */
function membersOf(rows: Interactions, quiet: ReadonlyMap<number, Quiet>, asOf: number): Map<number, Set<number>> {
  const members = new Map<number, Set<number>>();
  for (const { threads } of quiet.values()) for (const thread of threads.keys()) members.set(thread, new Set());
  for (let person = 0; person + 1 < rows.start.length; person++) {
    for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
      if (isMail(rows, row) && (rows.at[row] as number) < asOf) members.get(rows.series[row] as number)?.add(person);
    }
  }
  return members;
}

/** With how many of the person's messages each other was in. */
function companionsOf(
  person: number,
  threads: ReadonlyMap<number, number>,
  members: ReadonlyMap<number, ReadonlySet<number>>,
): [number, number][] {
  const counts = new Map<number, number>();
  for (const [thread, messages] of threads) {
    for (const other of members.get(thread) ?? []) {
      if (other !== person) counts.set(other, (counts.get(other) ?? 0) + messages);
    }
  }
  return [...counts];
}

/** Whether two or more of the group still write together after `from`: then the project goes on without whom it left. */
function goesOn(rows: Interactions, group: readonly number[], from: number, asOf: number): boolean {
  const later = new Map<number, number>();
  for (const person of group) {
    const seen = new Set<number>();
    for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
      const at = rows.at[row] as number;
      if (at <= from) break;
      if (at < asOf && isMail(rows, row)) seen.add(rows.series[row] as number);
    }
    for (const thread of seen) later.set(thread, (later.get(thread) ?? 0) + 1);
  }
  return [...later.values()].some((count) => count >= leastCompanions);
}

/** Quiet companions of each other, since about the same day, are one ending. */
function grouped(
  quiet: ReadonlyMap<number, Quiet>,
  companions: ReadonlyMap<number, readonly number[]>,
): Map<number, Ending> {
  const endings = new Map<number, Ending>();
  const lastOf = (person: number): number => (quiet.get(person) as Quiet).last;
  for (const first of companions.keys()) {
    if (endings.has(first)) continue;
    const people = [first];
    const inside = new Set(people);
    for (const person of people) {
      for (const other of companions.get(person) ?? []) {
        if (inside.has(other) || !companions.has(other) || Math.abs(lastOf(other) - lastOf(person)) > atOnce) continue;
        inside.add(other);
        people.push(other);
      }
    }
    const ending: Ending = {
      people: people.toSorted((a, b) => a - b),
      at: Math.max(...people.map(lastOf)),
      threads: new Set(people.flatMap((person) => [...(quiet.get(person) as Quiet).threads.keys()])),
    };
    for (const person of people) endings.set(person, ending);
  }
  return endings;
}

function isMail(rows: Interactions, row: number): boolean {
  const kind = rows.kind[row] as number;
  const isMessage = kind === interactionKind.sent || kind === interactionKind.received || kind === interactionKind.seen;
  return isMessage && rows.automatic[row] === 0 && (rows.series[row] as number) > 0;
}
