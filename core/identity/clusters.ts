/** Which addresses are one person: evidence joins, the user's word decides, a name alone never does. */
import type { Evidence } from '../db/evidence.ts';
import { partyRole } from '../ingest/flags.ts';
import { senderOf } from './address-facts.ts';
import { matchKey, organisationDomain } from './email-parts.ts';
import { isFullName } from './names.ts';

interface ClusterAddress {
  readonly id: number;
  readonly email: string;
  /** Every full name it was seen with, folded. */
  readonly foldedNames: ReadonlySet<string>;
  readonly machine: boolean;
  readonly own: boolean;
}

export interface Decision {
  readonly a: number;
  readonly b: number;
  readonly same: boolean;
  /** Which of the two arranges things for the other and is no further address of theirs; null where neither does. */
  readonly assistant: number | null;
}

export interface Clusters {
  /** The cluster's smallest address id, by address id; 0 where there is no such address. */
  readonly rootOf: Int32Array;
}

/**
 * Joins addresses that are one mailbox by spelling, share a contact card, answered for each other, or bear the same full name
 * at the same organisation without a rival. A pair the user called different is kept apart, whatever else joins its ends.
 */
export function clusterAddresses(
  addresses: readonly ClusterAddress[],
  evidence: Evidence,
  cards: readonly (readonly number[])[],
  decisions: readonly Decision[],
): Clusters {
  const byId = new Map(addresses.map((address) => [address.id, address]));
  const rootOf = new Int32Array(evidence.addressLimit);
  const members = new Map<number, number[]>();
  for (const { id } of addresses) {
    rootOf[id] = id;
    members.set(id, [id]);
  }
  const apart = new Set(decisions.filter(({ same }) => !same).flatMap(({ a, b }) => [pair(a, b)]));

  function join(a: number, b: number): void {
    const left = rootOf[a] as number;
    const right = rootOf[b] as number;
    if (left === right || left === 0 || right === 0) return;
    const leftMembers = members.get(left) ?? [];
    const rightMembers = members.get(right) ?? [];
    if (apart.size > 0 && leftMembers.some((x) => rightMembers.some((y) => apart.has(pair(x, y))))) return;
    const [keep, absorb] = left < right ? [left, right] : [right, left];
    const absorbed = members.get(absorb) ?? [];
    for (const id of absorbed) rootOf[id] = keep;
    members.get(keep)?.push(...absorbed);
    members.delete(absorb);
  }

  const ownIds = addresses.filter(({ own }) => own).map(({ id }) => id);
  for (const id of ownIds.slice(1)) join(ownIds[0] as number, id);
  for (const { a, b, same } of decisions) if (same) join(a, b);
  const candidates = addresses.filter(({ own, machine }) => !own && !machine);
  for (const group of groupBy(candidates, ({ email }) => matchKey(email)).values()) {
    for (const part of byNameWhereShared(group)) joinAll(part, join);
  }
  for (const card of cards) {
    const people = card.flatMap((id) => byId.get(id) ?? []).filter(({ own, machine }) => !own && !machine);
    joinAll(people, join);
  }
  for (const [a, b] of answeredForEachOther(byId, evidence)) join(a, b);
  for (const group of sameNameAndOrganisation(candidates, evidence)) joinAll(group, join);
  return { rootOf };
}

export function pair(a: number, b: number): number {
  return Math.min(a, b) * 2 ** 26 + Math.max(a, b);
}

function joinAll(group: readonly { id: number }[], join: (a: number, b: number) => void): void {
  for (const { id } of group.slice(1)) join((group[0] as { id: number }).id, id);
}

function groupBy<T>(list: readonly T[], key: (item: T) => string | null): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of list) {
    const name = key(item);
    if (name === null) continue;
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** A relay gives everybody a tag of one mailbox of its own: where full names differ, only the same name is the same person. */
function byNameWhereShared(group: readonly ClusterAddress[]): Iterable<readonly { id: number }[]> {
  const named = group.filter(({ foldedNames }) => foldedNames.size > 0);
  const isShared = named.some((a) => named.some((b) => ![...a.foldedNames].some((name) => b.foldedNames.has(name))));
  if (!isShared) return [group];
  return groupBy(
    named.flatMap(({ id, foldedNames }) => [...foldedNames].map((name) => ({ id, name }))),
    ({ name }) => name,
  ).values();
}

/**
 * Pairs of addresses under one full name where the second speaks for the first: it answered a message of the user's that went
 * to the first only, or is the Reply-To of its mail.
 */
function* answeredForEachOther(
  byId: ReadonlyMap<number, ClusterAddress>,
  evidence: Evidence,
): Generator<[number, number]> {
  const { messages, messageRef, parentRef, partyStart, partyAddress, partyRole: roles } = evidence;
  const indexByRef = new Map<number, number>();
  const isOwn = (address: number): boolean => byId.get(address)?.own === true;
  for (let i = 0; i < messages; i++) {
    if (messageRef[i] && isOwn(senderOf(evidence, i))) indexByRef.set(messageRef[i] as number, i);
  }
  const shareName = (a: number, b: number): boolean => {
    const left = byId.get(a);
    const right = byId.get(b);
    if (!left || !right || left.own || right.own || left.machine || right.machine) return false;
    return [...left.foldedNames].some((name) => right.foldedNames.has(name));
  };
  for (let i = 0; i < messages; i++) {
    const from = senderOf(evidence, i);
    if (from === 0) continue;
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      const other = partyAddress[p] as number;
      if (roles[p] === partyRole.replyTo && shareName(from, other)) yield [from, other];
    }
    const asked = parentRef[i] ? indexByRef.get(parentRef[i] as number) : undefined;
    if (asked === undefined) continue;
    let others = 0;
    let wasAsked = false;
    for (let p = partyStart[asked] as number; p < (partyStart[asked + 1] as number); p++) {
      const to = partyAddress[p] as number;
      if ((roles[p] as number) === partyRole.from || (roles[p] as number) > partyRole.bcc) continue;
      if (to === from) wasAsked = true;
      else if (shareName(from, to)) others = to;
    }
    if (!wasAsked && others !== 0) yield [from, others];
  }
}

/** Groups under one full name at one organisation; not where two of them were addressed side by side: those are rivals. */
function sameNameAndOrganisation(addresses: readonly ClusterAddress[], evidence: Evidence): ClusterAddress[][] {
  const named = addresses.flatMap((address) =>
    [...address.foldedNames].filter(isFullName).map((name) => ({ address, name })),
  );
  const groups = [
    ...groupBy(named, ({ address, name }) => {
      const domain = organisationDomain(address.email);
      return domain === null ? null : `${name} @${domain}`;
    }).values(),
  ]
    .filter((group) => group.length > 1)
    .map((group) => group.map(({ address }) => address));
  if (groups.length === 0) return [];
  const groupOf = new Map<number, number>();
  groups.forEach((group, g) => group.forEach(({ id }) => groupOf.set(id, g)));
  const rivals = new Set<number>();
  const { messages, partyStart, partyAddress, partyRole: roles } = evidence;
  for (let i = 0; i < messages; i++) {
    const seen = new Map<number, number>();
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      if ((roles[p] as number) > partyRole.bcc) continue;
      const address = partyAddress[p] as number;
      const group = groupOf.get(address);
      if (group === undefined) continue;
      if ((seen.get(group) ?? address) !== address) rivals.add(group);
      seen.set(group, address);
    }
  }
  return groups.filter((_, g) => !rivals.has(g));
}
