/** Who waits for whom: threads that one side began and the other has not answered. Pure. */
import { isContact } from '../strength/features.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import { openFor } from '../strength/late-threads.ts';
import type { LateThreads } from '../strength/late-threads.ts';

const day = 86_400;
// Answers within two days are nobody's debt, and after a month silence was an answer.
const [owedFrom, owedTo] = [2 * day, 30 * day];
// Others are given longer, in both directions.
const [awaitedFrom, awaitedTo] = [4 * day, 45 * day];
// What was written to one person, alone or among three, and not in copy.
const writtenToOne = 1;

/**
 * Since when (Unix seconds) the user owes this person an answer at `now`, or null: they began a thread with the user, who was
 * written to alone or among three at most, nobody of the user's side has written in it, and the user has neither written to them, met
 * nor spoken with them since. What answers something else is left out: whether it asks for more is not in the headers.
 */
export function owedSince(rows: Interactions, person: number, threads: LateThreads, now: number): number | null {
  let since: number | null = null;
  for (const row of backwards(rows, person, now)) {
    if (rows.kind[row] !== interactionKind.received) break;
    const [at, thread] = [rows.at[row] as number, rows.series[row] as number];
    if (now - at > owedTo) break;
    const isOpen = isBegunBy(threads, thread, person) && !threads.ours.has(thread);
    if (isOpen && (rows.share[row] as number) >= writtenToOne && now - at >= owedFrom) since = at;
  }
  return since;
}

/**
 * Since when the user waits for an answer of this person, by the same rule with the sides exchanged. Nothing is awaited in a thread
 * in which they have written, to whomever: what the user says after that is mostly thanks; nor where somebody else has, with them
 * in copy: that was the answer.
 */
export function awaitedSince(rows: Interactions, person: number, threads: LateThreads, now: number): number | null {
  const asked: { readonly at: number; readonly thread: number }[] = [];
  const theirs = new Set<number>();
  let isTheirTurn = true;
  for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
    const [at, thread] = [rows.at[row] as number, rows.series[row] as number];
    if (at >= now) continue;
    if (now - at > awaitedTo + openFor) break;
    if (rows.kind[row] !== interactionKind.sent) {
      if (thread > 0) theirs.add(thread);
      if (isContact(rows, row)) isTheirTurn = false;
    } else if (isTheirTurn && isContact(rows, row) && (rows.share[row] as number) >= writtenToOne) {
      if (now - at <= awaitedTo && now - at >= awaitedFrom && isBegunBy(threads, thread, 0)) asked.push({ at, thread });
    }
  }
  return asked.findLast(({ thread }) => !theirs.has(thread))?.at ?? null;
}

/** A message that names no thread at all answers nothing that could be known. */
function isBegunBy({ begunBy }: LateThreads, thread: number, person: number): boolean {
  return thread === 0 || begunBy.get(thread) === person;
}

/** The rows before `now` that are exchange, the latest first. */
function* backwards(rows: Interactions, person: number, now: number): Generator<number> {
  for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
    if ((rows.at[row] as number) < now && isContact(rows, row)) yield row;
  }
}
