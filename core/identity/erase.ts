/** Erasing: a person with every trace, or everything. What is left of a person is a keyed hash that keeps them out. */
import { success, failure } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { ErasePreview } from '../contract/shapes.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { rewriteFile } from '../db/rewrite.ts';
import { addressesOf } from './acts.ts';
import type { Suppression } from '../ingest/without-erased.ts';
import { displayName, foldName } from './names.ts';
import { deleteAddresses } from './addresses.ts';
import { deleteStaleNews } from './stale-news.ts';
import { loadSuppression, suppress } from './suppression.ts';

/**
 * Erases a person: mail they wrote or were the only other party of, their part in everything else, subjects of all of it,
 * their names, addresses, cards and connections; then rewrites the file, so that no freed page remembers. Answers with the
 * number of messages deleted. Failure: not_found.
 */
export function erasePerson(
  db: Writer,
  person: number,
  randomBytes: (size: number) => Buffer,
): Result<{ messages: number }> {
  const ids = addressesOf(db, person);
  if (ids.length === 0) return failure('not_found', 'There is no such person.');
  const messages = db.transaction(() => eraseAddresses(db, ids, randomBytes))();
  rewriteFile(db);
  return success({ messages });
}

/** Erases what belongs to these addresses and to the people all of whose addresses they are; answers with the messages deleted. */
export function eraseAddresses(db: Writer, ids: readonly number[], randomBytes: (size: number) => Buffer): number {
  const list = JSON.stringify(ids);
  const emails = statement(db, 'SELECT email FROM address WHERE id IN (SELECT value FROM json_each(?))')
    .pluck()
    .all(list) as string[];
  const names = statement(
    db,
    'SELECT DISTINCT name FROM address_name WHERE address_id IN (SELECT value FROM json_each(?))',
  )
    .pluck()
    .all(list) as string[];
  const says = saysOneOf([...emails, ...names, ...names.map(displayName)]);
  suppress(db, [...emails, ...asksAbout(db, list, says)], [...names, ...names.map(displayName)], randomBytes);
  const deleted = eraseMessages(db, list);
  eraseMeetings(db, list);
  eraseMentions(db, says);
  eraseRecords(db, list, emails, names);
  return deleted;
}

/** The ids of a JSON list. */
const those = '(SELECT value FROM json_each(?))';
const ownAddresses = 'SELECT address_id FROM own_address WHERE confirmed IS NOT 0';

/** What `erasePerson` would take. Failure: not_found. */
export function erasePreview(db: Reader, person: number): Result<ErasePreview> {
  const ids = addressesOf(db, person);
  if (ids.length === 0) return failure('not_found', 'There is no such person.');
  const theirs = '(SELECT value FROM json_each(:ids))';
  const count = (sql: string): number =>
    statement(db, sql)
      .pluck()
      .get({ ids: JSON.stringify(ids) }) as number;
  const all = count(`SELECT count(DISTINCT message_id) FROM message_party WHERE address_id IN ${theirs}`);
  const shared = count(
    `SELECT count(*) FROM (SELECT message_id FROM message_party WHERE address_id IN ${theirs} GROUP BY 1 HAVING max(role = 0) = 0) AS mine
     WHERE EXISTS (SELECT 1 FROM message_party AS other WHERE other.message_id = mine.message_id
       AND address_id NOT IN ${theirs} AND address_id NOT IN (${ownAddresses}))`,
  );
  return success({
    messages: all - shared,
    shared,
    meetings: count(`SELECT count(DISTINCT meeting_id) FROM meeting_party WHERE address_id IN ${theirs}`),
    addresses: ids.length,
    cards: count(`SELECT count(DISTINCT card_id) FROM card_address WHERE address_id IN ${theirs}`),
  });
}

