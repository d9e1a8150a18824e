import { expect, test } from 'vitest';
import { fillDatabase } from '../../test/builders/content.ts';
import { temporaryDatabase } from '../../test/builders/database.ts';
import type { Writer } from './database.ts';
import { canonicalDump } from './dump.ts';

function filled(shift = 0): Writer {
  const db = temporaryDatabase();
  fillDatabase(db, shift);
  return db;
}

test('ids and clocks make no difference', () => {
  expect(canonicalDump(filled(1000))).toEqual(canonicalDump(filled()));
});

test('rows read as text, with natural keys for ids', () => {
  const lines = canonicalDump(filled());
  expect(lines).toContain(
    'merge\t{"a":"a.uenal@post.example","b":"anna@acme.example","same":1,"assistant":"a.uenal@post.example"}',
  );
  expect(lines).toContain(
    'message_party\t{"message_id":"303030303030303030303031","address_id":"anna@acme.example","role":1}',
  );
  expect(lines).toEqual([...lines].sort());
});

test('every row of every table is a line, but for the setting that is a clock and the log of connections', () => {
  const db = filled();
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[];
  let rows = 0;
  for (const table of tables) {
    const count = db.prepare(`SELECT count(*) FROM "${table}"`).pluck().get() as number;
    expect(count, `rows of ${table} in the test's content`).toBeGreaterThan(0);
    rows += count;
  }
  expect(canonicalDump(db)).toHaveLength(rows - 2);
});

test('a change of any column but ids and clocks shows', () => {
  const db = filled();
  const before = canonicalDump(db);
  const columns = db
    .prepare(
      `SELECT t.name AS "table", c.name AS column, c.type FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND t.name <> 'egress' AND NOT (c.name = 'id' AND c.pk = 1)`,
    )
    .all() as { table: string; column: string; type: string }[];
  const unseen: string[] = [];
  // Checks would refuse most values, and what refuses a value cannot be what is tested here.
  db.pragma('ignore_check_constraints = ON');
  for (const { table, column, type } of columns) {
    db.exec('BEGIN');
    const value = type === 'TEXT' ? `'changed'` : type === 'BLOB' ? `x'01'` : '4321';
    const last = table === 'setting' ? `WHERE key = 'subjects'` : '';
    db.exec(`UPDATE OR REPLACE "${table}" SET "${column}" = ${value} ${last}`);
    if (JSON.stringify(canonicalDump(db)) === JSON.stringify(before)) unseen.push(`${table}.${column}`);
    db.exec('ROLLBACK');
  }
  expect(unseen).toEqual([
    'source.imported_at', 'merge.decided_at', 'account.secret', 'account.synced_at', 'firm.secret', 'firm.synced_at', 'sharing_log.at',
    'firm_answer.asked_at', 'firm_answer.fetched_at', 'ask_made.asked_at', 'ask_offer.offered_at', 'pursuit.added_at', 'poll_made.opened_at',
  ]); // prettier-ignore
});

test('what decays can be left out', () => {
  const db = filled();
  const before = canonicalDump(db, { decayed: false });
  db.exec(`UPDATE tie SET closeness = closeness / 2, probability = 0.1, band = 'weak', trend = 'fading'`);
  db.exec('UPDATE acquaintance SET weight = weight / 2');
  expect(canonicalDump(db, { decayed: false })).toEqual(before);
  db.exec('UPDATE tie SET sent = sent + 1');
  expect(canonicalDump(db, { decayed: false })).not.toEqual(before);
});
