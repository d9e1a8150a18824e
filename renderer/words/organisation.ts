import type { PersonRow } from '../../core/contract/shapes.ts';
import { shownName } from './standing.ts';

/** One sentence about whom the user knows somewhere; `people` are the warmest first. */
export function organisationInWords(people: readonly Pick<PersonRow, 'person' | 'band' | 'trend'>[]): string {
  const known = people.filter(({ band }) => band !== 'unknown' && band !== 'none');
  const [warmest] = known;
  if (warmest === undefined) {
    return people.length === 0 ? 'You know nobody here.' : 'Nobody here is in touch with you now.';
  }
  const quiet = known.filter(({ trend }) => trend === 'fading').length;
  const others = quiet === 0 ? '' : quiet === 1 ? ' One has become quieter.' : ` ${String(quiet)} have become quieter.`;
  const name = shownName(warmest.person).slice(0, 200);
  return known.length === 1
    ? `You are in touch with ${name} here.${others}`
    : `You are in touch with ${String(known.length)} people here, most with ${name}.${others}`;
}
