/** Bands and trend: written rules over both outputs and the tie's own past (docs/strength.md). Pure. */
import type { Band, Trend } from '../contract/shapes.ts';
import type { StrengthModel } from './model.ts';

/** The two outputs at one moment. */
export interface Output {
  readonly probability: number;
  readonly closeness: number;
  readonly twoWay: boolean;
}

const ladder = ['none', 'weak', 'moderate', 'strong'] as const;

/**
 * The band after `previous` (null at the beginning). A band is reached at its thresholds and left only below `leave` times
 * them, so that a tie at the border does not flicker. Without two-way exchange it is unknown, whatever the outputs say.
 */
export function nextBand({ bands }: StrengthModel, output: Output, previous: Band | null): Band {
  if (!output.twoWay) return 'unknown';
  const held = previous === null || previous === 'unknown' ? 0 : ladder.indexOf(previous);
  for (let step = ladder.length - 1; step > 0; step--) {
    const name = ladder[step] as Exclude<(typeof ladder)[number], 'none'>;
    const slack = step <= held ? bands.leave : 1;
    if (output.probability >= bands[name].probability * slack && output.closeness >= bands[name].closeness * slack) return name;
  }
  return 'none';
}

// A change by half is one a person would notice; below the floor there is nothing to rise or fall.
const notable = 1.5;
const floor = 0.15;

/** Against the mean closeness of three to six months ago; null where there was no tie then or there is too little of one. */
export function trendOf(now: number, then: readonly number[]): Trend | null {
  if (then.length === 0) return null;
  const before = then.reduce((sum, value) => sum + value, 0) / then.length;
  if (Math.max(now, before) < floor) return null;
  if (now > before * notable) return 'rising';
  return now * notable < before ? 'fading' : 'steady';
}
