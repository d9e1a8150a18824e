/** What a round does, one part after the other. */
import type { Failure } from '../contract/errors.ts';

/** Null where all of it went well; else the first failure. A refusal of one does not keep the others from being done; a broken line does. */
export async function inTurn<T>(all: readonly T[], run: (one: T) => Promise<Failure | null>): Promise<Failure | null> {
  let first: Failure | null = null;
  for (const one of all) {
    const problem = await run(one);
    first ??= problem;
    if (problem !== null && !isOfOneAlone(problem)) break;
  }
  return first;
}

/** This one cannot be said, or the exchange has answered and refused it: it may be older, or busy. Any other failure the rest would meet too. */
function isOfOneAlone({ code }: Failure): boolean {
  const codes: readonly Failure['code'][] = [
    'usage',
    'not_allowed',
    'not_found',
    'preview_stale',
    'server_busy',
    'server_misbehaves',
  ];
  return codes.includes(code);
} // prettier-ignore
