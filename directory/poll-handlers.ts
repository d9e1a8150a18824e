/** Polls: asked of everybody, answered by whoever wants to. Of ballots only the sum is kept, and of a sum of too few nothing. */
import { fromText, toText } from '../core/exchange/encoding.ts';
import { leastContributors, mostPollDays } from '../core/exchange/polls.ts';
import { mostPolls, mostPollsOfOne } from '../core/exchange/routes-polls.ts';
import { addBallot, emptyTally, parseBallot } from '../core/exchange/tally.ts';
import { answer, refuse } from './answering.ts';
import type { Handlers } from './answering.ts';
import type { Sql } from './database.ts';
import { guardColumns } from './entries.ts';
import { hitsOf, protectionsOf } from './protections.ts';
import type { KeptGuard, Protection } from './protections.ts';

interface Question extends KeptGuard {
  readonly poll: string;
  readonly place: number;
}

/**
 * Whether everybody is asked, or nobody because something protects what the question is about, or will from a later day. Never a few: five
 * contribute to a whole poll, and a sum that only one of them was asked about would be that one's answer.
 */
function mayBeAsked(guard: KeptGuard, protections: readonly Protection[], today: number): boolean {
  return hitsOf(guard, protections).every(({ until }) => until !== null && until < today);
}

/** What is protected from now on is asked no more; nor again in the same poll, where only those who contribute later would be asked. */
export async function stopAsking(
  sql: Sql,
  firm: string,
  protections: readonly Protection[],
  today: number,
): Promise<void> {
  const asked = await sql.rows<Question>(
    `SELECT poll, place, guard_epoch AS "guardEpoch", guard_salt AS "guardSalt", guard_tags AS "guardTags"
     FROM poll_question WHERE firm = $1 AND asked`,
    [firm],
  );
  for (const { poll, place, ...guard } of asked)
    if (!mayBeAsked(guard, protections, today))
      await sql.rows('UPDATE poll_question SET asked = false WHERE firm = $1 AND poll = $2 AND place = $3', [firm, poll, place]);
} // prettier-ignore

/** Polls that are over: first what was asked and who contributed goes, with the sum where they were too few; two weeks later all of it. */
export async function settlePolls(sql: Sql, firm: string, today: number): Promise<void> {
  const closed = await sql.rows<{ id: string; contributors: number }>(
    `SELECT p.id, (SELECT count(*)::integer FROM poll_contributor c WHERE c.firm = p.firm AND c.poll = p.id) AS contributors
     FROM poll p WHERE p.firm = $1 AND p.closes < $2 AND NOT p.settled FOR UPDATE`,
    [firm, today],
  );
  for (const { id, contributors } of closed)
    await sql.rows(
      'UPDATE poll SET settled = true, tally = CASE WHEN $3::integer >= $4::integer THEN tally END WHERE firm = $1 AND id = $2',
      [firm, id, contributors, leastContributors],
    );
  for (const table of parts)
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND poll IN (SELECT id FROM poll WHERE firm = $1 AND settled)`, [firm]);
  await sql.rows('DELETE FROM poll WHERE firm = $1 AND closes < $2', [firm, today - mostPollDays]);
} // prettier-ignore

const parts = ['poll_question', 'poll_contributor'] as const;

/** Polls of members who left, or one of them; and their part in those of others. */
export async function deletePolls(sql: Sql, firm: string, owners: readonly string[], poll: string | null): Promise<void> {
  const which = 'firm = $1 AND owner = ANY($2::text[]) AND ($3::text IS NULL OR id = $3)';
  for (const table of parts)
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND poll IN (SELECT id FROM poll WHERE ${which})`, [firm, owners, poll]);
  await sql.rows(`DELETE FROM poll WHERE ${which}`, [firm, owners, poll]);
} // prettier-ignore

