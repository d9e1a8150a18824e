/** A backup is taken whole or not at all, and nothing of it or of the data lies in the clear. */
import { randomBytes } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import { spilled } from '../../test/builders/canaries.ts';
import { fillDatabase } from '../../test/builders/content.ts';
import { migrationsFolder, temporaryDatabase, temporaryFolder, testKey } from '../../test/builders/database.ts';
import { valueOf } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Reader, Writer } from '../db/database.ts';
import { canonicalDump } from '../db/dump.ts';
import { databaseName } from '../db/keys.ts';
import { migrate } from '../db/migrate.ts';
import { openDatabase, useKey } from '../db/open.ts';
import { makeBackup, writeBackup } from './make.ts';
import { openBackup, schemaOf } from './open-backup.ts';
import type { ReadyBackup } from './open-backup.ts';
import { forgetReplaced, putBack, putInPlace, recoverFolder } from './replace.ts';

const passphrase = 'a passphrase of its own';
const now = Date.UTC(2026, 4, 3, 9);
const otherKey = Buffer.alloc(32, 9);

async function* once(bytes: Uint8Array, size = 1000): AsyncGenerator<Uint8Array> {
  for (let i = 0; i < bytes.length; i += size) yield bytes.subarray(i, i + size);
}

async function backupOf(db: Reader, folder: string): Promise<Buffer> {
  const made = valueOf(await makeBackup(db, passphrase, { folder, key: testKey, now, randomBytes }));
  const parts: Uint8Array[] = [];
  for await (const part of made.bytes()) parts.push(part);
  made.discard();
  const bytes = Buffer.concat(parts);
  expect(bytes).toHaveLength(made.size);
  return bytes;
}

const schema = (() => {
  const db = new Database(':memory:') as unknown as Writer;
  migrate(db, migrationsFolder, 'x.db');
  return schemaOf(db);
})();

/** On another computer: the database there has another key. */
function opened(bytes: Uint8Array, folder: string, words = passphrase): Promise<Result<ReadyBackup>> {
  const backup = { name: 'May.backup', bytes: once(bytes) };
  return openBackup(backup, words, { folder, migrationsFolder, key: otherKey, schema, randomBytes });
}

function openedDatabase(file: string, key: Buffer): Writer {
  const db = valueOf(openDatabase({ file, key, migrationsFolder }));
  onTestFinished(() => void db.close());
  return db;
}

function someBackup(): Promise<Buffer> {
  const folder = temporaryFolder();
  const db = temporaryDatabase(folder);
  fillDatabase(db);
  return backupOf(db, folder);
}

test('what is taken out of a backup is what went in, under the key of where it goes', async () => {
  const [here, there] = [temporaryFolder(), temporaryFolder()];
  const db = temporaryDatabase(here);
  fillDatabase(db);
  const before = readdirSync(here);
  const ready = valueOf(await opened(await backupOf(db, here), there));
  expect(readdirSync(here)).toEqual(before);
  expect(ready.content).toMatchObject({ madeAt: '2026-05-03T09:00:00.000Z', people: 2, messages: 2 });
  expect(canonicalDump(openedDatabase(ready.file, otherKey))).toEqual(canonicalDump(db));
  if (process.platform !== 'win32') expect(statSync(ready.file).mode & 0o777).toBe(0o600);
});

test('two backups of the same data share neither key nor bytes', async () => {
  const folder = temporaryFolder();
  const db = temporaryDatabase(folder);
  fillDatabase(db);
  const [a, b] = [await backupOf(db, folder), await backupOf(db, folder)];
  expect(a.subarray(a.indexOf(10) + 1).equals(b.subarray(b.indexOf(10) + 1))).toBe(false);
});

test('the key of this computer opens no backup, and a wrong passphrase none either', async () => {
  const folder = temporaryFolder();
  const backup = await someBackup();
  writeFileSync(join(folder, 'inside.db'), backup.subarray(backup.indexOf(10) + 1));
  const file = join(folder, 'inside.db');
  expect(openDatabase({ file, key: testKey, migrationsFolder })).toMatchObject({ ok: false });
  expect(await opened(backup, folder, 'another passphrase')).toMatchObject({
    ok: false,
    error: { code: 'passphrase_wrong', file: 'May.backup' },
  });
  expect(readdirSync(folder)).toEqual(['inside.db']);
});

