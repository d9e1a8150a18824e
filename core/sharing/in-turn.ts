/** What a round does, one part after the other. */
import type { Failure } from '../contract/errors.ts';

/**
 * Null where all of it went well; else what came first. What one meets with does not keep the others from being done, where it is of that
 * one alone.
 */
export async function inTurn<T>(all: readonly T[], run: (one: T) => Promise<Failure | null>): Promise<Failure | null> {
  let first: Failure | null = null;
  for (const one of all) {
    const problem = await run(one);
    first ??= problem;
    if (problem !== null && !isOfOneAlone(problem)) break;
  }
  return first;
}

/** The exchange has answered, and refused this alone: it may be older, or busy. All else would meet the next too. */
function isOfOneAlone({ code }: Failure): boolean {
  const codes: readonly Failure['code'][] = ['not_allowed', 'not_found', 'preview_stale', 'server_busy', 'server_misbehaves'];
  return codes.includes(code);
} // prettier-ignore
