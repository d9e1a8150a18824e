/** The counted facts as columns in memory: one load serves identity, strength and the graph. About 60 bytes a message. */
import type { Reader } from './database.ts';
import { statement } from './open.ts';

/** Messages in order of id; the parties of message i are partyAddress/partyRole[partyStart[i] .. partyStart[i+1]). */
export interface Evidence {
  readonly messages: number;
  readonly messageId: Int32Array;
  /** Unix seconds. */
  readonly sentAt: Float64Array;
  readonly flags: Int32Array;
  /** 53-bit hashes; 0 where unknown. */
  readonly messageRef: Float64Array;
  readonly parentRef: Float64Array;
  readonly threadRef: Float64Array;
  readonly partyStart: Int32Array;
  readonly partyAddress: Int32Array;
  readonly partyRole: Uint8Array;
  /** Meetings in order of id, laid out alike; cancelled ones are included and say so. */
  readonly meetings: number;
  readonly meetingId: Int32Array;
  readonly startAt: Float64Array;
  readonly endAt: Float64Array;
  readonly meetingFlags: Int32Array;
  readonly cancelled: Uint8Array;
  /** Instances of one series share a number. */
  readonly series: Int32Array;
  readonly meetingPartyStart: Int32Array;
  readonly meetingPartyAddress: Int32Array;
  /** 1 where the party declined. */
  readonly meetingPartyDeclined: Uint8Array;
  /** 1 where the party is the organiser. */
  readonly meetingPartyOrganiser: Uint8Array;
  /** "We spoke": address and Unix seconds of 12:00 UTC of the day. */
  readonly touchAddress: Int32Array;
  readonly touchAt: Float64Array;
  /** One more than the largest address id: the length of arrays indexed by address. */
  readonly addressLimit: number;
}

/** Bit of message.flags: what came from a shared mailbox is nobody's own, so nobody wrote or got it here. */
export const sharedMailbox = 64;
/** Bit of meeting.flags: it takes the whole day. */
export const allDayMeeting = 1;
/** Bit of meeting.flags: private or confidential. */
export const privateMeeting = 2;

// Message ids a query: few calls, and few rows in memory at once.
const idsAtOnce = 1000;
// One number a party: message id relative to the query's first, then 25 bits of address id, then 3 of role.
const messageFactor = 2 ** 28;

/**
 * Loads everything. Read in ranges of ids, `all` at once and one number where that is possible: measured, a row costs 0.2 µs then,
 * against 1 µs for each row that is stepped to from JavaScript.
 */
export function loadEvidence(db: Reader): Evidence {
  return { ...loadMessages(db), ...loadMeetings(db), ...loadTouches(db), addressLimit: nextId(db, 'address') };
}

type Messages = Pick<
  Evidence,
  | 'messages'
  | 'messageId'
  | 'sentAt'
  | 'flags'
  | 'messageRef'
  | 'parentRef'
  | 'threadRef'
  | 'partyStart'
  | 'partyAddress'
  | 'partyRole'
>;

type MessageRow = [number, number, number, number | null, number | null, number | null];

