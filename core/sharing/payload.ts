/** What the user's grants would let colleagues know, said as entries: nothing that was not chosen, whatever came in between. Pure. */
import type { Audience, Disclosure, NeverReason, SharedBand } from '../contract/sharing.ts';
import type { Band, Side } from '../contract/shapes.ts';
import { organisationDomain } from '../identity/email-parts.ts';
import { rankedSides } from '../identity/people.ts';

/** Somebody the user knows, as far as sharing is concerned. */
export interface Known {
  readonly person: number;
  readonly name: string;
  readonly addresses: readonly { readonly id: number; readonly email: string }[];
  readonly organisation: { readonly domain: string; readonly name: string } | null;
  readonly band: Band;
  /** YYYY-MM of the last exchange. */
  readonly month: string | null;
  readonly side: Side;
  readonly colleague: 'no' | 'current' | 'former';
  readonly private: boolean;
  /** Kept private, or filed aside, on another computer of the user's. */
  readonly elsewhere: boolean;
  /** They, or where they work, have objected to being shared by anybody. */
  readonly objected: boolean;
  /** Why no rule covers them. */
  readonly never: NeverReason | null;
}

/** What the user allowed; by itself it publishes nothing. People are named by address, so that a merge or a split chooses nobody new. */
export interface Grant {
  readonly what:
    | { readonly kind: 'person'; readonly address: number }
    | { readonly kind: 'organisation'; readonly domain: string }
    | { readonly kind: 'rule' };
  readonly audience: Audience;
  readonly disclosure: Disclosure;
  /** The last day, YYYY-MM-DD. */
  readonly until: string;
}

/** One thing an audience would be told. */
export interface Entry {
  readonly about:
    | { readonly kind: 'person'; readonly address: number; readonly email: string }
    | { readonly kind: 'organisation'; readonly domain: string };
  readonly audience: Audience;
  /** The person's, where it is disclosed. */
  readonly name: string | null;
  readonly organisation: Known['organisation'];
  /** Whether the user's own name stands in it. */
  readonly named: boolean;
  readonly band: SharedBand;
  readonly month: string;
  readonly until: string;
  /** The few whom an entry about an organisation names in effect; none from three on. */
  readonly inEffect: readonly string[];
  /** An address of the one it is told from, and those of everybody it may be told from. */
  readonly basis: number;
  readonly covers: readonly number[];
  /** Whom it is told from, whether that is said in it or not: what protects them protects the entry. */
  readonly from: { readonly name: string; readonly email: string };
}

export interface Choices {
  readonly grants: readonly Grant[];
  /** Domains of organisations that are never shared. */
  readonly unshared: Domains;
}

export type Domains = Pick<ReadonlySet<string>, 'has'>;

/** Below this, who knows an organisation knows one of very few people. */
export const leastPeople = 3;

/** All entries, in an order that depends on nothing but themselves. `today` is YYYY-MM-DD. */
export function payload(known: readonly Known[], { grants, unshared }: Choices, today: string): Entry[] {
  const open = known.filter((some) => mayBeShared(some, unshared));
  const standing = grants.filter(({ until }) => until >= today);
  const audiences = new Map(standing.map(({ audience }) => [audienceKey(audience), audience]));
  return [...audiences.values()]
    .flatMap((audience) => {
      const key = audienceKey(audience);
      const own = standing.filter((grant) => audienceKey(grant.audience) === key);
      return entriesFor(open, own, audience, unshared);
    })
    .sort((a, b) => (entryKey(a) < entryKey(b) ? -1 : 1));
}

/** The same for the same audience, however its members were written down. */
export function audienceKey(audience: Audience): string {
  switch (audience.kind) {
    case 'firm':
      return 'firm';
    case 'practice':
      return `practice ${audience.practice}`;
    default:
      return `colleagues ${[...new Set(audience.members)].sort().join(' ')}`;
  }
}

/** What an entry is known by from one preview to the next. */
export function entryKey({ about, audience }: Pick<Entry, 'about' | 'audience'>): string {
  return `${audienceKey(audience)}\n${about.kind} ${about.kind === 'person' ? about.email : about.domain}`;
}

/** No grant reaches beyond this: colleagues, the private, whoever is kept out on another computer, other sides, relationships that are none. */
export function mayBeShared({ band, month, side, colleague, organisation, ...some }: Known, unshared: Domains) {
  return (
    colleague !== 'current' &&
    !some.private &&
    !some.elsewhere &&
    !some.objected &&
    isRanked(side) &&
    isShareable(band) &&
    month !== null &&
    (organisation === null || !unshared.has(organisation.domain))
  );
} // prettier-ignore

/** Whether the user lets a colleague's question be answered from them, however well they know each other. */
export function mayBeAskedAbout(some: Known, unshared: Domains): boolean {
  return mayBeShared({ ...some, band: 'weak', month: some.month ?? '' }, unshared);
}

function isRanked(side: Side): boolean {
  return (rankedSides as readonly Side[]).includes(side);
}

function isShareable(band: Band): band is SharedBand {
  return band !== 'none' && band !== 'unknown';
}

/** What one person adds, and by which grant. */
interface Share {
  readonly some: Known;
  readonly grant: Grant;
}

