import { describe, expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { card, connection, day, mail, meeting, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import { messageFlag } from './flags.ts';
import type { MailRecord, MeetingRecord, SourceItem } from './record.ts';
import { createRecorder, noCounts } from './recorder.ts';

const ask = (db: Writer, sql: string): unknown[] => db.prepare(sql).raw().all();

function mailOf(more: Partial<MailRecord>): SourceItem {
  const item = mail({ from: 'Anna <anna@x.example>', to: ['me@x.example'] });
  if (item.kind !== 'mail') throw new Error('no mail');
  return { kind: 'mail', mail: { ...item.mail, ...more } };
}

function meetingOf(more: Partial<MeetingRecord>): SourceItem {
  const item = meeting('Lunch', ['me@x.example', 'anna@x.example']);
  if (item.kind !== 'meeting') throw new Error('no meeting');
  return { kind: 'meeting', meeting: { ...item.meeting, ...more } };
}

/** Stores the items as those of another source. */
function recordElsewhere(db: Writer, items: readonly SourceItem[]): void {
  db.prepare(`INSERT INTO source VALUES (2, 'mbox', '/mail/other.mbox', '', 0, 1, 0)`).run();
  createRecorder(db).record(items, 2, noCounts());
}

describe('copies of a message', () => {
  const { list, bulk, sentFolder } = messageFlag;

  test('are one; it is bulk only while every copy says so, and in the sent folder if one is', () => {
    const db = temporaryDatabase();
    record(db, [mailOf({ flags: list | bulk })]);
    recordElsewhere(db, [mailOf({ flags: list | sentFolder })]);
    expect(ask(db, 'SELECT flags, source_id FROM message')).toEqual([[list | sentFolder, 1]]);
    expect(ask(db, 'SELECT source_id FROM message_copy')).toEqual([[2]]);
  });

  test('add a subject that the first did not bring, and take none away', () => {
    const db = temporaryDatabase();
    record(db, [mailOf({ subject: null })]);
    record(db, [mailOf({ subject: 'Offer' })]);
    record(db, [mailOf({ subject: null })]);
    expect(ask(db, 'SELECT subject FROM message')).toEqual([['Offer']]);
  });

  test('add recipients that only one knows', () => {
    const db = temporaryDatabase();
    record(db, [mailOf({})]);
    record(db, [mailOf({ bcc: [{ email: 'bob@x.example', name: '' }] })]);
    expect(ask(db, 'SELECT count(*) FROM message_party')).toEqual([[3]]);
  });

  test('in one batch are one', () => {
    const db = temporaryDatabase();
    const counts = record(db, [mailOf({}), mailOf({}), mailOf({ key: Buffer.from('another  key') })]);
    expect(counts).toMatchObject({ messages: 2, duplicates: 1 });
    expect(ask(db, 'SELECT count(*) FROM message_copy')).toEqual([[0]]);
  });
});

test('Delivered-To is a party only where no list of recipients has the address', () => {
  const db = temporaryDatabase();
  const me = { email: 'me@x.example', name: '' };
  record(db, [mailOf({ deliveredTo: me })]);
  record(db, [mailOf({ key: Buffer.from('another  key'), to: [], deliveredTo: me })]);
  expect(ask(db, 'SELECT message_id, role FROM message_party WHERE role IN (1, 6) ORDER BY 1')).toEqual([
    [1, 1],
    [2, 6],
  ]);
});

test('names are kept with when they were last seen', () => {
  const db = temporaryDatabase();
  const seen = (name: string, at: number): SourceItem =>
    mail({ from: `${name} <anna@x.example>`, at, subject: `${name} ${at}` });
  record(db, [seen('Anna', start + 90 * day), seen('Anna', start), seen('Anna Weber', start)]);
  const rows = ask(db, 'SELECT name, last_seen FROM address_name ORDER BY last_seen DESC') as [string, number][];
  expect(rows.map(([name]) => name)).toEqual(['Anna', 'Anna Weber']);
  expect((rows[0]?.[1] ?? 0) - (rows[1]?.[1] ?? 0)).toBeGreaterThanOrEqual(60 * day);
});

describe('meetings', () => {
  test('a later revision replaces, an earlier one does not', () => {
    const db = temporaryDatabase();
    record(db, [meetingOf({ sequence: 1, title: 'Second' })]);
    record(db, [meetingOf({ sequence: 2, title: 'Third', parties: [], status: 'cancelled' })]);
    record(db, [meetingOf({ sequence: 0, title: 'First' })]);
    expect(ask(db, 'SELECT sequence, title, status FROM meeting')).toEqual([[2, 'Third', 'cancelled']]);
    expect(ask(db, 'SELECT count(*) FROM meeting_party')).toEqual([[0]]);
  });

  test('a revision without a title keeps the one known', () => {
    const db = temporaryDatabase();
    record(db, [meetingOf({ title: 'Lunch' })]);
    record(db, [meetingOf({ title: null })]);
    expect(ask(db, 'SELECT title FROM meeting')).toEqual([['Lunch']]);
  });

  test('instances of a series are meetings of their own', () => {
    const db = temporaryDatabase();
    const ids = ['20240304T090000Z', '20240305T090000Z'];
    expect(
      record(
        db,
        ids.map((recurrenceId) => meetingOf({ recurrenceId })),
      ),
    ).toMatchObject({ meetings: 2 });
  });
});

describe('cards and connections', () => {
  test('a newer card replaces an older one, with its addresses', () => {
    const db = temporaryDatabase();
    record(db, [card('Anna', ['a@x.example'], { title: 'CFO', revisedAt: 2 })]);
    record(db, [card('Anna', ['b@x.example'], { title: 'Intern', revisedAt: 1 })]);
    expect(ask(db, 'SELECT title, email FROM card, card_address, address WHERE address.id = address_id')).toEqual([
      ['CFO', 'a@x.example'],
    ]);
    record(db, [card('Anna', ['b@x.example'], { title: 'CEO', revisedAt: 3 })]);
    expect(ask(db, 'SELECT title, email FROM card, card_address, address WHERE address.id = address_id')).toEqual([
      ['CEO', 'b@x.example'],
    ]);
  });

  test('a later export updates a connection and forgets no address', () => {
    const db = temporaryDatabase();
    const anna = connection('Anna', 'Acme', 'CFO', '2024-02-07');
    if (anna.kind !== 'connection') throw new Error('no connection');
    record(db, [{ kind: 'connection', connection: { ...anna.connection, email: 'a@x.example' } }]);
    record(db, [{ kind: 'connection', connection: { ...anna.connection, position: 'CEO' } }]);
    expect(ask(db, 'SELECT position, email FROM connection')).toEqual([['CEO', 'a@x.example']]);
  });
});

test('what is skipped is counted every time and listed once', () => {
  const db = temporaryDatabase();
  const skipped: SourceItem = { kind: 'skipped', reason: 'draft', place: 'a.mbox, byte 9' };
  expect([...record(db, [skipped]).skipped]).toEqual([['draft', 1]]);
  expect([...record(db, [skipped]).skipped]).toEqual([['draft', 1]]);
  expect(ask(db, 'SELECT place, reason FROM skipped')).toEqual([['a.mbox, byte 9', 'draft']]);
});
