/** Which addresses are the user's own: declared ones, and those the evidence shows. */
import type { AddressFacts } from './address-facts.ts';
import { organisationDomain } from './email-parts.ts';
import { foldName, isFullName } from './names.ts';

export interface OwnCandidate {
  readonly address: number;
  readonly basis: string;
}

interface KnownAddress {
  readonly id: number;
  readonly email: string;
  /** The best name it was seen with, or null. */
  readonly name: string | null;
}

// An owner is party to most of the mailbox and has written a fair part of it.
const ownerCoverage = 0.4;
const ownerLead = 1.3;
const ownerMinimum = 5;
// Send-on-behalf mail lies in sent folders too: an own address wrote more than a stray part of them.
const sentFolderShare = 0.05;

/**
 * Found addresses, each with its basis, beyond the `known` ones (declared or confirmed); `refused` are never found again.
 * In this order: From of mail in sent folders; where nothing is known, the address that is party to most messages and has
 * written; other From addresses with the name and organisation of an own one.
 */
export function findOwnAddresses(
  addresses: readonly KnownAddress[],
  facts: AddressFacts,
  messages: number,
  known: ReadonlySet<number>,
  refused: ReadonlySet<number>,
): OwnCandidate[] {
  const found = new Map<number, string>();
  const add = (address: number, basis: string): void => {
    if (!known.has(address) && !refused.has(address) && !found.has(address)) found.set(address, basis);
  };

  const inSentFolders = facts.sentFolder.reduce((sum, count) => sum + count, 0);
  for (const { id } of addresses) {
    const count = facts.sentFolder[id] as number;
    if (count > 0 && count >= inSentFolders * sentFolderShare) add(id, 'sender of mail in a sent folder');
  }
  if (known.size === 0 && found.size === 0) {
    const owner = ownerByCoverage(addresses, facts, messages, refused);
    if (owner !== null) add(owner, 'party to most messages, and writes');
  }

  const own = addresses.filter(({ id }) => known.has(id) || found.has(id));
  for (const { email, name } of own) {
    const domain = organisationDomain(email);
    const folded = foldName(name ?? '');
    if (domain === null || !isFullName(folded)) continue;
    for (const other of addresses) {
      if ((facts.sent[other.id] as number) === 0 || organisationDomain(other.email) !== domain) continue;
      if (foldName(other.name ?? '') === folded) add(other.id, `writes under the name and domain of ${email}`);
    }
  }
  return [...found].map(([address, basis]) => ({ address, basis }));
}

function ownerByCoverage(
  addresses: readonly KnownAddress[],
  facts: AddressFacts,
  messages: number,
  refused: ReadonlySet<number>,
): number | null {
  const writers = addresses
    .filter(({ id }) => (facts.sent[id] as number) > 0 && (facts.addressed[id] as number) > 0 && !refused.has(id))
    .sort((a, b) => (facts.covered[b.id] as number) - (facts.covered[a.id] as number) || a.id - b.id);
  const [first, second] = writers;
  if (!first) return null;
  const covered = facts.covered[first.id] as number;
  const next = second ? (facts.covered[second.id] as number) : 0;
  const isOwner = covered >= ownerMinimum && covered >= messages * ownerCoverage && covered >= next * ownerLead;
  return isOwner ? first.id : null;
}
