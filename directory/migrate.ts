/** Numbered SQL files, each applied once, its change and the version in one transaction. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './database.ts';
import type { Database } from './database.ts';

/**
 * Brings the database to the newest version and answers with it; several processes may start at once. Throws where the database is newer
 * than the files, and where the files are not numbered 0001, 0002, … without a gap.
 */
export async function migrate(db: Database, folder: string): Promise<number> {
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .sort();
  files.forEach((name, at) => {
    if (!/^\d{4}_\w+\.sql$/.test(name) || Number(name.slice(0, 4)) !== at + 1)
      throw new Error(`migrations are not numbered in sequence at ${name}`);
  });
  // Two that create the same table at once are told of a conflict, though both say "if not exists".
  await db
    .script('CREATE TABLE IF NOT EXISTS migration (version integer PRIMARY KEY)')
    .catch((error: unknown) => ignoreTaken(error));
  await db.rows('INSERT INTO migration (version) VALUES (0) ON CONFLICT DO NOTHING');
  return db.transaction(async (sql) => {
    // The one row that is always there: who comes second waits until the first is done.
    await sql.rows('SELECT version FROM migration WHERE version = 0 FOR UPDATE');
    const [newest] = await sql.rows<{ version: number }>('SELECT max(version) AS version FROM migration');
    const version = newest?.version ?? 0;
    if (version > files.length)
      throw new Error(`the database is of version ${version}, newer than this directory (${files.length})`);
    for (const name of files.slice(version)) {
      const statements = readFileSync(join(folder, name), 'utf8').replace(/--.*$/gm, '').split(';');
      for (const statement of statements) if (statement.trim() !== '') await sql.rows(statement);
      await sql.rows('INSERT INTO migration (version) VALUES ($1)', [Number(name.slice(0, 4))]);
    }
    return files.length;
  });
}

function ignoreTaken(error: unknown): void {
  if (!['23505', '42P07', '42710'].includes(codeOf(error))) throw error;
}
