/** Questions about people that are one statement each: rows for lists, names, company and proposals. */
import { isoTime } from './contract/iso.ts';
import type { Band, OrganisationView, PersonRow, Proposal, Side, Tie, Trend, Why } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { rankedSides } from './identity/people.ts';
import { displayName } from './identity/names.ts';
import type { RankedTie } from './strength/ties.ts';

interface Row {
  id: number;
  name: string;
  addresses: string;
  organisation: string | null;
  organisation_id: number | null;
  side: Side;
  title: string | null;
  colleague: 'no' | 'current' | 'former';
  private: number;
  band: Band | null;
  probability: number | null;
  closeness: number | null;
  trend: Trend | null;
  last_interaction: number | null;
  sent: number | null;
  received: number | null;
  meetings: number | null;
}

const columns = `person.id, person.name, person.side, person.title, person.colleague, organisation_id, organisation.name AS organisation,
  (SELECT group_concat(email, char(10) ORDER BY id) FROM address WHERE person_id = person.id) AS addresses,
  EXISTS (SELECT 1 FROM address CROSS JOIN private_address ON address_id = address.id WHERE person_id = person.id) AS private,
  band, probability, closeness, trend, last_interaction, sent, received, meetings`;
const isRanked = `person.kind = 'person' AND colleague <> 'current' AND side IN ('${rankedSides.join(`','`)}')`;

/** The warmest ties: without unknown ones, current colleagues and people on a side that is no relationship. */
export function listTies(db: Reader, limit: number): Tie[] {
  // CROSS JOIN keeps the order of the index on closeness: no sort, and nothing read beyond the limit.
  const rows = statement(
    db,
    `SELECT ${columns} FROM tie CROSS JOIN person ON person.id = person_id LEFT JOIN organisation ON organisation.id = organisation_id
     WHERE band <> 'unknown' AND ${isRanked} ORDER BY closeness DESC, person_id LIMIT ?`,
  ).all(limit) as Row[];
  return rows.map(tieOfRow);
}

/** The same from standings worked out for another moment. */
export function tiesFromRanked(db: Reader, ranked: readonly RankedTie[], limit: number): Tie[] {
  const known = statement(db, `SELECT person.id FROM person WHERE ${isRanked}`).pluck().all() as number[];
  const allowed = new Set(known);
  const best = ranked
    .filter(({ person, band }) => band !== 'unknown' && allowed.has(person))
    .sort((a, b) => b.closeness - a.closeness || a.person - b.person)
    .slice(0, limit);
  const rows = rowsById(
    db,
    best.map(({ person }) => person),
  );
  return best.flatMap((tie) => {
    const row = rows.get(tie.person);
    return row ? [tieOfRow({ ...row, ...tie, last_interaction: tie.lastInteraction })] : [];
  });
}

/** Who of an organisation the user knows, the warmest first; null where there is no such organisation. */
export function organisationOf(db: Reader, id: number): Omit<OrganisationView, 'linkedInOnly'> | null {
  const organisation = statement(db, 'SELECT id, name, domain FROM organisation WHERE id = ?').get(id) as
    | { id: number; name: string; domain: string }
    | undefined;
  if (organisation === undefined) return null;
  const ids = statement(
    db,
    `SELECT person.id FROM person LEFT JOIN tie ON person_id = person.id WHERE organisation_id = ? AND kind = 'person'
     ORDER BY coalesce(band, 'unknown') = 'unknown', closeness DESC, name, person.id LIMIT 1000`,
  )
    .pluck()
    .all(id) as number[];
  const rows = personRows(db, ids);
  return { ...organisation, people: ids.flatMap((person) => rows.get(person) ?? []) };
}

/** Rows of the people and machines with these ids, by id; the user has none. */
export function personRows(db: Reader, ids: readonly number[]): Map<number, PersonRow> {
  return new Map([...rowsById(db, ids)].map(([id, row]) => [id, personOfRow(row)]));
}

