import { expect, test } from 'vitest';
import { fillDatabase } from '../../test/builders/content.ts';
import { temporaryDatabase } from '../../test/builders/database.ts';
import type { Writer } from './database.ts';
import { dropBulkIndexes, ensureIndexes } from './indexes.ts';

const question = 'SELECT message_id FROM message_party WHERE address_id = 2 ORDER BY message_id';

function plan(db: Writer): string {
  const steps = db.prepare(`EXPLAIN QUERY PLAN ${question}`).all() as { detail: string }[];
  return steps.map(({ detail }) => detail).join('; ');
}

test('a database that was opened has the index; it goes for a first import and comes back with the same answers', () => {
  const db = temporaryDatabase();
  fillDatabase(db);
  const answer = db.prepare(question).pluck().all();
  expect(answer).toEqual([1, 3]);
  expect(plan(db)).toContain('SEARCH message_party USING COVERING INDEX message_party_address');
  dropBulkIndexes(db);
  dropBulkIndexes(db);
  expect(plan(db)).not.toContain('message_party_address');
  expect(db.prepare(question).pluck().all()).toEqual(answer);
  ensureIndexes(db);
  expect(plan(db)).toContain('message_party_address');
  expect(db.prepare(question).pluck().all()).toEqual(answer);
});

test('making it again where it is there writes nothing', () => {
  const db = temporaryDatabase();
  const before = db.pragma('schema_version', { simple: true });
  ensureIndexes(db);
  expect(db.pragma('schema_version', { simple: true })).toBe(before);
});
