/** A preview: what each audience would see as they would see it, what would change, and the digest that stands for all of it. Pure. */
import type { Audience, SharedLine, SharePreview } from '../contract/sharing.ts';
import { recipientFingerprints } from '../exchange/audiences.ts';
import { previewDigest } from '../exchange/preview.ts';
import { audienceName, audienceOf } from './firm.ts';
import type { Firm, FirmAudience } from './firm.ts';
import { audienceKey, entryKey, leastPeople, mayBeShared, payload } from './payload.ts';
import type { Choices, Entry, Known } from './payload.ts';
import { practiceWords, rowsOf } from './plain.ts';
import type { Row } from './plain.ts';
import { difference } from './preview.ts';
import type { Difference, Live } from './preview.ts';
import type { Logged, Told } from './published.ts';

/** All that one audience is to be told, as rows of the firm exchange. */
export interface AudienceSet {
  readonly audience: Audience;
  readonly firmAudience: FirmAudience;
  readonly parts: readonly { readonly entry: Entry; readonly rows: readonly Row[] }[];
}

export interface Prepared {
  readonly digest: string;
  readonly sets: readonly AudienceSet[];
  readonly difference: Difference;
}

/** What is allowed and can be told: nothing to an audience this device does not belong to, or no longer. `today` is YYYY-MM-DD. */
export function tellable(firm: Firm, known: readonly Known[], choices: Choices, today: string): Entry[] {
  return payload(known, choices, today).filter(({ audience }) => audienceOf(firm, audience) !== null);
}

/** `told`: what lies at the exchange. `today` is YYYY-MM-DD. */
export function prepare(
  firm: Firm,
  known: readonly Known[],
  choices: Choices,
  told: readonly Told[],
  today: string,
): Prepared {
  const entries = tellable(firm, known, choices, today);
  const audiences = new Map(entries.map(({ audience }) => [audienceKey(audience), audience]));
  const sets = [...audiences].flatMap(([key, audience]): AudienceSet[] => {
    const firmAudience = audienceOf(firm, audience);
    if (firmAudience === null) return [];
    const own = entries.filter((entry) => audienceKey(entry.audience) === key);
    return [{ audience, firmAudience, parts: withoutRepeats(own, firm) }];
  });
  return { digest: digestOf(firm, sets), sets, difference: underNewKeys(firm, difference(entries, told), told) };
}

/**
 * What says the same under a key, or a guard, that has been replaced is renewed by the next act: whoever left still holds the old one, and
 * the exchange deletes it once that is over.
 */
function underNewKeys(firm: Firm, { entries, gone }: Difference, told: readonly Told[]): Difference {
  const before = new Map(told.map((one) => [entryKey(one), one]));
  return {
    gone,
    entries: entries.map(({ entry, change }) => {
      const last = before.get(entryKey(entry));
      const isUnderThese =
        last?.epoch === audienceOf(firm, entry.audience)?.record.epoch && last?.guardEpoch === firm.guard?.epoch;
      return { entry, change: change === 'same' && !isUnderThese ? 'renewed' : change };
    }),
  };
}

/** Spellings of one mailbox, and namesakes in one place, are one row: the first stands. */
function withoutRepeats(entries: readonly Entry[], { row }: Firm): AudienceSet['parts'] {
  const taken = new Set<string>();
  return entries.map((entry) => {
    const rows = rowsOf(entry, row.profile).filter(({ target: { kind, value } }) => {
      const isNew = !taken.has(`${kind} ${value}`);
      taken.add(`${kind} ${value}`);
      return isNew;
    });
    return { entry, rows };
  });
}

function digestOf({ row, roster }: Firm, sets: readonly AudienceSet[]): string {
  return previewDigest(
    sets.map(({ firmAudience: { record }, parts }) => ({
      firm: row.firm,
      audience: record.audience,
      epoch: record.epoch,
      recipients: recipientFingerprints(roster, record),
      entries: parts.flatMap(({ rows }) => rows.map(({ target, body, expires }) => ({ target, body, expires }))),
    })),
  );
}

