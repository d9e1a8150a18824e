/** How far back evidence is kept: what is older is deleted here and left out by imports. */
import { isoDate } from '../contract/iso.ts';
import type { YearsKept, Loss } from '../contract/kept.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { readSetting, writeSetting } from '../db/settings.ts';
import { addressesWithoutEvidence, deleteAddresses, keptOutAddresses } from '../identity/addresses.ts';
import { month } from '../ingest/recorder.ts';

// Ids of messages that are looked through in one transaction: a kill costs at most so much, and the log stays small.
const idsAtOnce = 20_000;

/**
 * The moment `years` before `now`, both in Unix seconds, moved back to the beginning of a month as names are dated by: so names
 * of people are told apart as sharply as mail is, and the window moves about once a month.
 */
export function windowStart(years: YearsKept, now: number): number {
  const date = new Date(now * 1000);
  const start = Date.UTC(date.getUTCFullYear() - years, date.getUTCMonth(), date.getUTCDate()) / 1000;
  return start - (start % month);
}

/** Null where everything is kept. */
export function readYears(db: Reader): YearsKept | null {
  const years = readSetting(db, 'years');
  return years === null ? null : (Number(years) as YearsKept);
}

/** The moment since which evidence is kept, in Unix seconds as `now`; null where all of it is. */
export function keptSince(db: Reader, now: number): number | null {
  const years = readYears(db);
  return years === null ? null : windowStart(years, now);
}

/** What is dated before `since` (Unix seconds), and how many people are known by nothing else. */
export function olderThan(db: Reader, since: number): Loss {
  const count = (sql: string, ...values: unknown[]): number =>
    statement(db, sql)
      .pluck()
      .get(...values) as number;
  return {
    messages: count('SELECT count(*) FROM message WHERE sent_at < ?', since),
    meetings: count('SELECT count(*) FROM meeting WHERE start_at < ?', since),
    people: count(
      `SELECT count(*) FROM person WHERE kind = 'person' AND NOT EXISTS (
         SELECT 1 FROM address WHERE person_id = person.id AND (
           EXISTS (SELECT 1 FROM message_party JOIN message ON id = message_id WHERE address_id = address.id AND sent_at >= :since)
           OR EXISTS (SELECT 1 FROM meeting_party JOIN meeting ON id = meeting_id WHERE address_id = address.id AND start_at >= :since)
           OR EXISTS (SELECT 1 FROM touch WHERE address_id = address.id AND day >= :day)
           OR id IN (SELECT address_id FROM card_address)
           OR id IN (${keptOutAddresses})
           OR id IN (SELECT address_id FROM own_address WHERE confirmed = 1)))`,
      { since, day: isoDate(since) },
    ),
  };
}

/**
 * Deletes what is older than the user keeps: messages, meetings, touches, what was logged of sharing, names not seen since, and addresses of which nothing is
 * left. People and organisations follow when standings are worked out. Does nothing where that has been done; a run that was cut
 * off is finished by the next. `now` in Unix seconds.
 */
export function forgetOlder(db: Writer, now: number): void {
  const since = keptSince(db, now);
  if (since === null) return;
  for (const table of ['touch', 'known_well'])
    statement(db, `DELETE FROM "${table}" WHERE day < ?`).run(isoDate(since));
  statement(db, 'DELETE FROM sharing_log WHERE at < ?').run(since);
  if (readSetting(db, 'kept_since') === String(since)) return;
  const last = statement(db, 'SELECT coalesce(max(id), 0) FROM message').pluck().get() as number;
  for (let first = 1; first <= last; first += idsAtOnce) deleteMessages(db, first, first + idsAtOnce - 1, since);
  db.transaction(() => {
    const meetings = 'SELECT id FROM meeting WHERE start_at < ?';
    statement(db, `DELETE FROM meeting_party WHERE meeting_id IN (${meetings})`).run(since);
    statement(db, 'DELETE FROM meeting WHERE start_at < ?').run(since);
    deleteNames(db, since);
    deleteAddresses(db, JSON.stringify(addressesWithoutEvidence(db)));
    writeSetting(db, 'kept_since', String(since));
  })();
}

function deleteMessages(db: Writer, first: number, last: number, since: number): void {
  const old = 'SELECT id FROM message WHERE id BETWEEN ?1 AND ?2 AND sent_at < ?3';
  db.transaction(() => {
    for (const table of ['message_party', 'message_copy']) {
      statement(db, `DELETE FROM ${table} WHERE message_id BETWEEN ?1 AND ?2 AND message_id IN (${old})`).run({
        1: first,
        2: last,
        3: since,
      });
    }
    statement(db, `DELETE FROM message WHERE id IN (${old})`).run({ 1: first, 2: last, 3: since });
  })();
}

/** Names on contact cards stay, dated as their cards are. */
function deleteNames(db: Writer, since: number): void {
  statement(db, 'DELETE FROM address_name WHERE last_seen < ?').run(since);
  statement(
    db,
    `INSERT INTO address_name (address_id, name, last_seen)
     SELECT address_id, name, coalesce(revised_at, 0) / ${month} * ${month} FROM card JOIN card_address ON card_id = id
     WHERE name <> '' ON CONFLICT DO NOTHING`,
  ).run();
}
