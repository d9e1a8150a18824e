/**
 * What is protected, and who may be answered about it. Pure: rows and protections in, viewers out. The same is done for entries and asks,
 * when they come and whenever a protection changes, and never when somebody looks.
 */
import { fromText } from '../core/exchange/encoding.ts';
import { isGuardedBy } from '../core/exchange/guards.ts';
import type { BodyOf } from '../core/exchange/routes.ts';
import type { Sql } from './database.ts';

/** The owner of rows of the firm's client list. */
export const clientsOwner = 'clients';

export interface Protection {
  readonly id: string;
  readonly kind: 'barrier' | 'closed' | 'objection';
  readonly from: number;
  readonly until: number | null;
  /** Members inside, each with the last day they are. */
  readonly inside: ReadonlyMap<string, number | null>;
  /** By guard epoch. */
  readonly keys: ReadonlyMap<number, Uint8Array>;
}

/** A guard as it is kept. */
export interface KeptGuard {
  readonly guardEpoch: number;
  readonly guardSalt: Uint8Array;
  /** One after the other. */
  readonly guardTags: Uint8Array;
}

export interface Guarded extends KeptGuard {
  readonly owner: string;
  readonly expires: number;
}

/** Who is answered, and until which day; viewer is empty for the whole audience. */
interface Viewer {
  readonly viewer: string;
  readonly expires: number;
}

const tagBytes = 16;

/** The keys that recognise something, as they are sent. */
export function keysOf(recognising: BodyOf<'barrier'>['recognising']): Protection['keys'] {
  return new Map(recognising.map(({ epoch, key }) => [epoch, fromText(key)]));
}

/** The protections a row is about. Every key is tried in any case. */
export function hitsOf<P extends Pick<Protection, 'keys'>>(row: KeptGuard, protections: readonly P[]): readonly P[] {
  const tags = Array.from({ length: row.guardTags.length / tagBytes }, (_, at) =>
    row.guardTags.subarray(at * tagBytes, (at + 1) * tagBytes),
  );
  return protections.filter(({ keys }) => {
    const key = keys.get(row.guardEpoch);
    return key !== undefined && isGuardedBy(key, row.guardSalt, tags);
  });
}

/**
 * Who may be answered with an entry, or shown an ask, that is about these protections, from `today` on. Nobody but those who are inside all of
 * them, and they only if its owner is too; but anybody may ask the partner of a closed client. What ends a right to see ends it by its day;
 * what begins one is worked out again on that day.
 */
export function viewersOf(
  row: Guarded,
  hits: readonly Protection[],
  today: number,
  what: 'entry' | 'ask' = 'entry',
): readonly Viewer[] {
  // The client's own partner is named whether the client is closed or not.
  const about = row.owner === clientsOwner ? hits.filter(({ kind }) => kind !== 'closed') : hits;
  const active = about.filter((each) => isActive(each, today));
  const beginning = about.filter(({ from, until }) => from > today && (until === null || until >= from));
  const last = Math.min(row.expires, ...beginning.map(({ from }) => from - 1));
  const [first] = active;
  if (first === undefined) return [{ viewer: '', expires: last }];
  const ownerLast = insideUntil(row.owner, what === 'ask' ? active.filter(({ kind }) => kind !== 'closed') : active);
  if (ownerLast === null || ownerLast < today) return [];
  return [...first.inside.keys()].sort().flatMap((member) => {
    const until = insideUntil(member, active);
    return until === null || until < today ? [] : [{ viewer: member, expires: Math.min(last, ownerLast, until) }];
  });
}

/** Whether it protects on this day. */
export function isActive({ from, until }: Pick<Protection, 'from' | 'until'>, today: number): boolean {
  return from <= today && (until === null || today <= until);
}

/** The last day on which a member is inside all of them; null where they are not. */
function insideUntil(member: string, protections: readonly Protection[]): number | null {
  if (member === clientsOwner) return Infinity;
  let last = Infinity;
  for (const { inside } of protections) {
    const until = inside.get(member);
    if (until === undefined) return null;
    last = Math.min(last, until ?? Infinity);
  }
  return last;
}

/** All protections of a firm that hold or will. */
export async function protectionsOf(sql: Sql, firm: string): Promise<Protection[]> {
  const protections = await sql.rows<{
    id: string;
    kind: Protection['kind'];
    from_day: number;
    until_day: number | null;
  }>('SELECT id, kind, from_day, until_day FROM protection WHERE firm = $1 ORDER BY id', [firm]);
  const inside = await sql.rows<{ protection: string; member: string; until_day: number | null }>(
    'SELECT protection, member, until_day FROM protection_inside WHERE firm = $1',
    [firm],
  );
  const keys = await sql.rows<{ protection: string; epoch: number; key: Uint8Array }>(
    'SELECT protection, epoch, key FROM protection_key WHERE firm = $1',
    [firm],
  );
  return protections.map(({ id, kind, from_day: from, until_day: until }) => ({
    id,
    kind,
    from,
    until,
    inside: new Map(inside.filter((each) => each.protection === id).map((each) => [each.member, each.until_day])),
    keys: new Map(keys.filter((each) => each.protection === id).map((each) => [each.epoch, each.key])),
  }));
}
