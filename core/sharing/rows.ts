/** Rows of the firm exchange: what of a preview is to be put there and removed, and which rows are about somebody. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Input } from '../contract/methods.ts';
import type { AudienceKey } from '../exchange/audience-keys.ts';
import { mostRows } from '../exchange/bodies.ts';
import type { Row } from '../exchange/bodies.ts';
import { toText } from '../exchange/encoding.ts';
import { sealEntry } from '../exchange/entries.ts';
import { guardOf } from '../exchange/guards.ts';
import { nameTarget, organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import { entryKey } from './payload.ts';
import type { Entry, Known } from './payload.ts';
import type { Row as PlainRow } from './plain.ts';
import { aboutWords } from './prepare.ts';
import type { AudienceSet, Ids, Prepared } from './prepare.ts';
import type { Told, Waiting } from './published.ts';

interface SealedSet {
  readonly told: readonly Told[];
  /** In the order in which they are sent, so many at a time: each carries the version of the set it will be part of. */
  readonly put: readonly Row[];
  readonly remove: readonly string[];
}

/** What is the same under the same key stays as it lies there. Failures: usage for words too long, server_misbehaves without a guard. */
export function sealedRows(
  firm: Firm,
  { sets, difference }: Prepared,
  before: readonly Told[],
  randomBytes: (size: number) => Buffer,
): Result<SealedSet> {
  const last = new Map(before.map((one) => [entryKey(one), one]));
  const same = new Set(difference.entries.flatMap(({ entry, change }) => (change === 'same' ? [entryKey(entry)] : [])));
  const { guard } = firm;
  if (guard === null)
    return failure('server_misbehaves', 'The firm exchange has not given this computer all it needs yet. Try again later.');
  const told: Told[] = [];
  const put: Row[] = [];
  const version = (): number => firm.row.version + 1 + Math.floor(put.length / mostRows);
  for (const { firmAudience, parts } of sets) {
    const { epoch } = firmAudience.record;
    for (const part of parts) {
      const lain = last.get(entryKey(part.entry));
      const stays = lain !== undefined && same.has(entryKey(part.entry));
      const rows: Row[] = [];
      for (const plain of stays ? [] : part.rows) {
        const row = sealedRow(firm, guard, firmAudience, part.entry, plain, version(), randomBytes);
        if (row === null) return failure('usage', `What is said of ${aboutWords(part.entry)} is too long to be shared.`);
        rows.push(row);
        put.push(row);
      }
      const { inEffect: _, covers: __, from: ___, ...live } = part.entry;
      told.push({ ...live, epoch, guardEpoch: guard.epoch, rows: stays ? lain.rows : rows.map(({ id }) => id) });
    }
  }
  const kept = new Set(told.flatMap(({ rows }) => rows));
  return success({ told, put, remove: before.flatMap(({ rows }) => rows.filter((id) => !kept.has(id))) });
} // prettier-ignore

function sealedRow(
  { signing, quiet }: Firm,
  guardKey: AudienceKey,
  { key, record }: AudienceSet['firmAudience'],
  { named }: Pick<Entry, 'named'>,
  { target, body, expires, guarded }: PlainRow,
  version: number,
  randomBytes: (size: number) => Buffer,
): Row | null {
  const signer = named ? signing : quiet;
  const sealed = sealEntry({ audienceKey: key, target, version, expires, body, signer }, randomBytes);
  if (!sealed.ok) return null;
  const { audience, epoch } = record;
  return { id: toText(randomBytes(16)), audience, epoch, ...sealed.value, guard: guardOf(guardKey, guarded, randomBytes) };
} // prettier-ignore

/** The ids of the rows that wait to be deleted; what is known by a key only is looked for among the user's own. */
export async function rowsOfWaiting(
  exchange: Exchange,
  waiting: readonly Waiting[],
): Promise<Result<readonly string[] | 'all'>> {
  if (waiting.some(({ kind }) => kind === 'all')) return success('all');
  const ids = waiting.flatMap(({ kind, what }) => (kind === 'row' ? [what] : []));
  const lookups = new Set(waiting.flatMap(({ kind, what }) => (kind === 'lookup' ? [what] : [])));
  if (lookups.size === 0) return success(ids);
  const mine = await exchange.mine(true);
  if (!mine.ok) return mine;
  return success([...ids, ...mine.value.rows.flatMap(({ id, lookup }) => (lookups.has(lookup) ? [id] : []))]);
}

/** By what rows about a person, or about an organisation and everybody there, are found. */
export function targetsAbout(known: readonly Known[], what: Extract<Input<'stopSharing'>, { kind: 'person' | 'organisation' }>, ids: Ids): Target[] {
  const isMeant = ({ person, organisation }: Known): boolean =>
    what.kind === 'person'
      ? person === what.person
      : organisation !== null && ids.organisation(organisation.domain) === what.organisation;
  return known.filter(isMeant).flatMap(({ addresses, name, organisation }) => {
    const place = what.kind === 'organisation' && organisation !== null ? organisationTarget(organisation.domain) : null;
    const named = organisation === null ? null : nameTarget(name, organisation.domain);
    return [...addresses.map(({ email }) => personTarget(email)), named, place].filter((target) => target !== null);
  });
} // prettier-ignore
