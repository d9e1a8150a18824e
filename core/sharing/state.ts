/** What is shared of one person or organisation: told now, allowed, or out of the question, and why. */
import type { Granted, Hindrance, ShareState, Visible } from '../contract/sharing.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { addressesOf } from '../identity/acts.ts';
import { ownClient } from './clients.ts';
import { audienceName } from './firm.ts';
import type { Firm } from './firm.ts';
import { domainOf, readChoices } from './grants.ts';
import { audienceKey, leastOf, mayBeAskedAbout, mayBeShared } from './payload.ts';
import type { Choices, Domains, Grant, Known } from './payload.ts';
import { aboutWords, introducerWords } from './prepare.ts';
import type { Told } from './published.ts';

/** The true state, whatever a switch shows. `today` is YYYY-MM-DD. */
export function shareState(
  db: Reader,
  firm: Firm,
  what: Granted,
  { known, choices, told, today }: { known: readonly Known[]; choices: Choices; told: readonly Told[]; today: string },
): ShareState {
  const isMeant = meant(db, what);
  const toldOfIt = told.filter(isMeant.told);
  return {
    told: toldOfIt.map((entry) => ({
      audience: audienceName(firm, entry.audience),
      about: aboutWords(entry),
      introducer: introducerWords(firm, entry),
      until: entry.until,
    })),
    granted: oneEach(choices.grants.filter((one) => one.until >= today && isMeant.grant(one))).map(
      ({ audience, disclosure, until }) => ({ audience, name: audienceName(firm, audience), disclosure, until }),
    ),
    visible: answeredOf(firm, toldOfIt).length > 0,
    hindrance: isMeant.hindrance(known, choices),
    client: what.kind === 'organisation' ? clientState(firm, domainOf(db, what.organisation)) : null,
  };
}

/** Whom colleagues who ask are told of by name, and of which places: "somebody at Acme" is a sign of the place alone. */
export function visibleOf(db: Reader, firm: Firm, told: readonly Told[]): Visible {
  const answered = answeredOf(firm, told);
  const addresses = JSON.stringify(answered.flatMap(({ about }) => (about.kind === 'person' ? [about.address] : [])));
  const domains = JSON.stringify(answered.map(domainTold));
  return {
    people: statement(
      db,
      'SELECT DISTINCT person_id FROM address WHERE person_id IS NOT NULL AND id IN (SELECT value FROM json_each(?)) ORDER BY 1',
    )
      .pluck()
      .all(addresses) as number[],
    organisations: statement(
      db,
      'SELECT id FROM organisation WHERE domain IN (SELECT value FROM json_each(?)) ORDER BY 1',
    )
      .pluck()
      .all(domains) as number[],
  };
}

/** What is said of a place is said from somebody: their own state names it. */
function toldFrom({ about, basis }: Told): number {
  return about.kind === 'person' ? about.address : basis;
}

function domainTold({ about, organisation }: Told): string | null {
  return about.kind === 'organisation' ? about.domain : (organisation?.domain ?? null);
}

/** Nothing told of a closed client is answered. */
export function answeredOf(firm: Firm, told: readonly Told[]): Told[] {
  return told.filter((entry) => clientState(firm, domainTold(entry) ?? undefined) !== 'closed');
}

function clientState(firm: Firm, domain: string | undefined): ShareState['client'] {
  const own = domain === undefined ? null : ownClient(firm, domain);
  return own === null ? null : own.client.closed ? 'closed' : 'open';
}

interface Meaning {
  readonly told: (entry: Told) => boolean;
  readonly grant: (grant: Grant) => boolean;
  readonly hindrance: (known: readonly Known[], choices: Choices) => Hindrance | null;
}

function meant(db: Reader, what: Granted): Meaning {
  const isSaidHere = (domain: string): boolean => readChoices(db).unshared.has(domain);
  switch (what.kind) {
    case 'person': {
      const addresses = new Set(addressesOf(db, what.person));
      return {
        told: (entry) => addresses.has(toldFrom(entry)),
        grant: (one) => one.what.kind === 'person' && addresses.has(one.what.address),
        hindrance: (known, { unshared }) =>
          hindranceOf(
            known.find(({ person }) => person === what.person),
            unshared,
            isSaidHere,
          ),
      };
    }
    case 'organisation': {
      const domain = domainOf(db, what.organisation);
      return {
        told: (entry) => domainTold(entry) === domain,
        grant: (one) => one.what.kind === 'organisation' && one.what.domain === domain,
        hindrance: (known, { unshared }) => {
          if (domain !== undefined && unshared.has(domain)) return isSaidHere(domain) ? 'unshared' : 'elsewhere';
          const there = known.filter(({ organisation }) => organisation?.domain === domain);
          return there.some((some) => mayBeShared(some, unshared)) ? null : 'too little known';
        },
      };
    }
    default:
      return { told: () => true, grant: (one) => one.what.kind === 'rule', hindrance: () => null };
  }
}

function hindranceOf(
  some: Known | undefined,
  unshared: Domains,
  isSaidHere: (domain: string) => boolean,
): Hindrance | null {
  if (some === undefined) return 'too little known';
  if (some.private) return 'private';
  if (some.elsewhere) return 'elsewhere';
  if (some.objected) return 'objected';
  if (some.colleague === 'current') return 'colleague';
  const domain = some.organisation?.domain;
  if (domain !== undefined && unshared.has(domain)) return isSaidHere(domain) ? 'unshared' : 'elsewhere';
  if (mayBeShared(some, unshared)) return null;
  return mayBeAskedAbout(some, unshared) ? 'too little known' : 'side';
}

/** Several addresses of one person carry one choice, as it is told. */
function oneEach(grants: readonly Grant[]): Grant[] {
  const keys = new Set(grants.map(({ audience }) => audienceKey(audience)));
  return [...keys].flatMap((key) => leastOf(grants.filter(({ audience }) => audienceKey(audience) === key)) ?? []);
}
