/** Letters and the conversations they make. A letter is what an mbox entry is written from. */
import type { Voice } from './cast.ts';
import type { Chance } from './random.ts';
import { workingTime } from './working-time.ts';

export interface Letter {
  /** Unix seconds. */
  readonly at: number;
  readonly from: Voice;
  /** Who sent it for `from`. */
  readonly sender: Voice | null;
  readonly to: readonly Voice[];
  readonly cc: readonly Voice[];
  readonly subject: string;
  /** Without angle brackets. */
  readonly id: string;
  /** Ids from the first of the thread to the one answered. */
  readonly references: readonly string[];
  /** Further header lines. */
  readonly headers: readonly string[];
}

interface Plan {
  readonly start: number;
  /** Nothing is written at or after this moment: what would be is still to come. */
  readonly end: number;
  readonly subject: string;
  readonly from: Voice;
  readonly to: readonly Voice[];
  readonly cc?: readonly Voice[];
  /** How many letters at most. */
  readonly turns: number;
  /** The user's own voices: the user takes part in every letter and answers most of what others write. */
  readonly own: readonly Voice[];
  /** Sent by this assistant for the voice it belongs to, every so often. */
  readonly delegate?: { readonly principal: Voice; readonly sender: Voice };
}

/** An id as mail programs make them, unique by 64 drawn bits. */
export function letterId(chance: Chance, email: string): string {
  const part = () => Math.floor(chance.next() * 0x100000000).toString(36);
  return `${part()}.${part()}@${email.slice(email.indexOf('@') + 1)}`;
}

/** One thread: people answer each other at their own pace, everybody stays in copy. */
export function converse(plan: Plan, chance: Chance): Letter[] {
  const { end, own, turns, delegate } = plan;
  const letters: Letter[] = [];
  let { from, to } = plan;
  let cc = plan.cc ?? [];
  let at = workingTime(plan.start, from.zone, chance);
  const references: string[] = [];
  for (let turn = 0; turn < turns && at < end; turn++) {
    const id = letterId(chance, from.email);
    letters.push({
      at,
      from,
      sender: delegate !== undefined && from === delegate.principal && chance.hits(0.6) ? delegate.sender : null,
      to,
      cc,
      subject: turn === 0 ? plan.subject : `Re: ${plan.subject}`,
      id,
      references: [...references],
      headers: [],
    });
    references.push(id);
    const mine = to.find((voice) => own.includes(voice));
    const answers: Voice = mine !== undefined && chance.hits(0.8) ? mine : chance.pick(to);
    const others = to.filter((voice) => voice !== answers);
    cc = cc.filter((voice) => voice !== answers);
    to = [from, ...others];
    from = answers;
    at = workingTime(at + chance.around(from.pace) * 3600, from.zone, chance);
  }
  return letters;
}
