/** Each computer of the user's tells the others what is kept out there. It is sealed to them, and the firm exchange only hands it on. */
import type { Failure } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { mostDevices } from '../exchange/bodies.ts';
import { exclusionTags, openExclusions, sealExclusions } from '../exchange/exclusions.ts';
import { fingerprintOf } from '../exchange/keys.ts';
import { deviceOf } from '../exchange/members.ts';
import type { MemberRecord } from '../exchange/members.ts';
import { organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import { keepPrivate } from '../identity/acts.ts';
import type { AnswerOf } from '../exchange/routes.ts';
import type { Exchange } from './exchange.ts';
import { readListsElsewhere, readOwnList, storeList } from './exclusions.ts';
import type { KeptList, OwnTags } from './exclusions.ts';
import type { Firm } from './firm.ts';
import { keepUnshared } from './grants.ts';
import type { Membership } from './membership.ts';

export interface ExcludingContext {
  readonly db: Writer;
  readonly membership: Membership;
  readonly exchange: (firm: Firm) => Exchange;
  readonly randomBytes: (size: number) => Buffer;
  readonly ownTags: OwnTags;
  /** The user's words here were changed by what they said on another computer: what was before cannot be put back. */
  readonly saidElsewhere: () => void;
}

type Lying = AnswerOf<'exclusions'>;

/** Of what the exchange says: a million versions are left to count on. */
const mostBelieved = 0x7fff_ffff - 1_000_000;

/** Hears what is kept out elsewhere, and tells what is here where the others do not have it. Null where this is the user's only computer. */
export async function exchangeExclusions(context: ExcludingContext, firm: Firm): Promise<Failure | null> {
  const { db } = context;
  const others = otherDevices(firm);
  const kept = readListsElsewhere(db);
  if (others.length === 0 && kept.length === 0) return null;
  const known = kept.filter(({ device }) => others.some((each) => deviceOf(each) === device));
  const lying =
    others.length === 0
      ? null
      : await context.exchange(firm).exclusions(known.slice(0, mostDevices).map(({ device, version }) => ({ device, version })));
  if (lying?.ok === false) return lying.error;
  const lists = (lying?.value.lists ?? []).filter(({ device }) => others.some((each) => deviceOf(each) === device));
  const hasChanged = db.transaction(() => {
    for (const list of lists) hear(db, firm, kept, list);
    return takeOver(context, kept.filter(({ device }) => !lists.some((list) => list.device === device)));
  })();
  if (hasChanged) context.saidElsewhere();
  return lying === null ? null : tell(context, firm, others.slice(0, mostDevices), lying.value.own);
} // prettier-ignore

/** Whether the user's other computers would be told something new. */
export function isListDue({ db, ownTags }: ExcludingContext, firm: Firm): boolean {
  if (otherDevices(firm).length === 0) return false;
  const last = readOwnList(db);
  return last === null || !isSame(last.tags, ownTags(last));
}

/** The user's other computers, as the firm's roster has them. */
export function otherDevices({ roster, row, signing }: Firm): MemberRecord[] {
  return roster.devices.filter((each) => each.member === row.member && deviceOf(each) !== signing.fingerprint);
}

/** Nothing older than what is kept is believed. */
function hear(db: Writer, firm: Firm, kept: readonly KeptList[], { device, version, sealed }: Lying['lists'][number]): void {
  const last = kept.find((each) => each.device === device);
  if (sealed === null || version <= (last?.version ?? 0)) return;
  const about = { firm: firm.row.firm, device, version };
  const opened = openExclusions(about, firm.row.member, firm.sealing, sealed, firm.roster.signers);
  if (opened.ok) storeList(db, { device, version, ...opened.value });
} // prettier-ignore

/**
 * A list that is no longer there stays: its computer was lost, or has left, and has taken nothing back. Of whom and what this one knows it
 * becomes the user's word here, where it can be taken back; the rest is kept. True where it changed a word.
 */
function takeOver({ db, membership }: ExcludingContext, gone: readonly KeptList[]): boolean {
  if (gone.length === 0) return false;
  const people = membership.known([]).filter(({ elsewhere }) => elsewhere);
  const { unshared } = membership.choices();
  const all = statement(db, 'SELECT id, domain FROM organisation').all() as { id: number; domain: string }[];
  const places = all.filter(({ domain }) => unshared.has(domain));
  const changed = gone.map((list) => {
    const tagOf = exclusionTags(list.key);
    const left = new Set(list.tags);
    const take = (target: Target | null): boolean => target !== null && left.delete(tagOf(target));
    for (const { person, addresses } of people) {
      let isMeant = false;
      for (const { email } of addresses) if (take(personTarget(email))) isMeant = true;
      if (isMeant) keepPrivate(db, [person], true);
    }
    for (const { id, domain } of places) if (take(organisationTarget(domain))) keepUnshared(db, id, true);
    if (left.size === list.tags.length) return false;
    storeList(db, { ...list, tags: [...left] });
    return true;
  });
  return changed.includes(true);
} // prettier-ignore

async function tell(
  { db, exchange, randomBytes, ownTags }: ExcludingContext,
  firm: Firm,
  others: readonly MemberRecord[],
  own: Lying['own'],
): Promise<Failure | null> {
  const last = readOwnList(db) ?? { device: '', version: 0, key: randomBytes(32), tags: [] };
  const tags = ownTags(last);
  const hasIt = ({ sealingKey }: MemberRecord): boolean =>
    own.some(({ recipient, version }) => recipient === fingerprintOf(sealingKey) && version === last.version);
  if (isSame(last.tags, tags) && others.every(hasIt)) return null;
  // Beyond what lies there too: this computer may have been put back to an earlier day. Never so far that no version would be left.
  const version = Math.max(last.version, ...own.map((each) => each.version).filter((each) => each < mostBelieved)) + 1;
  const list = { ...last, version, tags };
  storeList(db, list);
  const sent = await exchange(firm).exclude({
    version,
    lists: sealExclusions({ firm: firm.row.firm, version }, list, others, firm.signing, randomBytes),
  });
  return sent.ok ? null : sent.error;
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && new Set([...one, ...other]).size === one.length;
}
