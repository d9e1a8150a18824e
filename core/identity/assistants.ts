/** Who arranges things for somebody else: what shows it, and whose addresses stand for an assistant once the user has said so. */
import type { Evidence } from '../db/evidence.ts';
import { messageFlag, partyRole } from '../ingest/flags.ts';
import { senderOf } from './address-facts.ts';
import type { AddressFacts } from './address-facts.ts';
import { pair } from './clusters.ts';
import type { Clusters, Decision } from './clusters.ts';
import { organisationDomain } from './email-parts.ts';
import type { NewProposal, ProposalAddress } from './proposals.ts';

// Below these a colleague who stood in once would be asked about.
const leastInName = 2;
const leastAnswered = 2;
const leastMeetings = 3;
const shareOfMeetings = 0.8;
const shareOfMail = 0.5;

/** What an address did for one other. */
interface Arranged {
  readonly assistant: number;
  readonly principal: number;
  /** Messages with the principal in From and the assistant in Sender (RFC 5322, 3.6.2). */
  inName: number;
  /** Answers to what the user had sent to the principal and not to the assistant. */
  answered: number;
  /** Messages to the user with the principal in To or Cc, or that answer for them. */
  together: number;
  meetings: number;
}

/**
 * Addresses of assistants the user has confirmed, with others of the same cluster under the same full name: they lend their
 * principal neither name nor title.
 */
export function assistantAddresses(
  addresses: readonly Pick<ProposalAddress, 'id' | 'foldedNames'>[],
  clusters: Clusters,
  decisions: readonly Decision[],
): ReadonlySet<number> {
  const said = new Set(decisions.flatMap(({ same, assistant }) => (same && assistant !== null ? [assistant] : [])));
  if (said.size === 0) return said;
  const named = (id: number, name: string): string => `${clusters.rootOf[id]} ${name}`;
  const names = new Set(
    addresses.flatMap(({ id, foldedNames }) => (said.has(id) ? [...foldedNames].map((name) => named(id, name)) : [])),
  );
  const alike = addresses.filter(({ id, foldedNames }) => [...foldedNames].some((name) => names.has(named(id, name))));
  return new Set([...said, ...alike.map(({ id }) => id)]);
}

/**
 * "A arranges things for P", once an address A: wrote in P's name twice; or, in the same organisation and mostly with P in copy,
 * answered twice for P or organised three meetings, at least four in five of them with P. Nobody who does so for several, for
 * credit cannot be divided; nothing the user has decided on.
 */
export function proposeAssistants(
  addresses: readonly ProposalAddress[],
  clusters: Clusters,
  evidence: Evidence,
  facts: AddressFacts,
  decisions: readonly Decision[],
): NewProposal[] {
  const byId = new Map(addresses.map((address) => [address.id, address]));
  const confirmed = assistantAddresses(addresses, clusters, decisions);
  const rootOf = (id: number): number => clusters.rootOf[id] as number;
  const decided = new Set(decisions.map(({ a, b }) => pair(rootOf(a), rootOf(b))));
  const isPerson = (id: number): boolean => {
    const address = byId.get(id);
    return address !== undefined && !address.own && !address.machine && !confirmed.has(id);
  };
  const canBe = (assistant: number, principal: number): boolean =>
    rootOf(assistant) !== rootOf(principal) && isPerson(assistant) && isPerson(principal);

  const found = new Map<number, Arranged>();
  const between = (assistant: number, principal: number): Arranged => {
    const key = rootOf(assistant) * 2 ** 26 + rootOf(principal);
    let known = found.get(key);
    if (!known) {
      known = { assistant, principal, inName: 0, answered: 0, together: 0, meetings: 0 };
      found.set(key, known);
    }
    return known;
  };
  const toUser = countMail(evidence, byId, canBe, between);
  const organised = countMeetings(evidence, byId, canBe, between);

  const likely = [...found.values()].filter((one) => {
    const { assistant, principal, inName, answered, together, meetings } = one;
    // A mail system's own Sender writes nothing itself.
    if ((facts.sent[assistant] as number) === 0 && meetings === 0) return false;
    if (decided.has(pair(rootOf(assistant), rootOf(principal)))) return false;
    if (inName >= leastInName) return true;
    const met = organised.get(assistant) ?? 0;
    const arranges = meetings >= leastMeetings && meetings >= shareOfMeetings * met && !organised.has(principal);
    if (answered < leastAnswered && !arranges) return false;
    const [domain, other] = [assistant, principal].map((id) => organisationDomain(byId.get(id)?.email ?? '@'));
    return domain !== null && domain === other && together >= shareOfMail * (toUser.get(assistant) ?? 0);
  });
  const principals = new Map<number, number>();
  for (const { assistant } of likely) principals.set(rootOf(assistant), (principals.get(rootOf(assistant)) ?? 0) + 1);
  return likely
    .filter(({ assistant }) => principals.get(rootOf(assistant)) === 1)
    .map((one): NewProposal => ({
      a: Math.min(one.assistant, one.principal),
      b: Math.max(one.assistant, one.principal),
      kind: 'assistant',
      evidence: inWords(one, nameOf(byId, one.assistant), nameOf(byId, one.principal)),
      assistant: one.assistant,
    }));
}

