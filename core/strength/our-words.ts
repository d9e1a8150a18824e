/** What the user's own side has said last, thread by thread. Pure. */
import type { Evidence } from '../db/evidence.ts';
import type { People } from '../identity/people.ts';
import { partyRole } from '../ingest/flags.ts';

/** As far back as words of one's own side matter for what is open, in seconds. */
export const openFor = 60 * 86_400;

/** By thread: when the user, or somebody of their own firm, last wrote in it since `since` (Unix seconds). */
export function ourLastWords(evidence: Evidence, people: People, since: number): Map<number, number> {
  const { messages, sentAt, threadRef, partyStart, partyAddress, partyRole: roles } = evidence;
  const last = new Map<number, number>();
  for (let i = 0; i < messages; i++) {
    const [at, thread] = [sentAt[i] as number, threadRef[i] as number];
    if (at < since || thread === 0 || at <= (last.get(thread) ?? 0)) continue;
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      const address = partyAddress[p] as number;
      const isOurs = people.own[address] === 1 || people.colleague[people.personOf[address] as number] === 1;
      if (roles[p] === partyRole.from && isOurs) last.set(thread, at);
    }
  }
  return last;
}
