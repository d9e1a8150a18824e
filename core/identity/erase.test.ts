/** P8: an erased person is in no page of the database and stays away; everybody else stays. */
import { randomBytes } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { fillDatabase } from '../../test/builders/content.ts';
import { temporaryDatabase, temporaryFolder } from '../../test/builders/database.ts';
import {
  assign,
  card,
  connection,
  day,
  exchange,
  groups,
  mail,
  meeting,
  personOf,
  record,
  start,
} from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import { ensureIndexes } from '../db/indexes.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses, mergePeople, spoke } from './acts.ts';
import { eraseEverything, erasePerson, erasePreview } from './erase.ts';
import { loadSuppression } from './suppression.ts';

const me = 'Max Own <max@own.com>';
const zoe = '"Quetzal, Zoe (Cormorant)" <zoe@cormorant.com>';
const zoeAtHome = 'Zoe Quetzal <zq@gmail.com>';
const bea = 'Bea Huber <bea@x.com>';
const traces = ['quetzal', 'cormorant', 'zq@gmail.com', 'nickname'];

const others: SourceItem[] = [
  ...exchange(me, bea, 1),
  meeting('Lunch of two', [me, bea]),
  card('Bea Huber', ['bea@x.com'], { organisation: 'X' }),
  connection('Bea Huber', 'X', 'Partner', '2020-01-01'),
  mail({ from: bea, to: [me], subject: 'A subject that stays', at: start + 50 * day }),
];

const about: SourceItem[] = [
  ...exchange(me, zoe, 11),
  mail({ from: zoe, to: [me, bea], subject: 'Written by nickname', at: start + 60 * day }),
  mail({ from: me, to: [zoeAtHome], subject: 'Only to nickname', at: start + 61 * day }),
  mail({ from: bea, to: [me], cc: [zoe], subject: 'In copy, nickname', at: start + 62 * day }),
  mail({ from: bea, to: [me], subject: 'Have you met ZOE QUETZAL?', at: start + 63 * day }),
  mail({ from: bea, to: [me], subject: 'Fwd: <zq@gmail.com>', at: start + 64 * day }),
  mail({ from: 'Zoe Quetzal <zoe@third.com>', to: [me], at: start + 65 * day }),
  meeting('Alone with nickname', [me, zoe]),
  meeting('All of us and nickname', [me, bea, zoeAtHome]),
  meeting('About Zoe Quetzal', [me, bea]),
  card('Zoe Quetzal', ['zoe@cormorant.com', 'zq@gmail.com'], { organisation: 'Cormorant', title: 'CEO' }),
  card('Zoe Quetzal at home', ['zq@gmail.com']),
  connection('Zoe Quetzal', 'Cormorant', 'CEO', '2020-01-01'),
];

function mailbox(items: readonly SourceItem[], folder = temporaryFolder()): Writer {
  const db = temporaryDatabase(folder);
  ensureIndexes(db);
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  assign(db);
  return db;
}

function erase(db: Writer, ...emails: string[]): number {
  let messages = 0;
  for (const email of emails) {
    const person = personOf(db, email).id;
    const preview = erasePreview(db, person);
    const erased = erasePerson(db, person, randomBytes);
    // What is announced is what goes.
    expect(preview).toMatchObject({ ok: true, value: erased.ok ? { messages: erased.value.messages } : {} });
    if (!erased.ok) throw new Error(erased.error.message);
    messages += erased.value.messages;
    assign(db);
  }
  return messages;
}

/** Which of the texts lie in any page of the database, free ones included, as it is behind the encryption. */
function found(db: Writer, texts: readonly string[]): string[] {
  const pages = db.serialize().toString('latin1').toLowerCase();
  expect(pages.startsWith('sqlite format 3')).toBe(true);
  return texts.filter((text) => pages.includes(text));
}

