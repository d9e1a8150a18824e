/** News of ways in to organisations and pursuits that are no more. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';

/**
 * Deletes what was remembered and put away of organisations and pursuits that are gone, for their ids are given again. Wherever one
 * of these is deleted.
 */
export function deleteStaleNews(db: Writer): void {
  // NULL is not in an empty table either.
  statement(
    db,
    `DELETE FROM way_news WHERE organisation_id IS NOT NULL AND organisation_id NOT IN (SELECT id FROM organisation)
       OR pursuit_id IS NOT NULL AND pursuit_id NOT IN (SELECT id FROM pursuit)`,
  ).run();
  statement(
    db,
    `DELETE FROM dismissed_news WHERE NOT EXISTS (SELECT 1 FROM way_news
       WHERE way_news.organisation_id IS dismissed_news.organisation_id AND way_news.pursuit_id IS dismissed_news.pursuit_id)`,
  ).run();
}
