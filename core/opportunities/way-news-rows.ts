/** What is remembered of ways in and what was said of them, as rows. */
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { deleteStaleNews } from '../identity/stale-news.ts';
import type { About, NewsOfTheDay, WayNewsInput } from './way-news.ts';

type Recalled = Pick<WayNewsInput, 'remembered' | 'dismissed'>;

/** All of it. */
export function recall(db: Reader): Recalled {
  const about = `iif(pursuit_id IS NULL, 'organisation', 'pursuit') AS kind, coalesce(pursuit_id, organisation_id) AS about`;
  return {
    remembered: statement(db, `SELECT ${about}, way, change, said_on AS saidOn FROM way_news`).all() as Recalled['remembered'][number][], // prettier-ignore
    dismissed: statement(db, `SELECT ${about}, said_on AS saidOn FROM dismissed_news`).all() as Recalled['dismissed'][number][], // prettier-ignore
  };
}

/** A first contact is none any more by then, and whatever was decided begins anew where it is opened again. */
export function forgetPassed(db: Writer, today: string): void {
  statement(
    db,
    `DELETE FROM way_news WHERE organisation_id IS NOT NULL AND said_on < date(?, '-60 days')
       OR pursuit_id IS NOT NULL AND pursuit_id NOT IN (SELECT id FROM pursuit WHERE outcome = 'open')`,
  ).run(today);
  deleteStaleNews(db);
}

/** In the place of what was remembered of the same. */
export function remember(db: Writer, { changed }: NewsOfTheDay): void {
  if (changed.length === 0) return;
  statement(
    db,
    `INSERT INTO way_news (organisation_id, pursuit_id, way, change, said_on)
     SELECT iif(value ->> 'kind' = 'organisation', value ->> 'about', NULL), iif(value ->> 'kind' = 'pursuit', value ->> 'about', NULL),
       value ->> 'way', value ->> 'change', value ->> 'saidOn' FROM json_each(?) WHERE true
     ON CONFLICT DO UPDATE SET way = excluded.way, change = excluded.change, said_on = excluded.said_on`,
  ).run(JSON.stringify(changed));
}

/** Puts away what was said of it; false where nothing was. */
export function dismissWayNews(db: Writer, { kind, about }: About): boolean {
  return (
    statement(
      db,
      `INSERT INTO dismissed_news SELECT organisation_id, pursuit_id, said_on FROM way_news
       WHERE ${kind === 'pursuit' ? 'pursuit_id' : 'organisation_id'} = ? AND said_on IS NOT NULL
       ON CONFLICT DO UPDATE SET said_on = excluded.said_on`,
    ).run(about).changes > 0
  );
}
