/** Threads of the last weeks: who began them, and when the user's own side last wrote in them. Pure. */
import type { Evidence } from '../db/evidence.ts';
import type { People } from '../identity/people.ts';
import { partyRole } from '../ingest/flags.ts';

/** As far back as a thread can be open, in seconds. */
export const openFor = 60 * 86_400;

/** By the number Interactions.series has for a thread. */
export interface LateThreads {
  /** The person who began it, 0 for the user; no entry where its first message is older or not here. */
  readonly begunBy: ReadonlyMap<number, number>;
  /** When the user, or somebody of their own firm, last wrote in it (Unix seconds). */
  readonly ours: ReadonlyMap<number, number>;
}

/** Of messages since `since` (Unix seconds). `evidence` with senders put right. */
export function lateThreads(evidence: Evidence, people: People, since: number): LateThreads {
  const { messages, sentAt, parentRef, threadRef, partyStart, partyAddress, partyRole: roles } = evidence;
  const begunBy = new Map<number, number>();
  const begunAt = new Map<number, number>();
  const ours = new Map<number, number>();
  for (let i = 0; i < messages; i++) {
    const [at, thread] = [sentAt[i] as number, threadRef[i] as number];
    if (at < since || thread === 0) continue;
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      if (roles[p] !== partyRole.from) continue;
      const address = partyAddress[p] as number;
      const person = people.personOf[address] as number;
      const isOwn = people.own[address] === 1;
      // Some of what the user sends through a server carries no headers: the first word of a thread is the one that began it.
      if (!parentRef[i] && at < (begunAt.get(thread) ?? Infinity)) {
        begunAt.set(thread, at);
        begunBy.set(thread, isOwn ? 0 : person);
      }
      if (isOwn || people.colleague[person] === 1) ours.set(thread, Math.max(at, ours.get(thread) ?? 0));
    }
  }
  return { begunBy, ours };
}