type CanBe = (assistant: number, principal: number) => boolean;
type Between = (assistant: number, principal: number) => Arranged;
type ById = ReadonlyMap<number, ProposalAddress>;

/** Fills `inName`, `answered` and `together`; returns the messages to the user by address. */
function countMail(evidence: Evidence, byId: ById, canBe: CanBe, between: Between): ReadonlyMap<number, number> {
  const { messages, flags, messageRef, parentRef, partyStart, partyAddress, partyRole: roles } = evidence;
  const own = new Uint8Array(evidence.addressLimit);
  for (const [id, address] of byId) if (address.own) own[id] = 1;
  const isOwn = (id: number): boolean => own[id] === 1;
  const recipients = (i: number): number[] => {
    const list: number[] = [];
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      const role = roles[p] as number;
      if (role !== partyRole.from && role <= partyRole.bcc) list.push(partyAddress[p] as number);
    }
    return list;
  };
  const mine = new Map<number, number>();
  for (let i = 0; i < messages; i++)
    if (messageRef[i] && isOwn(senderOf(evidence, i))) mine.set(messageRef[i] as number, i);

  const toUser = new Map<number, number>();
  const toMany = messageFlag.list | messageFlag.bulk | messageFlag.auto;
  for (let i = 0; i < messages; i++) {
    const from = senderOf(evidence, i);
    if (from === 0 || ((flags[i] as number) & toMany) !== 0) continue;
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      const sender = partyAddress[p] as number;
      if (roles[p] === partyRole.sender && canBe(sender, from)) between(sender, from).inName++;
    }
    const to = recipients(i);
    if (isOwn(from) || !to.some(isOwn)) continue;
    toUser.set(from, (toUser.get(from) ?? 0) + 1);
    const asked = parentRef[i] ? mine.get(parentRef[i] as number) : undefined;
    const askedOf = asked === undefined ? [] : recipients(asked).filter((id) => !isOwn(id));
    const answersFor = askedOf.length === 1 && askedOf[0] !== from ? (askedOf[0] as number) : 0;
    for (const principal of new Set([...to, answersFor])) {
      if (principal === 0 || !canBe(from, principal)) continue;
      const arranged = between(from, principal);
      arranged.together++;
      if (principal === answersFor) arranged.answered++;
    }
  }
  return toUser;
}

/** Fills `meetings`; returns how many each address organised. */
function countMeetings(evidence: Evidence, byId: ById, canBe: CanBe, between: Between): ReadonlyMap<number, number> {
  const { meetings, cancelled, meetingPartyStart, meetingPartyAddress, meetingPartyOrganiser } = evidence;
  const organised = new Map<number, number>();
  for (let i = 0; i < meetings; i++) {
    if (cancelled[i]) continue;
    const [start, end] = [meetingPartyStart[i] as number, meetingPartyStart[i + 1] as number];
    const organiser = meetingPartyOrganiser.subarray(start, end).indexOf(1);
    if (organiser < 0) continue;
    const from = meetingPartyAddress[start + organiser] as number;
    if (byId.get(from)?.own === true) continue;
    organised.set(from, (organised.get(from) ?? 0) + 1);
    for (const principal of meetingPartyAddress.subarray(start, end)) {
      if (canBe(from, principal)) between(from, principal).meetings++;
    }
  }
  return organised;
}

function nameOf(byId: ById, id: number): string {
  const address = byId.get(id);
  return address?.name ?? address?.email ?? '';
}

function inWords({ inName, answered, meetings }: Arranged, assistant: string, principal: string): string {
  const times = (count: number): string => (count === 1 ? 'once' : `${count} times`);
  const did = [
    inName > 0 ? `wrote ${times(inName)} in the name of ${principal}` : [],
    answered > 0 ? `answered ${times(answered)} what you had sent to ${principal} alone` : [],
    meetings > 0 ? `organised ${meetings} of your meetings with ${principal}` : [],
  ].flat();
  return `${assistant} ${did.join(', and ')}.`;
}
