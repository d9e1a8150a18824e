/** Whom to get back to now, and why: where silence costs most. Pure. */
import type { ContactNow } from '../contract/briefing.ts';
import type { RankedTie } from '../strength/ties.ts';

type Reason = ContactNow['reason'];

/** One reason to write to somebody. */
export interface Candidate {
  readonly person: number;
  readonly reason: Reason;
  /** What it dates from: the letter owed or awaited, the last contact, the meeting, the first mail from where they are now. Unix seconds. */
  readonly since: number;
  /** Closeness as it was before the silence, or is. */
  readonly usual: number;
}

/** The more pressing reason stands for a person with several. */
const order: readonly Reason[] = ['owed', 'moved', 'met', 'quiet', 'awaited'];

export interface Prospect {
  /** The standing now, and after another month of silence. */
  readonly now: RankedTie;
  readonly later: RankedTie;
}

/**
 * Those whose silence costs most, first: what another month without a word takes from the exchange usual with them, times the
 * chance that a word is answered. One reason a person. `prospectOf` is asked once a person.
 */
export function inOrderOfLoss(
  candidates: readonly Candidate[],
  prospectOf: (person: number) => Prospect,
): (Candidate & { readonly loss: number })[] {
  const best = new Map<number, Candidate>();
  for (const candidate of candidates) {
    const known = best.get(candidate.person);
    if (known === undefined || order.indexOf(candidate.reason) < order.indexOf(known.reason))
      best.set(candidate.person, candidate);
  }
  return [...best.values()]
    .map((candidate) => {
      const { now, later } = prospectOf(candidate.person);
      const usual = Math.max(candidate.usual, now.closeness);
      return { ...candidate, loss: (usual - later.closeness) * (now.probability ?? 0) };
    })
    .sort((a, b) => b.loss - a.loss || a.person - b.person);
}
