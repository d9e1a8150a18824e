/** Writes records as rows: few statements for many rows, every one of them safe to repeat. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { normaliseEmail } from './address.ts';
import { messageFlag, partyRole } from './flags.ts';
import type { CardRecord, ConnectionRecord, MailRecord, Mailbox, MeetingRecord, SourceItem } from './record.ts';

/** What became of some items. */
export interface Counts {
  messages: number;
  meetings: number;
  duplicates: number;
  skipped: Map<string, number>;
}

export function noCounts(): Counts {
  return { messages: 0, meetings: 0, duplicates: 0, skipped: new Map() };
}

interface Recorder {
  /** Stores the items as evidence of the source, inside the caller's transaction, and adds to `counts`. */
  record(items: readonly SourceItem[], sourceId: number, counts: Counts): void;
}

// Rows of one multi-row statement: enough to make the call's own cost vanish.
const messageRows = 64;
/** The latest sighting of a name is kept by month, in seconds: exact days would rewrite the same row over and over. */
export const month = 30 * 86_400;
// Not even that there was one is kept.
const unremembered: ReadonlySet<string> = new Set(['erased person', 'ignored', 'older than you keep']);

const roles: readonly [keyof MailRecord & ('from' | 'to' | 'cc' | 'bcc' | 'replyTo'), number][] = [
  ['from', partyRole.from],
  ['to', partyRole.to],
  ['cc', partyRole.cc],
  ['bcc', partyRole.bcc],
  ['replyTo', partyRole.replyTo],
];

// List, bulk and auto hold only while every copy says so; a copy in the sent folder is enough for that one.
const unionFlags = messageFlag.sentFolder;
const flagsOfBoth = (a: number, b: number): number => ((a | b) & unionFlags) | (a & b & ~unionFlags);

