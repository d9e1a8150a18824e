/** Where a pursuit is in the mailbox: its organisations, its people, and everybody there. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { organisationDomain, organisationNameFromDomain } from '../identity/email-parts.ts';
import type { Employers } from '../identity/employers.ts';
import { companyKey } from '../identity/identify.ts';
import { foldName, isFullName } from '../identity/names.ts';
import type { PursuitPerson } from './pursuit-rows.ts';
import type { KeptPursuit } from './pursuits.ts';

export interface Place {
  /** By `pursuit.people`: who of the mailbox it is, or null. */
  readonly named: readonly (number | null)[];
  /** Those named as deciding. */
  readonly deciders: readonly number[];
  /** Everybody of the mailbox there, the named first; colleagues and machines are nobody. */
  readonly everybody: readonly number[];
  /** Of its organisation, whether or not the mailbox knows it. */
  readonly domains: readonly string[];
  /** Of others: whom the list names who are elsewhere, as a counsel is, or who have the same name. */
  readonly otherDomains: readonly string[];
}

export interface Places {
  readonly placeOf: (pursuit: KeptPursuit) => Place;
  readonly peopleAt: (domain: string) => readonly number[];
  readonly nameOf: (person: number) => string;
}

/** Every organisation with its people: the same for all pursuits, until somebody is counted or named anew. */
export interface Everywhere {
  readonly byDomain: ReadonlyMap<string, number>;
  /** Domains by the name without its legal form. */
  readonly byCompany: ReadonlyMap<string, string[]>;
  readonly names: ReadonlyMap<number, string>;
  readonly at: ReadonlyMap<number, number[]>;
}

/** Reads them all. */
export function loadEverywhere(db: Reader): Everywhere {
  return { ...loadOrganisations(db), ...loadPeopleAt(db) };
}

/** Reads only whose the addresses of these pursuits are. */
export function loadPlaces(
  db: Reader,
  pursuits: readonly KeptPursuit[],
  { byDomain, byCompany, names, at }: Everywhere,
): Places {
  const byEmail = loadAddresses(db, pursuits);

  const domainsOf = (pursuit: KeptPursuit): string[] => [
    ...new Set([
      ...saidDomains(pursuit),
      ...meantBy(
        pursuit,
        (domain) => (byDomain.has(domain) ? [domain] : []),
        (company) => byCompany.get(company) ?? [],
      ),
    ]),
  ];

  /** Those among `all` of its website, else of who decides, else that bear its name, else all. */
  function ownAmong(pursuit: KeptPursuit, all: readonly string[]): readonly string[] {
    const { domain, organisation, people } = pursuit;
    const deciding = people.filter(({ decides }) => decides);
    const company = companyKey(organisation ?? '');
    const bearing = saidDomains(pursuit).filter(
      (one) =>
        companyKey(organisationNameFromDomain(one)) === company || byCompany.get(company)?.includes(one) === true,
    );
    const surest = [saidDomains({ domain, people: [] }), saidDomains({ domain: null, people: deciding }), bearing];
    const own = surest.find((found) => found.length > 0) ?? all;
    return all.filter((one) => own.includes(one));
  }

  const peopleAt = (domain: string): readonly number[] => at.get(byDomain.get(domain) ?? 0) ?? [];

  /** By address; a full name alone only where one person at these organisations has it. */
  function personOf({ email, name }: PursuitPerson, there: readonly number[]): number | null {
    const known = email === null ? undefined : byEmail.get(email);
    if (known !== undefined) return known;
    const folded = foldName(name ?? '');
    if (!isFullName(folded)) return null;
    const same = there.filter((id) => foldName(names.get(id) ?? '') === folded);
    return same.length === 1 ? (same[0] as number) : null;
  }

  return {
    placeOf(pursuit) {
      const all = domainsOf(pursuit);
      const domains = ownAmong(pursuit, all);
      const there = all.flatMap(peopleAt);
      const named = pursuit.people.map((person) => personOf(person, there));
      const known = named.filter((id) => id !== null);
      return {
        named,
        deciders: named.flatMap((id, i) => (id !== null && pursuit.people[i]?.decides === true ? [id] : [])),
        everybody: [...new Set([...known, ...there])],
        domains,
        otherDomains: all.filter((domain) => !domains.includes(domain)),
      };
    },
    peopleAt,
    nameOf: (person) => names.get(person) ?? '',
  };
}