test('nothing of an erased person is left in any page, and no log is left that could remember', () => {
  const folder = temporaryFolder();
  const db = mailbox([...about, ...others], folder);
  spoke(db, personOf(db, 'zoe@cormorant.com').id, '2024-01-02');
  db.prepare(`INSERT INTO skipped VALUES (1, 'mail of Zoe Quetzal.eml', 'no sender')`).run();
  expect(found(db, traces)).toEqual(traces);
  erase(db, 'zoe@third.com');
  expect(erasePerson(db, personOf(db, 'zoe@cormorant.com').id, randomBytes).ok).toBe(true);
  expect(found(db, traces)).toEqual([]);
  expect(statSync(join(folder, 'warmpath.db-wal')).size).toBe(0);
  assign(db);
  expect(found(db, traces)).toEqual([]);
});

test.each([
  ['Lund, Åse (Acme)', 'Lunch with Åse Lund'],
  ['Lund, Åse (Acme)', 'Re: LUND, ÅSE (ACME)'],
  ['', 'Forward of Aase@Acme.com'],
])('of %s, a subject that says "%s" goes', (name, subject) => {
  const db = mailbox([
    mail({ from: `${name} <aase@acme.com>`, to: [me] }),
    mail({ from: bea, to: [me], subject }),
    mail({ from: bea, to: [me], subject: 'Lund' }),
  ]);
  erase(db, 'aase@acme.com');
  expect(db.prepare('SELECT subject FROM message ORDER BY 1').pluck().all()).toEqual([null, 'Lund']);
});