const refusals = ['unknown_format', 'passphrase_wrong', 'database_damaged', 'database_newer'];

test('a flipped bit anywhere is noticed, and leaves nothing behind', async () => {
  const folder = temporaryFolder();
  const backup = await someBackup();
  const headEnd = backup.indexOf(10) + 1;
  const place = fc.oneof(fc.nat(headEnd - 1), fc.integer({ min: headEnd, max: backup.length - 1 }));
  await fc.assert(
    fc.asyncProperty(place, fc.nat(7), async (at, bit) => {
      const flipped = Buffer.from(backup);
      flipped[at]! ^= 1 << bit;
      const result = await opened(flipped, folder);
      expect(refusals).toContain(result.ok ? 'taken' : result.error.code);
      expect(readdirSync(folder)).toEqual([]);
    }),
    { numRuns: 30 },
  );
}, 60_000);

test('a backup cut short or with something behind it is noticed', async () => {
  const folder = temporaryFolder();
  const backup = await someBackup();
  await fc.assert(
    fc.asyncProperty(fc.nat(backup.length - 1), async (length) => {
      const result = await opened(backup.subarray(0, length), folder);
      expect(refusals).toContain(result.ok ? 'taken' : result.error.code);
      expect(readdirSync(folder)).toEqual([]);
    }),
    { numRuns: 10, examples: [[0], [backup.indexOf(10)], [backup.indexOf(10) + 1], [backup.length - 1]] },
  );
  expect(await opened(Buffer.concat([backup, Buffer.from('x')]), folder)).toMatchObject({
    error: { code: 'database_damaged' },
  });
}, 60_000);

test.each([
  ['nothing', Buffer.alloc(0)],
  ['a letter', Buffer.from('Dear Anna,\nsee you on Monday.\n')],
  ['other JSON', Buffer.from('{"format":"something else","version":1}\n')],
  ['no line at all', Buffer.alloc(100_000, 'x')],
  ['another database', Buffer.from('SQLite format 3\0'.padEnd(8192, '\0'))],
])('%s is no backup, and the error names the file', async (_, bytes) => {
  const result = await opened(bytes, temporaryFolder());
  expect(result).toMatchObject({ ok: false, error: { code: 'unknown_format', file: 'May.backup' } });
  if (!result.ok) expect(result.error.message).toContain('May.backup');
});

test('a stream that breaks off is an error of that file', async () => {
  const folder = temporaryFolder();
  const backup = await someBackup();
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield backup.subarray(0, backup.length / 2);
    throw Object.assign(new Error('gone'), { code: 'EIO', syscall: 'read' });
  }
  const context = { folder, migrationsFolder, key: otherKey, schema, randomBytes };
  expect(await openBackup({ name: 'May.backup', bytes: broken() }, passphrase, context)).toMatchObject({
    error: { code: 'file_unreadable', file: 'May.backup' },
  });
  expect(readdirSync(folder)).toEqual([]);
});

test('a database of a newer version, and a newer format, are left to a newer Warmpath', async () => {
  const folder = temporaryFolder();
  const db = temporaryDatabase(folder);
  db.pragma('user_version = 999');
  const newer = await backupOf(db, folder);
  const there = temporaryFolder();
  expect(await opened(newer, there)).toMatchObject({ error: { code: 'database_newer', file: 'May.backup' } });
  const format = Buffer.from('{"format":"warmpath backup","version":2,"chunks":[]}\n');
  expect(await opened(format, there)).toMatchObject({ error: { code: 'database_newer' } });
  expect(readdirSync(there)).toEqual([]);
});

test('an older database is brought to this version', async () => {
  const folder = temporaryFolder();
  const older = new Database(join(folder, 'older.db')) as unknown as Writer;
  useKey(older, testKey);
  migrate(older, migrationsFolder, 'older.db', 1);
  const bytes = await backupOf(older, folder);
  older.close();
  const ready = valueOf(await opened(bytes, folder));
  const db = openedDatabase(ready.file, otherKey);
  expect(db.pragma('user_version', { simple: true })).toBe(
    temporaryDatabase().pragma('user_version', { simple: true }),
  );
});

