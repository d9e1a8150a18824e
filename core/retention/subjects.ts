/** Subjects of messages and titles of meetings: kept only while the user says so. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { writeSetting } from '../db/settings.ts';
import { readFromBeginning } from '../ingest/sync.ts';

/**
 * Stores the answer; "no" deletes every subject and title that is stored. Those that were not kept come with the next import of
 * the same mail. Answers with how many went.
 */
export function keepSubjects(db: Writer, keep: boolean): number {
  return db.transaction(() => {
    writeSetting(db, 'subjects', keep ? 'yes' : 'no');
    readFromBeginning(db);
    if (keep) return 0;
    const subjects = statement(db, 'UPDATE message SET subject = NULL WHERE subject IS NOT NULL').run().changes;
    return subjects + statement(db, 'UPDATE meeting SET title = NULL WHERE title IS NOT NULL').run().changes;
  })();
}