/** Organisations, whatever stands for one: where an address or a domain says which, another of the same name is another. */
function meantBy<T>(
  pursuit: KeptPursuit,
  byDomain: (domain: string) => readonly T[],
  byCompany: (key: string) => readonly T[],
): T[] {
  const { organisation } = pursuit;
  const found = saidDomains(pursuit).flatMap(byDomain);
  return [...new Set(found.length > 0 || organisation === null ? found : byCompany(companyKey(organisation)))];
}

/** Of its organisation, then of the addresses of its people. */
function saidDomains({ domain, people }: Pick<KeptPursuit, 'domain' | 'people'>): string[] {
  const all = [domain === null ? null : organisationDomain(`x@${domain}`), ...people.map(({ email }) => email && organisationDomain(email))]; // prettier-ignore
  return all.flatMap((one) => one || []);
}

/** What an organisation is called. */
function companyKeys(domain: string, name: string | undefined): ReadonlySet<string> {
  const readable = companyKey(organisationNameFromDomain(domain));
  return new Set(name === undefined ? [readable] : [companyKey(name), readable]);
}

/**
 * Who was there at a past moment (Unix seconds): those of the mailbox whom the list names, and who worked there then. Colleagues of
 * that day are nobody.
 */
export function pastPlaces(
  db: Reader,
  { placeOf }: Places,
  employers: Employers,
): (pursuit: KeptPursuit) => (asOf: number) => number[] {
  const names = new Map(statement(db, 'SELECT domain, name FROM organisation').raw().all() as [string, string][]);
  const byCompany = new Map<string, string[]>();
  for (const domain of employers.domains) {
    for (const key of companyKeys(domain, names.get(domain)))
      byCompany.set(key, [...(byCompany.get(key) ?? []), domain]);
  }
  const known = new Set(employers.domains);
  return (pursuit) => {
    const named = placeOf(pursuit).named.filter((id) => id !== null);
    const domains = meantBy(
      pursuit,
      (domain) => (known.has(domain) ? [domain] : []),
      (company) => byCompany.get(company) ?? [],
    );
    return (asOf) =>
      [...new Set([...named, ...domains.flatMap((domain) => employers.at(domain, asOf))])].filter(
        (person) => !employers.isColleague(person, asOf),
      );
  };
}

function loadOrganisations(db: Reader): Pick<Everywhere, 'byDomain' | 'byCompany'> {
  const byDomain = new Map<string, number>();
  const byCompany = new Map<string, string[]>();
  const rows = statement(db, 'SELECT id, domain, name FROM organisation ORDER BY id').raw().all();
  for (const [id, domain, name] of rows as [number, string, string][]) {
    byDomain.set(domain, id);
    for (const key of companyKeys(domain, name)) {
      const same = byCompany.get(key);
      if (same) same.push(domain);
      else byCompany.set(key, [domain]);
    }
  }
  return { byDomain, byCompany };
}

function loadPeopleAt(db: Reader): { names: Map<number, string>; at: Map<number, number[]> } {
  const names = new Map<number, string>();
  const at = new Map<number, number[]>();
  const rows = statement(
    db,
    `SELECT id, name, organisation_id FROM person WHERE kind = 'person' AND colleague <> 'current' ORDER BY id`,
  )
    .raw()
    .all() as [number, string, number | null][];
  for (const [id, name, organisation] of rows) {
    names.set(id, name);
    if (organisation === null) continue;
    const there = at.get(organisation);
    if (there) there.push(id);
    else at.set(organisation, [id]);
  }
  return { names, at };
}

function loadAddresses(db: Reader, pursuits: readonly KeptPursuit[]): Map<string, number> {
  const emails = new Set(pursuits.flatMap(({ people }) => people.flatMap(({ email }) => email ?? [])));
  const rows = statement(
    db,
    `SELECT email, person.id FROM json_each(?) CROSS JOIN address ON email = value CROSS JOIN person ON person.id = person_id
     WHERE kind = 'person' AND colleague <> 'current'`,
  )
    .raw()
    .all(JSON.stringify([...emails])) as [string, number][];
  return new Map(rows);
}
