/** The evidence behind one person, item by item, told apart as strength counts it. */
import { isoTime } from './contract/iso.ts';
import type { Interaction } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { viaAddresses } from './identity/rewritten-senders.ts';
import { messageFlag, partyRole } from './ingest/flags.ts';
import { readSetting } from './db/settings.ts';

interface Item extends Omit<Interaction, 'at'> {
  /** Unix seconds. */
  readonly at: number;
}

const theirs = 'SELECT id FROM address WHERE person_id = :person';

/**
 * Newest first: mail to and from the person, meetings, touches, and mail in which they were only seen. Nothing from `until` (Unix
 * seconds) on, which is the moment of the standings, so that meetings still to come are not told as past ones.
 */
export function interactionsOf(
  db: Reader,
  person: number,
  limit: number,
  moments: readonly number[] | null = null,
  until = Number(readSetting(db, 'tie_as_of') ?? Number.MAX_SAFE_INTEGER),
): Interaction[] {
  const asked = { person, limit, asOf: until, moments: moments === null ? null : JSON.stringify(moments) };
  return [...mailWith(db, asked), ...meetingsWith(db, asked), ...touchesWith(db, asked)]
    .sort((x, y) => y.at - x.at)
    .slice(0, limit)
    .map(({ at, ...item }) => ({ at: isoTime(at), ...item }));
}

interface Asked {
  readonly person: number;
  readonly limit: number;
  readonly asOf: number;
  /** Only those of these Unix seconds, as JSON. */
  readonly moments: string | null;
}

const atMoments = (column: string): string =>
  `(:moments IS NULL OR ${column} IN (SELECT value FROM json_each(:moments)))`;

interface PartyRow {
  id: number;
  at: number;
  flags: number;
  subject: string | null;
  address: number;
  role: number;
  person: number | null;
  human: number;
  own: number;
}

function mailWith(db: Reader, asked: Asked): Item[] {
  const via = viaAddresses(db);
  const rows = statement(
    db,
    `WITH seen AS (
       SELECT DISTINCT message_id FROM message_party AS one WHERE address_id IN (${theirs}) AND (role <= ${partyRole.bcc} OR
         (role = ${partyRole.replyTo} AND EXISTS (SELECT 1 FROM message_party WHERE message_id = one.message_id
           AND role = ${partyRole.from} AND address_id IN (SELECT value FROM json_each(:via)))))),
     recent AS MATERIALIZED (
       SELECT id, sent_at AS at, flags, subject FROM seen CROSS JOIN message ON id = message_id WHERE sent_at < :asOf AND ${atMoments('sent_at')}
       ORDER BY sent_at DESC, id DESC LIMIT :limit)
     SELECT recent.*, message_party.address_id AS address, role, person_id AS person, kind = 'person' AS human,
       own_address.address_id IS NOT NULL AS own
     FROM recent CROSS JOIN message_party ON message_id = recent.id CROSS JOIN address ON address.id = message_party.address_id
     LEFT JOIN person ON person.id = person_id LEFT JOIN own_address ON own_address.address_id = address.id AND confirmed IS NOT 0`,
  ).all({ ...asked, via: JSON.stringify([...via]) }) as PartyRow[];
  const messages = new Map<number, PartyRow[]>();
  for (const row of rows) {
    const parties = messages.get(row.id);
    if (parties) parties.push(row);
    else messages.set(row.id, [row]);
  }
  return [...messages.values()].map((parties) => {
    const { at, flags, subject } = parties[0] as PartyRow;
    const real = withRealSender(parties, via);
    return { at, subject, kind: kindOf(real, flags, asked.person), people: peopleIn(real) };
  });
}

/** As identity/rewritten-senders.ts does it for all mail at once. */
function withRealSender(parties: readonly PartyRow[], via: ReadonlySet<number>): readonly PartyRow[] {
  const from = parties.find(({ role, address }) => role === partyRole.from && via.has(address));
  const replies = parties.filter(({ role }) => role === partyRole.replyTo);
  const [replyTo] = replies;
  if (from === undefined || replyTo === undefined || replies.length > 1) return parties;
  return parties.map((party) =>
    party === from
      ? { ...party, role: partyRole.replyTo }
      : party === replyTo
        ? { ...party, role: partyRole.from }
        : party,
  );
}

function kindOf(parties: readonly PartyRow[], flags: number, person: number): Interaction['kind'] {
  const isRecipient = ({ role }: PartyRow): boolean => role > partyRole.from && role <= partyRole.bcc;
  const mine = parties.filter(({ own }) => own === 1);
  const theirRows = parties.filter((party) => party.person === person);
  if (mine.some(({ role }) => role === partyRole.from)) return theirRows.some(isRecipient) ? 'sent' : 'seen together';
  // What only came through a list was not written to the user.
  const isList = (flags & messageFlag.list) !== 0;
  const reachedMe = mine.some((party) => isRecipient(party) || (party.role === partyRole.deliveredTo && !isList));
  return reachedMe && theirRows.some(({ role }) => role === partyRole.from) ? 'received' : 'seen together';
}

/** Humans who wrote it or were written to, the user included whether named or not. */
function peopleIn(parties: readonly PartyRow[]): number {
  const others = parties.filter(({ role, human, own }) => role <= partyRole.bcc && human === 1 && own === 0);
  return 1 + new Set(others.map(({ person }) => person)).size;
}

/** As in strength/interactions.ts: neither cancelled nor declined by either side. */
function meetingsWith(db: Reader, asked: Asked): Item[] {
  const rows = statement(
    db,
    `WITH mine AS (SELECT address_id FROM own_address WHERE confirmed IS NOT 0),
     recent AS MATERIALIZED (
       SELECT id, start_at AS at, title FROM meeting
       WHERE id IN (SELECT meeting_id FROM meeting_party WHERE address_id IN (${theirs}) AND partstat <> 'declined')
         AND status <> 'cancelled' AND start_at < :asOf AND ${atMoments('start_at')}
         AND NOT EXISTS (SELECT 1 FROM meeting_party WHERE meeting_id = meeting.id AND partstat = 'declined' AND address_id IN mine)
       ORDER BY start_at DESC, id DESC LIMIT :limit)
     SELECT at, title, (SELECT count(DISTINCT person_id) FROM meeting_party JOIN address ON address.id = address_id
       JOIN person ON person.id = person_id WHERE meeting_id = recent.id AND kind = 'person' AND partstat <> 'declined') AS others
     FROM recent`,
  ).all(asked) as { at: number; title: string | null; others: number }[];
  return rows.map(({ at, title, others }) => ({
    at,
    kind: 'meeting',
    subject: title,
    people: others + 1,
  }));
}

function touchesWith(db: Reader, asked: Asked): Item[] {
  const rows = statement(
    db,
    `SELECT CAST(strftime('%s', day || ' 12:00') AS INTEGER) AS at FROM touch WHERE address_id IN (${theirs}) AND ${atMoments('at')}
     ORDER BY at DESC LIMIT :limit`,
  )
    .pluck()
    .all({ person: asked.person, limit: asked.limit, moments: asked.moments }) as number[];
  return rows.map((at) => ({ at, kind: 'spoke', subject: null, people: null }));
}
