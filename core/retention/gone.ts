/** What the user deleted on a server and wants forgotten here too: only what is in no other folder, account or file. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { addressesWithoutEvidence, deleteAddresses } from '../identity/addresses.ts';

/** For when every folder has been looked at: what was moved is in another one by then. Answers with how many messages went. */
export function forgetGone(db: Writer): number {
  if (statement(db, 'SELECT 1 FROM held WHERE gone').get() === undefined) return 0;
  return db.transaction(() => {
    // Pairs of a message and a source that no longer holds it.
    const pairs = JSON.stringify(
      statement(
        db,
        `SELECT DISTINCT message.id, held.source_id FROM held JOIN message USING (key) WHERE gone AND NOT EXISTS (
           SELECT 1 FROM held AS other WHERE other.source_id = held.source_id AND other.key = held.key AND NOT other.gone)`,
      )
        .raw()
        .all(),
    );
    const those = 'SELECT value ->> 0, value ->> 1 FROM json_each(?)';
    statement(db, 'DELETE FROM held WHERE gone').run();
    statement(db, `DELETE FROM message_copy WHERE (message_id, source_id) IN (${those})`).run(pairs);
    statement(
      db,
      `UPDATE message SET source_id = (SELECT min(source_id) FROM message_copy WHERE message_id = id)
       WHERE (id, source_id) IN (${those}) AND EXISTS (SELECT 1 FROM message_copy WHERE message_id = id)`,
    ).run(pairs);
    statement(
      db,
      `DELETE FROM message_copy WHERE (message_id, source_id) IN (
         SELECT id, message.source_id FROM message_copy AS copy JOIN message ON id = copy.message_id)`,
    ).run();
    const ids = statement(db, `SELECT id FROM message WHERE (id, source_id) IN (${those})`).pluck().all(pairs);
    const list = JSON.stringify(ids);
    for (const [table, column] of [
      ['message_party', 'message_id'],
      ['message', 'id'],
    ] as const)
      statement(db, `DELETE FROM ${table} WHERE ${column} IN (SELECT value FROM json_each(?))`).run(list);
    deleteAddresses(db, JSON.stringify(addressesWithoutEvidence(db)));
    return ids.length;
  })();
}
