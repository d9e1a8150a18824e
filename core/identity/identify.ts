/** From evidence and the user's word to people and organisations: pure, everything anew each time. */
import type { Evidence } from '../db/evidence.ts';
import { partyRole } from '../ingest/flags.ts';
import { addressFacts, senderOf } from './address-facts.ts';
import type { AddressFacts } from './address-facts.ts';
import { assistantAddresses, proposeAssistants } from './assistants.ts';
import { clusterAddresses, pair } from './clusters.ts';
import { organisationDomain, organisationNameFromDomain } from './email-parts.ts';
import type { Gathered, GatheredAddress } from './gather.ts';
import { isMachine } from './machines.ts';
import { bestName, foldName } from './names.ts';
import { findOwnAddresses } from './own-addresses.ts';
import type { OwnCandidate } from './own-addresses.ts';
import { propose } from './proposals.ts';
import type { NewProposal } from './proposals.ts';

export interface IdentifiedPerson {
  readonly addresses: readonly number[];
  readonly name: string;
  readonly kind: 'person' | 'machine' | 'own';
  readonly domain: string | null;
  readonly colleague: 'no' | 'current' | 'former';
  readonly title: Title | null;
}

export interface Title {
  readonly title: string;
  readonly source: string;
  /** Unix seconds. */
  readonly at: number;
}

export interface Identified {
  readonly people: readonly IdentifiedPerson[];
  /** Organisation name by domain. */
  readonly organisations: ReadonlyMap<string, string>;
  readonly foundOwn: readonly OwnCandidate[];
  readonly proposals: readonly NewProposal[];
}

export function identify(evidence: Evidence, gathered: Gathered): Identified {
  const facts = addressFacts(evidence);
  const known = new Set([...gathered.own].flatMap(([id, confirmed]) => (confirmed === true ? [id] : [])));
  const refused = new Set([...gathered.own].flatMap(([id, confirmed]) => (confirmed === false ? [id] : [])));
  const foundOwn = findOwnAddresses(gathered.addresses, facts, evidence.messages, known, refused);
  const own = new Set([...known, ...foundOwn.map(({ address }) => address)]);
  const traffic = trafficWithUser(evidence, own);
  const judged = gathered.addresses.map((address) => ({
    ...address,
    own: own.has(address.id),
    machine: !own.has(address.id) && isMachine(address.id, machineInput(address, traffic), facts),
  }));

  const cards = gathered.cards.map(({ addresses }) => addresses);
  const clusters = clusterAddresses(judged, evidence, cards, gathered.decisions);
  const groups = new Map<number, (typeof judged)[number][]>();
  for (const address of judged) {
    const root = clusters.rootOf[address.id] as number;
    const group = groups.get(root);
    if (group) group.push(address);
    else groups.set(root, [address]);
  }
  const ownDomains = new Set([...own].flatMap((id) => organisationDomain(emailOf(judged, id)) ?? []));
  const titles = createTitles(gathered);
  const assistants = assistantAddresses(judged, clusters, gathered.decisions);
  const people = [...groups.values()].map((group): IdentifiedPerson => {
    const principal = group.filter(({ id }) => !assistants.has(id));
    const themselves = principal.length > 0 ? principal : group;
    const newestFirst = themselves.toSorted((a, b) => lastUse(facts, b.id) - lastUse(facts, a.id) || a.id - b.id);
    const domain = newestFirst.map(({ email }) => organisationDomain(email)).find((one) => one !== null) ?? null;
    const worksHere = domain !== null && ownDomains.has(domain);
    const workedHere = themselves.some(({ email }) => ownDomains.has(organisationDomain(email) ?? ''));
    return {
      addresses: group.map(({ id }) => id),
      name: bestName(themselves.flatMap(({ names }) => names)) ?? (newestFirst[0] as GatheredAddress).email,
      kind: group.some(({ own: mine }) => mine) ? 'own' : group.every(({ machine }) => machine) ? 'machine' : 'person',
      domain,
      colleague: worksHere ? 'current' : workedHere ? 'former' : 'no',
      title: titles(themselves),
    };
  });
  return {
    people,
    organisations: nameOrganisations(people, gathered),
    foundOwn,
    proposals: oneEachPair([
      ...propose(judged, clusters, facts, gathered.decisions),
      ...proposeAssistants(judged, clusters, evidence, facts, gathered.decisions),
    ]),
  };
}

function oneEachPair(proposals: readonly NewProposal[]): NewProposal[] {
  return [...new Map(proposals.map((one) => [pair(one.a, one.b), one])).values()];
}

function emailOf(addresses: readonly GatheredAddress[], id: number): string {
  return addresses.find((address) => address.id === id)?.email ?? '@';
}

/** When an address was last used by its owner; being written to counts for less than any use. */
function lastUse(facts: AddressFacts, id: number): number {
  const active = facts.lastActive[id] as number;
  return Number.isFinite(active) ? active : -1 / (1 + (facts.addressed[id] as number));
}

interface Traffic {
  readonly writtenTo: Int32Array;
  readonly answers: Int32Array;
}

