/** The databases a directory is tested on: the embedded one, and PostgreSQL where it is installed. */
import { afterAll, beforeAll, describe } from 'vitest';
import { openEmbedded, openPostgres } from '../../directory/database.ts';
import type { Database } from '../../directory/database.ts';
import { postgresIsHere, startPostgres } from './postgres.ts';
import type { Postgres } from './postgres.ts';

export interface Engine {
  /** A new, empty database. */
  readonly open: (connections?: number) => Promise<Database>;
  /** Everything a database holds, as text. */
  readonly dump: (db: Database) => Promise<string>;
}

/** Runs the tests on each database there is. */
export function onEachDatabase(what: string, tests: (engine: Engine) => void): void {
  describe(`${what}, embedded`, () => {
    // A file of tests founds many firms on one.
    tests({ open: async () => ({ ...(await openEmbedded(null)), mostMembers: null }), dump: rowsAsText });
  });
  describe.skipIf(!postgresIsHere)(
    `${what}, on PostgreSQL (${postgresIsHere ? 'here' : 'not here, or not root'})`,
    () => {
      let server: Postgres | undefined;
      const urls = new Map<Database, string>();
      beforeAll(async () => {
        server = await startPostgres();
      });
      afterAll(() => server?.stop());
      tests({
        async open(connections = 8) {
          const url = server?.newDatabase() ?? '';
          const db = await openPostgres(url, connections);
          urls.set(db, url);
          return db;
        },
        dump: async (db) => `${server?.dump(urls.get(db) ?? '') ?? ''}\n${await rowsAsText(db)}`,
      });
    },
  );
}

/** Every row of every table as JSON, bytes as text they may be. */
async function rowsAsText(db: Database): Promise<string> {
  const tables = await db.rows<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' ORDER BY 1",
  );
  const lines: string[] = [];
  for (const { name } of tables)
    for (const row of await db.rows<Record<string, unknown>>(`SELECT * FROM ${name}`)) {
      const texts = Object.entries(row).map(([column, value]) =>
        value instanceof Uint8Array
          ? `${column}=${Buffer.from(value).toString('latin1')}`
          : `${column}=${JSON.stringify(value)}`,
      );
      lines.push(`${name} ${texts.join(' ')}`);
    }
  return lines.join('\n');
}