/** Takes items from which erased people have been taken out, see without-erased.ts. */
export function createRecorder(db: Writer): Recorder {
  const addressIds = new Map(
    statement(db, 'SELECT email, id FROM address').raw().all() as unknown as [string, number][],
  );
  const latestName: string[] = [];
  const latestSeen: number[] = [];
  let nextAddress = lastId(db, 'address') + 1;
  let nextMessage = lastId(db, 'message') + 1;
  let newAddresses: [number, string][] = [];
  let newNames = new Map<string, [number, string, number]>();

  function addressId(mailbox: Mailbox, seenAt: number): number {
    let id = addressIds.get(mailbox.email);
    if (id === undefined) {
      id = nextAddress++;
      addressIds.set(mailbox.email, id);
      newAddresses.push([id, mailbox.email]);
    }
    if (mailbox.name !== '') noteName(id, mailbox.name, seenAt - (seenAt % month));
    return id;
  }

  /** Most mail repeats the name its sender had in the same month: only a change goes on to the rows. */
  function noteName(id: number, name: string, seen: number): void {
    if (latestName[id] === name && latestSeen[id] === seen) return;
    latestName[id] = name;
    latestSeen[id] = seen;
    const key = `${id} ${name}`;
    if (seen <= (newNames.get(key)?.[2] ?? -1)) return;
    newNames.set(key, [id, name, seen]);
  }

  function flushAddresses(): void {
    if (newAddresses.length > 0) {
      statement(db, 'INSERT INTO address (id, email) SELECT value ->> 0, value ->> 1 FROM json_each(?)').run(
        JSON.stringify(newAddresses),
      );
      newAddresses = [];
    }
    if (newNames.size > 0) {
      statement(
        db,
        `INSERT INTO address_name (address_id, name, last_seen) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
         ON CONFLICT DO UPDATE SET last_seen = max(last_seen, excluded.last_seen)`,
      ).run(JSON.stringify([...newNames.values()]));
      newNames = new Map();
    }
  }

  function recordMails(mails: readonly MailRecord[], sourceId: number, counts: Counts): void {
    const ids: number[] = [];
    for (let start = 0; start < mails.length; start += messageRows) {
      for (const id of insertMessages(mails.slice(start, start + messageRows), sourceId, counts)) ids.push(id);
    }
    const base = ids.reduce((least, id) => Math.min(least, id), Infinity);
    const parties: number[] = [];
    mails.forEach((mail, i) => collectParties(mail, ((ids[i] as number) - base) * 2 ** 28, parties));
    insertParties(base, parties);
  }

  /** Stores the messages and answers with the id of each, new or known. */
  function insertMessages(mails: readonly MailRecord[], sourceId: number, counts: Counts): number[] {
    const ids: number[] = [];
    const values: unknown[] = [];
    for (const mail of mails) {
      const { key, sentAt, flags, messageRef, parentRef, threadRef, subject } = mail;
      values.push(nextMessage, key, sourceId, sentAt, flags, messageRef, parentRef, threadRef, subject);
      ids.push(nextMessage++);
    }
    const { changes } = statement(
      db,
      `INSERT INTO message (id, key, source_id, sent_at, flags, message_ref, parent_ref, thread_ref, subject)
       VALUES ${Array(mails.length).fill('(?,?,?,?,?,?,?,?,?)').join(',')} ON CONFLICT (key) DO NOTHING`,
    ).run(values);
    counts.messages += changes;
    counts.duplicates += mails.length - changes;
    return changes === mails.length ? ids : mails.map((mail, i) => idOfCopy(mail, ids[i] as number, sourceId));
  }

  /** The id under which a message is stored; what another copy of it knows more is added. */
  function idOfCopy(mail: MailRecord, newId: number, sourceId: number): number {
    const known = statement(db, 'SELECT id, source_id, flags, subject FROM message WHERE key = ?').get(mail.key) as {
      id: number;
      source_id: number;
      flags: number;
      subject: string | null;
    };
    if (known.id === newId) return newId;
    const flags = flagsOfBoth(known.flags, mail.flags);
    const subject = known.subject ?? mail.subject;
    if (flags !== known.flags || subject !== known.subject)
      statement(db, 'UPDATE message SET flags = ?, subject = ? WHERE id = ?').run(flags, subject, known.id);
    if (known.source_id !== sourceId) {
      statement(db, 'INSERT INTO message_copy (message_id, source_id) VALUES (?, ?) ON CONFLICT DO NOTHING').run(
        known.id,
        sourceId,
      );
    }
    return known.id;
  }

  function collectParties(mail: MailRecord, packed: number, parties: number[]): void {
    const add = (mailbox: Mailbox, role: number): void => {
      parties.push(packed + addressId(mailbox, mail.sentAt) * 8 + role);
    };
    for (const [field, role] of roles) for (const mailbox of mail[field]) add(mailbox, role);
    if (mail.sender) add(mail.sender, partyRole.sender);
    const delivered = mail.deliveredTo;
    const isDelivered = ({ email }: Mailbox): boolean => email === delivered?.email;
    if (delivered && !mail.to.some(isDelivered) && !mail.cc.some(isDelivered) && !mail.bcc.some(isDelivered)) {
      add(delivered, partyRole.deliveredTo);
    }
  }

  /** One number a row: (message id - base) << 28 | address id << 3 | role; the cheapest way into SQLite measured. */
  function insertParties(base: number, parties: readonly number[]): void {
    statement(
      db,
      `INSERT INTO message_party (message_id, address_id, role)
       SELECT ? + (value >> 28), (value >> 3) & 33554431, value & 7 FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`,
    ).run(base, JSON.stringify(parties));
  }

  function recordMeeting(meeting: MeetingRecord, sourceId: number, counts: Counts): void {
    const known = statement(db, 'SELECT id, sequence FROM meeting WHERE uid = ? AND recurrence_id = ?').get(
      meeting.uid,
      meeting.recurrenceId,
    ) as { id: number; sequence: number } | undefined;
    if (known) counts.duplicates++;
    else counts.meetings++;
    // RFC 5546 3.2: a lower sequence is an older revision.
    if (known && known.sequence > meeting.sequence) return;
    const values = [
      sourceId, meeting.sequence, meeting.startAt, meeting.endAt, meeting.flags, meeting.status, meeting.title,
    ]; // prettier-ignore
    if (known) {
      statement(
        db,
        `UPDATE meeting SET source_id = ?, sequence = ?, start_at = ?, end_at = ?, flags = ?, status = ?, title = coalesce(?, title) WHERE id = ?`,
      ).run(...values, known.id);
      statement(db, 'DELETE FROM meeting_party WHERE meeting_id = ?').run(known.id);
    } else {
      statement(
        db,
        `INSERT INTO meeting (source_id, sequence, start_at, end_at, flags, status, title, uid, recurrence_id) VALUES (?,?,?,?,?,?,?,?,?)`,
      ).run(...values, meeting.uid, meeting.recurrenceId);
    }
    const id = known?.id ?? lastId(db, 'meeting');
    const parties = meeting.parties.map((party) => [
      addressId(party, meeting.startAt),
      party.organiser ? 1 : 0,
      party.partstat,
    ]);
    statement(
      db,
      `INSERT INTO meeting_party (meeting_id, address_id, organiser, partstat)
       SELECT ?, value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
       ON CONFLICT DO UPDATE SET organiser = max(organiser, excluded.organiser)`,
    ).run(id, JSON.stringify(parties));
  }

  function recordCard(card: CardRecord, sourceId: number): void {
    const emails = card.emails.flatMap((raw) => normaliseEmail(raw) ?? []);
    const ids = emails.map((email) => addressId({ email, name: card.name }, card.revisedAt ?? 0));
    const id = statement(
      db,
      `INSERT INTO card (key, source_id, name, organisation, title, revised_at) VALUES (?,?,?,?,?,?)
       ON CONFLICT (key) DO UPDATE SET name = excluded.name, organisation = excluded.organisation, title = excluded.title,
         revised_at = excluded.revised_at WHERE coalesce(excluded.revised_at, 0) >= coalesce(revised_at, 0)
       RETURNING id`,
    )
      .pluck()
      .get(card.key, sourceId, card.name, card.organisation, card.title, card.revisedAt) as number | undefined;
    // An older revision of a known card changes nothing.
    if (id === undefined) return;
    statement(db, 'DELETE FROM card_address WHERE card_id = ?').run(id);
    statement(db, 'INSERT INTO card_address SELECT ?, value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING').run(
      id,
      JSON.stringify(ids),
    );
  }

  function recordConnection(connection: ConnectionRecord, sourceId: number): void {
    statement(
      db,
      `INSERT INTO connection (key, source_id, name, url, email, company, position, connected_on) VALUES (?,?,?,?,?,?,?,?)
       ON CONFLICT (key) DO UPDATE SET name = excluded.name, url = coalesce(excluded.url, url), email = coalesce(excluded.email, email),
         company = excluded.company, position = excluded.position`,
    ).run(
      connection.key, sourceId, connection.name, connection.url, connection.email, connection.company, connection.position,
      connection.connectedOn,
    ); // prettier-ignore
  }

  function recordSkipped(reason: string, place: string, sourceId: number, counts: Counts): void {
    counts.skipped.set(reason, (counts.skipped.get(reason) ?? 0) + 1);
    if (unremembered.has(reason)) return;
    statement(db, 'INSERT INTO skipped (source_id, place, reason) VALUES (?,?,?) ON CONFLICT DO NOTHING').run(
      sourceId,
      place,
      reason,
    );
  }

  return {
    record(items, sourceId, counts) {
      const mails: MailRecord[] = [];
      for (const item of items) {
        if (item.kind === 'mail') mails.push(item.mail);
        else if (item.kind === 'meeting') recordMeeting(item.meeting, sourceId, counts);
        else if (item.kind === 'card') recordCard(item.card, sourceId);
        else if (item.kind === 'connection') recordConnection(item.connection, sourceId);
        else recordSkipped(item.reason, item.place, sourceId, counts);
      }
      if (mails.length > 0) recordMails(mails, sourceId, counts);
      flushAddresses();
    },
  };
}

function lastId(db: Writer, table: 'address' | 'message' | 'meeting'): number {
  return statement(db, `SELECT coalesce(max(id), 0) FROM ${table}`).pluck().get() as number;
}