test('no canary is in any file, while a backup is made, taken in and ready', async () => {
  const canaries = ['canary-address-7f3a9c@acme-canary.example', 'canary subject 51d0 falcon', passphrase];
  const folder = temporaryFolder();
  const db = temporaryDatabase(folder);
  // So few pages in memory that much is written before its time.
  db.pragma('cache_size = 10');
  fillDatabase(db);
  for (let i = 0; i < 3000; i++)
    db.prepare('INSERT INTO address (email) VALUES (?)').run(`${i}-${canaries[0]}-${canaries[1]}`);
  const keys = [testKey, otherKey].map((key) => key.toString('hex'));
  const check = (): void => expect(spilled(folder, [...canaries, ...keys])).toEqual([]);
  const made = valueOf(await makeBackup(db, passphrase, { folder, key: testKey, now, randomBytes }));
  check();
  const parts: Uint8Array[] = [];
  for await (const part of made.bytes()) parts.push(part);
  valueOf(await writeBackup(made, join(temporaryFolder(), 'saved'), folder));
  made.discard();
  // Whatever is written is looked at half-way too.
  async function* watched(): AsyncGenerator<Uint8Array> {
    for await (const part of once(Buffer.concat(parts), 100_000)) {
      yield part;
      check();
    }
  }
  const context = { folder, migrationsFolder, key: otherKey, schema, randomBytes };
  valueOf(await openBackup({ name: 'x', bytes: watched() }, passphrase, context));
  check();
  writeFileSync(join(folder, 'as saved'), Buffer.concat(parts));
  check();
});

test('a saved backup appears whole, for its owner only, and never over the data', async () => {
  const [folder, elsewhere] = [temporaryFolder(), temporaryFolder()];
  const db = temporaryDatabase(folder);
  const made = valueOf(await makeBackup(db, passphrase, { folder, key: testKey, now, randomBytes }));
  const file = join(elsewhere, 'May.backup');
  writeFileSync(file, 'an earlier one');
  expect(await writeBackup(made, file, folder)).toEqual({ ok: true, value: { file, bytes: made.size } });
  expect(statSync(file).size).toBe(made.size);
  if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readdirSync(elsewhere)).toEqual(['May.backup']);
  for (const bad of [join(folder, databaseName), join(elsewhere, 'no', 'folder'), elsewhere]) {
    expect(await writeBackup(made, bad, folder)).toMatchObject({ error: { code: 'write_failed', file: bad } });
  }
  made.discard();
  expect(readdirSync(elsewhere)).toEqual(['May.backup']);
});

test('one database takes the place of another, and gives it back', () => {
  const folder = temporaryFolder();
  const [database, next] = [join(folder, databaseName), join(folder, 'next')];
  writeFileSync(database, 'old');
  writeFileSync(next, 'new');
  putInPlace(folder, next);
  expect(readFileSync(database, 'utf8')).toBe('new');
  putBack(folder);
  expect(readFileSync(database, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual([databaseName]);
});

test('a start after a kill between the two steps finds the old database, after them the new one', () => {
  const folder = temporaryFolder();
  const [database, replaced] = [join(folder, databaseName), join(folder, `${databaseName}.replaced`)];
  const unfinished = join(folder, 'backup-0123456789abcdef.tmp');
  writeFileSync(replaced, 'old');
  for (const ending of ['', '-journal', '-wal', '-shm']) writeFileSync(`${unfinished}${ending}`, 'new');
  recoverFolder(folder);
  expect(readFileSync(database, 'utf8')).toBe('old');
  expect(readdirSync(folder)).toEqual([databaseName]);

  writeFileSync(replaced, 'old');
  writeFileSync(database, 'new');
  recoverFolder(folder);
  forgetReplaced(folder);
  expect(readFileSync(database, 'utf8')).toBe('new');
  expect(existsSync(replaced)).toBe(false);
});