function entriesFor(open: readonly Known[], grants: readonly Grant[], audience: Audience, unshared: Domains): Entry[] {
  const deciding = decidingGrant(grants);
  const shares = open.flatMap((some): Share[] => {
    const grant = deciding(some);
    return grant === null ? [] : [{ some, grant }];
  });
  const people = shares.flatMap((share) => personEntries(share, grants, audience, unshared));
  const domains = new Set(shares.flatMap(({ some }) => some.organisation?.domain ?? []));
  const there = byDomain(open, (some) => some.organisation?.domain);
  const shared = byDomain(shares, ({ some }) => some.organisation?.domain);
  const organisations = [...domains].flatMap(
    (domain) => organisationEntry(domain, shared.get(domain) ?? [], there.get(domain) ?? [], audience) ?? [],
  );
  return [...people, ...organisations];
}

function byDomain<T>(all: readonly T[], domainOf: (one: T) => string | undefined): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const domain = domainOf(one);
    if (domain === undefined) continue;
    const group = groups.get(domain);
    if (group) group.push(one);
    else groups.set(domain, [one]);
  }
  return groups;
}

/** The grant that says how a person is shared: their own before their organisation's before the rule's. */
function decidingGrant(grants: readonly Grant[]): (some: Known) => Grant | null {
  const byAddress = new Map<number, Grant>();
  const ofDomain = new Map<string, Grant>();
  let rule: Grant | null = null;
  for (const grant of grants) {
    if (grant.what.kind === 'person') byAddress.set(grant.what.address, grant);
    else if (grant.what.kind === 'organisation') ofDomain.set(grant.what.domain, grant);
    else rule = grant;
  }
  return (some) => {
    const own = some.addresses.flatMap(({ id }) => byAddress.get(id) ?? []);
    const covered = some.never === null && (some.band === 'strong' || some.band === 'moderate');
    return leastOf(own) ?? ofDomain.get(some.organisation?.domain ?? '') ?? (covered ? rule : null);
  };
}

const tells: Readonly<Record<Disclosure, number>> = { organisation: 0, somebody: 1, person: 2 };

/** Addresses joined since may carry different choices: what tells least stands, until the first of their days. Null for none. */
export function leastOf(grants: readonly Grant[]): Grant | null {
  const [least] = grants.toSorted((a, b) => tells[a.disclosure] - tells[b.disclosure]);
  const [first] = grants.toSorted((a, b) => (a.until < b.until ? -1 : 1));
  return least === undefined || first === undefined ? null : { ...least, until: first.until };
}

/** An entry for each address that was chosen; an address that came to a person later was not. */
function personEntries(
  { some, grant }: Share,
  grants: readonly Grant[],
  audience: Audience,
  unshared: Domains,
): Entry[] {
  const { what, disclosure, until } = grant;
  const byName = disclosure === 'person' || (disclosure === 'somebody' && what.kind === 'person');
  if (!byName) return [];
  const chosen = new Set(grants.flatMap((one) => (one.what.kind === 'person' ? [one.what.address] : [])));
  const isChosen = ({ id, email }: Known['addresses'][number]): boolean => {
    const domain = organisationDomain(email);
    if (domain !== null && unshared.has(domain)) return false;
    return what.kind === 'person' ? chosen.has(id) : domain !== null && domain === some.organisation?.domain;
  };
  return some.addresses.filter(isChosen).map(({ id, email }) => ({
    about: { kind: 'person', address: id, email },
    audience,
    name: some.name,
    organisation: some.organisation,
    named: disclosure !== 'somebody',
    ...standingOf(some),
    until,
    inEffect: [],
    basis: id,
    covers: [id],
    from: { name: some.name, email },
  }));
}

/** Of the best relationship there among those shared with the user's name; of the others only where there is none. */
function organisationEntry(
  domain: string,
  shares: readonly Share[],
  there: readonly Known[],
  audience: Audience,
): Entry | null {
  const few = there.length < leastPeople;
  const counted = shares.filter(({ grant }) => !few || grant.what.kind !== 'rule' || grant.disclosure === 'person');
  const named = counted.filter(({ grant }) => grant.disclosure !== 'somebody');
  const told = named.length > 0 ? named : counted;
  const [best] = told.toSorted(warmestFirst);
  if (best === undefined) return null;
  return {
    about: { kind: 'organisation', domain },
    audience,
    name: best.grant.disclosure === 'person' ? best.some.name : null,
    organisation: best.some.organisation,
    named: named.length > 0,
    ...standingOf(best.some),
    until: best.grant.until,
    inEffect: few && best.grant.disclosure !== 'person' ? there.map(({ name }) => name) : [],
    from: { name: best.some.name, email: best.some.addresses[0]?.email ?? '' },
    basis: best.some.addresses[0]?.id ?? 0,
    covers: told.flatMap(({ some }) => some.addresses.map(({ id }) => id)),
  };
}

const rank: Readonly<Record<SharedBand, number>> = { strong: 0, moderate: 1, weak: 2 };

function warmestFirst(a: Share, b: Share): number {
  const [one, other] = [standingOf(a.some), standingOf(b.some)];
  const byStanding = rank[one.band] - rank[other.band] || (one.month > other.month ? -1 : one.month < other.month ? 1 : 0);
  return byStanding || (a.grant.until > b.grant.until ? -1 : 1);
} // prettier-ignore

function standingOf({ band, month }: Known): { readonly band: SharedBand; readonly month: string } {
  if (!isShareable(band) || month === null) throw new Error('this relationship is none');
  return { band, month };
}
