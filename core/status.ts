/** How things stand: for the window, and for somebody looking for a fault. Says nothing about anybody but the user's own addresses. */
import type { Doctor, SkippedItem, Status } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { hasPassphrase } from './db/keys.ts';
import { statement } from './db/open.ts';
import type { EnginePaths } from './engine-types.ts';
import { readSetting } from './db/settings.ts';
import { holdsSample } from './retention/sources.ts';

export function readStatus(db: Reader, dataFolder: string, importing: boolean): Status {
  const count = (from: string): number => statement(db, `SELECT count(*) FROM ${from}`).pluck().get() as number;
  const own = statement(
    db,
    'SELECT email, basis, confirmed FROM own_address JOIN address ON id = address_id ORDER BY confirmed IS NULL, email',
  ).all() as { email: string; basis: string; confirmed: number | null }[];
  const skipped = statement(db, 'SELECT reason, count(*) FROM skipped GROUP BY reason').raw().all() as [
    string,
    number,
  ][];
  const subjects = readSetting(db, 'subjects');
  return {
    people: count(`person WHERE kind = 'person'`),
    messages: count('message'),
    meetings: count('meeting'),
    connections: count('connection'),
    pursuits: count('pursuit'),
    own: own.map(({ email, basis, confirmed }) => ({
      email,
      basis,
      confirmed: confirmed === null ? null : confirmed === 1,
    })),
    subjects: subjects === null ? null : subjects === 'yes',
    dataFolder,
    hasPassphrase: hasPassphrase(dataFolder),
    importing,
    sample: holdsSample(db),
    skipped: Object.fromEntries(skipped),
  };
}

export function listSkipped(db: Reader, reason: string | null, limit: number): SkippedItem[] {
  return statement(
    db,
    `SELECT reason, location AS source, place FROM skipped JOIN source ON source.id = source_id
     WHERE reason = coalesce(?, reason) ORDER BY source_id, place LIMIT ?`,
  ).all(reason, limit) as SkippedItem[];
}

/** Runs SQLite's own check and looks at what was set at opening. */
export function diagnose(db: Reader, paths: EnginePaths): Doctor {
  const pragma = (name: string): string => String(statement(db, `PRAGMA ${name}`).pluck().get());
  const count = (table: string): number => statement(db, `SELECT count(*) FROM ${table}`).pluck().get() as number;
  const integrity = pragma('integrity_check');
  const checks = [
    { name: 'database', ok: integrity === 'ok', detail: integrity },
    { name: 'encryption', ok: pragma('cipher') !== 'null', detail: pragma('cipher') },
    {
      name: 'temporary data',
      ok: pragma('temp_store') === '2',
      detail: pragma('temp_store') === '2' ? 'in memory' : 'on disk',
    },
    { name: 'schema', ok: true, detail: `version ${pragma('user_version')}` },
    { name: 'runtime', ok: true, detail: `Node ${process.versions.node}, ${process.platform} ${process.arch}` },
    {
      name: 'content',
      ok: true,
      detail: `${count('message')} messages, ${count('meeting')} meetings, ${count('person')} people, ${count('connection')} connections`,
    },
    { name: 'unfinished imports', ok: true, detail: String(count('source WHERE NOT done')) },
    { name: 'data folder', ok: true, detail: paths.data },
  ];
  return { ok: checks.every(({ ok }) => ok), checks };
}
