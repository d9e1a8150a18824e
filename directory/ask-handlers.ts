/** Asks and offers. Whether an ask reached anybody, and who, is answered to nobody. */
import { mostAskDays } from '../core/exchange/asks.ts';
import { slotsOnPage } from '../core/exchange/bodies.ts';
import { fromText, toText } from '../core/exchange/encoding.ts';
import { askToBytes, offerToBytes, pageAnswer } from '../core/exchange/slots.ts';
import { answer, refuse } from './answering.ts';
import type { Handlers } from './answering.ts';
import type { Sql } from './database.ts';
import { doneBefore, rememberDone } from './done.ts';
import { guardColumns } from './entries.ts';
import { hitsOf, protectionsOf, viewersOf } from './protections.ts';
import type { Guarded, Protection } from './protections.ts';

/** Asks of a member that may be open at once. */
const mostOpen = 20;

interface AskRow extends Guarded {
  readonly id: string;
  readonly audience: string;
}

/**
 * Works out who is shown these asks: nobody outside a barrier is asked about what is inside, and nobody inside by somebody outside; of a closed
 * client its partner alone is asked, by anybody.
 */
export async function answerAsks(
  sql: Sql,
  firm: string,
  asks: readonly AskRow[],
  protections: readonly Protection[],
  today: number,
): Promise<void> {
  for (const ask of asks) {
    await sql.rows('DELETE FROM ask_answer WHERE firm = $1 AND owner = $2 AND id = $3', [firm, ask.owner, ask.id]);
    const viewers = viewersOf(ask, hitsOf(ask, protections), today, 'ask');
    await sql.rows(
      `INSERT INTO ask_answer (firm, audience, viewer, id, expires, owner)
       SELECT $1, $2, viewer, $3, expires, $4 FROM unnest($5::text[], $6::integer[]) AS row (viewer, expires)`,
      [
        firm,
        ask.audience,
        ask.id,
        ask.owner,
        viewers.map(({ viewer }) => viewer),
        viewers.map(({ expires }) => expires),
      ],
    );
  }
}

/** All asks of a firm that are open: there are few. */
export async function openAsks(sql: Sql, firm: string): Promise<AskRow[]> {
  return sql.rows<AskRow>(
    `SELECT owner, id, audience, expires, guard_epoch AS "guardEpoch", guard_salt AS "guardSalt", guard_tags AS "guardTags"
     FROM ask WHERE firm = $1`,
    [firm],
  );
}