/** Ids of the user's own for what entries speak of. */
export interface Ids {
  readonly person: (address: number) => number | null;
  readonly organisation: (domain: string) => number | null;
}

/** The preview in words. */
export function shownPreview(
  firm: Firm,
  prepared: Prepared,
  known: readonly Known[],
  choices: Choices,
  ids: Ids,
): SharePreview {
  const lines = prepared.difference.entries.map(({ entry, change }) => ({ entry, line: lineOf(firm, entry, change, ids) }));
  const counts = { new: 0, changed: 0, renewed: 0, same: 0, gone: prepared.difference.gone.length };
  for (const { line } of lines) counts[line.change]++;
  return {
    digest: prepared.digest,
    audiences: prepared.sets.map(({ audience }) => ({
      audience,
      name: audienceName(firm, audience),
      lines: lines.filter(({ entry }) => audienceKey(entry.audience) === audienceKey(audience)).map(({ line }) => line),
    })),
    gone: prepared.difference.gone.map(aboutWords),
    counts,
    ...leftOut(known, choices, ids),
  };
} // prettier-ignore

function lineOf(firm: Firm, entry: Entry, change: SharedLine['change'], ids: Ids): SharedLine {
  const { about, organisation, band, month, until, inEffect } = entry;
  return {
    about: aboutWords(entry),
    askedFor: about.kind === 'person' ? about.email : (organisation?.name ?? about.domain),
    person: about.kind === 'person' ? ids.person(about.address) : null,
    organisation: organisation === null ? null : ids.organisation(organisation.domain),
    introducer: introducerWords(firm, entry),
    band,
    month,
    until,
    change,
    inEffect: [...inEffect],
  };
}

/** "Jane Roe, Acme" or "somebody at Acme". */
export function aboutWords({ about, name, organisation }: Live): string {
  const place = organisation?.name ?? (about.kind === 'organisation' ? about.domain : null);
  return name === null ? `somebody at ${place ?? 'a place of their own'}` : place === null ? name : `${name}, ${place}`;
}

/** Whom colleagues are told to ask. */
export function introducerWords({ me }: Pick<Firm, 'me'>, { named }: Pick<Live, 'named'>): string {
  if (!named) return `somebody in ${practiceWords(me)}`;
  return me.practice === null ? me.name : `${me.name} (${me.practice})`;
}

/** Whom the rule leaves out by pattern, and organisations that would name somebody in effect; none of whom nothing can be shared anyway. */
function leftOut(known: readonly Known[], { grants, unshared }: Choices, ids: Ids): Pick<SharePreview, 'leftOut' | 'few'> {
  if (!grants.some(({ what }) => what.kind === 'rule')) return { leftOut: [], few: [] };
  const open = known.filter((some) => mayBeShared(some, unshared) && some.band !== 'weak');
  const chosen = new Set(grants.flatMap(({ what }) => (what.kind === 'organisation' ? [what.domain] : [])));
  const few = new Map<string, { name: string; people: string[] }>();
  for (const { organisation, name, never } of open) {
    if (organisation === null || never !== null || chosen.has(organisation.domain)) continue;
    const there = known.filter((one) => one.organisation?.domain === organisation.domain && mayBeShared(one, unshared));
    if (there.length >= leastPeople) continue;
    const group = few.get(organisation.domain) ?? { name: organisation.name, people: [] };
    few.set(organisation.domain, { ...group, people: [...group.people, name] });
  }
  return {
    leftOut: open.flatMap(({ person, name, never }) => (never === null ? [] : [{ person, name, reason: never }])),
    few: [...few].flatMap(([domain, { name, people }]) => {
      const organisation = ids.organisation(domain);
      return organisation === null ? [] : [{ organisation, name, people }];
    }),
  };
} // prettier-ignore

/** An act as the log keeps it. */
export function logged(firm: Firm, act: Logged['act'], entry: Live): Logged {
  return { act, entry, about: aboutWords(entry), audience: audienceName(firm, entry.audience) };
}
