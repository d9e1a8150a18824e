/** What became of the user's own asks, counted by quarter: from those that are kept, and from counts of those that no longer are. */
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { answerHours, quarterOf, quartersUntil } from '../exchange/figures.ts';
import type { QuarterFigures } from '../exchange/figures.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { AsOf } from './asks.ts';
import { hasMet, peopleAbout } from './introduced.ts';

/** Each quarter in its place; one of which nothing is known is all zeros. */
export function ownFigures(db: Reader, quarters: readonly string[], asOf: AsOf): QuarterFigures[] {
  const counts = new Map<string, number>();
  const add = (quarter: string, what: string, count: number): void => {
    counts.set(`${quarter} ${what}`, (counts.get(`${quarter} ${what}`) ?? 0) + count);
  };
  for (const { quarter, what, count } of keptFigures(db)) add(quarter, what, count);
  for (const ask of countedAsks(db, Infinity, asOf)) for (const what of ask.what) add(ask.quarter, what, 1);
  return quarters.map((quarter) => {
    const of = (what: string): number => counts.get(`${quarter} ${what}`) ?? 0;
    return { made: of('made'), answered: answerHours.map((hours) => of(String(hours))), met: of('met') };
  });
}

/** Before asks that were needed before `before` (Unix seconds) are forgotten: what they add to the counts stays, for as long as a poll may ask. */
export function keepFigures(db: Writer, before: number, now: number, interactions: () => Interactions): void {
  const isAny = statement(db, 'SELECT 1 FROM ask_made WHERE needed_by < ?').get(before) !== undefined;
  for (const { quarter, what } of isAny ? countedAsks(db, before, { now, interactions: interactions() }) : [])
    for (const each of what)
      statement(
        db,
        'INSERT INTO ask_figure VALUES (?, ?, 1) ON CONFLICT (quarter, what) DO UPDATE SET count = count + 1',
      ).run(quarter, each);
  statement(db, 'DELETE FROM ask_figure WHERE quarter NOT IN (SELECT value FROM json_each(?))').run(
    JSON.stringify(quartersUntil(Math.floor(now / 86_400))),
  );
}

function keptFigures(db: Reader): { quarter: string; what: string; count: number }[] {
  return statement(db, 'SELECT quarter, what, count FROM ask_figure').all() as ReturnType<typeof keptFigures>;
}

/** What each ask that was needed before `before` counts as; one the exchange has not taken counts as nothing. */
function countedAsks(db: Reader, before: number, { now, interactions }: AsOf): { quarter: string; what: string[] }[] {
  const asks = statement(
    db,
    `SELECT about, asked_at AS askedAt, count(member) AS offers, min(offered_at) AS offeredAt
     FROM ask_made LEFT JOIN ask_offer ON ask_offer.ask = ask_made.ask WHERE sealed IS NULL AND needed_by < ? GROUP BY ask_made.ask`,
  ).all(before) as { about: string; askedAt: number; offers: number; offeredAt: number | null }[];
  return asks.map(({ about, askedAt, offers, offeredAt }) => {
    const hours = offeredAt === null ? Infinity : (offeredAt - askedAt) / 3600;
    const within = answerHours.find((most) => hours <= most) ?? answerHours.at(-1);
    const met = offers > 0 && hasMet(interactions, peopleAbout(db, about), askedAt, now);
    return {
      quarter: quarterOf(askedAt),
      what: ['made', ...(offers > 0 ? [String(within)] : []), ...(met ? ['met'] : [])],
    };
  });
}