export const pollHandlers: Pick<Handlers, 'poll' | 'polls' | 'contribute' | 'tally' | 'unpoll'> = {
  poll: ({ db, today, randomBytes }, { firm, member }, { poll, guards }) =>
    db.transaction(async (sql) => {
      // Nothing is protected meanwhile, and no other poll opened.
      const [own] = await sql.rows<{ guard_epoch: number; epoch: number }>(
        `SELECT f.guard_epoch, (SELECT max(a.epoch) FROM audience a WHERE a.firm = f.firm AND a.audience = f.everyone) AS epoch
         FROM firm f WHERE f.firm = $1 FOR UPDATE`,
        [firm],
      );
      const polls = await sql.rows<{ id: string; owner: string; settled: boolean }>(
        'SELECT id, owner, settled FROM poll WHERE firm = $1',
        [firm],
      );
      // The same poll sent again is the same poll.
      if (polls.some(({ id, owner }) => id === poll.id && owner === member)) return answer({});
      if (own?.epoch !== poll.epoch || guards.some(({ epoch }) => epoch !== own.guard_epoch)) return refuse('conflict');
      if (poll.closes < today || poll.closes > today + mostPollDays) return refuse('malformed');
      const open = polls.filter(({ settled }) => !settled);
      if (open.length >= mostPolls || open.filter(({ owner }) => owner === member).length >= mostPollsOfOne)
        return refuse('full');
      const put = await sql.rows(
        `INSERT INTO poll (firm, id, owner, epoch, closes, cover, tally, settled) VALUES ($1, $2, $3, $4, $5, $6, $7, false)
         ON CONFLICT DO NOTHING RETURNING id`,
        [firm, poll.id, member, poll.epoch, poll.closes, fromText(poll.cover), emptyTally()],
      );
      if (put.length === 0) return refuse('conflict');
      const protections = await protectionsOf(sql, firm);
      for (const [place, guard] of guards.entries()) {
        const body = fromText(poll.questions[place] ?? '');
        const kept = guardColumns(guard);
        await sql.rows(
          `INSERT INTO poll_question (firm, poll, place, body, made_up, asked, guard_epoch, guard_salt, guard_tags)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
          [
            firm,
            poll.id,
            place,
            body,
            randomBytes(body.length),
            mayBeAsked(kept, protections, today),
            kept.guardEpoch,
            kept.guardSalt,
            kept.guardTags,
          ],
        );
      }
      return answer({});
    }),

  /** One statement, whatever may not be asked. Its owner is given all of it, so that nothing tells them what is protected. To others a question that is not asked is made-up bytes, as those are that were never there. */
  async polls({ db, today }, { firm, member }) {
    const rows = await db.rows<{ id: string; epoch: number; closes: number; cover: Uint8Array; question: Uint8Array }>(
      `SELECT p.id, p.epoch, p.closes, p.cover, CASE WHEN p.owner = $2 OR q.asked THEN q.body ELSE q.made_up END AS question
       FROM poll p JOIN poll_question q ON q.firm = p.firm AND q.poll = p.id
       WHERE p.firm = $1 AND p.closes >= $3 ORDER BY p.id, q.place`,
      [firm, member, today],
    );
    const ids = [...new Set(rows.map(({ id }) => id))];
    return answer({
      polls: ids.flatMap((id) => {
        const own = rows.filter((row) => row.id === id);
        return own.slice(0, 1).map(({ epoch, closes, cover }) => ({
          id, epoch, closes, cover: toText(cover), questions: own.map(({ question }) => toText(question)),
        })); // prettier-ignore
      }),
    });
  },

  async contribute({ db, today }, { firm, member }, { poll, ballot }) {
    // Before the poll is locked.
    const parsed = parseBallot(ballot);
    if (!parsed.ok) return refuse('malformed');
    return db.transaction(async (sql) => {
      const [open] = await sql.rows<{ tally: Uint8Array }>(
        'SELECT tally FROM poll WHERE firm = $1 AND id = $2 AND closes >= $3 AND NOT settled FOR UPDATE',
        [firm, poll, today],
      );
      if (open === undefined) return refuse('not_found');
      const first = await sql.rows(
        'INSERT INTO poll_contributor (firm, poll, member) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING member',
        [firm, poll, member],
      );
      if (first.length === 0) return refuse('conflict');
      const sum = addBallot(open.tally, parsed.value);
      await sql.rows('UPDATE poll SET tally = $3 WHERE firm = $1 AND id = $2', [firm, poll, sum]);
      return answer({});
    });
  },

  tally: ({ db, today }, { firm, member }, { poll }) =>
    db.transaction(async (sql) => {
      await settlePolls(sql, firm, today);
      const [own] = await sql.rows<{ tally: Uint8Array | null; settled: boolean }>(
        'SELECT tally, settled FROM poll WHERE firm = $1 AND id = $2 AND owner = $3',
        [firm, poll, member],
      );
      if (own === undefined) return refuse('not_found');
      if (!own.settled) return refuse('conflict');
      return answer({ tally: own.tally === null ? null : toText(own.tally) });
    }),

  unpoll: ({ db }, { firm, member }, { poll }) =>
    db.transaction(async (sql) => {
      await deletePolls(sql, firm, [member], poll);
      return answer({});
    }),
};
