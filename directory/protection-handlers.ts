/** Barriers and objections: set, lifted and crossed, and worked into what is answered in the same transaction. */
import type { BodyOf } from '../core/exchange/routes.ts';
import { allActs, recordAct } from './acts.ts';
import { answer, refuse } from './answering.ts';
import type { Answer, Handlers } from './answering.ts';
import { answerAsks, openAsks } from './ask-handlers.ts';
import type { Sql } from './database.ts';
import { answerAgain, deleteEntries, entriesHit } from './entries.ts';
import type { AnswerableRow } from './entries.ts';
import { stopAsking } from './poll-handlers.ts';
import { clientsOwner, hitsOf, isActive, keysOf, protectionsOf } from './protections.ts';
import type { Protection } from './protections.ts';
import { Refused } from './refused.ts';
import { searchEntries } from './search.ts';
import type { Search } from './search.ts';

interface NewProtection {
  readonly id: string;
  readonly kind: Protection['kind'];
  readonly from: number;
  readonly until: number | null;
  readonly inside: readonly string[];
  readonly note: string;
  readonly recognising: BodyOf<'barrier'>['recognising'];
}

/** Nothing is published while this transaction runs: see `onSet`. */
export async function lockFirm(sql: Sql, firm: string): Promise<void> {
  await sql.rows('SELECT firm FROM firm WHERE firm = $1 FOR UPDATE', [firm]);
}

/** Puts a protection and answers with the entries it is about. Refuses: conflict, where a guard epoch in use has no key or the id is taken. */
export async function putProtection(
  sql: Sql,
  firm: string,
  of: NewProtection,
  search: Search,
): Promise<Answer<AnswerableRow[]>> {
  const epochs = await sql.rows<{ epoch: number }>(
    'SELECT a.epoch FROM audience a JOIN firm f ON f.firm = a.firm AND f.guard = a.audience WHERE a.firm = $1',
    [firm],
  );
  const keys = keysOf(of.recognising);
  if (epochs.some(({ epoch }) => !keys.has(epoch))) return refuse('conflict');
  const put = await sql.rows(
    `INSERT INTO protection (firm, id, kind, from_day, until_day, note) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT DO NOTHING RETURNING id`,
    [firm, of.id, of.kind, of.from, of.until, of.note],
  );
  if (put.length === 0) return refuse('conflict');
  for (const [epoch, key] of keys)
    await sql.rows('INSERT INTO protection_key (firm, protection, epoch, key) VALUES ($1, $2, $3, $4)', [
      firm,
      of.id,
      epoch,
      key,
    ]);
  await sql.rows(
    'INSERT INTO protection_inside (firm, protection, member, until_day) SELECT DISTINCT $1, $2, unnest($3::text[]), NULL::integer',
    [firm, of.id, of.inside],
  );
  return answer(await search(sql));
}

/** Works out again all that a protection changes: the entries it is about, and the open asks and polls. */
export async function actOn(
  sql: Sql,
  firm: string,
  rows: Awaited<ReturnType<typeof entriesHit>>,
  today: number,
): Promise<void> {
  const protections = await protectionsOf(sql, firm);
  await answerAgain(sql, firm, rows, protections, today);
  await answerAsks(sql, firm, await openAsks(sql, firm), protections, today);
  await stopAsking(sql, firm, protections, today);
}

/** Members who have something among these entries. */
function holdersOf(rows: readonly AnswerableRow[]): string[] {
  return [...new Set(rows.map(({ owner }) => owner))].filter((owner) => owner !== clientsOwner).sort();
}

