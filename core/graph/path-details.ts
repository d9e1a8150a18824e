/** What a few paths need to be told in words: the people on them and what was seen between them, in four statements. */
import type { Band } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { knownWell } from '../identity/word.ts';
import { organisationDomain, organisationNameFromDomain } from '../identity/email-parts.ts';
import { pairKey } from './pairs.ts';
import type { PathPerson, Together } from './words.ts';

export interface PathDetails {
  readonly person: (id: number) => PathPerson;
  /** The person's address last used, as far as names show it. */
  readonly address: (id: number) => string;
  readonly together: (one: number, other: number) => Together;
}

interface PersonColumns {
  id: number;
  name: string;
  title: string | null;
  organisation: string | null;
  domain: string | null;
  colleague: string;
  band: Band | null;
  probability: number | null;
  sent: number | null;
  received: number | null;
  meetings: number | null;
  last: number | null;
}

interface Address {
  readonly id: number;
  readonly email: string;
  readonly domain: string | null;
}

// An address that wrote until lately is a second one, not an earlier one.
const overlap = 30 * 86_400;

/** `pairs` of people who stand side by side on a path; all of them are among `people`. */
export function loadPathDetails(
  db: Reader,
  people: readonly number[],
  pairs: readonly (readonly [number, number])[],
): PathDetails {
  const ids = JSON.stringify(people);
  const addresses = loadAddresses(db, ids);
  const spoke = new Set(
    statement(
      db,
      `SELECT DISTINCT person_id FROM json_each(?) CROSS JOIN address ON person_id = value CROSS JOIN touch ON address_id = address.id`,
    )
      .pluck()
      .all(ids) as number[],
  );
  const known = knownWell(db, ids);
  const rows = statement(
    db,
    `SELECT person.id, person.name, title, organisation.name AS organisation, domain, colleague, band, probability, sent, received, meetings,
       last_interaction AS last
     FROM json_each(?) CROSS JOIN person ON person.id = value LEFT JOIN organisation ON organisation.id = organisation_id
     LEFT JOIN tie ON person_id = person.id`,
  ).all(ids) as PersonColumns[];
  const formerly = earlierEmployers(db, rows, addresses);
  const nameOf = organisationNames(db, [...formerly.values()]);
  const found = new Map(
    rows.map(({ colleague, band, last, ...row }): [number, PathPerson] => {
      const domain = formerly.get(row.id);
      const alumnus = colleague === 'former';
      return [
        row.id,
        {
          id: row.id,
          name: row.name,
          title: row.title,
          organisation: row.organisation,
          formerly: alumnus || domain === undefined ? null : nameOf(domain),
          alumnus,
          band: band ?? 'unknown',
          probability: row.probability,
          sent: row.sent ?? 0,
          received: row.received ?? 0,
          meetings: row.meetings ?? 0,
          lastInteraction: last,
          spoke: spoke.has(row.id),
          knownWell: known.has(row.id),
        },
      ];
    }),
  );
  const seen = loadTogether(db, pairs);
  return {
    person: (id) => found.get(id) as PathPerson,
    address: (id) => addresses.get(id)?.[0]?.email ?? '',
    together: (one, other) => seen.get(pairKey(Math.min(one, other), Math.max(one, other))) as Together,
  };
}

/** By person, the address last used first. */
function loadAddresses(db: Reader, people: string): Map<number, Address[]> {
  const rows = statement(
    db,
    `SELECT person_id, address.id, email FROM json_each(?) CROSS JOIN address ON person_id = value
     LEFT JOIN address_name ON address_id = address.id GROUP BY address.id ORDER BY coalesce(max(last_seen), 0) DESC, email`,
  )
    .raw()
    .all(people) as [number, number, string][];
  const addresses = new Map<number, Address[]>();
  for (const [person, id, email] of rows) {
    addresses.set(person, [...(addresses.get(person) ?? []), { id, email, domain: organisationDomain(email) }]);
  }
  return addresses;
}

/** By person, the domain of another organisation from which they stopped to write, well before they last wrote from today's. */
function earlierEmployers(
  db: Reader,
  people: readonly PersonColumns[],
  addresses: ReadonlyMap<number, readonly Address[]>,
): Map<number, string> {
  const several = people.filter(
    ({ id, domain }) =>
      domain !== null && addresses.get(id)?.some((one) => one.domain !== null && one.domain !== domain),
  );
  const wrote = lastWritten(
    db,
    several.flatMap(({ id }) => addresses.get(id)?.map((address) => address.id) ?? []),
  );
  const earlier = new Map<number, string>();
  for (const { id, domain: today } of several) {
    const lastFrom = new Map<string, number>();
    for (const { id: address, domain } of addresses.get(id) ?? []) {
      if (domain !== null) lastFrom.set(domain, Math.max(lastFrom.get(domain) ?? 0, wrote.get(address) ?? 0));
    }
    const newest = lastFrom.get(today as string) ?? 0;
    const [latest] = [...lastFrom]
      .filter(([domain, at]) => domain !== today && at > 0 && at < newest - overlap)
      .sort((x, y) => y[1] - x[1]);
    if (latest) earlier.set(id, latest[0]);
  }
  return earlier;
}

/** Unix seconds of the latest mail from each address, among the last of its messages to come in. */
function lastWritten(db: Reader, addresses: readonly number[]): Map<number, number> {
  const rows = statement(
    db,
    `SELECT value, (SELECT max(sent_at) FROM message WHERE id IN
       (SELECT message_id FROM message_party WHERE address_id = value AND role = 0 ORDER BY message_id DESC LIMIT 20)) AS at
     FROM json_each(?) WHERE at IS NOT NULL`,
  )
    .raw()
    .all(JSON.stringify(addresses)) as [number, number][];
  return new Map(rows);
}

function organisationNames(db: Reader, domains: readonly string[]): (domain: string) => string {
  const rows = statement(db, 'SELECT domain, name FROM json_each(?) CROSS JOIN organisation ON domain = value')
    .raw()
    .all(JSON.stringify(domains)) as [string, string][];
  const names = new Map(rows);
  return (domain) => names.get(domain) ?? organisationNameFromDomain(domain);
}

function loadTogether(db: Reader, pairs: readonly (readonly [number, number])[]): Map<number, Together> {
  const ordered = pairs.map(([one, other]) => [Math.min(one, other), Math.max(one, other)]);
  const rows = statement(
    db,
    `SELECT a, b, weight, threads, meetings, last_at AS lastAt
     FROM json_each(?) CROSS JOIN acquaintance ON a = value ->> 0 AND b = value ->> 1`,
  ).all(JSON.stringify(ordered)) as ({ a: number; b: number } & Together)[];
  return new Map(rows.map(({ a, b, ...together }) => [pairKey(a, b), together]));
}
