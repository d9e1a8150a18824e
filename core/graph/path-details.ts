/** What a few paths need to be told in words: the people on them and what was seen between them, in four statements. */
import type { Band } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
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
  organisation: string | null;
  domain: string | null;
  colleague: string;
  band: Band | null;
  sent: number | null;
  received: number | null;
  meetings: number | null;
  last: number | null;
}

/** When mail last bore this address with a name, in Unix seconds. */
interface Seen {
  readonly email: string;
  readonly lastSeen: number;
}

// An address in use until lately is a second one, not an earlier one.
const overlap = 30 * 86_400;

/** `pairs` of people who stand side by side on a path; all of them are among `people`. */
export function loadPathDetails(
  db: Reader,
  people: readonly number[],
  pairs: readonly (readonly [number, number])[],
): PathDetails {
  const ids = JSON.stringify(people);
  const emails = new Map<number, Seen[]>();
  const addressRows = statement(
    db,
    `SELECT person_id, email, coalesce(max(last_seen), 0) FROM json_each(?) CROSS JOIN address ON person_id = value LEFT JOIN address_name ON address_id = address.id
     GROUP BY address.id ORDER BY coalesce(max(last_seen), 0) DESC, email`,
  )
    .raw()
    .all(ids) as [number, string, number][];
  for (const [person, email, lastSeen] of addressRows) {
    emails.set(person, [...(emails.get(person) ?? []), { email, lastSeen }]);
  }
  const spoke = new Set(
    statement(
      db,
      `SELECT DISTINCT person_id FROM json_each(?) CROSS JOIN address ON person_id = value CROSS JOIN touch ON address_id = address.id`,
    )
      .pluck()
      .all(ids) as number[],
  );
  const rows = statement(
    db,
    `SELECT person.id, person.name, organisation.name AS organisation, domain, colleague, band, sent, received, meetings,
       last_interaction AS last
     FROM json_each(?) CROSS JOIN person ON person.id = value LEFT JOIN organisation ON organisation.id = organisation_id
     LEFT JOIN tie ON person_id = person.id`,
  ).all(ids) as PersonColumns[];
  const nameOf = organisationNames(
    db,
    [...emails.values()].flat().map(({ email }) => email),
  );
  const found = new Map(
    rows.map((row) => [row.id, personOf(row, emails.get(row.id) ?? [], nameOf, spoke.has(row.id))]),
  );
  const seen = loadTogether(db, pairs);
  return {
    person: (id) => found.get(id) as PathPerson,
    address: (id) => emails.get(id)?.[0]?.email ?? '',
    together: (one, other) => seen.get(pairKey(Math.min(one, other), Math.max(one, other))) as Together,
  };
}

function personOf(
  row: PersonColumns,
  emails: readonly Seen[],
  nameOf: (domain: string) => string,
  spoke: boolean,
): PathPerson {
  const alumnus = row.colleague === 'former';
  const newest = emails.find(({ email }) => organisationDomain(email) === row.domain)?.lastSeen ?? 0;
  const former = emails
    .filter(({ lastSeen }) => lastSeen < newest - overlap)
    .map(({ email }) => organisationDomain(email))
    .find((domain) => domain !== null && domain !== row.domain);
  return {
    id: row.id,
    name: row.name,
    organisation: row.organisation,
    formerly: alumnus || former === undefined || former === null ? null : nameOf(former),
    alumnus,
    band: row.band ?? 'unknown',
    sent: row.sent ?? 0,
    received: row.received ?? 0,
    meetings: row.meetings ?? 0,
    lastInteraction: row.last,
    spoke,
  };
}

function organisationNames(db: Reader, emails: readonly string[]): (domain: string) => string {
  const domains = emails.map((email) => organisationDomain(email)).filter((domain) => domain !== null);
  const rows = statement(db, 'SELECT domain, name FROM json_each(?) CROSS JOIN organisation ON domain = value')
    .raw()
    .all(JSON.stringify([...new Set(domains)])) as [string, string][];
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