function loadMessages(db: Reader): Messages {
  const limit = nextId(db, 'message');
  const messages = countMessages(db);
  const messageId = new Int32Array(messages);
  const sentAt = new Float64Array(messages);
  const flags = new Int32Array(messages);
  const messageRef = new Float64Array(messages);
  const parentRef = new Float64Array(messages);
  const threadRef = new Float64Array(messages);
  const partyStart = new Int32Array(messages + 1);
  // Counting the parties would read them all twice.
  let partyAddress = new Int32Array(messages * 4);
  let partyRole = new Uint8Array(messages * 4);

  const ofMessages = statement(
    db,
    `SELECT id, sent_at, flags, message_ref, parent_ref, thread_ref FROM message WHERE id BETWEEN ? AND ? ORDER BY id`,
  ).raw();
  const ofParties = statement(
    db,
    `SELECT (message_id - ?1) * ${messageFactor} + address_id * 8 + role FROM message_party
     WHERE message_id BETWEEN ?1 AND ?2 ORDER BY message_id, address_id, role`,
  ).pluck();
  let i = 0;
  let p = 0;
  for (let first = 1; first < limit; first += idsAtOnce) {
    const last = first + idsAtOnce - 1;
    let j = i;
    for (const row of ofMessages.all(first, last) as MessageRow[]) {
      messageId[i] = row[0];
      sentAt[i] = row[1];
      flags[i] = row[2];
      messageRef[i] = row[3] ?? 0;
      parentRef[i] = row[4] ?? 0;
      threadRef[i] = row[5] ?? 0;
      i++;
    }
    const packedParties = ofParties.all({ 1: first, 2: last }) as number[];
    if (p + packedParties.length > partyAddress.length) {
      const capacity = 2 * (p + packedParties.length);
      partyAddress = grown(partyAddress, new Int32Array(capacity));
      partyRole = grown(partyRole, new Uint8Array(capacity));
    }
    for (const packed of packedParties) {
      const relative = Math.floor(packed / messageFactor);
      while (j < i && (messageId[j] as number) < first + relative) partyStart[++j] = p;
      if (((flags[j] as number) & sharedMailbox) !== 0) continue;
      const party = packed - relative * messageFactor;
      partyAddress[p] = party >>> 3;
      partyRole[p] = party & 7;
      p++;
    }
    while (j < i) partyStart[++j] = p;
  }
  return {
    messages,
    messageId,
    sentAt,
    flags,
    messageRef,
    parentRef,
    threadRef,
    partyStart,
    partyAddress: partyAddress.slice(0, p),
    partyRole: partyRole.slice(0, p),
  };
}

type Meetings = Pick<
  Evidence,
  | 'meetings'
  | 'meetingId'
  | 'startAt'
  | 'endAt'
  | 'meetingFlags'
  | 'cancelled'
  | 'series'
  | 'meetingPartyStart'
  | 'meetingPartyAddress'
  | 'meetingPartyDeclined'
  | 'meetingPartyOrganiser'
>;

function loadMeetings(db: Reader): Meetings {
  const rows = statement(
    db,
    `SELECT id, start_at, end_at, flags, status = 'cancelled', dense_rank() OVER (ORDER BY uid) FROM meeting ORDER BY id`,
  )
    .raw()
    .all() as [number, number, number, number, number, number][];
  const partyRows = statement(
    db,
    `SELECT meeting_id, address_id, partstat = 'declined', organiser FROM meeting_party ORDER BY meeting_id, address_id`,
  )
    .raw()
    .all() as [number, number, number, number][];
  const meetingPartyStart = new Int32Array(rows.length + 1);
  let p = 0;
  rows.forEach(([id], i) => {
    while (p < partyRows.length && (partyRows[p]?.[0] as number) <= id) p++;
    meetingPartyStart[i + 1] = p;
  });
  return {
    meetings: rows.length,
    meetingId: Int32Array.from(rows, (row) => row[0]),
    startAt: Float64Array.from(rows, (row) => row[1]),
    endAt: Float64Array.from(rows, (row) => row[2]),
    meetingFlags: Int32Array.from(rows, (row) => row[3]),
    cancelled: Uint8Array.from(rows, (row) => row[4]),
    series: Int32Array.from(rows, (row) => row[5]),
    meetingPartyStart,
    meetingPartyAddress: Int32Array.from(partyRows, (row) => row[1]),
    meetingPartyDeclined: Uint8Array.from(partyRows, (row) => row[2]),
    meetingPartyOrganiser: Uint8Array.from(partyRows, (row) => row[3]),
  };
}

function loadTouches(db: Reader): Pick<Evidence, 'touchAddress' | 'touchAt'> {
  const rows = statement(
    db,
    `SELECT address_id, CAST(strftime('%s', day || ' 12:00') AS INTEGER) FROM touch ORDER BY address_id, day`,
  )
    .raw()
    .all() as [number, number][];
  return {
    touchAddress: Int32Array.from(rows, (row) => row[0]),
    touchAt: Float64Array.from(rows, (row) => row[1]),
  };
}

function grown<T extends Int32Array | Uint8Array>(from: T, into: T): T {
  into.set(from);
  return into;
}

function countMessages(db: Reader): number {
  return statement(db, 'SELECT count(*) FROM message').pluck().get() as number;
}

function nextId(db: Reader, table: 'address' | 'message'): number {
  return statement(db, `SELECT coalesce(max(id), 0) + 1 FROM ${table}`).pluck().get() as number;
}