/** Empties every table and rewrites the file. The key and its slots stay. */
export function eraseEverything(db: Writer): Result<Record<string, never>> {
  const tables = statement(db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`)
    .pluck()
    .all() as string[];
  db.transaction(() => {
    for (const table of tables) db.exec(`DELETE FROM "${table}"`);
  })();
  rewriteFile(db);
  return success({});
}

/**
 * Deletes messages these addresses (a JSON list of ids) wrote and those left without another party than the user; elsewhere only
 * their part, and the subject. Answers with the number of messages deleted.
 */
export function eraseMessages(db: Writer, ids: string): number {
  db.exec('CREATE TEMP TABLE touched (id INTEGER PRIMARY KEY, gone INTEGER NOT NULL)');
  statement(
    db,
    `INSERT INTO touched SELECT message_id, max(role = 0) FROM message_party
     WHERE address_id IN (SELECT value FROM json_each(?)) GROUP BY message_id`,
  ).run(ids);
  statement(
    db,
    'DELETE FROM message_party WHERE address_id IN (SELECT value FROM json_each(?)) AND message_id IN (SELECT id FROM touched)',
  ).run(ids);
  db.exec(`UPDATE touched SET gone = 1 WHERE NOT EXISTS (
    SELECT 1 FROM message_party WHERE message_id = touched.id AND address_id NOT IN (${ownAddresses}))`);
  db.exec('DELETE FROM message_party WHERE message_id IN (SELECT id FROM touched WHERE gone)');
  db.exec('DELETE FROM message_copy WHERE message_id IN (SELECT id FROM touched WHERE gone)');
  db.exec('UPDATE message SET subject = NULL WHERE id IN (SELECT id FROM touched WHERE NOT gone)');
  const { changes } = db.prepare('DELETE FROM message WHERE id IN (SELECT id FROM touched WHERE gone)').run();
  db.exec('DROP TABLE touched');
  return changes;
}

/**
 * Deletes meetings of nobody but these addresses (a JSON list of ids); elsewhere only their part, and the title. Answers with the
 * number of meetings deleted.
 */
export function eraseMeetings(db: Writer, ids: string): number {
  const meetings = JSON.stringify(
    statement(db, 'SELECT DISTINCT meeting_id FROM meeting_party WHERE address_id IN (SELECT value FROM json_each(?))')
      .pluck()
      .all(ids),
  );
  statement(db, `UPDATE meeting SET title = NULL WHERE id IN ${those}`).run(meetings);
  statement(db, 'DELETE FROM meeting_party WHERE address_id IN (SELECT value FROM json_each(?))').run(ids);
  return statement(
    db,
    `DELETE FROM meeting WHERE id IN ${those} AND NOT EXISTS (SELECT 1 FROM meeting_party WHERE meeting_id = meeting.id)`,
  ).run(meetings).changes;
}

/** Whether a text has one of these names or addresses in it, as they were written or as they are shown. */
export function saysOneOf(parts: readonly string[]): (text: string) => boolean {
  // Compared here: SQLite knows the cases of ASCII letters only.
  const words = parts.filter((word) => word.length >= 4).map((word) => word.toLowerCase());
  return (text) => words.some((word) => text.toLowerCase().includes(word));
}

/** Subjects, titles and places that say who is erased. */
export function eraseMentions(db: Writer, says: (text: string) => boolean): void {
  const { opaque } = loadSuppression(db) as Suppression;
  const mentions = (table: string, column: string): string[] =>
    (
      statement(db, `SELECT DISTINCT ${column} FROM ${table} WHERE ${column} IS NOT NULL`).pluck().all() as string[]
    ).filter(says);
  for (const [table, column, erase] of [
    ['message', 'subject', 'UPDATE message SET subject = NULL'],
    ['meeting', 'title', 'UPDATE meeting SET title = NULL'],
    ['skipped', 'place', 'DELETE FROM skipped'],
    ['said_title', 'title', 'DELETE FROM said_title'],
    ['person', 'title', 'UPDATE person SET title = NULL, title_source = NULL, title_at = NULL'],
    ['card', 'title', 'UPDATE card SET title = NULL'],
    ['connection', 'position', 'UPDATE connection SET position = NULL'],
    ['pursuit', 'organisation', 'UPDATE pursuit SET organisation = NULL'],
    ['pursuit', 'practice', 'UPDATE pursuit SET practice = NULL'],
    ['pursuit', 'stage', 'UPDATE pursuit SET stage = NULL'],
    ['pursuit_person', 'title', 'UPDATE pursuit_person SET title = NULL'],
    // A folder named after them is ignored no longer; their mail in it is kept out by what remembers them.
    ['ignored', 'text', 'DELETE FROM ignored'],
    ['sharing_log', 'about', 'UPDATE sharing_log SET about = NULL, domain = NULL'],
    ['firm_answer', 'email', 'DELETE FROM firm_answer'],
    ['firm_answer', 'name', 'DELETE FROM firm_answer'],
    ['firm_answer', 'body', 'DELETE FROM firm_answer'],
    ['ask_received', 'about', 'DELETE FROM ask_received'],
    ['ask_received', 'reason', 'DELETE FROM ask_received'],
    ['poll_deal', 'organisation', 'UPDATE poll_deal SET organisation = NULL'],
    ['ask_made', 'domain', 'UPDATE ask_made SET domain = NULL'],
  ] as const) {
    statement(db, `${erase} WHERE ${column} IN (SELECT value FROM json_each(?))`).run(
      JSON.stringify(mentions(table, column)),
    );
  }
  eraseAsks(db, says);
  // What tells rows apart must go on doing so.
  for (const [table, column] of [
    ['meeting', 'uid'],
    ['popup_answer', 'uid'],
    ['pursuit', 'name'],
    ['poll_deal', 'name'],
    ['source', 'location'],
  ] as const) {
    for (const text of mentions(table, column))
      statement(db, `UPDATE ${table} SET ${column} = ? WHERE ${column} = ?`).run(opaque(text), text);
  }
}

/** Colleagues' asks about these addresses (a JSON list of ids), or that say whose they are: while they are open they would be heard again. */
function asksAbout(db: Reader, ids: string, says: (text: string) => boolean): string[] {
  const asks = statement(db, `SELECT ask, about, reason, address_id IN ${those} AS theirs FROM ask_received`).all(
    ids,
  ) as { ask: string; about: string; reason: string; theirs: number | null }[];
  return asks.filter(({ about, reason, theirs }) => theirs === 1 || says(about) || says(reason)).map(({ ask }) => ask);
}

/** Own asks that say who is erased, or are to be sealed for whoever knows them; they are taken back at the firm exchange too. */
function eraseAsks(db: Writer, says: (text: string) => boolean): void {
  const { mentions } = loadSuppression(db) as Suppression;
  const asks = statement(db, "SELECT ask, about, reason, sealed ->> '$.targets' AS targets FROM ask_made").all() as {
    ask: string;
    about: string;
    reason: string;
    targets: string | null;
  }[];
  const gone = asks.filter(({ about, reason, targets }) => says(about) || says(reason) || mentions(targets ?? ''));
  const ids = JSON.stringify(gone.map(({ ask }) => ask));
  statement(db, `INSERT INTO withdrawal SELECT 'ask', value FROM json_each(?) WHERE true ON CONFLICT DO NOTHING`).run(
    ids,
  );
  statement(db, `DELETE FROM ask_made WHERE ask IN ${those}`).run(ids);
}

function eraseRecords(db: Writer, ids: string, emails: readonly string[], names: readonly string[]): void {
  const people = JSON.stringify(
    statement(db, `SELECT DISTINCT person_id FROM address WHERE id IN ${those} AND person_id IS NOT NULL`)
      .pluck()
      .all(ids),
  );
  eraseCards(db, ids, names);
  eraseConnections(db, ids, emails, names);
  erasePursuitPeople(db, ids, emails, names);
  deleteAddresses(db, ids);
  statement(db, `DELETE FROM acquaintance WHERE a IN ${those} OR b IN ${those}`).run(people, people);
  for (const table of ['tie', 'place']) statement(db, `DELETE FROM ${table} WHERE person_id IN ${those}`).run(people);
  statement(
    db,
    `DELETE FROM person WHERE id IN ${those} AND id NOT IN (SELECT person_id FROM address WHERE person_id IS NOT NULL)`,
  ).run(people);
  db.exec(
    'DELETE FROM organisation WHERE id NOT IN (SELECT organisation_id FROM person WHERE organisation_id IS NOT NULL)',
  );
  deleteStaleNews(db);
  // The domain of an organisation may be somebody's name.
  for (const table of ['sharing_grant', 'unshared_organisation', 'firm_answer'])
    db.exec(`DELETE FROM ${table} WHERE domain NOT IN (SELECT domain FROM organisation)`);
  db.exec('UPDATE sharing_log SET about = NULL, domain = NULL WHERE domain NOT IN (SELECT domain FROM organisation)');
  db.exec('DELETE FROM ask_offer WHERE ask NOT IN (SELECT ask FROM ask_made)');
  // What waits to be asked is sealed already: nobody can tell whether they are in it.
  db.exec('DELETE FROM poll_made WHERE sealed IS NOT NULL');
  db.exec('DELETE FROM poll_deal WHERE poll NOT IN (SELECT poll FROM poll_made)');
}

/** Theirs by address; of those without any address, the full name is all there is to go by. */
function eraseCards(db: Writer, ids: string, names: readonly string[]): void {
  const byAddress = statement(db, `SELECT DISTINCT card_id FROM card_address WHERE address_id IN ${those}`)
    .pluck()
    .all(ids) as number[];
  const bare = statement(db, 'SELECT id, name FROM card WHERE id NOT IN (SELECT card_id FROM card_address)')
    .raw()
    .all() as [number, string][];
  const gone = JSON.stringify([...byAddress, ...idsOfName(bare, names)]);
  statement(db, `DELETE FROM card_address WHERE card_id IN ${those}`).run(gone);
  statement(db, `DELETE FROM card WHERE id IN ${those}`).run(gone);
}

/** By address; by full name too, but for those with the address of somebody else. */
function eraseConnections(db: Writer, ids: string, emails: readonly string[], names: readonly string[]): void {
  statement(db, `DELETE FROM connection WHERE email IN ${those}`).run(JSON.stringify(emails));
  const rows = statement(
    db,
    `SELECT id, name FROM connection WHERE email IS NULL OR email NOT IN (SELECT email FROM address WHERE id NOT IN ${those})`,
  )
    .raw()
    .all(ids) as [number, string][];
  statement(db, `DELETE FROM connection WHERE id IN ${those}`).run(JSON.stringify(idsOfName(rows, names)));
}

/** Of pursuits they are named in only their part, by the same rule as connections. */
function erasePursuitPeople(db: Writer, ids: string, emails: readonly string[], names: readonly string[]): void {
  statement(db, `DELETE FROM pursuit_person WHERE email IN ${those}`).run(JSON.stringify(emails));
  const rows = statement(
    db,
    `SELECT rowid, name FROM pursuit_person
     WHERE name IS NOT NULL AND (email IS NULL OR email NOT IN (SELECT email FROM address WHERE id NOT IN ${those}))`,
  )
    .raw()
    .all(ids) as [number, string][];
  statement(db, `DELETE FROM pursuit_person WHERE rowid IN ${those}`).run(JSON.stringify(idsOfName(rows, names)));
}

function idsOfName(rows: readonly [number, string][], names: readonly string[]): number[] {
  const folded = new Set(names.map(foldName));
  return rows.filter(([, name]) => folded.has(foldName(name))).map(([id]) => id);
}
