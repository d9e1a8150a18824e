import { expect, test } from 'vitest';
import { fillDatabase } from '../test/builders/content.ts';
import { temporaryDatabase } from '../test/builders/database.ts';
import { diagnostics } from './diagnostics.ts';
import { diagnose } from './status.ts';

const folder = '/canary-path/quetzal home';

test('nothing of the user is in it: no text of any row but kinds and reasons, no path, no exact count', () => {
  const db = temporaryDatabase();
  fillDatabase(db);
  db.exec(`UPDATE setting SET value = 'yes' WHERE key = 'subjects'`);
  const paths = { data: folder, migrations: folder, model: folder, reader: folder, accounts: folder };
  const text = diagnostics(db, diagnose(db, paths));
  expect(text).not.toMatch(/canary|quetzal/);
  const tables = db.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).pluck().all() as string[];
  // Marks of the program itself, from closed lists.
  const marks = [
    'setting.key',
    'person.kind',
    'ignored.kind',
    'sharing_grant.disclosure',
    'sharing_log.act',
    'shared_entry.band',
    'ask_received.answer',
    'ask_figure.what',
    'poll_received.answer',
    'poll_made.kind',
    'poll_made.state',
  ];
  const told = new Set(['source.kind', 'skipped.reason']);
  for (const table of tables) {
    for (const row of db.prepare(`SELECT * FROM "${table}"`).all() as Record<string, unknown>[]) {
      for (const [column, value] of Object.entries(row)) {
        if (typeof value !== 'string' || value.length < 4 || told.has(`${table}.${column}`)) continue;
        if (marks.includes(`${table}.${column}`)) continue;
        expect(text.toLowerCase(), `${table}.${column}`).not.toContain(value.toLowerCase());
      }
    }
  }
});

test('counts are rounded to powers of ten', () => {
  const db = temporaryDatabase();
  db.exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 4321)
    INSERT INTO organisation (domain, name) SELECT i, '' FROM n`);
  expect(diagnostics(db, { ok: true, checks: [] })).toContain('rows of organisation: about 10000\n');
  expect(diagnostics(db, { ok: true, checks: [] })).toContain('rows of message: 0\n');
});
