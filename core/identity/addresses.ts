/** Addresses that go: which of them nothing speaks of any more, and what hangs on them. */
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { rankedSides } from './people.ts';

/** Ids of addresses whose people the user has filed on a side that is never shared. */
export const asideAddresses = `SELECT address.id FROM address JOIN person ON person.id = person_id WHERE side NOT IN ('${rankedSides.join(`','`)}')`;

/** Those of whoever the user keeps private, by any address of theirs. */
export const privateAddresses = `SELECT address_id FROM private_address UNION ALL SELECT id FROM address WHERE person_id IN
  (SELECT person_id FROM private_address JOIN address ON id = address_id)`;

/** Both: only the user's word takes that back. */
export const keptOutAddresses = `${privateAddresses} UNION ALL ${asideAddresses}`;

/**
 * Ids of addresses in no message, meeting, card or touch, but for those the user said are their own, never to be suggested or briefed on,
 * or kept out of what is shared.
 */
export function addressesWithoutEvidence(db: Reader): number[] {
  return statement(
    db,
    `SELECT id FROM address
     WHERE NOT EXISTS (SELECT 1 FROM message_party WHERE address_id = address.id)
       AND NOT EXISTS (SELECT 1 FROM meeting_party WHERE address_id = address.id)
       AND NOT EXISTS (SELECT 1 FROM touch WHERE address_id = address.id)
       AND id NOT IN (SELECT address_id FROM card_address)
       AND id NOT IN (SELECT address_id FROM never_suggested)
       AND id NOT IN (SELECT address_id FROM never_briefed)
       AND id NOT IN (${keptOutAddresses})
       AND id NOT IN (SELECT address_id FROM own_address WHERE confirmed = 1)`,
  )
    .pluck()
    .all() as number[];
}

/** Deletes addresses (a JSON list of ids) with their names and all that the user said of them; evidence is the caller's. */
export function deleteAddresses(db: Writer, ids: string): void {
  const those = '(SELECT value FROM json_each(?))';
  bridgeMerges(db, ids);
  stopSharing(db, ids);
  for (const table of ['merge', 'proposal']) {
    statement(db, `DELETE FROM "${table}" WHERE a IN ${those} OR b IN ${those}`).run(ids, ids);
  }
  for (const table of [
    'touch',
    'known_well',
    'never_suggested',
    'never_briefed',
    'put_off',
    'suggested',
    'own_address',
    'refused_side',
    'private_address',
    'sharing_grant',
    'ask_received',
    'said_title',
    'address_name',
  ]) {
    statement(db, `DELETE FROM ${table} WHERE address_id IN ${those}`).run(ids);
  }
  statement(db, `DELETE FROM address WHERE id IN ${those}`).run(ids);
}

/** Two addresses the user joined by way of one that goes stay joined. */
function bridgeMerges(db: Writer, ids: string): void {
  statement(
    db,
    `WITH RECURSIVE gone AS (SELECT value AS id FROM json_each(?)),
       said AS (SELECT a, b, decided_at, assistant FROM merge WHERE same),
       joined AS (SELECT * FROM said UNION ALL SELECT b, a, decided_at, assistant FROM said),
       way AS (
         SELECT a AS start, b AS at, decided_at, assistant FROM joined WHERE a NOT IN gone AND b IN gone
         UNION
         SELECT start, b, way.decided_at, coalesce(way.assistant, joined.assistant) FROM way JOIN joined ON joined.a = way.at
         WHERE way.at IN gone)
     INSERT INTO merge (a, b, same, decided_at, assistant)
     SELECT start, at, 1, max(decided_at), max(CASE WHEN assistant IN (start, at) THEN assistant END)
     FROM way WHERE at NOT IN gone AND start < at GROUP BY start, at
     ON CONFLICT DO NOTHING`,
  ).run(ids);
}

/** What was shared about these addresses, or told from them, goes at the firm exchange too; the log forgets whom it was about. */
function stopSharing(db: Writer, ids: string): void {
  const those = '(SELECT value FROM json_each(:ids))';
  const told = `address_id IN ${those} OR basis IN ${those}`;
  statement(
    db,
    `INSERT INTO withdrawal SELECT 'row', row.value FROM shared_entry, json_each(rows) AS row WHERE ${told} ON CONFLICT DO NOTHING`,
  ).run({ ids });
  statement(db, `DELETE FROM shared_entry WHERE ${told}`).run({ ids });
  statement(db, `UPDATE sharing_log SET about = NULL, address_id = NULL WHERE address_id IN ${those}`).run({ ids });
}