function rowsById(db: Reader, ids: readonly number[]): Map<number, Row> {
  const rows = statement(
    db,
    `SELECT ${columns} FROM json_each(?) CROSS JOIN person ON person.id = value AND person.kind <> 'own' LEFT JOIN tie ON person_id = person.id
     LEFT JOIN organisation ON organisation.id = organisation_id`,
  ).all(JSON.stringify(ids)) as Row[];
  return new Map(rows.map((row) => [row.id, row]));
}

/** The names a person was seen with, latest first. */
export function namesOf(db: Reader, person: number): Why['names'] {
  const rows = statement(
    db,
    `SELECT name, email, last_seen FROM address JOIN address_name ON address_id = id WHERE person_id = ?
     ORDER BY last_seen DESC, name LIMIT 20`,
  ).all(person) as { name: string; email: string; last_seen: number }[];
  return rows.map(({ name, email, last_seen }) => ({
    name: displayName(name) || name,
    address: email,
    lastSeen: isoTime(last_seen),
  }));
}

/** Where the title of a person comes from, and when it was written there. */
export function titleOf(db: Reader, person: number): Why['title'] {
  const row = statement(db, 'SELECT title_source, title_at FROM person WHERE id = ? AND title IS NOT NULL').get(
    person,
  ) as { title_source: string; title_at: number } | undefined;
  return row === undefined ? null : { source: row.title_source, at: row.title_at > 0 ? isoTime(row.title_at) : null };
}

/** Who the person is seen together with most, colleagues of the user included. */
export function seenWith(db: Reader, person: number): Why['seenWith'] {
  const rows = statement(
    db,
    `SELECT other AS id, name AS person, coalesce(band, 'unknown') AS band FROM (
       SELECT b AS other, weight FROM acquaintance WHERE a = :person UNION ALL SELECT a, weight FROM acquaintance WHERE b = :person)
     JOIN person ON person.id = other LEFT JOIN tie ON person_id = other ORDER BY weight DESC, other LIMIT 8`,
  ).all({ person }) as Why['seenWith'];
  return rows;
}

export function listProposals(db: Reader): Proposal[] {
  const rows = statement(
    db,
    `SELECT proposal.*, pa.name AS nameA, pb.name AS nameB, aa.email AS emailA, ab.email AS emailB FROM proposal
     JOIN address AS aa ON aa.id = a JOIN address AS ab ON ab.id = b
     JOIN person AS pa ON pa.id = aa.person_id JOIN person AS pb ON pb.id = ab.person_id ORDER BY kind DESC, a, b`,
  ).all() as (Proposal & Record<'nameA' | 'nameB' | 'emailA' | 'emailB', string> & { assistant: number | null })[];
  return rows.map(({ a, b, kind, evidence, assistant, nameA, nameB, emailA, emailB }) => {
    const [people, addresses]: [Proposal['people'], Proposal['addresses']] =
      assistant === b
        ? [
            [nameB, nameA],
            [emailB, emailA],
          ]
        : [
            [nameA, nameB],
            [emailA, emailB],
          ];
    return { a, b, kind, evidence, people, addresses };
  });
}

function tieOfRow(row: Row): Tie {
  return {
    id: row.id,
    person: row.name,
    addresses: row.addresses === null ? [] : row.addresses.split('\n'),
    organisation: row.organisation,
    band: row.band ?? 'unknown',
    probability: row.probability,
    closeness: row.closeness ?? 0,
    trend: row.trend,
    lastInteraction: isoTime(row.last_interaction),
    sent: row.sent ?? 0,
    received: row.received ?? 0,
    meetings: row.meetings ?? 0,
  };
}

function personOfRow(row: Row): PersonRow {
  return {
    ...tieOfRow(row),
    organisationId: row.organisation_id,
    side: row.side,
    title: row.title,
    colleague: row.colleague,
    private: row.private === 1,
  };
}
