/** What members let each other know: publish, take back, look up. */
import { keysInLookup, mostOwnRows, slotsPerKey } from '../core/exchange/bodies.ts';
import type { Row } from '../core/exchange/bodies.ts';
import { fromText, toText } from '../core/exchange/encoding.ts';
import type { Canonical } from '../core/exchange/encoding.ts';
import { mostDays } from '../core/exchange/entries.ts';
import { lookupAnswer } from '../core/exchange/slots.ts';
import { answer, refuse } from './answering.ts';
import type { Answer, DeviceCaller, Handlers, Work } from './answering.ts';
import type { Sql } from './database.ts';
import { doneBefore, rememberDone } from './done.ts';
import { deleteAllOf, deleteEntries, guardColumns, putEntries } from './entries.ts';
import type { EntryRow } from './entries.ts';
import { protectionsOf } from './protections.ts';
import { Refused } from './refused.ts';

/** Rows in one page of a member's own set. */
const ownPage = 500;

/** One act on the set of a member, done once however often it is sent, all of it or nothing. */
async function onSet(
  work: Work,
  caller: DeviceCaller,
  body: { readonly idempotency: string; readonly expected: number | null } & Readonly<Record<string, Canonical>>,
  change: (sql: Sql, version: number) => Promise<Answer<null>>,
): Promise<Answer<{ version: number }>> {
  const { firm, member } = caller;
  return work.db.transaction(async (sql) => {
    // Publishing waits while a protection is set, so that no entry slips past one that is not yet seen.
    await sql.rows('SELECT firm FROM firm WHERE firm = $1 FOR SHARE', [firm]);
    await sql.rows('INSERT INTO owner (firm, member, version) VALUES ($1, $2, 0) ON CONFLICT DO NOTHING', [
      firm,
      member,
    ]);
    const [owner] = await sql.rows<{ version: number }>(
      'SELECT version FROM owner WHERE firm = $1 AND member = $2 FOR UPDATE',
      [firm, member],
    );
    const done = await doneBefore(sql, caller, body);
    const before = owner?.version ?? 0;
    if (done !== null) return done.isSame ? answer({ version: done.version }) : refuse('conflict', before);
    if (body.expected !== null && body.expected !== before) return refuse('conflict', before);
    const version = before + 1;
    const changed = await change(sql, version);
    if (!changed.ok) return changed;
    await sql.rows('UPDATE owner SET version = $3 WHERE firm = $1 AND member = $2', [firm, member, version]);
    await rememberDone(sql, caller, body, version, work.today);
    return answer({ version });
  });
}

/** Why rows cannot be published: an audience the member is not in, an epoch that is over, a version or day that is not what it should be. */
export async function refusalOfRows(
  sql: Sql,
  firm: string,
  member: string | null,
  rows: readonly Row[],
  version: number | null,
  today: number,
): Promise<'not_allowed' | 'malformed' | 'conflict' | null> {
  const open = await sql.rows<{ audience: string; type: string; epoch: number }>(
    `SELECT a.audience, a.type, max(a.epoch) AS epoch FROM audience a
     WHERE a.firm = $1 AND ($2::text IS NULL OR EXISTS
       (SELECT 1 FROM audience_member m WHERE m.firm = a.firm AND m.audience = a.audience AND m.member = $2))
     GROUP BY a.audience, a.type`,
    [firm, member],
  );
  const [own] = await sql.rows<{ guard_epoch: number }>('SELECT guard_epoch FROM firm WHERE firm = $1', [firm]);
  const epochs = new Map(open.filter(({ type }) => type !== 'guard').map(({ audience, epoch }) => [audience, epoch]));
  if (new Set(rows.map(({ id }) => id)).size !== rows.length) return 'malformed';
  for (const row of rows) {
    const epoch = epochs.get(row.audience);
    if (epoch === undefined) return 'not_allowed';
    if (row.epoch !== epoch || row.guard.epoch !== own?.guard_epoch) return 'conflict';
    if (version !== null && row.version !== version) return 'malformed';
    if (row.expires < today || row.expires > today + mostDays) return 'malformed';
  }
  return null;
}

/** A published row as the tables have it. */
export function entryRowOf(owner: string, { guard, lookup, sealed, ...row }: Row): EntryRow {
  return { ...row, owner, lookup: fromText(lookup), sealed: fromText(sealed), ...guardColumns(guard) };
}