function trafficWithUser(evidence: Evidence, own: ReadonlySet<number>): Traffic {
  const { messages, messageRef, parentRef, partyStart, partyAddress, partyRole: roles } = evidence;
  const writtenTo = new Int32Array(evidence.addressLimit);
  const answers = new Int32Array(evidence.addressLimit);
  const mine = new Set<number>();
  for (let i = 0; i < messages; i++) {
    if (!own.has(senderOf(evidence, i))) continue;
    if (messageRef[i]) mine.add(messageRef[i] as number);
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      const address = partyAddress[p] as number;
      const isRecipient = roles[p] !== partyRole.from && (roles[p] as number) <= partyRole.bcc;
      if (isRecipient) writtenTo[address] = (writtenTo[address] as number) + 1;
    }
  }
  for (let i = 0; i < messages; i++) {
    const from = senderOf(evidence, i);
    if (parentRef[i] && mine.has(parentRef[i] as number)) answers[from] = (answers[from] as number) + 1;
  }
  return { writtenTo, answers };
}

function machineInput(address: GatheredAddress, traffic: Traffic): Parameters<typeof isMachine>[1] {
  return {
    email: address.email,
    names: address.names.map(({ name }) => name),
    writtenTo: traffic.writtenTo[address.id] as number,
    answers: traffic.answers[address.id] as number,
  };
}

/** The user's own word, else from cards and LinkedIn, matched by address, or by exact full name and company; the newest wins. */
function createTitles({
  cards,
  connections,
  saidTitles,
}: Gathered): (group: readonly GatheredAddress[]) => Title | null {
  const byAddress = new Map<number, Title[]>();
  const byEmail = new Map<string, Title[]>();
  const byNameAndCompany = new Map<string, Title[]>();
  const add = <K>(map: Map<K, Title[]>, key: K, title: Title): void => {
    map.set(key, [...(map.get(key) ?? []), title]);
  };
  for (const { addresses, title, revisedAt } of cards) {
    if (title) for (const id of addresses) add(byAddress, id, { title, source: 'contact card', at: revisedAt ?? 0 });
  }
  for (const { foldedName, email, company, position, connectedOn } of connections) {
    if (!position) continue;
    const title = {
      title: position,
      source: 'LinkedIn',
      at: connectedOn === null ? 0 : Date.parse(connectedOn) / 1000,
    };
    if (email) add(byEmail, email, title);
    if (company) add(byNameAndCompany, `${foldedName} @${companyKey(company)}`, title);
  }
  const said = new Map(saidTitles.map(({ address, title, at }) => [address, { title, source: 'you', at }]));
  return (group) => {
    const own = group.flatMap(({ id }) => said.get(id) ?? []);
    if (own.length > 0) return newest(own);
    const found = group.flatMap(({ id, email, foldedNames }) => {
      const domain = organisationDomain(email);
      const company = domain === null ? null : companyKey(organisationNameFromDomain(domain));
      return [
        ...(byAddress.get(id) ?? []),
        ...(byEmail.get(email) ?? []),
        ...(company === null
          ? []
          : [...foldedNames].flatMap((name) => byNameAndCompany.get(`${name} @${company}`) ?? [])),
      ];
    });
    return newest(found);
  };
}

function newest(titles: readonly Title[]): Title | null {
  return titles.toSorted((a, b) => b.at - a.at)[0] ?? null;
}

const legalForms =
  /\b(?:gmbh|ag|kg|se|inc|llc|llp|ltd|limited|plc|corp|corporation|co|company|sa|sas|sarl|spa|srl|bv|nv|ab|as|oy|group|holdings?)\b/g;

/** A company's name without its legal form and spaces, to compare it with a domain. */
export function companyKey(name: string): string {
  const folded = foldName(name);
  return folded.replace(legalForms, '').replaceAll(' ', '') || folded.replaceAll(' ', '');
}

/** The name on most cards of people there, if it fits the domain; else the domain made readable. */
function nameOrganisations(
  people: readonly IdentifiedPerson[],
  { cards, connections, addresses }: Gathered,
): Map<string, string> {
  const spelled = new Map<string, string>();
  for (const { organisation } of cards) if (organisation) spelled.set(companyKey(organisation), organisation);
  for (const { company } of connections) {
    if (company && !spelled.has(companyKey(company))) spelled.set(companyKey(company), company);
  }
  const emails = new Map(addresses.map(({ id, email }) => [id, email]));
  const onCards = new Map<string, Map<string, number>>();
  for (const { organisation, addresses: ids } of cards) {
    const domain = ids.map((id) => organisationDomain(emails.get(id) ?? '@')).find((one) => one !== null);
    if (!organisation || !domain) continue;
    const votes = onCards.get(domain) ?? new Map<string, number>();
    onCards.set(domain, votes.set(organisation, (votes.get(organisation) ?? 0) + 1));
  }
  const names = new Map<string, string>();
  for (const { domain } of people) {
    if (domain === null || names.has(domain)) continue;
    const [voted] = [...(onCards.get(domain) ?? [])].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    const readable = organisationNameFromDomain(domain);
    names.set(domain, voted?.[0] ?? spelled.get(companyKey(readable)) ?? readable);
  }
  return names;
}
