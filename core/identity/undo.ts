/** Taking back what the user said last: everything they ever said is small enough to be kept as it was before. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { deleteStaleNews } from './stale-news.ts';

// What the user says; addresses and people are what the sayings are about.
const saidTables = [
  'merge',
  'refused_side',
  'touch',
  'known_well',
  'never_suggested',
  'never_briefed',
  'popup_answer',
  'put_off',
  'dismissed_news',
  'private_address',
  'said_title',
  'own_address',
  'sharing_grant',
  'unshared_organisation',
  'pursuit',
  'pursuit_person',
  'pursuit_columns',
] as const;

type Row = Record<string, string | number | null>;

/** The words of the user, and how the people an act is about stood before it. */
interface Before {
  readonly said: readonly { readonly table: string; readonly rows: readonly Row[] }[];
  readonly people: readonly Row[];
  readonly addresses: readonly { readonly id: number; readonly person_id: number }[];
}

// Nobody takes back more; each holds all that was ever said.
const mostKept = 20;

export interface Undo {
  /** Runs an act on these people, so that it can be taken back where it succeeds. */
  readonly remembering: <T extends { readonly ok: boolean }>(people: readonly number[], act: () => T) => T;
  /** Takes back the last act; false where there is none. */
  readonly takeBack: () => boolean;
  /** For whatever changes the evidence: what was before it cannot be put back. */
  readonly forget: () => void;
}

export function createUndo(db: Writer): Undo {
  let kept: Before[] = [];
  return {
    remembering(people, act) {
      const was = before(db, people);
      const result = act();
      if (result.ok) kept = [...kept, was].slice(-mostKept);
      return result;
    },
    takeBack() {
      const last = kept.pop();
      if (last !== undefined) putBack(db, last);
      return last !== undefined;
    },
    forget: () => {
      kept = [];
    },
  };
}

function before(db: Writer, people: readonly number[]): Before {
  const list = JSON.stringify(people);
  return {
    said: saidTables.map((table) => ({ table, rows: statement(db, `SELECT * FROM "${table}"`).all() as Row[] })),
    people: statement(db, 'SELECT * FROM person WHERE id IN (SELECT value FROM json_each(?))').all(list) as Row[],
    addresses: statement(
      db,
      'SELECT id, person_id FROM address WHERE person_id IN (SELECT value FROM json_each(?))',
    ).all(list) as Before['addresses'],
  };
}

function putBack(db: Writer, { said, people, addresses }: Before): void {
  db.transaction(() => {
    for (const { table, rows } of said) {
      db.exec(`DELETE FROM "${table}"`);
      insert(db, table, rows, '');
    }
    insert(db, 'person', people, 'ON CONFLICT (id) DO UPDATE SET side = excluded.side');
    for (const { id, person_id } of addresses) {
      statement(db, 'UPDATE address SET person_id = ? WHERE id = ?').run(person_id, id);
    }
    deleteStaleNews(db);
  })();
}

function insert(db: Writer, table: string, rows: readonly Row[], onConflict: string): void {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first);
  const add = db.prepare(
    `INSERT INTO "${table}" (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')}) ${onConflict}`,
  );
  for (const row of rows) add.run(row);
}
