/** Questions about people that are one statement each: rows for lists, and the evidence behind one person. */
import type { Band, Interaction, PersonRow, Proposal, Side, Tie, Trend, Why } from './contract/shapes.ts';
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
  side: Side;
  title: string | null;
  colleague: 'no' | 'current' | 'former';
  band: Band | null;
  probability: number | null;
  closeness: number | null;
  trend: Trend | null;
  last_interaction: number | null;
  sent: number | null;
  received: number | null;
  meetings: number | null;
}

const columns = `person.id, person.name, person.side, person.title, person.colleague, organisation.name AS organisation,
  (SELECT group_concat(email, ' ' ORDER BY id) FROM address WHERE person_id = person.id) AS addresses,
  band, probability, closeness, trend, last_interaction, sent, received, meetings`;
const joined = `person LEFT JOIN tie ON person_id = person.id LEFT JOIN organisation ON organisation.id = organisation_id`;
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
  const rows = rowsById(db, best.map(({ person }) => person));
  return best.flatMap((tie) => {
    const row = rows.get(tie.person);
    return row ? [tieOfRow({ ...row, ...tie, last_interaction: tie.lastInteraction })] : [];
  });
}

/** Everybody but the user and machines, warmest first, then by name; `query` words are parts of name, address or organisation. */
export function listPeople(
  db: Reader,
  { query, limit, offset }: { query: string; limit: number; offset: number },
): { total: number; rows: PersonRow[] } {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const fits = words
    .map(
      () => `(instr(lower(person.name), ?) OR instr(lower(coalesce(organisation.name, '')), ?)
        OR EXISTS (SELECT 1 FROM address WHERE person_id = person.id AND instr(email, ?)))`,
    )
    .join(' AND ');
  const where = `person.kind = 'person'${fits ? ` AND ${fits}` : ''}`;
  const values = words.flatMap((word) => [word, word, word]);
  const total = statement(db, `SELECT count(*) FROM ${joined} WHERE ${where}`).pluck().get(...values) as number;
  const rows = statement(
    db,
    `SELECT ${columns} FROM ${joined} WHERE ${where}
     ORDER BY coalesce(band, 'unknown') = 'unknown', closeness DESC, person.name, person.id LIMIT ? OFFSET ?`,
  ).all(...values, limit, offset) as Row[];
  return { total, rows: rows.map(personOfRow) };
}

/** Rows of the people with these ids, by id. */
export function personRows(db: Reader, ids: readonly number[]): Map<number, PersonRow> {
  return new Map([...rowsById(db, ids)].map(([id, row]) => [id, personOfRow(row)]));
}

function rowsById(db: Reader, ids: readonly number[]): Map<number, Row> {
  const rows = statement(
    db,
    `SELECT ${columns} FROM json_each(?) CROSS JOIN person ON person.id = value LEFT JOIN tie ON person_id = person.id
     LEFT JOIN organisation ON organisation.id = organisation_id`,
  ).all(JSON.stringify(ids)) as Row[];
  return new Map(rows.map((row) => [row.id, row]));
}

/** Newest first: mail to and from the person, meetings, touches; mail they were only seen in says so. `own` as in People. */
export function interactionsOf(db: Reader, person: number, limit: number): Interaction[] {
  const own = `SELECT address_id FROM own_address WHERE confirmed IS NOT 0`;
  const theirs = `SELECT id FROM address WHERE person_id = :person`;
  const rows = statement(
    db,
    `WITH mine AS (${own}), theirs AS (${theirs})
     SELECT * FROM (
       SELECT sent_at AS at, subject,
         CASE WHEN EXISTS (SELECT 1 FROM message_party WHERE message_id = m.id AND role = 0 AND address_id IN mine) THEN 'sent'
           WHEN EXISTS (SELECT 1 FROM message_party WHERE message_id = m.id AND role = 0 AND address_id IN theirs)
             AND EXISTS (SELECT 1 FROM message_party WHERE message_id = m.id AND address_id IN mine
               AND (role BETWEEN 1 AND 3 OR (role = 6 AND NOT m.flags & 1))) THEN 'received'
           ELSE 'seen together' END AS kind,
         (SELECT count(DISTINCT address_id) FROM message_party WHERE message_id = m.id AND role <= 3) AS people
       FROM (SELECT DISTINCT message_id FROM message_party WHERE address_id IN theirs AND role <= 3) AS seen
         CROSS JOIN message AS m ON m.id = message_id
       ORDER BY sent_at DESC LIMIT :limit)
     UNION ALL SELECT * FROM (
       SELECT start_at, title, 'meeting', (SELECT count(*) FROM meeting_party WHERE meeting_id = meeting.id)
       FROM meeting WHERE status <> 'cancelled' AND id IN (SELECT meeting_id FROM meeting_party WHERE address_id IN theirs)
       ORDER BY start_at DESC LIMIT :limit)
     UNION ALL SELECT CAST(strftime('%s', day || ' 12:00') AS INTEGER), NULL, 'spoke', NULL FROM touch WHERE address_id IN theirs
     ORDER BY 1 DESC LIMIT :limit`,
  ).all({ person, limit }) as { at: number; kind: Interaction['kind']; subject: string | null; people: number | null }[];
  return rows.map(({ at, kind, subject, people }) => ({ at: iso(at), kind, subject, people }));
}

/** The names a person was seen with, latest first. */
export function namesOf(db: Reader, person: number): Why['names'] {
  const rows = statement(
    db,
    `SELECT name, email, last_seen FROM address JOIN address_name ON address_id = id WHERE person_id = ?
     ORDER BY last_seen DESC, name LIMIT 20`,
  ).all(person) as { name: string; email: string; last_seen: number }[];
  return rows.map(({ name, email, last_seen }) => ({ name: displayName(name) || name, address: email, lastSeen: iso(last_seen) }));
}

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
  ).all() as (Proposal & { nameA: string; nameB: string; emailA: string; emailB: string })[];
  return rows.map(({ a, b, kind, evidence, nameA, nameB, emailA, emailB }) => ({
    a,
    b,
    kind,
    evidence,
    people: [nameA, nameB],
    addresses: [emailA, emailB],
  }));
}

function tieOfRow(row: Row): Tie {
  return {
    id: row.id,
    person: row.name,
    addresses: row.addresses === null ? [] : row.addresses.split(' '),
    organisation: row.organisation,
    band: row.band ?? 'unknown',
    probability: row.probability,
    closeness: row.closeness ?? 0,
    trend: row.trend,
    lastInteraction: row.last_interaction === null ? null : iso(row.last_interaction),
    sent: row.sent ?? 0,
    received: row.received ?? 0,
    meetings: row.meetings ?? 0,
  };
}

function personOfRow(row: Row): PersonRow {
  return { ...tieOfRow(row), side: row.side, title: row.title, colleague: row.colleague };
}

function iso(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}
