/** Bands: written rules over both outputs and the tie's own past (docs/strength.md). Pure. */
import type { Band } from '../contract/shapes.ts';
import type { Outputs, StrengthModel } from './model.ts';

const ladder = ['none', 'weak', 'moderate', 'strong'] as const;

/**
 * The band after `previous` (null at the beginning). A band is reached at both its thresholds and left only below `leave` times
 * one of them, so that a tie at the border does not flicker. Without two-way exchange it is unknown, whatever the outputs say.
 */
export function nextBand({ bands }: StrengthModel, outputs: Outputs, previous: Band | null): Band {
  if (!outputs.twoWay) return 'unknown';
  const held = previous === null || previous === 'unknown' ? 0 : ladder.indexOf(previous);
  for (const name of ['strong', 'moderate', 'weak'] as const) {
    const slack = ladder.indexOf(name) <= held ? bands.leave : 1;
    const { probability, closeness } = bands[name];
    if (outputs.hears >= probability * slack && outputs.closeness >= closeness * slack) return name;
  }
  return 'none';
}
