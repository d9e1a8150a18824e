import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fillDatabase } from '../../test/builders/content.ts';
import { temporaryDatabase } from '../../test/builders/database.ts';
import type { Reader, Writer } from './database.ts';
import { loadEvidence } from './evidence.ts';

interface Party {
  address: number;
  role: number;
}

interface Message {
  id: number;
  sent_at: number;
  flags: number;
  message_ref: number | null;
  parent_ref: number | null;
  thread_ref: number | null;
  parties: Party[];
}

/** The same content the slow and obvious way: a query a message. */
function naive(db: Reader): Message[] {
  const messages = db
    .prepare('SELECT id, sent_at, flags, message_ref, parent_ref, thread_ref FROM message ORDER BY id')
    .all() as Omit<Message, 'parties'>[];
  const parties = db.prepare(
    'SELECT address_id AS address, role FROM message_party WHERE message_id = ? ORDER BY address_id, role',
  );
  return messages.map((message) => ({ ...message, parties: parties.all(message.id) as Party[] }));
}

/** What was loaded, in the shape of `naive`. */
function unpacked(db: Reader): Message[] {
  const e = loadEvidence(db);
  expect(e.partyAddress).toHaveLength(e.partyStart[e.messages]!);
  expect(e.partyRole).toHaveLength(e.partyStart[e.messages]!);
  return Array.from({ length: e.messages }, (_, i) => ({
    id: e.messageId[i]!,
    sent_at: e.sentAt[i]!,
    flags: e.flags[i]!,
    message_ref: e.messageRef[i] || null,
    parent_ref: e.parentRef[i] || null,
    thread_ref: e.threadRef[i] || null,
    parties: [...e.partyAddress.subarray(e.partyStart[i], e.partyStart[i + 1])].map((address, j) => ({
      address,
      role: e.partyRole[e.partyStart[i]! + j]!,
    })),
  }));
}

const ref = fc.option(fc.integer({ min: 1, max: 2 ** 53 - 1 }));
const address = fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 2 ** 25 - 1 }));
const message = fc.record({
  // Gaps between ids are small, or span several of the ranges they are read in.
  gap: fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 900, max: 5000 })),
  sent_at: fc.integer({ min: 315_532_800, max: 2 ** 32 }),
  flags: fc.integer({ min: 0, max: 63 }),
  message_ref: ref,
  parent_ref: ref,
  thread_ref: ref,
  parties: fc.uniqueArray(fc.record({ address, role: fc.integer({ min: 0, max: 6 }) }), {
    maxLength: 12,
    selector: (party) => `${party.address} ${party.role}`,
  }),
});

function store(db: Writer, messages: readonly (Omit<Message, 'id'> & { gap: number })[]): void {
  const insert = db.prepare(
    `INSERT INTO message (id, key, source_id, sent_at, flags, message_ref, parent_ref, thread_ref) VALUES (?, ?, 1, ?, ?, ?, ?, ?)`,
  );
  const insertParty = db.prepare('INSERT INTO message_party VALUES (?, ?, ?)');
  const insertAddress = db.prepare('INSERT INTO address (id, email) VALUES (?, ?) ON CONFLICT DO NOTHING');
  let id = 0;
  for (const { gap, sent_at, flags, message_ref, parent_ref, thread_ref, parties } of messages) {
    id += gap;
    insert.run(id, Buffer.from(String(id)), sent_at, flags, message_ref, parent_ref, thread_ref);
    for (const party of parties) {
      insertAddress.run(party.address, `${party.address}@example.org`);
      insertParty.run(id, party.address, party.role);
    }
  }
}

test('loads what a query a message finds', () => {
  const db = temporaryDatabase();
  fc.assert(
    fc.property(fc.array(message, { maxLength: 30 }), (messages) => {
      db.exec('BEGIN');
      try {
        store(db, messages);
        expect(unpacked(db)).toEqual(naive(db));
      } finally {
        db.exec('ROLLBACK');
      }
    }),
    { numRuns: 60 },
  );
});

test('many parties make the columns grow', () => {
  const db = temporaryDatabase();
  const parties = Array.from({ length: 3000 }, (_, i) => ({ address: i + 1, role: i % 7 }));
  const rest = { gap: 1, sent_at: 1e9, flags: 0, message_ref: 1, parent_ref: null, thread_ref: null };
  store(db, [
    { ...rest, parties },
    { ...rest, parties: [] },
    { ...rest, gap: 2000, parties },
  ]);
  expect(unpacked(db)).toEqual(naive(db));
});

test('an empty database has no evidence', () => {
  const e = loadEvidence(temporaryDatabase());
  expect([e.messages, e.meetings, e.touchAt.length, e.partyAddress.length]).toEqual([0, 0, 0, 0]);
  expect([...e.partyStart]).toEqual([0]);
  expect([...e.meetingPartyStart]).toEqual([0]);
  expect(e.addressLimit).toBe(1);
});

test('meetings with their parties, and touches at noon', () => {
  const db = temporaryDatabase();
  fillDatabase(db);
  const meeting = db.prepare(
    `INSERT INTO meeting (id, uid, recurrence_id, source_id, sequence, start_at, end_at, flags, status) VALUES (?, ?, ?, 2, 0, ?, ?, 0, ?)`,
  );
  meeting.run(4, 'a@cal', '', 1_600_000_000, 1_600_001_800, 'cancelled');
  meeting.run(5, 'u@cal', '20231121T090000Z', 1_700_600_000, 1_700_603_600, 'tentative');
  db.prepare(`INSERT INTO meeting_party VALUES (5, 2, 0, 'needs-action')`).run();
  const e = loadEvidence(db);
  expect([...e.meetingId]).toEqual([1, 4, 5]);
  expect([...e.startAt]).toEqual([1_700_000_000, 1_600_000_000, 1_700_600_000]);
  expect([...e.endAt]).toEqual([1_700_003_600, 1_600_001_800, 1_700_603_600]);
  expect([...e.meetingFlags]).toEqual([4, 0, 0]);
  expect([...e.cancelled]).toEqual([0, 1, 0]);
  expect(e.series[0]).toBe(e.series[2]);
  expect(e.series[0]).not.toBe(e.series[1]);
  expect([...e.meetingPartyStart]).toEqual([0, 2, 2, 3]);
  expect([...e.meetingPartyAddress]).toEqual([1, 4, 2]);
  expect([...e.meetingPartyDeclined]).toEqual([0, 1, 0]);
  expect([...e.touchAddress]).toEqual([4]);
  expect([...e.touchAt]).toEqual([Date.UTC(2023, 10, 13, 12) / 1000]);
  expect(e.addressLimit).toBe(6);
});
