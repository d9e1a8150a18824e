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
  /** "We spoke": address and Unix seconds of 12:00 UTC of the day. */
  readonly touchAddress: Int32Array;
  readonly touchAt: Float64Array;
  /** One more than the largest address id: the length of arrays indexed by address. */
  readonly addressLimit: number;
}

// Messages whose columns come over in one text: every row that crosses into JavaScript costs about a microsecond.
const perRow = 64;

/** Loads everything. */
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

function loadMessages(db: Reader): Messages {
  const messages = count(db, 'message');
  const parties = count(db, 'message_party');
  const messageId = new Int32Array(messages);
  const sentAt = new Float64Array(messages);
  const flags = new Int32Array(messages);
  const messageRef = new Float64Array(messages);
  const parentRef = new Float64Array(messages);
  const threadRef = new Float64Array(messages);
  const partyStart = new Int32Array(messages + 1);
  const partyAddress = new Int32Array(parties);
  const partyRole = new Uint8Array(parties);

  let i = 0;
  const ofMessages = statement(
    db,
    `SELECT group_concat(id || ' ' || sent_at || ' ' || flags || ' ' || coalesce(message_ref, 0) || ' ' || coalesce(parent_ref, 0) || ' ' ||
       coalesce(thread_ref, 0), ' ' ORDER BY id) FROM message GROUP BY id / ${perRow} ORDER BY id / ${perRow}`,
  );
  for (const text of ofMessages.pluck().iterate() as IterableIterator<string>) {
    const numbers = createNumberReader(text);
    while (numbers.more()) {
      messageId[i] = numbers.next();
      sentAt[i] = numbers.next();
      flags[i] = numbers.next();
      messageRef[i] = numbers.next();
      parentRef[i] = numbers.next();
      threadRef[i] = numbers.next();
      i++;
    }
  }

  let p = 0;
  i = 0;
  const ofParties = statement(
    db,
    `SELECT group_concat(message_id || ' ' || (address_id * 8 + role), ' ' ORDER BY message_id, address_id, role)
     FROM message_party GROUP BY message_id / ${perRow} ORDER BY message_id / ${perRow}`,
  );
  for (const text of ofParties.pluck().iterate() as IterableIterator<string>) {
    const numbers = createNumberReader(text);
    while (numbers.more()) {
      const id = numbers.next();
      const packed = numbers.next();
      while (i < messages && (messageId[i] as number) < id) partyStart[++i] = p;
      partyAddress[p] = packed >>> 3;
      partyRole[p] = packed & 7;
      p++;
    }
  }
  while (i < messages) partyStart[++i] = p;
  return { messages, messageId, sentAt, flags, messageRef, parentRef, threadRef, partyStart, partyAddress, partyRole };
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
    `SELECT meeting_id, address_id, partstat = 'declined' FROM meeting_party ORDER BY meeting_id, address_id`,
  )
    .raw()
    .all() as [number, number, number][];
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

/** Whole numbers separated by single blanks, without a string for each. */
function createNumberReader(text: string): { more: () => boolean; next: () => number } {
  let at = 0;
  return {
    more: () => at < text.length,
    next() {
      let value = 0;
      let unit = text.charCodeAt(at++);
      const negative = unit === 45;
      if (negative) unit = text.charCodeAt(at++);
      while (unit >= 48 && unit <= 57) {
        value = value * 10 + (unit - 48);
        unit = text.charCodeAt(at++);
      }
      return negative ? -value : value;
    },
  };
}

function count(db: Reader, table: 'message' | 'message_party'): number {
  return statement(db, `SELECT count(*) FROM ${table}`).pluck().get() as number;
}

function nextId(db: Reader, table: 'address'): number {
  return statement(db, `SELECT coalesce(max(id), 0) + 1 FROM ${table}`).pluck().get() as number;
}
