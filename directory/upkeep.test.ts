import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openEmbedded } from './database.ts';
import type { Database } from './database.ts';
import { migrate } from './migrate.ts';
import { forgetNonces, turnDay } from './upkeep.ts';

const today = 20_000;

async function directory(): Promise<Database> {
  const db = await openEmbedded(null);
  onTestFinished(() => db.close());
  await migrate(db, join(import.meta.dirname, 'migrations'));
  await db.script(`INSERT INTO firm VALUES ('f', 'root', '{}', 1, 'everyone', 'guard', 2)`);
  return db;
}

const left = async (db: Database, sql: string): Promise<string[]> =>
  (await db.rows<{ id: string }>(sql)).map(({ id }) => id).sort();

test('a nonce is kept for ten minutes, and no longer', async () => {
  const db = await directory();
  await db.script(`INSERT INTO nonce VALUES ('f', 'd', 'young', 1000), ('f', 'd', 'old', 999)`);
  await forgetNonces(db, 1600);
  expect(await left(db, 'SELECT nonce AS id FROM nonce')).toEqual(['young']);
}, 60_000);

test('each day takes what is past, and nothing else', async () => {
  const db = await directory();
  const audience = (name: string, epoch: number, opened: number): string =>
    `('f', '${name}', ${epoch}, 'practice', '{}', ${opened}, false)`;
  // The epoch before one that was opened 31 days ago is over; after 30 days it is not yet.
  await db.script(`INSERT INTO audience VALUES ${audience('over', 1, 0)}, ${audience('over', 2, today - 31)},
    ${audience('still', 1, 0)}, ${audience('still', 2, today - 30)}, ${audience('guard', 1, 0)}, ${audience('guard', 2, today - 31)}`);
  await db.script(
    `INSERT INTO wrap VALUES ('f', 'gone', 'over', 1, ''), ('f', 'kept', 'over', 2, ''), ('f', 'kept', 'still', 1, '')`,
  );
  await db.script(`INSERT INTO protection_key VALUES ('f', 'gone', 1, ''), ('f', 'kept', 2, '')`);
  const entry = (id: string, of: string, epoch: number, expires: number, guard = 2): string =>
    `('f', 'm', '${id}', '${of}', ${epoch}, '', 1, ${expires}, '', ${guard}, '', '')`;
  await db.script(`INSERT INTO entry VALUES ${entry('kept: its last day', 'still', 2, today)}, ${entry('past', 'still', 2, today - 1)},
    ${entry('kept: thirty days', 'still', 1, today)}, ${entry('old key', 'over', 1, today)}, ${entry('old guard', 'still', 2, today, 1)}`);
  const dated: readonly (readonly [table: string, row: (id: string, day: number) => string])[] = [
    ['ask_answer', (id, day) => `('f', 'a', '', '${id}', ${day}, 'm')`],
    ['ask', (id, day) => `('f', 'm', '${id}', 'a', ${day}, '', 2, '', '')`],
    ['offer', (id, day) => `('f', 'r', '${id}', 'a', 'm', '', ${day})`],
    ['invitation', (id, day) => `('f', '${id}', 'm', '', '', '', ${day})`],
  ];
  for (const [table, row] of dated)
    await db.script(`INSERT INTO ${table} VALUES ${row('kept', today)}, ${row('past', today - 1)}`);
  await db.script(
    `INSERT INTO done VALUES ('f', 'm', 'kept', '', 1, ${today - 2}), ('f', 'm', 'past', '', 1, ${today - 3})`,
  );

  await turnDay(db, today);

  expect(await left(db, 'SELECT id FROM entry')).toEqual(['kept: its last day', 'kept: thirty days']);
  expect(await left(db, 'SELECT audience || epoch AS id FROM audience')).toEqual([
    'guard2',
    'over2',
    'still1',
    'still2',
  ]);
  expect(await left(db, 'SELECT recipient AS id FROM wrap')).toEqual(['kept', 'kept']);
  expect(await left(db, 'SELECT protection AS id FROM protection_key')).toEqual(['kept']);
  for (const table of ['ask', 'offer']) expect(await left(db, `SELECT id FROM ${table}`)).toEqual(['kept']);
  expect(await left(db, 'SELECT hash AS id FROM invitation')).toEqual(['kept']);
  expect(await left(db, 'SELECT idempotency AS id FROM done')).toEqual(['kept']);
}, 60_000);
