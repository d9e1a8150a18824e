/** Where people worked at a past moment, by the rule identify.ts has for today: from the address they had used last before it. */
import type { Reader } from '../db/database.ts';
import type { Evidence } from '../db/evidence.ts';
import { partyRole } from '../ingest/flags.ts';
import { assistantAddresses } from './assistants.ts';
import { organisationDomain } from './email-parts.ts';
import { gather } from './gather.ts';
import type { People } from './people.ts';

export interface Employers {
  /** The domains of everybody's employers, of today and before. */
  readonly domains: readonly string[];
  /** Humans who worked there before `asOf` (Unix seconds), the user's colleagues of today among them. */
  readonly at: (domain: string, asOf: number) => number[];
  readonly isColleague: (person: number, asOf: number) => boolean;
  /** Whether they have had more than one. */
  readonly hasMoved: (person: number) => boolean;
}

interface EmployersInput {
  readonly evidence: Evidence;
  readonly people: People;
  readonly addresses: readonly { readonly id: number; readonly email: string }[];
  /** Addresses of confirmed assistants, who work for somebody else's mailbox. */
  readonly assistants: ReadonlySet<number>;
}

/** One address of a person at an organisation, with when it was used, Unix seconds in no order. */
interface Use {
  readonly address: number;
  readonly domain: string;
  readonly active: number[];
  readonly addressed: number[];
}

/** `evidence` with senders put right. */
export function loadEmployers(db: Reader, evidence: Evidence, people: People): Employers {
  const { addresses, decisions } = gather(db);
  const assistants = assistantAddresses(addresses, { rootOf: people.personOf }, decisions);
  return employersOf({ evidence, people, addresses, assistants });
}

/** Who is whom, who is a human and which addresses are the user's own is as `people` knows it. Pure. */
function employersOf({ evidence, people, addresses, assistants }: EmployersInput): Employers {
  const ownDomains = new Set<string>();
  const all = new Map<number, Use[]>();
  for (const { id, email } of addresses) {
    const [person, domain] = [people.personOf[id] as number, organisationDomain(email)];
    if (domain === null) continue;
    if (people.own[id] === 1) ownDomains.add(domain);
    else if (people.human[person] === 1) put(all, person, { address: id, domain, active: [], addressed: [] });
  }
  const uses = new Map([...all].map(([person, found]) => [person, ofThemselves(found, assistants)]));
  const everAt = new Map<string, number[]>();
  for (const [person, found] of uses)
    for (const domain of new Set(found.map((use) => use.domain))) put(everAt, domain, person);
  const hasMoved = (person: number): boolean => {
    const found = uses.get(person) ?? [];
    return found.some(({ domain }) => domain !== found[0]?.domain);
  };
  // Most people have had one employer all along: nothing needs to be counted of them.
  addMoments(
    evidence,
    [...uses].flatMap(([person, found]) => (hasMoved(person) ? found : [])),
  );

  const domainAt = (person: number, asOf: number): string | null => lastUsed(uses.get(person) ?? [], asOf);
  return {
    domains: [...everAt.keys()],
    at: (domain, asOf) => (everAt.get(domain) ?? []).filter((person) => domainAt(person, asOf) === domain),
    isColleague: (person, asOf) => ownDomains.has(domainAt(person, asOf) ?? ''),
    hasMoved,
  };
}

function put<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function ofThemselves(found: readonly Use[], assistants: ReadonlySet<number>): readonly Use[] {
  const principal = found.filter(({ address }) => !assistants.has(address));
  return principal.length > 0 ? principal : found;
}

function addMoments(evidence: Evidence, uses: readonly Use[]): void {
  const byAddress = new Map(uses.map((use) => [use.address, use]));
  for (let i = 0; i < evidence.messages; i++) {
    for (let p = evidence.partyStart[i] as number; p < (evidence.partyStart[i + 1] as number); p++) {
      const [use, role] = [byAddress.get(evidence.partyAddress[p] as number), evidence.partyRole[p] as number];
      if (use === undefined || role > partyRole.bcc) continue;
      (role === partyRole.from ? use.active : use.addressed).push(evidence.sentAt[i] as number);
    }
  }
  for (let i = 0; i < evidence.meetings; i++) {
    if (evidence.cancelled[i] === 1) continue;
    for (let p = evidence.meetingPartyStart[i] as number; p < (evidence.meetingPartyStart[i + 1] as number); p++)
      byAddress.get(evidence.meetingPartyAddress[p] as number)?.active.push(evidence.startAt[i] as number);
  }
}

/** As in identify.ts: the address used last, else the one written to most, else the first that was seen. */
function lastUsed(uses: readonly Use[], asOf: number): string | null {
  let best: { readonly use: Use; readonly last: number } | null = null;
  for (const use of uses) {
    const active = use.active.reduce((last, at) => (at < asOf && at > last ? at : last), -Infinity);
    const last = active > -Infinity ? active : -1 / (1 + use.addressed.filter((at) => at < asOf).length);
    if (best === null || last > best.last || (last === best.last && use.address < best.use.address))
      best = { use, last };
  }
  return best?.use.domain ?? null;
}
