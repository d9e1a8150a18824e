/** Which statements a question asks, to look at their plans. */
import type { Writer } from '../../core/db/database.ts';

/** The same database, and the list that every statement prepared through it is added to. */
export function recordStatements(db: Writer): { db: Writer; asked: string[] } {
  const asked: string[] = [];
  const recording = new Proxy(db, {
    get: (target, name) =>
      name === 'prepare'
        ? (sql: string) => {
            asked.push(sql);
            return target.prepare(sql);
          }
        : (Reflect.get(target, name) as unknown),
  });
  return { db: recording, asked };
}

/** The lines of SQLite's query plan. */
export function planOf(db: Writer, sql: string, values: unknown): string[] {
  return (db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(values) as { detail: string }[]).map(({ detail }) => detail);
}
