/** Who waits for whom: threads that one side began and the other has not answered. Pure. */
import { isContact } from '../strength/features.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import { openFor } from '../strength/our-words.ts';

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
 * nor spoken with them since. A dialogue is left out: whether its last word asks for another is not in the headers.
 */
export function owedSince(
  rows: Interactions,
  person: number,
  ours: ReadonlyMap<number, number>,
  now: number,
): number | null {
  let since: number | null = null;
  for (const row of backwards(rows, person, now)) {
    if (rows.kind[row] !== interactionKind.received) break;
    const at = rows.at[row] as number;
    const isOpen = (rows.share[row] as number) >= writtenToOne && !ours.has(rows.series[row] as number);
    if (now - at > owedTo) break;
    if (isOpen && now - at >= owedFrom) since = at;
  }
  return since;
}

/** Since when the user waits for an answer of this person, by the same rule with the sides exchanged. */
export function awaitedSince(rows: Interactions, person: number, now: number): number | null {
  const theirs = new Set<number>();
  const asked: { readonly at: number; readonly thread: number }[] = [];
  let isTheirTurn = true;
  for (const row of backwards(rows, person, now)) {
    const at = rows.at[row] as number;
    const kind = rows.kind[row] as number;
    if (now - at > awaitedTo + openFor) break;
    const thread = rows.series[row] as number;
    if (kind === interactionKind.received && thread > 0) theirs.add(thread);
    if (kind !== interactionKind.sent) isTheirTurn = false;
    else if (isTheirTurn && (rows.share[row] as number) >= writtenToOne && now - at <= awaitedTo)
      asked.push({ at, thread });
  }
  const begun = asked.filter(({ at, thread }) => now - at >= awaitedFrom && !theirs.has(thread));
  return begun.at(-1)?.at ?? null;
}

/** The rows before `now` that are exchange, the latest first. */
function* backwards(rows: Interactions, person: number, now: number): Generator<number> {
  for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
    if ((rows.at[row] as number) < now && isContact(rows, row)) yield row;
  }
}