export const sharingHandlers: Pick<Handlers, 'publish' | 'withdraw' | 'mine' | 'lookup'> = {
  publish: (work, caller, body) =>
    onSet(work, caller, body, async (sql, version) => {
      const { firm, member } = caller;
      const reason = await refusalOfRows(sql, firm, member, body.put, version, work.today);
      if (reason !== null) return refuse(reason, version - 1);
      await deleteEntries(
        sql,
        firm,
        body.remove.map((id) => ({ owner: member, id })),
      );
      const rows = body.put.map((row) => entryRowOf(member, row));
      await putEntries(sql, firm, rows, await protectionsOf(sql, firm), work.today);
      const [own] = await sql.rows<{ count: number }>(
        'SELECT count(*)::integer AS count FROM entry WHERE firm = $1 AND owner = $2',
        [firm, member],
      );
      if ((own?.count ?? 0) > mostOwnRows) throw new Refused(refuse('too_large'));
      return answer(null);
    }),

  withdraw: (work, caller, body) =>
    onSet(work, caller, body, async (sql) => {
      const { firm, member } = caller;
      if (body.ids === null) await deleteAllOf(sql, firm, member);
      else
        await deleteEntries(
          sql,
          firm,
          body.ids.map((id) => ({ owner: member, id })),
        );
      return answer(null);
    }),

  async mine({ db }, { firm, member }, { after }) {
    const [owner] = await db.rows<{ version: number }>('SELECT version FROM owner WHERE firm = $1 AND member = $2', [
      firm,
      member,
    ]);
    const rows = await db.rows<Omit<EntryRow, 'owner'>>(
      `SELECT id, audience, epoch, lookup, version, expires, sealed FROM entry
       WHERE firm = $1 AND owner = $2 AND id > $3 ORDER BY id LIMIT ${ownPage}`,
      [firm, member, after ?? ''],
    );
    return answer({
      version: owner?.version ?? 0,
      rows: rows.map(({ lookup, sealed, ...row }) => ({ ...row, lookup: toText(lookup), sealed: toText(sealed) })),
    });
  },

  /** One statement, whatever there is: absent, withheld, past and not for this member are rows that are not in `answer`. */
  async lookup({ db, today }, { firm, member }, { keys, page }) {
    const found = await db.rows<{ lookup: Uint8Array; version: number; expires: number; sealed: Uint8Array }>(
      lookupStatement,
      [firm, member, today, page * slotsPerKey, (page + 1) * slotsPerKey, ...keys.map(fromText)],
    );
    const places = new Map(keys.map((key, place) => [key, place]));
    return answer(
      lookupAnswer(
        found.map(({ lookup, ...entry }) => ({ ...entry, place: places.get(toText(lookup)) ?? keysInLookup })),
      ),
    );
  },
};

/**
 * Also explained by a test. One probe of the key of `answer` for each audience, viewer and lookup key: LATERAL with a limit leaves a
 * planner that does not see the values no other way, where a plain join made it read all that an audience has and filter that; keys as rows
 * of VALUES cost the same with and without the values in sight, so that the database plans once and not each time.
 */
export const lookupStatement = `SELECT e.lookup, e.version, e.expires, e.sealed FROM (
    SELECT a.owner, a.id, a.lookup, row_number() OVER (PARTITION BY a.lookup ORDER BY a.rank, a.id) AS place
    FROM audience_member m
      CROSS JOIN (VALUES ${Array.from({ length: keysInLookup }, (_, at) => `($${at + 6}::bytea)`).join(', ')}) AS asked (lookup)
      CROSS JOIN (VALUES (''), ($2::text)) AS reader (viewer)
      CROSS JOIN LATERAL (
        SELECT owner, id, lookup, rank FROM answer WHERE firm = $1 AND lookup = asked.lookup AND audience = m.audience
          AND viewer = reader.viewer AND expires >= $3 LIMIT 2000
      ) a
    WHERE m.firm = $1 AND m.member = $2
  ) found JOIN entry e ON e.firm = $1 AND e.owner = found.owner AND e.id = found.id
  WHERE found.place > $4 AND found.place <= $5 ORDER BY e.lookup, found.place`;