test('it answers with the number of messages deleted: theirs, and those to nobody else', () => {
  const db = mailbox([...about, ...others]);
  const subjects = () => db.prepare('SELECT subject FROM message WHERE subject IS NOT NULL').pluck().all();
  const count = () => db.prepare('SELECT count(*) FROM message').pluck().get() as number;
  const before = count();
  expect(erase(db, 'zoe@cormorant.com')).toBe(4);
  expect(count()).toBe(before - 4);
  expect(subjects()).toEqual(['A subject that stays']);
  expect(erasePerson(db, 999, randomBytes)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  expect(erasePerson(db, personOf(db, 'max@own.com').id, randomBytes)).toMatchObject({ ok: false });
});

/** What is known about somebody, without row numbers. */
function knownAbout(db: Writer, email: string): unknown {
  const ask = (sql: string): unknown => db.prepare(sql).raw().all(email);
  const { id: _, ...person } = personOf(db, email);
  return [
    person,
    ask('SELECT name, last_seen FROM address_name JOIN address ON id = address_id WHERE email = ?'),
    ask(`SELECT sent_at, role, flags FROM message_party JOIN message ON message.id = message_id
      JOIN address ON address.id = address_id WHERE email = ? ORDER BY 1, 2`),
    ask(`SELECT start_at, organiser FROM meeting_party JOIN meeting ON meeting.id = meeting_id
      JOIN address ON address.id = address_id WHERE email = ? ORDER BY 1, 2`),
    ask(
      'SELECT name FROM card JOIN card_address ON card.id = card_id JOIN address ON address.id = address_id WHERE email = ?',
    ),
  ];
}

test('others keep their id and all that is about them', () => {
  const db = mailbox([...others, meeting('All of us', [me, bea, zoe]), mail({ from: bea, to: [me, zoe] })]);
  const ofOthers = () => [personOf(db, 'bea@x.com').id, knownAbout(db, 'bea@x.com'), knownAbout(db, 'max@own.com')];
  const before = ofOthers();
  erase(db, 'zoe@cormorant.com');
  expect(ofOthers()).toEqual(before);
  expect(groups(db)).toEqual(['bea@x.com', 'max@own.com']);
});

test('cards and connections go by name only where no address says that they are somebody else', () => {
  const namesake = 'Zoe Quetzal <zoe@third.com>';
  const db = mailbox([
    mail({ from: zoe, to: [me] }),
    mail({ from: namesake, to: [me] }),
    card('Quetzal, Zoe', []),
    card('Zoe Quetzal of Third', ['zoe@third.com']),
    connection('Zoe Quetzal', 'Cormorant', 'CEO', '2020-01-01'),
    connection('Zoe Quetzal', 'Third', 'CFO', '2021-01-01'),
  ]);
  db.exec(`UPDATE card SET name = 'Zoe Quetzal' WHERE name = 'Zoe Quetzal of Third';
    UPDATE connection SET email = 'zoe@third.com' WHERE company = 'Third'`);
  erase(db, 'zoe@cormorant.com');
  expect(db.prepare('SELECT name FROM card').pluck().all()).toEqual(['Zoe Quetzal']);
  expect(db.prepare('SELECT company FROM connection').pluck().all()).toEqual(['Third']);
  expect(groups(db)).toEqual(['max@own.com', 'zoe@third.com']);
});

test('importing everything again brings back neither them nor any word about them', () => {
  const db = mailbox([...about, ...others]);
  erase(db, 'zoe@cormorant.com', 'zoe@third.com');
  const before = groups(db);
  const messages = db.prepare('SELECT count(*) FROM message').pluck();
  const messagesBefore = messages.get();
  const counts = record(db, [
    ...about,
    ...others,
    mail({ from: zoeAtHome, to: [me], at: start + 99 * day }),
    meeting('Dinner', [zoe]),
    card('Zoe Quetzal', []),
    { kind: 'skipped', reason: 'no sender', place: '/mail/Quetzal_Zoe.eml' },
  ]);
  assign(db);
  expect(counts.skipped).toEqual(new Map([['erased person', 12]]));
  expect(groups(db)).toEqual(before);
  expect(messages.get()).toBe(messagesBefore);
  expect(found(db, traces)).toEqual([]);
});

test('what tells meetings and sources apart does so without saying who', () => {
  const db = mailbox([...about, ...others]);
  db.exec(`UPDATE meeting SET uid = 'zoe@cormorant.com 1' WHERE title = 'Lunch of two';
    UPDATE source SET location = '/mail/zoe quetzal.mbox'`);
  erase(db, 'zoe@cormorant.com');
  expect(found(db, ['cormorant.com', '/mail/zoe quetzal'])).toEqual([]);
  expect(db.prepare('SELECT count(DISTINCT uid) FROM meeting').pluck().get()).toBe(
    db.prepare('SELECT count(*) FROM meeting').pluck().get(),
  );
});

test('the suppression remembers by a key of the database, not by the address or name', () => {
  const hashes = (db: Writer): string[] => {
    erase(db, 'zoe@cormorant.com');
    return (db.prepare('SELECT hash FROM suppression').pluck().all() as Buffer[]).map((hash) =>
      hash.subarray(-32).toString('hex'),
    );
  };
  const [one, other] = [hashes(mailbox(about)), hashes(mailbox(about))];
  expect(one.length).toBeGreaterThan(2);
  expect(one.filter((hash) => other.includes(hash))).toEqual([]);
});

test("decisions, proposals and standings that name them go, others' stay", () => {
  const db = temporaryDatabase();
  fillDatabase(db);
  expect(erasePerson(db, 3, randomBytes).ok).toBe(true);
  const rows = (table: string) => db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get();
  expect(['proposal', 'acquaintance', 'tie', 'merge', 'touch'].map(rows)).toEqual([0, 0, 1, 1, 0]);
  expect(erasePerson(db, 2, randomBytes).ok).toBe(true);
  expect(['tie', 'merge', 'card', 'card_address', 'connection'].map(rows)).toEqual([0, 0, 0, 0, 0]);
});

test('asks about them go, also by whom they are to be sealed for, and are taken back at the exchange; others stay', () => {
  const db = mailbox([...about, ...others]);
  const ask = (id: string, words: string, reason: string, sealed: unknown) =>
    db
      .prepare('INSERT INTO ask_made (ask, about, reason, needed_by, asked_at, sealed) VALUES (?, ?, ?, 0, 0, ?)')
      .run(id, words, reason, sealed === null ? null : JSON.stringify(sealed));
  const byName = { targets: [{ kind: 'name', value: 'quetzal zoe@cormorant.com' }] };
  ask('asked', 'Zoe Quetzal, Cormorant', '', null);
  ask('why', 'X', 'As zoe@cormorant.com is leaving', null);
  ask('by name', 'Z. Q.', '', byName);
  ask('by address', 'Z. Q.', '', { targets: [{ kind: 'person', value: 'zoe@cormorant.com' }], sealed: {} });
  ask('other', 'Bea Huber', '', { targets: [{ kind: 'person', value: 'bea@x.com' }] });
  ask('of before', 'Bea Huber', '', { ask: {}, guard: {} });
  erase(db, 'zoe@cormorant.com');
  expect(db.prepare('SELECT ask FROM ask_made').pluck().all()).toEqual(['of before', 'other']);
  expect(db.prepare('SELECT kind, what FROM withdrawal').raw().all()).toEqual(
    ['asked', 'by address', 'by name', 'why'].map((id) => ['ask', id]),
  );
});

test('asks of colleagues about them go, and are known again, however they say whom they are about', () => {
  const db = mailbox([...about, ...others]);
  const { address } = db.prepare(`SELECT id AS address FROM address WHERE email = 'zoe@cormorant.com'`).get() as { address: number };
  const received = db.prepare(
    `INSERT INTO ask_received (ask, member, name, address, about, reason, needed_by, address_id)
     VALUES (?, 'm', 'Tom', 'tom@firm.example', ?, ?, 0, ?)`,
  );
  received.run('theirs', 'Z. Q.', '', address);
  received.run('by address', 'zoe@cormorant.com', '', null);
  received.run('why', 'X', 'Before Zoe Quetzal leaves', null);
  received.run('other', 'Bea Huber', '', null);
  erase(db, 'zoe@cormorant.com');
  expect(db.prepare('SELECT ask FROM ask_received').pluck().all()).toEqual(['other']);
  const isErased = loadSuppression(db)?.isErased;
  expect(['theirs', 'by address', 'why', 'other'].map((ask) => isErased?.(ask))).toEqual([true, true, true, false]);
}); // prettier-ignore

test('a poll that still waits goes, because it may be about them; one that was asked stays', () => {
  const db = mailbox([...about, ...others]);
  for (const [poll, sealed] of [
    ['waiting', '{"sealed":1}'],
    ['asked', null],
  ]) {
    db.prepare(`INSERT INTO poll_made VALUES (?, 'deals', '2026-11-30', 0, 'open', NULL, ?)`).run(poll, sealed);
    db.prepare(`INSERT INTO poll_deal VALUES (?, 0, 'A pitch', NULL, '2026-11-01', NULL)`).run(poll);
  }
  erase(db, 'zoe@third.com');
  for (const table of ['poll_made', 'poll_deal'])
    expect(db.prepare(`SELECT poll FROM ${table}`).pluck().all()).toEqual(['asked']);
});

test('a merged person is erased with every address', () => {
  const db = mailbox([...about, ...others]);
  mergePeople(db, personOf(db, 'bea@x.com').id, personOf(db, 'zoe@cormorant.com').id, start);
  assign(db);
  erase(db, 'bea@x.com');
  expect(groups(db)).toEqual(['max@own.com', 'zoe@third.com']);
});

test('erasing everything leaves no row and no word', () => {
  const db = temporaryDatabase();
  fillDatabase(db);
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[];
  expect(eraseEverything(db).ok).toBe(true);
  for (const table of tables) expect(db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get()).toBe(0);
  expect(found(db, ['acme', 'ben@', 'anna', 'lunch', 'the "offer"'])).toEqual([]);
});

test('the preview tells what goes whole, what stays for others, and everything else of theirs', () => {
  const db = mailbox([...about, ...others]);
  const { id } = personOf(db, 'zoe@cormorant.com');
  const preview = erasePreview(db, id);
  expect(preview).toMatchObject({ ok: true, value: { shared: 1, meetings: 2, addresses: 2, cards: 2 } });
  expect(erasePreview(db, 999)).toMatchObject({ ok: false, error: { code: 'not_found' } });
});
