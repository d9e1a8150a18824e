/** Numbered SQL files, NNNN_what.sql, each applied once, its change and the version in one transaction. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Writer } from './database.ts';

/**
 * Brings the database to the newest version, or up to `target`, and answers with the version it then has.
 * Failure: database_newer, and nothing is changed. Throws where the files are not numbered 0001, 0002, … without a gap.
 */
export function migrate(db: Writer, folder: string, file: string, target = Infinity): Result<number> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  files.forEach((name, i) => {
    if (!/^\d{4}_\w+\.sql$/.test(name) || Number(name.slice(0, 4)) !== i + 1) {
      throw new Error(`migrations are not numbered in sequence at ${name}`);
    }
  });
  const version = db.pragma('user_version', { simple: true }) as number;
  if (version > files.length) {
    return failure(
      'database_newer',
      `${file} was written by a newer Warmpath (version ${version}, this one knows ${files.length}). Update Warmpath; nothing was changed.`,
      { file },
    );
  }
  const due = files.slice(version, target);
  for (const [i, name] of due.entries()) {
    db.transaction(() => {
      db.exec(readFileSync(join(folder, name), 'utf8'));
      db.pragma(`user_version = ${version + i + 1}`);
    })();
  }
  return success(version + due.length);
}
