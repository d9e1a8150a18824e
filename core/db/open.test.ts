import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import { migrationsFolder, temporaryDatabase, temporaryFolder, testKey } from '../../test/builders/database.ts';
import { valueOf } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Writer } from './database.ts';
import { openDatabase, statement } from './open.ts';

function open(file: string, key = testKey): Result<Writer> {
  return openDatabase({ file, key, migrationsFolder });
}

function opened(file: string): Writer {
  return valueOf(open(file));
}

function files(folder: string): Map<string, string> {
  const names = readdirSync(folder).filter((name) => !name.endsWith('-shm'));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), 'hex')]));
}

const setting = `INSERT INTO setting (key, value) VALUES ('subjects', 'yes')`;

test('what was written is there after closing and opening', () => {
  const file = join(temporaryFolder(), 'warmpath.db');
  const first = opened(file);
  first.exec(setting);
  first.close();
  const second = opened(file);
  expect(second.prepare('SELECT value FROM setting').pluck().get()).toBe('yes');
  second.close();
});

test('the file is encrypted from its first byte', () => {
  const folder = temporaryFolder();
  const db = temporaryDatabase(folder);
  db.exec(setting);
  db.pragma('wal_checkpoint(TRUNCATE)');
  const bytes = readFileSync(join(folder, 'warmpath.db'));
  expect(bytes.length).toBeGreaterThan(4096);
  expect(bytes.subarray(0, 15).toString('latin1')).not.toBe('SQLite format 3');
  expect(bytes.includes('CREATE TABLE')).toBe(false);
});

test('the connection is set up for privacy and bulk writing', () => {
  const db = temporaryDatabase();
  const pragma = (name: string): unknown => db.pragma(name, { simple: true });
  expect(pragma('cipher')).toBe('chacha20');
  expect(pragma('temp_store')).toBe(2);
  expect(pragma('secure_delete')).toBe(1);
  expect(pragma('journal_mode')).toBe('wal');
  expect(pragma('synchronous')).toBe(1);
  expect(pragma('foreign_keys')).toBe(0);
  expect(pragma('cache_size')).toBe(-65536);
});

test('a key of another file is refused and changes nothing', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'warmpath.db');
  opened(file).close();
  const before = files(folder);
  const result = open(file, Buffer.alloc(32, 8));
  expect(result).toMatchObject({ ok: false, error: { code: 'database_damaged', file } });
  expect(!result.ok && result.error.message).toContain(file);
  expect(files(folder)).toEqual(before);
});

test('a wrong key changes nothing either where a killed process left work in the log, and the right key finds it', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'warmpath.db');
  opened(file).close();
  const addon = createRequire(import.meta.url).resolve('better-sqlite3');
  const script = `
    const db = new (require(${JSON.stringify(addon)}))(${JSON.stringify(file)});
    db.pragma("cipher = 'chacha20'");
    db.pragma("key = 'raw:${testKey.toString('hex')}'");
    db.exec(${JSON.stringify(setting)});
    process.kill(process.pid, 'SIGKILL');`;
  expect(spawnSync(process.execPath, ['-e', script]).signal).toBe('SIGKILL');
  const before = files(folder);
  expect(before.get('warmpath.db-wal')).not.toBe('');
  expect(open(file, Buffer.alloc(32, 8))).toMatchObject({ ok: false, error: { code: 'database_damaged' } });
  expect(files(folder)).toEqual(before);
  const db = opened(file);
  expect(db.prepare('SELECT value FROM setting').pluck().get()).toBe('yes');
  db.close();
});

test.each([
  ['text', (file: string) => writeFileSync(file, 'This is not a database.\n'.repeat(400))],
  ['a single byte', (file: string) => writeFileSync(file, 'x')],
  ['less than a page', (file: string) => writeFileSync(file, 'x'.repeat(700))],
  [
    'a database in the clear',
    (file: string) => {
      const plain = new Database(file);
      plain.exec('CREATE TABLE a (b); INSERT INTO a VALUES (1)');
      plain.close();
    },
  ],
  [
    'a database with one damaged byte',
    (file: string) => {
      opened(file).close();
      const bytes = readFileSync(file);
      bytes[200] = (bytes[200] as number) ^ 1;
      writeFileSync(file, bytes);
    },
  ],
  [
    'a database cut off',
    (file: string) => {
      opened(file).close();
      truncateSync(file, 3000);
    },
  ],
])('%s in its place is an error that names the file, and is left alone', (_what, make) => {
  const folder = temporaryFolder();
  const file = join(folder, 'warmpath.db');
  make(file);
  const before = files(folder);
  expect(open(file)).toMatchObject({ ok: false, error: { code: 'database_damaged', file } });
  expect(files(folder)).toEqual(before);
});

test('a folder in its place is an expected failure', () => {
  const file = join(temporaryFolder(), 'warmpath.db');
  mkdirSync(file);
  expect(open(file)).toMatchObject({ ok: false, error: { code: 'file_unreadable', file } });
});

test('a key of another length is a bug', () => {
  const file = join(temporaryFolder(), 'warmpath.db');
  expect(() => open(file, Buffer.alloc(16))).toThrow('16 bytes');
});

test('a statement is prepared once a database and does not keep the mode of its last use', () => {
  const one = temporaryDatabase();
  const other = temporaryDatabase();
  const sql = 'SELECT 1 AS a, 2 AS b';
  expect(statement(one, sql).pluck().get()).toBe(1);
  expect(statement(one, sql).get()).toEqual({ a: 1, b: 2 });
  expect(statement(one, sql).raw().get()).toEqual([1, 2]);
  expect(statement(one, sql).get()).toEqual({ a: 1, b: 2 });
  expect(statement(one, sql)).toBe(statement(one, sql));
  expect(statement(one, sql)).not.toBe(statement(other, sql));
});
