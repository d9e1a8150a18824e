/** P3: what is stored can be found in no file of the data folder, and nothing is written anywhere else. */
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { migrationsFolder, temporaryFolder } from '../../test/builders/database.ts';
import { valueOf } from '../contract/errors.ts';
import type { Writer } from './database.ts';
import { addKeychainSlot, databaseKey, databaseName } from './keys.ts';
import { acquireLock } from './lock.ts';
import { openDatabase } from './open.ts';

/** The ways a text may lie in a file: UTF-8, UTF-16 of both orders, and base64 at each of its three alignments. */
function forms(text: string): Map<string, Buffer> {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const found = new Map([
    ['UTF-8', utf8],
    ['UTF-16LE', utf16],
    ['UTF-16BE', Buffer.from(utf16).swap16()],
  ]);
  for (let shift = 0; shift < 3; shift++) {
    // Only the characters that depend on nothing but the text.
    const encoded = Buffer.concat([Buffer.alloc(shift), utf8]).toString('base64');
    found.set(`base64+${shift}`, Buffer.from(encoded.slice(shift === 0 ? 0 : 4, -4)));
  }
  return found;
}

/** Where in the folder any form of any text is found. */
function leaks(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .flatMap(({ name, parentPath }) => {
      const bytes = readFileSync(join(parentPath, name));
      return texts.flatMap((text) =>
        [...forms(text)].flatMap(([form, needle]) => (bytes.includes(needle) ? [`${name}: ${form} of ${text}`] : [])),
      );
    });
}

function plant(db: Writer, canary: string, n: number): void {
  db.prepare(`INSERT INTO source VALUES (?, 'mbox', ?, ?, 0, 0, 0)`).run(n, `/mail/${canary}`, `${n}`);
  db.prepare('INSERT INTO address (id, email) VALUES (?, ?)').run(n, `${canary}@example.org`);
  db.prepare('INSERT INTO address_name VALUES (?, ?, 0)').run(n, canary);
  db.prepare(`INSERT INTO person (id, name, kind) VALUES (?, ?, 'person')`).run(n, canary);
  db.prepare('INSERT INTO organisation VALUES (?, ?, ?)').run(n, `${canary}.example`, canary);
  db.prepare('INSERT INTO message (id, key, source_id, sent_at, flags, subject) VALUES (?, ?, 1, 0, 0, ?)').run(
    n,
    Buffer.from(String(n)),
    canary,
  );
  db.prepare(
    `INSERT INTO meeting (id, uid, recurrence_id, source_id, sequence, start_at, end_at, flags, status, title)
     VALUES (?, ?, '', 1, 0, 0, 0, 0, 'confirmed', ?)`,
  ).run(n, canary, canary);
}

const canaryText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789'), minLength: 16, maxLength: 60 }),
  fc.string({ unit: fc.constantFrom(...'äöüßéñøžабв中文字'), minLength: 16, maxLength: 40 }),
);

test('the search finds every form it looks for', () => {
  const canary = 'grünspecht-0123456789';
  for (const text of [canary, `xy${canary}z`]) {
    for (const bytes of [Buffer.from(text), Buffer.from(text, 'utf16le'), Buffer.from(text, 'utf16le').swap16()]) {
      expect([...forms(canary).values()].filter((needle) => bytes.includes(needle))).not.toHaveLength(0);
    }
  }
  for (const before of ['', 'a', 'ab', 'abc']) {
    const encoded = Buffer.from(Buffer.from(`${before}${canary}${before}`).toString('base64'));
    expect([...forms(canary).values()].filter((needle) => encoded.includes(needle))).not.toHaveLength(0);
  }
});

test('no canary and no key is in any file, while it is written and after', async () => {
  const folder = temporaryFolder();
  const passphrase = 'a passphrase of some length';
  const lock = acquireLock(folder);
  const key = await databaseKey(folder, { kind: 'passphrase', passphrase }, randomBytes);
  if (!lock.ok || !key.ok) throw new Error('the folder could not be set up');
  addKeychainSlot(folder, key.value, Buffer.from('opaque'));
  const db = valueOf(openDatabase({ file: join(folder, databaseName), key: key.value, migrationsFolder }));
  // So few pages in memory that a transaction spills before its end.
  db.pragma('cache_size = 10');
  const secrets = [passphrase, key.value.toString('hex'), key.value.toString('latin1')];
  const planted: string[] = [];
  const check = (): void => expect(leaks(folder, [...secrets, ...planted.slice(-40)])).toEqual([]);
  fc.assert(
    fc.property(
      fc.uniqueArray(canaryText, { minLength: 20, maxLength: 40 }),
      fc.constantFrom('', 'PASSIVE', 'TRUNCATE'),
      (canaries, checkpoint) => {
        const fresh = canaries.filter((canary) => !planted.includes(canary));
        db.exec('BEGIN');
        for (const canary of fresh) plant(db, canary, planted.push(canary));
        check();
        db.exec('COMMIT');
        check();
        if (checkpoint) db.pragma(`wal_checkpoint(${checkpoint})`);
        check();
      },
    ),
    { numRuns: 25 },
  );
  expect(db.prepare('SELECT count(*) FROM message WHERE subject IS NOT NULL').pluck().get()).toBe(planted.length);
  db.exec(`DELETE FROM address_name; UPDATE message SET subject = NULL`);
  check();
  db.exec('VACUUM');
  check();
  db.close();
  check();
  lock.value.release();
  check();
  expect(readdirSync(folder).sort()).toEqual(['keys.json', 'lock', databaseName]);
}, 60_000);

/** Files this process has open outside the folder that have no name any more: SQLite's temporary ones. */
function namelessFiles(): string[] {
  return readdirSync('/proc/self/fd').flatMap((fd) => {
    try {
      const target = readlinkSync(`/proc/self/fd/${fd}`);
      return target.includes('etilqs') ? [target] : [];
    } catch {
      return [];
    }
  });
}

test.skipIf(process.platform !== 'linux')('a sort larger than the cache spills to no file', () => {
  const folder = temporaryFolder();
  const db = valueOf(openDatabase({ file: join(folder, databaseName), key: randomBytes(32), migrationsFolder }));
  db.pragma('cache_size = 10');
  const canary = 'a-subject-that-nobody-may-read';
  const sort = `WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    SELECT i, '${canary}' || hex(randomblob(200)) AS text FROM n ORDER BY text`;
  const during = (): string[] => {
    const rows = db.prepare(sort).iterate();
    rows.next();
    const found = namelessFiles();
    rows.return?.();
    return found;
  };
  expect(during()).toEqual([]);
  expect(leaks(folder, [canary])).toEqual([]);
  // The same sort does spill where it is allowed to: the test would see it.
  db.pragma('temp_store = FILE');
  expect(during()).not.toEqual([]);
  db.close();
});
