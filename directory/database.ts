/** A PostgreSQL as the directory uses it: a server, or the embedded one. Statements keep to the subset that distributed engines share. */
import { mkdirSync } from 'node:fs';
import type { PGlite, Transaction } from '@electric-sql/pglite';
import type { Pool, PoolClient } from 'pg';

export type Value = string | number | boolean | null | Uint8Array | readonly (string | number | Uint8Array | null)[];

/** Runs statements; rows are given their type by the statement beside them. */
export interface Sql {
  readonly rows: <Row>(text: string, values?: readonly Value[]) => Promise<Row[]>;
}

export interface Database extends Sql {
  /** All of it or nothing. Runs again where the engine says that others were in the way, so `work` must have no other effect. */
  readonly transaction: <T>(work: (sql: Sql) => Promise<T>) => Promise<T>;
  /** Several statements without values. */
  readonly script: (text: string) => Promise<void>;
  /**
   * Removes what is left of rows of `answer` that were deleted: until then the engine steps over them, which takes a moment longer than
   * finding nothing. Does nothing where the engine knows no such thing.
   */
  readonly tidy: () => Promise<void>;
  readonly close: () => Promise<void>;
  /** Of all firms together; null for as many as there are. */
  readonly mostMembers: number | null;
}

/** One process, one statement at a time: more would wait for each other. */
const mostEmbeddedMembers = 50;

const tidyStatement = 'VACUUM (INDEX_CLEANUP ON) answer';

// Serialisation failure and deadlock: the statement order of others, not a fault of this one.
const inTheWay = new Set(['40001', '40P01']);
const mostAttempts = 10;

/** A server, by its connection string; `connections` at once. */
export async function openPostgres(url: string, connections: number): Promise<Database> {
  const { Pool: PostgresPool } = (await import('pg')).default;
  const pool: Pool = new PostgresPool({
    connectionString: url,
    max: connections,
    // Not the library's ten seconds: a connection that is opened plans its statements anew, just when many are asked for.
    idleTimeoutMillis: 300_000,
    application_name: 'warmpath-directory',
  });
  // A connection that breaks fails the statement that uses it, if any, and is replaced by the next that is asked for.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const on = (client: Pool | PoolClient): Sql => ({
    async rows<Row>(text: string, values: readonly Value[] = []) {
      // Named, so that the server plans each statement once a connection.
      const name = statementName(text);
      return (await client.query({ name, text, values: [...values] })).rows as Row[];
    },
  });

  async function attempt<T>(work: (sql: Sql) => Promise<T>): Promise<T> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query('BEGIN');
      const value = await work(on(client));
      await client.query('COMMIT');
      return value;
    } catch (error) {
      await client.query('ROLLBACK').catch((failed: Error) => {
        broken = failed;
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  return {
    ...on(pool),
    async transaction(work) {
      for (let attempts = 1; ; attempts++) {
        try {
          return await attempt(work);
        } catch (error) {
          if (attempts === mostAttempts || !inTheWay.has(codeOf(error))) throw error;
        }
      }
    },
    script: async (text) => void (await pool.query(text)),
    tidy: () => pool.query(tidyStatement).then(nothing, nothing),
    close: () => pool.end(),
    mostMembers: null,
  };
}

const nothing = (): undefined => undefined;

const names = new Map<string, string>();

function statementName(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  const name = `s${names.size}`;
  names.set(text, name);
  return name;
}

/** The embedded one: a folder, or null for memory. One process only. */
export async function openEmbedded(folder: string | null): Promise<Database> {
  const { PGlite: Embedded } = await import('@electric-sql/pglite');
  if (folder !== null) mkdirSync(folder, { recursive: true, mode: 0o700 });
  const db: PGlite = await Embedded.create(folder ?? 'memory://');
  const on = (client: PGlite | Transaction): Sql => ({
    async rows<Row>(text: string, values: readonly Value[] = []) {
      return (await client.query<Row>(text, [...values])).rows;
    },
  });
  return {
    ...on(db),
    transaction: (work) => db.transaction((transaction) => work(on(transaction))),
    script: async (text) => void (await db.exec(text)),
    tidy: () => db.exec(tidyStatement).then(nothing, nothing),
    close: () => db.close(),
    mostMembers: mostEmbeddedMembers,
  };
}

/** The SQLSTATE of a failure of the database, or an empty text. */
export function codeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : '';
}