/** Open asks a protection is about, and how many times one is shown to somebody who is not inside. */
async function asksAbout(sql: Sql, firm: string, id: string, today: number) {
  const protection = (await protectionsOf(sql, firm)).find((each) => each.id === id);
  const hit = new Set(
    (await openAsks(sql, firm))
      .filter((ask) => ask.expires >= today && protection !== undefined && hitsOf(ask, [protection]).length > 0)
      .map((ask) => `${ask.owner} ${ask.id}`),
  );
  const shown = await sql.rows<{ owner: string; id: string; viewer: string }>(
    'SELECT owner, id, viewer FROM ask_answer WHERE firm = $1 AND expires >= $2',
    [firm, today],
  );
  const outside = shown.filter(
    (each) =>
      protection !== undefined &&
      isActive(protection, today) &&
      hit.has(`${each.owner} ${each.id}`) &&
      !protection.inside.has(each.viewer),
  );
  return { asks: hit.size, asksOutside: outside.length };
}

/** Ends a protection; what it was about is answered again, where nothing else protects it. */
export async function lift(sql: Sql, firm: string, id: string, today: number): Promise<void> {
  const rows = await entriesHit(sql, firm, id);
  for (const [table, column] of [
    ['protection', 'id'],
    ['protection_key', 'protection'],
    ['protection_inside', 'protection'],
    ['hit', 'protection'],
  ] as const)
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND ${column} = $2`, [firm, id]);
  await sql.rows('DELETE FROM proposal WHERE firm = $1 AND barrier = $2', [firm, id]);
  await sql.rows('UPDATE client SET closed = NULL WHERE firm = $1 AND closed = $2', [firm, id]);
  await actOn(sql, firm, rows, today);
}

export const protectionHandlers: Pick<
  Handlers,
  'barrier' | 'propose' | 'agree' | 'barriers' | 'evidence' | 'object' | 'subject'
> = {
  async barrier({ db, today }, { firm, member }, body) {
    if (body.until !== null && body.until < body.from) return refuse('malformed');
    const search = await searchEntries(db, firm, keysOf(body.recognising));
    return db.transaction(async (sql) => {
      await lockFirm(sql, firm);
      const rows = await putProtection(sql, firm, { ...body, kind: 'barrier' }, search);
      if (!rows.ok) return rows;
      const { id: protection, inside, from, until, note } = body;
      await recordAct(sql, firm, { day: today, protection, kind: 'set', by: member, inside, from, until, note });
      await actOn(sql, firm, rows.value, today);
      return answer({});
    });
  },

  propose: ({ db, today }, { firm, member }, { id, barrier, act, note }) =>
    db.transaction(async (sql) => {
      await lockFirm(sql, firm);
      // A client that nobody answers for any more can be opened in no other way.
      const known = await sql.rows(
        `SELECT 1 FROM protection WHERE firm = $1 AND id = $2 AND (kind = 'barrier' OR (kind = 'closed' AND $3 = 'lift'))`,
        [firm, barrier, act.kind],
      );
      if (known.length === 0) return refuse('not_found');
      if (act.kind === 'cross' && act.until < today) return refuse('malformed');
      const put = await sql.rows(
        'INSERT INTO proposal (firm, id, barrier, by_member, act, note) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING RETURNING id',
        [firm, id, barrier, member, JSON.stringify(act), note],
      );
      if (put.length === 0) return refuse('conflict');
      await recordAct(sql, firm, { day: today, protection: barrier, kind: 'asked', by: member, note });
      return answer({});
    }),

  agree: ({ db, today }, { firm, member }, { id }) =>
    db.transaction(async (sql) => {
      await lockFirm(sql, firm);
      const [proposal] = await sql.rows<{ barrier: string; by_member: string; act: string; note: string }>(
        'DELETE FROM proposal WHERE firm = $1 AND id = $2 RETURNING barrier, by_member, act, note',
        [firm, id],
      );
      if (proposal === undefined) return refuse('not_found');
      // Thrown, so that the proposal stays for somebody else.
      if (proposal.by_member === member) throw new Refused(refuse('not_allowed'));
      const { barrier, by_member: by, note } = proposal;
      const act = JSON.parse(proposal.act) as BodyOf<'propose'>['act'];
      const line = { day: today, protection: barrier, by, with: member, note };
      if (act.kind === 'lift') {
        await recordAct(sql, firm, { ...line, kind: 'lifted' });
        await lift(sql, firm, barrier, today);
        return answer({});
      }
      await sql.rows(
        `INSERT INTO protection_inside (firm, protection, member, until_day) VALUES ($1, $2, $3, $4)
         ON CONFLICT (firm, protection, member) DO UPDATE SET until_day =
           CASE WHEN protection_inside.until_day IS NULL THEN NULL ELSE excluded.until_day END`,
        [firm, barrier, act.member, act.until],
      );
      await recordAct(sql, firm, { ...line, kind: 'crossed', member: act.member, until: act.until });
      await actOn(sql, firm, await entriesHit(sql, firm, barrier), today);
      return answer({});
    }),

  async barriers({ db }, { firm }) {
    const protections = await protectionsOf(db, firm);
    const notes = await db.rows<{ id: string; note: string }>('SELECT id, note FROM protection WHERE firm = $1', [
      firm,
    ]);
    const noteOf = new Map(notes.map(({ id, note }) => [id, note]));
    const proposed = await db.rows<{ id: string; barrier: string; by: string; act: string; note: string }>(
      'SELECT id, barrier, by_member AS by, act, note FROM proposal WHERE firm = $1 ORDER BY id',
      [firm],
    );
    return answer({
      protections: protections.map(({ id, kind, from, until, inside }) => ({
        id,
        kind,
        from,
        until,
        note: noteOf.get(id) ?? '',
        inside: [...inside].map(([member, last]) => ({ member, until: last })),
      })),
      proposed: proposed.map(({ act, ...each }) => ({ ...each, act: JSON.parse(act) as BodyOf<'propose'>['act'] })),
    });
  },

  /** Counts while nothing is published or protected, so that it is of one moment; the record, which is long, is read after that. */
  async evidence({ db, today }, { firm }, { protection }) {
    const counts = await db.transaction(async (sql) => {
      await lockFirm(sql, firm);
      // Of a closed client the firm's own row is answered to everybody, and of what begins later everything still is.
      const [entries] = await sql.rows<{ all: number; outside: number }>(
        `SELECT count(DISTINCT (h.owner, h.id))::integer AS all, count(a.viewer)::integer AS outside
         FROM protection p JOIN hit h ON h.firm = p.firm AND h.protection = p.id AND NOT (p.kind = 'closed' AND h.owner = '${clientsOwner}')
         LEFT JOIN answer a ON a.firm = h.firm AND a.owner = h.owner AND a.id = h.id AND a.expires >= $3
           AND p.from_day <= $3 AND (p.until_day IS NULL OR p.until_day >= $3) AND NOT EXISTS
           (SELECT 1 FROM protection_inside i WHERE i.firm = h.firm AND i.protection = h.protection AND i.member = a.viewer)
         WHERE p.firm = $1 AND p.id = $2`,
        [firm, protection, today],
      );
      const asks = await asksAbout(sql, firm, protection, today);
      return { entries: entries?.all ?? 0, entriesOutside: entries?.outside ?? 0, ...asks };
    });
    return answer({ acts: await allActs(db, firm), ...counts });
  },

  async object({ db, today }, { firm, member }, body) {
    const search = await searchEntries(db, firm, keysOf(body.recognising));
    return db.transaction(async (sql) => {
      await lockFirm(sql, firm);
      const of = { ...body, kind: 'objection', from: today, until: null, inside: [] } as const;
      const rows = await putProtection(sql, firm, of, search);
      if (!rows.ok) return rows;
      await sql.rows('INSERT INTO objection (firm, protection, tag) VALUES ($1, $2, $3)', [firm, body.id, body.tag]);
      await recordAct(sql, firm, { day: today, protection: body.id, kind: 'objected', by: member, note: body.note });
      await deleteEntries(sql, firm, rows.value);
      await actOn(sql, firm, [], today);
      return answer({ members: holdersOf(rows.value) });
    });
  },

  async subject({ db }, { firm }, { recognising }) {
    const search = await searchEntries(db, firm, keysOf(recognising));
    return answer({ members: holdersOf(await search(db)) });
  },
};
