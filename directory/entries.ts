/** Entries and asks in the tables: put with who may be answered, worked out again, taken out. Each few statements, whatever the number. */
import { fromText } from '../core/exchange/encoding.ts';
import type { Guard } from '../core/exchange/guards.ts';
import type { Sql } from './database.ts';
import { clientsOwner, hitsOf, viewersOf } from './protections.ts';
import type { Guarded, KeptGuard, Protection } from './protections.ts';

/** Which entry of a firm. */
export interface EntryKey {
  readonly owner: string;
  readonly id: string;
}

/** What of an entry decides who is answered with it. */
export interface AnswerableRow extends Guarded, EntryKey {
  readonly audience: string;
  readonly lookup: Uint8Array;
}

/** A row of `entry`. */
export interface EntryRow extends AnswerableRow {
  readonly epoch: number;
  readonly version: number;
  readonly sealed: Uint8Array;
}

/** A guard as columns have it. */
export function guardColumns({ epoch, salt, tags }: Guard): KeptGuard {
  return { guardEpoch: epoch, guardSalt: fromText(salt), guardTags: Buffer.concat(tags.map(fromText)) };
}

/** Puts entries in place of those of the same owner and id. The statements are the same whether anything is protected or not. */
export async function putEntries(
  sql: Sql,
  firm: string,
  rows: readonly EntryRow[],
  protections: readonly Protection[],
  today: number,
): Promise<void> {
  await deleteEntries(sql, firm, rows);
  await sql.rows(
    `INSERT INTO entry (firm, owner, id, audience, epoch, lookup, version, expires, sealed, guard_epoch, guard_salt, guard_tags)
     SELECT $1, owner, id, audience, epoch, lookup, version, expires, sealed, guard_epoch, guard_salt, guard_tags
     FROM unnest($2::text[], $3::text[], $4::text[], $5::integer[], $6::bytea[], $7::integer[], $8::integer[], $9::bytea[], $10::integer[], $11::bytea[], $12::bytea[])
     AS row (owner, id, audience, epoch, lookup, version, expires, sealed, guard_epoch, guard_salt, guard_tags)`,
    [
      firm,
      rows.map(({ owner }) => owner),
      rows.map(({ id }) => id),
      rows.map(({ audience }) => audience),
      rows.map(({ epoch }) => epoch),
      rows.map(({ lookup }) => lookup),
      rows.map(({ version }) => version),
      rows.map(({ expires }) => expires),
      rows.map(({ sealed }) => sealed),
      rows.map(({ guardEpoch }) => guardEpoch),
      rows.map(({ guardSalt }) => guardSalt),
      rows.map(({ guardTags }) => guardTags),
    ],
  );
  await answerEntries(sql, firm, rows, protections, today);
}

/** Works out hits and answers of entries that are in `entry` and in neither of the two. */
async function answerEntries(
  sql: Sql,
  firm: string,
  rows: readonly AnswerableRow[],
  protections: readonly Protection[],
  today: number,
): Promise<void> {
  const all = rows.map((row) => ({ row, hits: hitsOf(row, protections) }));
  await putHits(sql, firm, all);
  const answers = all.flatMap(({ row, hits }) => viewersOf(row, hits, today).map((viewer) => ({ row, ...viewer })));
  await sql.rows(
    `INSERT INTO answer (firm, audience, viewer, lookup, expires, owner, id, rank)
     SELECT $1, audience, viewer, lookup, expires, owner, id, rank
     FROM unnest($2::text[], $3::text[], $4::bytea[], $5::integer[], $6::text[], $7::text[], $8::integer[])
     AS row (audience, viewer, lookup, expires, owner, id, rank)`,
    [
      firm,
      answers.map(({ row }) => row.audience),
      answers.map(({ viewer }) => viewer),
      answers.map(({ row }) => row.lookup),
      answers.map(({ expires }) => expires),
      answers.map(({ row }) => row.owner),
      answers.map(({ row }) => row.id),
      answers.map(({ row }) => (row.owner === clientsOwner ? 0 : 1)),
    ],
  );
}

async function putHits(
  sql: Sql,
  firm: string,
  all: readonly {
    readonly row: EntryKey;
    readonly hits: readonly Protection[];
  }[],
): Promise<void> {
  const pairs = all.flatMap(({ row, hits }) => hits.map(({ id }) => ({ row, protection: id })));
  await sql.rows(
    `INSERT INTO hit (firm, owner, id, protection)
     SELECT $1, owner, id, protection FROM unnest($2::text[], $3::text[], $4::text[]) AS row (owner, id, protection)`,
    [
      firm,
      pairs.map(({ row }) => row.owner),
      pairs.map(({ row }) => row.id),
      pairs.map(({ protection }) => protection),
    ],
  );
}

/** Takes entries out, with all that was worked out for them. */
export async function deleteEntries(sql: Sql, firm: string, rows: readonly EntryKey[]): Promise<void> {
  const which = [firm, rows.map(({ owner }) => owner), rows.map(({ id }) => id)];
  for (const table of ['answer', 'hit', 'entry'])
    await sql.rows(
      `DELETE FROM ${table} WHERE firm = $1 AND (owner, id) IN (SELECT owner, id FROM unnest($2::text[], $3::text[]) AS row (owner, id))`,
      which,
    );
}

/** Takes out everything an owner has. */
export async function deleteAllOf(sql: Sql, firm: string, owner: string): Promise<void> {
  for (const table of ['answer', 'hit', 'entry'])
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND owner = $2`, [firm, owner]);
}

// Not what is sealed, which is most of a row and decides nothing.
const answerableColumns = `owner, id, audience, lookup, expires,
  guard_epoch AS "guardEpoch", guard_salt AS "guardSalt", guard_tags AS "guardTags"`;

/** Works out again who is answered about what is protected: all rows a protection was found to be about, or that are given. */
export async function answerAgain(
  sql: Sql,
  firm: string,
  rows: readonly AnswerableRow[],
  protections: readonly Protection[],
  today: number,
): Promise<void> {
  const which = [firm, rows.map(({ owner }) => owner), rows.map(({ id }) => id)];
  for (const table of ['answer', 'hit'])
    await sql.rows(
      `DELETE FROM ${table} WHERE firm = $1 AND (owner, id) IN (SELECT owner, id FROM unnest($2::text[], $3::text[]) AS row (owner, id))`,
      which,
    );
  await answerEntries(sql, firm, rows, protections, today);
}

/** The entries that one protection, or any, was found to be about. */
export async function entriesHit(sql: Sql, firm: string, protection: string | null): Promise<AnswerableRow[]> {
  return sql.rows<AnswerableRow>(
    `SELECT ${answerableColumns} FROM entry WHERE firm = $1 AND (owner, id) IN
     (SELECT owner, id FROM hit WHERE firm = $1 AND ($2::text IS NULL OR protection = $2)) ORDER BY owner, id`,
    [firm, protection],
  );
}

/** These entries as they are now, of those that are still there. */
export async function entriesOf(sql: Sql, firm: string, keys: readonly EntryKey[]): Promise<AnswerableRow[]> {
  return sql.rows<AnswerableRow>(
    `SELECT ${answerableColumns} FROM entry WHERE firm = $1 AND (owner, id) IN
     (SELECT owner, id FROM unnest($2::text[], $3::text[]) AS row (owner, id)) ORDER BY owner, id`,
    [firm, keys.map(({ owner }) => owner), keys.map(({ id }) => id)],
  );
}
