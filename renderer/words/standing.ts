/** The engine's terms in the user's words; that of bands is the contract's, for terminals and files say the same. */
import { bandWords } from '../../core/contract/band-words.ts';
import { assertNever } from '../../core/contract/errors.ts';
import type { Interaction, PersonRow, Side, Trend, Why } from '../../core/contract/shapes.ts';
import { counted } from './counts.ts';
import { dateInWords, monthInWords } from './dates.ts';

/** The word for a trend, or null where there is none. "Quieter" and not "fading": calls and lunches are not seen. */
export function trendWord(trend: Trend | null): string | null {
  switch (trend) {
    case 'rising':
      return 'rising';
    case 'steady':
      return 'steady';
    case 'fading':
      return 'quieter';
    case null:
      return null;
    default:
      return assertNever(trend);
  }
}

/** What an interaction was, from the user's side, in sentence case. */
export function interactionWord(kind: Interaction['kind']): string {
  switch (kind) {
    case 'sent':
      return 'You wrote';
    case 'received':
      return 'They wrote';
    case 'meeting':
      return 'Meeting';
    case 'seen together':
      return 'Seen together';
    case 'spoke':
      return 'You spoke';
    default:
      return assertNever(kind);
  }
}

/** Who else took part: `people` counts everybody, the user included. Null for two or when unknown. */
export function companyInWords(people: number | null): string | null {
  if (people === null || people <= 2) return null;
  return `with ${counted(people - 2, 'other')}`;
}

const sideWords: Record<Side, string> = {
  client: 'Client',
  referrer: 'Referrer',
  adviser: 'Adviser',
  'other side': 'Other side',
  supplier: 'Supplier',
  personal: 'Personal',
  'not a relationship': 'Not a relationship',
  unfiled: 'Not filed yet',
};

/** The name of a side in sentence case. */
export function sideWord(side: Side): string {
  return sideWords[side];
}

/** A name to show and to read out: one that holds nothing visible is said to be missing. */
export function shownName(name: string): string {
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(name) ? name : 'Without a name';
}

/** Title and organisation as one line; a colleague is said to be one. */
export function roleInWords(row: Pick<PersonRow, 'title' | 'organisation' | 'colleague'>): string {
  const colleague = row.colleague === 'current' ? 'colleague' : row.colleague === 'former' ? 'former colleague' : null;
  return [row.title, row.organisation, colleague].filter((part) => part !== null).join(', ');
}

/** The user's own word and the warmest time, as sentences; `now` in milliseconds. `locale` is only given by tests. */
export function saidInWords({ word, peak }: Pick<Why, 'word' | 'peak'>, now: number, locale?: string): string[] {
  const said = [
    word.spoke === null ? null : `you spoke ${dateInWords(`${word.spoke}T12:00:00Z`, now)}`,
    word.knowsWell === null ? null : 'you know each other well',
  ].filter((one) => one !== null);
  return [
    ...(said.length === 0 ? [] : [`You said: ${said.join('; ')}.`]),
    ...(peak === null
      ? []
      : [`Warmest in ${monthInWords(peak.at.slice(0, 7), locale)}, when it was ${bandWords[peak.band]}.`]),
  ];
}
