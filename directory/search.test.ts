import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { tagOf } from '../core/exchange/keys.ts';
import { openEmbedded } from './database.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { searchEntries } from './search.ts';

const key = Buffer.alloc(32, 7);
const salt = Buffer.alloc(16, 1);

async function directory(): Promise<Database> {
  const db = await openEmbedded(null);
  onTestFinished(() => db.close());
  await migrate(db, join(import.meta.dirname, 'migrations'));
  await db.script(`INSERT INTO firm VALUES ('f', 'root', '{}', 1, 'everyone', 'guard', 1)`);
  return db;
}

/** Puts entries of an owner at a version of their set: about what is protected, or not. */
async function put(db: Database, owner: string, version: number, ids: readonly string[], isAbout = true) {
  const tags = Buffer.concat([Buffer.alloc(16, 9), isAbout ? tagOf(key, salt) : Buffer.alloc(16, 8)]);
  for (const id of ids)
    await db.rows(`INSERT INTO entry VALUES ('f', $1, $2, 'everyone', 1, $3, $4, 99999, $3, 1, $3, $5)`, [
      owner,
      id,
      salt,
      version,
      tags,
    ]);
  await db.rows('DELETE FROM owner WHERE firm = $1 AND member = $2', ['f', owner]);
  await db.rows('INSERT INTO owner VALUES ($1, $2, $3)', ['f', owner, version]);
}

test('finds what is there at its end, of every owner, more than a page, and the client list', async () => {
  const db = await directory();
  const many = Array.from({ length: 250 }, (_, at) => `row ${String(at).padStart(3, '0')}`);
  await put(db, 'ann', 1, many);
  await put(db, 'ann', 1, ['other'], false);
  await put(db, 'ben', 3, ['ours']);
  await put(db, 'clients', 1, ['client']);
  await db.script(`DELETE FROM owner WHERE member = 'clients'`);
  const search = await searchEntries(db, 'f', new Map([[1, key]]));
  // One is taken back, one is about something else by now, one is new.
  await db.script(`DELETE FROM entry WHERE id IN ('row 000', 'row 249')`);
  await put(db, 'ann', 2, ['row 249'], false);
  await put(db, 'ann', 2, ['new']);
  const found = (await search(db)).map(({ owner, id }) => `${owner} ${id}`);
  expect(found).toEqual(['ann new', ...many.slice(1, -1).map((id) => `ann ${id}`), 'ben ours', 'clients client']);
}, 60_000);

test('a set that began anew after its owner had left is searched anew, whatever its version', async () => {
  const db = await directory();
  await put(db, 'ann', 1, ['before']);
  const search = await searchEntries(db, 'f', new Map([[1, key]]));
  await db.script(`DELETE FROM entry; UPDATE firm SET version = 2`);
  await put(db, 'ann', 1, ['after']);
  expect((await search(db)).map(({ id }) => id)).toEqual(['after']);
}, 60_000);
