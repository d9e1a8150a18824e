/** What the evidence suggests but does not show: two people that may be one, and somebody who seems to have moved (assistants.ts has more). */
import { isoDate } from '../contract/iso.ts';
import type { AddressFacts } from './address-facts.ts';
import { pair } from './clusters.ts';
import type { Clusters, Decision } from './clusters.ts';
import { organisationDomain } from './email-parts.ts';

export interface ProposalAddress {
  readonly id: number;
  readonly email: string;
  readonly foldedNames: ReadonlySet<string>;
  /** The name as shown. */
  readonly name: string | null;
  readonly machine: boolean;
  readonly own: boolean;
}

export interface NewProposal {
  readonly a: number;
  readonly b: number;
  readonly kind: 'merge' | 'move' | 'assistant';
  readonly evidence: string;
  /** Which of the two it is; null for the other kinds. */
  readonly assistant: number | null;
}

// More people of one name than this and a name says nothing.
const maxOfOneName = 3;
// A mover's old address may still send a farewell or an automatic answer.
const overlap = 60 * 86_400;

/** One proposal a pair of clusters under the same full name, unless the user has decided on it. */
export function propose(
  addresses: readonly ProposalAddress[],
  clusters: Clusters,
  facts: AddressFacts,
  decisions: readonly Decision[],
): NewProposal[] {
  // By cluster, so that a decision outlasts the address that stood for one of them.
  const rootsOf = (a: number, b: number): number => pair(clusters.rootOf[a] as number, clusters.rootOf[b] as number);
  const decided = new Set(decisions.map(({ a, b }) => rootsOf(a, b)));
  const byName = new Map<string, Map<number, ProposalAddress>>();
  for (const address of addresses) {
    if (address.machine || address.own) continue;
    const root = clusters.rootOf[address.id] as number;
    for (const name of address.foldedNames) {
      let people = byName.get(name);
      if (!people) byName.set(name, (people = new Map()));
      const known = people.get(root);
      // The address last used stands for its cluster.
      if (!known || lastActive(facts, address.id) > lastActive(facts, known.id)) people.set(root, address);
    }
  }
  const proposals = new Map<number, NewProposal>();
  for (const people of byName.values()) {
    if (people.size < 2 || people.size > maxOfOneName) continue;
    const list = [...people.values()];
    list.forEach((first, i) => {
      for (const second of list.slice(i + 1)) {
        const key = rootsOf(first.id, second.id);
        if (!decided.has(key) && !proposals.has(key)) proposals.set(key, proposalFor(first, second, facts));
      }
    });
  }
  return [...proposals.values()].sort((x, y) => x.a - y.a || x.b - y.b);
}

function proposalFor(first: ProposalAddress, second: ProposalAddress, facts: AddressFacts): NewProposal {
  const [older, newer] =
    lastActive(facts, first.id) <= lastActive(facts, second.id) ? [first, second] : [second, first];
  const ids = { a: Math.min(first.id, second.id), b: Math.max(first.id, second.id) };
  const oldDomain = organisationDomain(older.email);
  const newDomain = organisationDomain(newer.email);
  const name = newer.name ?? older.name ?? '';
  const neverWrote = !Number.isFinite(lastActive(facts, older.id));
  const beganLater = (facts.firstActive[newer.id] as number) >= (facts.firstActive[older.id] as number);
  const fallsSilent = lastActive(facts, older.id) <= (facts.firstActive[newer.id] as number) + overlap;
  const follows = neverWrote || (beganLater && fallsSilent);
  if (oldDomain !== null && newDomain !== null && oldDomain !== newDomain && follows) {
    const silentSince = neverWrote
      ? `${older.email} never wrote`
      : `${older.email} has been silent since ${isoDate(lastActive(facts, older.id))}`;
    const appeared = Number.isFinite(facts.firstActive[newer.id])
      ? `; ${newer.email} first wrote on ${isoDate(facts.firstActive[newer.id] as number)}`
      : '';
    return { ...ids, kind: 'move', evidence: `Both are called ${name}. ${silentSince}${appeared}.`, assistant: null };
  }
  return {
    ...ids,
    kind: 'merge',
    evidence: `Both are called ${name}: ${older.email} and ${newer.email}.`,
    assistant: null,
  };
}

function lastActive(facts: AddressFacts, id: number): number {
  return facts.lastActive[id] as number;
}
