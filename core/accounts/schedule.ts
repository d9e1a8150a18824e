/** When an account is asked next. */
import type { Failure } from '../contract/errors.ts';

/** Milliseconds between two looks at folders that nobody watches. */
export const pollEvery = 300_000;

const first = 15_000;
const longest = 1_800_000;

// Asking again would say the same, or lock the account: the user has to do something first.
const lasting: ReadonlySet<Failure['code']> = new Set([
  'sign_in_refused', 'sign_in_expired', 'approval_needed', 'not_allowed', 'usage',
]); // prettier-ignore

export function isLasting({ code }: Failure): boolean {
  return lasting.has(code);
}

/**
 * Milliseconds to wait after a failure, or null to wait for the user. `attempts` counts failures in a row from 1; each doubles the
 * wait, up to half an hour. `chance`, from 0 to 1, spreads clients that failed at the same moment. What a server asks for is kept.
 */
export function waitAfter(problem: Failure, attempts: number, chance: number): number | null {
  if (isLasting(problem)) return null;
  const doubled = Math.min(first * 2 ** Math.min(attempts - 1, 20), longest);
  return Math.max(doubled * (0.5 + chance), (problem.retryAfter ?? 0) * 1000);
}
