/** What somebody who looks for a fault needs to know, without anything about anybody: no address, name, path or subject. */
import type { Doctor } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { readSetting } from './db/settings.ts';

// A check is named here once it is known to say nothing of the user's: others do, the data folder for one.
const tellable = new Set(['database', 'encryption', 'temporary data', 'schema', 'runtime']);
const counted = [
  'message',
  'meeting',
  'person',
  'organisation',
  'card',
  'connection',
  'source',
  'ignored',
  'suppression',
];

/** Lines of text; counts are rounded to powers of ten. */
export function diagnostics(db: Reader, { ok, checks }: Doctor): string {
  const counts = (sql: string): [string, number][] => statement(db, sql).raw().all() as [string, number][];
  const rows = counted.map((table): [string, number] => [
    table,
    statement(db, `SELECT count(*) FROM ${table}`).pluck().get() as number,
  ]);
  const sqlite = statement(db, 'SELECT sqlite_version()').pluck().get() as string;
  return [
    `All checks: ${ok ? 'ok' : 'failing'}`,
    ...checks.flatMap((check) =>
      tellable.has(check.name) ? [`${check.name}: ${check.ok ? 'ok' : 'failing'} (${check.detail})`] : [],
    ),
    `SQLite: ${sqlite}`,
    `subjects kept: ${readSetting(db, 'subjects') ?? 'not answered'}`,
    `years kept: ${readSetting(db, 'years') ?? 'all'}`,
    ...rows.map(([table, count]) => `rows of ${table}: ${rounded(count)}`),
    ...counts('SELECT kind, count(*) FROM source GROUP BY kind ORDER BY kind').map(
      ([kind, count]) => `sources, ${kind}: ${rounded(count)}`,
    ),
    ...counts('SELECT reason, count(*) FROM skipped GROUP BY reason ORDER BY reason').map(
      ([reason, count]) => `left out, ${reason}: ${rounded(count)}`,
    ),
  ].join('\n');
}

function rounded(count: number): string {
  return count === 0 ? '0' : `about ${10 ** Math.round(Math.log10(count))}`;
}
