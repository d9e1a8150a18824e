import { cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, onTestFinished, test } from 'vitest';
import { migrationsFolder, temporaryDatabase, temporaryFolder, testKey } from '../../test/builders/database.ts';
import type { Writer } from './database.ts';
import { migrate } from './migrate.ts';
import { openDatabase } from './open.ts';

function memory(): Writer {
  const db = new Database(':memory:') as unknown as Writer;
  onTestFinished(() => {
    db.close();
  });
  return db;
}

function tables(db: Writer): { name: string; strict: number }[] {
  return db
    .prepare(
      `SELECT name, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%' ORDER BY name`,
    )
    .all() as { name: string; strict: number }[];
}

/** The steps of the plan that read a table without an index, or sort; none for a good plan. */
function slowSteps(db: Writer, sql: string): string[] {
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${sql.replaceAll('?', '1')}`).all() as { detail: string }[];
  return steps
    .map(({ detail }) => detail)
    .filter((detail) => /^SCAN (?!CONSTANT ROW)(?!.*USING)|TEMP B-TREE|AUTOMATIC/.test(detail));
}

const evidence = [
  'address',
  'address_name',
  'card',
  'card_address',
  'connection',
  'meeting',
  'meeting_party',
  'message',
  'message_copy',
  'message_party',
  'organisation',
  'person',
  'setting',
  'skipped',
  'source',
];
const judgement = [
  'acquaintance',
  'ignored',
  'merge',
  'own_address',
  'place',
  'private_address',
  'proposal',
  'refused_side',
  'said_title',
  'suppression',
  'tie',
  'touch',
];

test('0001 makes the tables of what was seen, all STRICT', () => {
  const db = memory();
  expect(migrate(db, migrationsFolder, 'x.db', 1)).toEqual({ ok: true, value: 1 });
  expect(tables(db)).toEqual(evidence.map((name) => ({ name, strict: 1 })));
  expect(db.pragma('user_version', { simple: true })).toBe(1);
});

test('0002 adds the tables of what was said and worked out, all STRICT, to data that is already there', () => {
  const db = memory();
  migrate(db, migrationsFolder, 'x.db', 1);
  db.exec(`INSERT INTO address (email) VALUES ('a@example.org')`);
  expect(migrate(db, migrationsFolder, 'x.db', 2)).toEqual({ ok: true, value: 2 });
  const names = [...evidence, ...judgement].sort();
  expect(tables(db)).toEqual(names.map((name) => ({ name, strict: 1 })));
  expect(db.prepare('SELECT email FROM address').pluck().all()).toEqual(['a@example.org']);
});

test('0016 keeps of the day by which an ask was needed its end, in UTC', () => {
  const db = memory();
  migrate(db, migrationsFolder, 'x.db', 15);
  db.exec(`INSERT INTO ask_made VALUES ('a', 'Jane', 'why', '2026-11-29', 1, 'sealed');
    INSERT INTO ask_received VALUES ('b', 'm', 'Tom', NULL, 'tom@firm.example', 'Jane', 'why', '2026-12-31', NULL, 'acme.com', 'offer', 'o', 1)`);
  migrate(db, migrationsFolder, 'x.db', 16);
  const end = (...day: [number, number, number]): number => Date.UTC(...day, 23, 59, 59) / 1000;
  expect(db.prepare('SELECT * FROM ask_made').all()).toEqual([
    { ask: 'a', about: 'Jane', reason: 'why', asked_at: 1, sealed: 'sealed', needed_by: end(2026, 10, 29) },
  ]);
  expect(db.prepare('SELECT ask, domain, answer, offer, partner, needed_by FROM ask_received').raw().all()).toEqual([
    ['b', 'acme.com', 'offer', 'o', 1, end(2026, 11, 31)],
  ]);
});

test('0021 lets asks wait to be taken back, beside what waits already', () => {
  const db = memory();
  migrate(db, migrationsFolder, 'x.db', 20);
  db.exec(`INSERT INTO withdrawal VALUES ('row', 'a'), ('lookup', 'b'), ('all', '')`);
  migrate(db, migrationsFolder, 'x.db', 21);
  db.exec(`INSERT INTO withdrawal VALUES ('ask', 'c')`);
  const waiting = db.prepare('SELECT kind, what FROM withdrawal ORDER BY what').raw().all();
  expect(waiting).toEqual(Object.entries({ all: '', row: 'a', lookup: 'b', ask: 'c' }));
});

test.each([
  ['a message by key', 'SELECT id FROM message WHERE key = ?'],
  ['the parties of a message', 'SELECT address_id, role FROM message_party WHERE message_id = ? ORDER BY address_id'],
  ['messages by range of id', 'SELECT id, sent_at FROM message WHERE id BETWEEN ? AND ? ORDER BY id'],
  ['the messages of an address', 'SELECT message_id FROM message_party WHERE address_id = ? ORDER BY message_id'],
  ['an address by e-mail', 'SELECT id FROM address WHERE email = ?'],
  ['the addresses of a person', 'SELECT email FROM address WHERE person_id = ?'],
  ['the names of an address', 'SELECT name FROM address_name WHERE address_id = ?'],
  ['the people of an organisation', 'SELECT id FROM person WHERE organisation_id = ?'],
  ['a meeting by its identity', 'SELECT id FROM meeting WHERE uid = ? AND recurrence_id = ?'],
  ['meetings by time', 'SELECT id FROM meeting WHERE start_at BETWEEN ? AND ? ORDER BY start_at'],
  ['the meetings of an address', 'SELECT meeting_id FROM meeting_party WHERE address_id = ?'],
  [
    'the messages of a person',
    `SELECT m.sent_at FROM address a JOIN message_party p ON p.address_id = a.id JOIN message m ON m.id = p.message_id
     WHERE a.person_id = ?`,
  ],
])('the plan of %s uses an index', (_what, sql) => {
  const db = temporaryDatabase();
  expect(slowSteps(db, sql)).toEqual([]);
});

test.each([
  ['the closest ties', 'SELECT person_id FROM tie ORDER BY closeness DESC, person_id LIMIT 50'],
  [
    'ranked people with their names',
    `SELECT p.name, t.band FROM tie t JOIN person p ON p.id = t.person_id ORDER BY t.closeness DESC, t.person_id LIMIT 50`,
  ],
  [
    'who is seen with somebody',
    'SELECT b, weight FROM acquaintance WHERE a = ? UNION ALL SELECT a, weight FROM acquaintance WHERE b = ?',
  ],
  ['the touches of an address', 'SELECT day FROM touch WHERE address_id = ? ORDER BY day'],
])('the plan of %s uses an index', (_what, sql) => {
  expect(slowSteps(temporaryDatabase(), sql)).toEqual([]);
});

test('migrating twice changes nothing', () => {
  const db = memory();
  migrate(db, migrationsFolder, 'x.db');
  const before = db.serialize();
  expect(migrate(db, migrationsFolder, 'x.db')).toMatchObject({ ok: true });
  expect(db.serialize().equals(before)).toBe(true);
});

/** The number of the migration that is still to come. */
const next = String(readdirSync(migrationsFolder).length + 1).padStart(4, '0');

test('a database of a newer Warmpath is refused untouched', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'warmpath.db');
  const newer = join(folder, 'migrations');
  cpSync(migrationsFolder, newer, { recursive: true });
  writeFileSync(join(newer, `${next}_later.sql`), 'CREATE TABLE later (a INTEGER) STRICT;');
  const opened = openDatabase({ file, key: testKey, migrationsFolder: newer });
  if (opened.ok) opened.value.close();
  const before = readFileSync(file);
  expect(openDatabase({ file, key: testKey, migrationsFolder })).toMatchObject({
    ok: false,
    error: { code: 'database_newer', file },
  });
  expect(readFileSync(file).equals(before)).toBe(true);
});

test('a migration that fails leaves the version and the tables before it', () => {
  const folder = join(temporaryFolder(), 'migrations');
  cpSync(migrationsFolder, folder, { recursive: true });
  writeFileSync(join(folder, `${next}_broken.sql`), 'CREATE TABLE half (a INTEGER) STRICT; CREATE TABLE setting (a);');
  const db = memory();
  expect(() => migrate(db, folder, 'x.db')).toThrow('already exists');
  expect(db.pragma('user_version', { simple: true })).toBe(Number(next) - 1);
  expect(tables(db).map(({ name }) => name)).not.toContain('half');
});

test.each([
  ['a gap', (folder: string) => rmSync(join(folder, '0001_evidence.sql'))],
  ['two files of one number', (folder: string) => writeFileSync(join(folder, '0001_more.sql'), '')],
  ['a file without a number', (folder: string) => writeFileSync(join(folder, 'more.sql'), '')],
])('%s in the migrations is a bug', (_what, spoil) => {
  const folder = join(temporaryFolder(), 'migrations');
  cpSync(migrationsFolder, folder, { recursive: true });
  spoil(folder);
  expect(() => migrate(memory(), folder, 'x.db')).toThrow('not numbered in sequence');
});