export const askHandlers: Pick<Handlers, 'ask' | 'asks' | 'unask' | 'offer' | 'offers' | 'objections'> = {
  ask: ({ db, today }, caller, body) =>
    db.transaction(async (sql) => {
      const { firm, member } = caller;
      const { ask, guard } = body;
      const done = await doneBefore(sql, caller, body);
      if (done !== null) return done.isSame ? answer({}) : refuse('conflict');
      const [own] = await sql.rows<{ guard_epoch: number }>('SELECT guard_epoch FROM firm WHERE firm = $1 FOR SHARE', [
        firm,
      ]);
      const [open] = await sql.rows<{ epoch: number | null }>(
        `SELECT max(a.epoch) AS epoch FROM audience a JOIN audience_member m ON m.firm = a.firm AND m.audience = a.audience
         WHERE a.firm = $1 AND a.audience = $2 AND a.type <> 'guard' AND m.member = $3`,
        [firm, ask.audience, member],
      );
      if (open?.epoch === null || open === undefined) return refuse('not_allowed');
      if (open.epoch !== ask.epoch || own?.guard_epoch !== guard.epoch) return refuse('conflict');
      if (ask.expires < today || ask.expires > today + mostAskDays) return refuse('malformed');
      const [count] = await sql.rows<{ open: number }>(
        'SELECT count(*)::integer AS open FROM ask WHERE firm = $1 AND owner = $2 AND expires >= $3',
        [firm, member, today],
      );
      if ((count?.open ?? 0) >= mostOpen) return refuse('too_many');
      const row: AskRow = {
        owner: member,
        id: ask.id,
        audience: ask.audience,
        expires: ask.expires,
        ...guardColumns(guard),
      };
      const put = await sql.rows(
        `INSERT INTO ask (firm, owner, id, audience, expires, body, guard_epoch, guard_salt, guard_tags)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT DO NOTHING RETURNING id`,
        [
          firm,
          member,
          ask.id,
          ask.audience,
          ask.expires,
          askToBytes(ask),
          row.guardEpoch,
          row.guardSalt,
          row.guardTags,
        ],
      );
      // An ask of that id is there already where another act has brought it.
      if (put.length > 0) await answerAsks(sql, firm, [row], await protectionsOf(sql, firm), today);
      await rememberDone(sql, caller, body, 0, today);
      return answer({});
    }),

  async asks({ db, today }, { firm, member }, { after }) {
    const found = await db.rows<{ body: Uint8Array }>(
      `SELECT k.body FROM audience_member m JOIN ask_answer a ON a.firm = m.firm AND a.audience = m.audience AND a.viewer IN ('', $2)
         JOIN ask k ON k.firm = a.firm AND k.owner = a.owner AND k.id = a.id
       WHERE m.firm = $1 AND m.member = $2 AND a.expires >= $3 AND a.id > $4 AND a.owner <> $2 ORDER BY a.id LIMIT ${slotsOnPage}`,
      [firm, member, today, after ?? ''],
    );
    return answer(
      pageAnswer(
        'ask',
        found.map(({ body }) => body),
      ),
    );
  },

  unask: ({ db }, { firm, member }, { ask }) =>
    db.transaction(async (sql) => {
      for (const table of ['ask_answer', 'ask'])
        await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND owner = $2 AND id = $3`, [firm, member, ask]);
      await sql.rows(
        'DELETE FROM offer WHERE firm = $1 AND ask = $2 AND recipient IN (SELECT sealing FROM device WHERE firm = $1 AND member = $3)',
        [firm, ask, member],
      );
      return answer({});
    }),

  /** The same answer whether there is such an ask or not, and whether the recipient is who asked. */
  offer: ({ db, today, randomBytes }, { firm, member }, { ask, offers }) =>
    db.transaction(async (sql) => {
      for (const { recipient, sealed } of offers)
        await sql.rows(
          `INSERT INTO offer (firm, recipient, id, ask, owner, sealed, expires)
           SELECT DISTINCT $1, d.sealing, $2, k.id, $3, $4::bytea, k.expires
           FROM ask k JOIN ask_answer a ON a.firm = k.firm AND a.owner = k.owner AND a.id = k.id AND a.viewer IN ('', $3)
             JOIN audience_member m ON m.firm = a.firm AND m.audience = a.audience AND m.member = $3
             JOIN device d ON d.firm = k.firm AND d.member = k.owner
           WHERE k.firm = $1 AND k.id = $5 AND k.expires >= $6 AND a.expires >= $6 AND d.sealing = $7`,
          [firm, toText(randomBytes(16)), member, fromText(sealed), ask, today, recipient],
        );
      return answer({});
    }),

  async offers({ db, today }, { firm, sealing }, { after }) {
    const found = await db.rows<{ id: string; ask: string; sealed: Uint8Array }>(
      `SELECT id, ask, sealed FROM offer WHERE firm = $1 AND recipient = $2 AND expires >= $3 AND id > $4 ORDER BY id LIMIT ${slotsOnPage}`,
      [firm, sealing, today, after ?? ''],
    );
    return answer(
      pageAnswer(
        'offer',
        found.map(({ id, ask, sealed }) => offerToBytes(fromText(id), fromText(ask), sealed)),
      ),
    );
  },

  async objections({ db }, { firm }) {
    const tags = await db.rows<{ tag: string }>('SELECT tag FROM objection WHERE firm = $1 ORDER BY tag', [firm]);
    return answer({ tags: tags.map(({ tag }) => tag) });
  },
};
