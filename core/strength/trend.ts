/** Trend: closeness now against the tie's own usual. Pure. */
import type { Trend } from '../contract/shapes.ts';
import type { StrengthModel } from './model.ts';

export interface TrendFacts {
  readonly now: number;
  /** Closeness at month ends three to six months ago, where there was a tie. */
  readonly past: readonly number[];
  /** Messages either way within the year, and meetings and talks. */
  readonly messages: number;
  readonly meetings: number;
}

// A tie younger than this many month ends has no usual yet.
const leastPast = 2;
// Fewer messages a year leave gaps of months that mean nothing.
const leastMessages = 12;

/**
 * Null where there is too little to compare. Fading is said only of ties that lived by mail: with few messages, or meetings and
 * talks at least as many, calls that nobody sees here may explain the silence.
 */
export function trendOf(
  { trend: { change, floor } }: StrengthModel,
  { now, past, messages, meetings }: TrendFacts,
): Trend | null {
  if (past.length < leastPast) return null;
  const usual = past.reduce((sum, value) => sum + value, 0) / past.length;
  if (Math.max(now, usual) < floor) return null;
  if (now > usual * change) return 'rising';
  if (now * change >= usual) return 'steady';
  return messages >= leastMessages && meetings < messages ? 'fading' : null;
}
