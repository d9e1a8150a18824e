/**
 * Finds the entries that are about what is protected, by trying each: done when a protection comes, not when somebody looks. Nearly all of it
 * is done while others publish; only what they published meanwhile is left for the moment in which nobody may.
 */
import type { Sql } from './database.ts';
import { entriesOf } from './entries.ts';
import type { AnswerableRow, EntryKey } from './entries.ts';
import { clientsOwner, hitsOf } from './protections.ts';
import type { KeptGuard, Protection } from './protections.ts';

/**
 * The end of a search, for a transaction that holds the firm's row: finds what was published since, and answers with every entry the
 * protection is about, as it then is.
 */
export type Search = (sql: Sql) => Promise<AnswerableRow[]>;

/** Searches all entries for what these keys recognise, then once more what was published meanwhile. */
export async function searchEntries(sql: Sql, firm: string, keys: Protection['keys']): Promise<Search> {
  const isHit = (row: KeptGuard): boolean => hitsOf(row, [{ keys }]).length > 0;
  const all = await searchSince(sql, firm, isHit, { found: [], versions: new Map(), record: 0 });
  const most = await searchSince(sql, firm, isHit, all);
  return async (locked) => {
    const { found } = await searchSince(locked, firm, isHit, most);
    return (await entriesOf(locked, firm, found)).filter(isHit);
  };
}

/** How far a search has come. */
interface Searched {
  readonly found: readonly EntryKey[];
  /** The version of each owner's set that was searched. */
  readonly versions: ReadonlyMap<string, number>;
  /** Of the firm's record: it changes when somebody leaves, after whom a set could count from one again. */
  readonly record: number;
}

/** Adds what was put into any set since. Versions are read before entries, so that what is put after either has a later one. */
async function searchSince(
  sql: Sql,
  firm: string,
  isHit: (row: KeptGuard) => boolean,
  before: Searched,
): Promise<Searched> {
  const [own] = await sql.rows<{ version: number }>('SELECT version FROM firm WHERE firm = $1', [firm]);
  const owners = await sql.rows<{ member: string; version: number }>(
    'SELECT member, version FROM owner WHERE firm = $1 ORDER BY member',
    [firm],
  );
  const record = own?.version ?? 0;
  const versions = new Map(owners.map(({ member, version }) => [member, version]));
  const since = (owner: string): number => (record === before.record ? (before.versions.get(owner) ?? 0) : 0);
  const changed = [...versions.keys()].filter((owner) => since(owner) !== versions.get(owner));
  const found = [...before.found];
  // The client list is replaced whole and has no version.
  for (const owner of [...changed, clientsOwner])
    for (let id: string | undefined = ''; id !== undefined;) {
      const rows: (KeptGuard & Pick<EntryKey, 'id'>)[] = await sql.rows(
        `SELECT id, guard_epoch AS "guardEpoch", guard_salt AS "guardSalt", guard_tags AS "guardTags" FROM entry
         WHERE firm = $1 AND owner = $2 AND id > $3 AND version > $4 ORDER BY id LIMIT ${page}`,
        [firm, owner, id, since(owner)],
      );
      for (const row of rows) if (isHit(row)) found.push({ owner, id: row.id });
      id = rows.length === page ? rows.at(-1)?.id : undefined;
    }
  return { found, versions, record };
}

/** Rows read at once: so few that what others ask waits no more than a moment behind them. */
const page = 200;
