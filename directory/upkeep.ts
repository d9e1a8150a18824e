/** What time does by itself: entries, asks, polls, invitations and epochs that are over go; protections that begin or end on this day are worked in. */
import { answerAsks, openAsks } from './ask-handlers.ts';
import { oldEpochDays } from './audience-handlers.ts';
import type { Database, Sql } from './database.ts';
import { answerAgain, entriesHit } from './entries.ts';
import { settlePolls } from './poll-handlers.ts';
import { protectionsOf } from './protections.ts';
import { mostSkew } from '../core/exchange/requests.ts';

/** Forgets nonces of requests that are too old to be believed anyway. `now` is seconds. */
export async function forgetNonces(db: Database, now: number): Promise<void> {
  await db.rows('DELETE FROM nonce WHERE created < $1', [now - 2 * mostSkew]);
}

/** Once a day and at the start; safe to do twice and by several at once. */
export async function turnDay(db: Database, today: number): Promise<void> {
  const firms = await db.rows<{ firm: string }>('SELECT firm FROM firm ORDER BY firm');
  for (const { firm } of firms)
    await db.transaction(async (sql) => {
      await sql.rows('SELECT firm FROM firm WHERE firm = $1 FOR UPDATE', [firm]);
      await removePast(sql, firm, today);
      const protections = await protectionsOf(sql, firm);
      await answerAgain(sql, firm, await entriesHit(sql, firm, null), protections, today);
      await answerAsks(sql, firm, await openAsks(sql, firm), protections, today);
    });
}

async function removePast(sql: Sql, firm: string, today: number): Promise<void> {
  const over = `SELECT old.audience, old.epoch FROM audience old JOIN audience next ON next.firm = old.firm
    AND next.audience = old.audience AND next.epoch = old.epoch + 1 WHERE old.firm = $1 AND next.opened < $2`;
  const guardOver = `SELECT g.epoch FROM (${over}) g JOIN firm f ON f.firm = $1 AND f.guard = g.audience`;
  const gone = `SELECT owner, id FROM entry WHERE firm = $1 AND (expires < $3 OR (audience, epoch) IN (${over}) OR guard_epoch IN (${guardOver}))`;
  const days = [firm, today - oldEpochDays, today];
  for (const table of ['answer', 'hit', 'entry'])
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND (owner, id) IN (${gone})`, days);
  await sql.rows(`DELETE FROM protection_key WHERE firm = $1 AND epoch IN (${guardOver})`, days.slice(0, 2));
  for (const table of ['wrap', 'audience'])
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND (audience, epoch) IN (${over})`, days.slice(0, 2));
  for (const table of ['ask_answer', 'ask', 'offer', 'invitation'])
    await sql.rows(`DELETE FROM ${table} WHERE firm = $1 AND expires < $2`, [firm, today]);
  await settlePolls(sql, firm, today);
  await sql.rows('DELETE FROM done WHERE firm = $1 AND day < $2', [firm, today - 2]);
}
