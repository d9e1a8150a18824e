/** Entries as the firm exchange takes them: what each is found by, and what whoever asks for that reads. Pure. */
import { dayOf } from '../exchange/encoding.ts';
import { isName } from '../exchange/entries.ts';
import type { TieBody } from '../exchange/entries.ts';
import type { PlainEntry } from '../exchange/preview.ts';
import type { Profile } from '../exchange/profiles.ts';
import { nameTarget, organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import type { Entry } from './payload.ts';

/** One row, and everything it is told from: what protects any of these protects the row, whether it is named in it or not. */
export interface Row extends PlainEntry {
  readonly guarded: readonly Target[];
}

/**
 * A person is found by address and by name at their organisation, an organisation by its domain; the rows of one entry cannot be told to
 * belong together. Nothing for what has no normal form.
 */
export function rowsOf(entry: Entry, me: Profile): Row[] {
  const { about, name, organisation } = entry;
  const domain = about.kind === 'organisation' ? about.domain : organisation?.domain;
  const there = domain === undefined ? null : organisationTarget(domain);
  const nameThere = domain === undefined ? null : nameTarget(entry.from.name, domain);
  const guarded = known([personTarget(entry.from.email), nameThere, there]);
  const found =
    about.kind === 'organisation'
      ? known([there])
      : known([personTarget(about.email), name === null ? null : nameThere]);
  const body = bodyOf(entry, me);
  const expires = dayOf(Date.parse(entry.until));
  return found.map((target) => ({ target, body, expires, guarded }));
}

function known(targets: readonly (Target | null)[]): Target[] {
  return targets.filter((target) => target !== null);
}

function bodyOf({ name, named, band, month }: Entry, me: Profile): TieBody {
  return {
    kind: 'tie',
    person: name === null || !isName(cut(name)) ? null : { name: cut(name) },
    band,
    freshness: month,
    introducer: named
      ? { kind: 'named', ...me }
      : { kind: 'practice', practice: practiceWords(me) },
  };
} // prettier-ignore

/** What stands there for those who are in no practice. */
export const noPractice = 'the firm';

/** Whom "somebody in …" names. */
export function practiceWords({ practice }: Pick<Profile, 'practice'>): string {
  return practice ?? noPractice;
}

// Bytes a name may take there (core/exchange/entries.ts); JSON writes no letter of a name with more than six.
const mostName = 20;

/** Names that are longer than they can be are cut, rather than keeping a whole set from being shared. */
function cut(name: string): string {
  return Buffer.byteLength(JSON.stringify(name)) - 2 <= 120 ? name : [...name].slice(0, mostName).join('');
}
