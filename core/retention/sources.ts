/** What was read, and taking it back: forgetting that a source was read, or removing it with everything that came from it. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { isoTime } from '../contract/iso.ts';
import type { SourceEntry, SourceLoss } from '../contract/kept.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { addressesWithoutEvidence, deleteAddresses } from '../identity/addresses.ts';
import { isIgnoredFolder } from '../ingest/folder-names.ts';
import { ignoredFolders } from './limits.ts';

/** What the names of the sample's files begin with; they are one entry of the list. */
export const sampleFolder = 'sample/';
const sampleLocation = `upload:${sampleFolder}`;
const forgotten = 'forgotten';

interface Row {
  id: number;
  kind: string;
  location: string;
  done: number;
  read_at: number;
  messages: number;
  meetings: number;
  cards: number;
  connections: number;
  first: number | null;
  last: number | null;
}

/** Everything that was read, the latest first; the sample's files together. */
export function listSources(db: Reader): SourceEntry[] {
  const count = (table: string): string =>
    `(SELECT source_id, count(*) AS n FROM ${table} GROUP BY source_id) AS ${table}s ON ${table}s.source_id = source.id`;
  const rows = statement(
    db,
    `SELECT id, kind, location, done, imported_at AS read_at, coalesce(mails.n, 0) + coalesce(message_copys.n, 0) AS messages,
       coalesce(meetings.n, 0) AS meetings, coalesce(cards.n, 0) AS cards, coalesce(connections.n, 0) AS connections, first, last
     FROM source
     LEFT JOIN (SELECT source_id, count(*) AS n, min(sent_at) AS first, max(sent_at) AS last FROM message GROUP BY source_id) AS mails
       ON mails.source_id = source.id
     LEFT JOIN ${count('message_copy')} LEFT JOIN ${count('meeting')} LEFT JOIN ${count('card')} LEFT JOIN ${count('connection')}
     WHERE kind <> ? AND id NOT IN (SELECT source_id FROM folder) ORDER BY imported_at DESC, id DESC`,
  ).all(forgotten) as Row[];
  const sample = rows.filter(({ location }) => location.startsWith(sampleLocation));
  const others = rows.filter(({ location }) => !location.startsWith(sampleLocation));
  return [...others.map((row) => entryOf([row])), ...(sample.length > 0 ? [entryOf(sample)] : [])];
}

function entryOf(rows: readonly Row[]): SourceEntry {
  const [row] = rows as [Row];
  const sum = (of: (one: Row) => number): number => rows.reduce((total, one) => total + of(one), 0);
  const isSample = row.location.startsWith(sampleLocation);
  const isUpload = row.location.startsWith('upload:');
  return {
    ids: rows.map(({ id }) => id),
    kind: isSample ? 'sample' : row.kind,
    location: isSample ? 'sample' : isUpload ? row.location.slice('upload:'.length) : row.location,
    messages: sum(({ messages }) => messages),
    meetings: sum(({ meetings }) => meetings),
    cards: sum(({ cards }) => cards),
    connections: sum(({ connections }) => connections),
    first: isoTime(rows.reduce<number | null>((least, { first }) => smaller(least, first), null)),
    last: isoTime(
      rows.reduce<number | null>((most, { last }) => (last !== null && last > (most ?? 0) ? last : most), null),
    ),
    readAt: isoTime(row.read_at),
    done: rows.every(({ done }) => done === 1),
    canReadAgain: !isUpload,
  };
}

function smaller(a: number | null, b: number | null): number | null {
  return a === null ? b : b === null ? a : Math.min(a, b);
}

// What came with a source that was taken from the list belongs to one that holds it too: a forgotten source holds nothing.
const heldAnew = (ids: string): string =>
  `source_id IN (SELECT id FROM source WHERE kind = '${forgotten}') AND EXISTS (
     SELECT 1 FROM message_copy WHERE message_id = message.id AND source_id IN (SELECT value FROM json_each(${ids})))`;

/** What removing these sources with their data would take: only what no other source holds too. */
export function sourceLoss(db: Reader, ids: readonly number[]): SourceLoss {
  const those = 'source_id IN (SELECT value FROM json_each(:ids))';
  const count = (from: string): number =>
    statement(db, `SELECT count(*) FROM ${from}`)
      .pluck()
      .get({ ids: JSON.stringify(ids) }) as number;
  return {
    messages: count(
      `message WHERE (${those} OR ${heldAnew(':ids')}) AND NOT EXISTS (
         SELECT 1 FROM message_copy WHERE message_id = id AND source_id NOT IN (SELECT value FROM json_each(:ids)))`,
    ),
    meetings: count(`meeting WHERE ${those}`),
    cards: count(`card WHERE ${those}`),
    connections: count(`connection WHERE ${those}`),
  };
}

/** Whether all of these are in the list. */
export function areListed(db: Reader, ids: readonly number[]): boolean {
  const listed = statement(
    db,
    'SELECT count(*) FROM source WHERE kind <> ? AND id IN (SELECT value FROM json_each(?))',
  );
  return listed.pluck().get(forgotten, JSON.stringify(ids)) === new Set(ids).size;
}

/** The sources leave the list; what was learnt from them stays. */
export function forgetSources(db: Writer, ids: readonly number[]): void {
  db.transaction(() => {
    for (const id of ids) {
      for (const table of ['skipped', 'message_copy'])
        statement(db, `DELETE FROM ${table} WHERE source_id = ?`).run(id);
      statement(db, `UPDATE source SET kind = ?, location = ?, fingerprint = '', done = 1 WHERE id = ?`).run(
        forgotten,
        `${forgotten} ${id}`,
        id,
      );
    }
  })();
}

/**
 * Removes the sources with all that only they hold; names, addresses and people of which nothing is left follow. It is not erasing:
 * reading the same again brings it back. What another file holds of a meeting, a card or a connection too comes with its next reading.
 */
export function removeSources(db: Writer, ids: readonly number[]): void {
  const list = JSON.stringify(ids);
  const those = 'source_id IN (SELECT value FROM json_each(?))';
  db.transaction(() => {
    statement(
      db,
      `UPDATE message SET source_id = (
         SELECT min(source_id) FROM message_copy WHERE message_id = message.id AND source_id IN (SELECT value FROM json_each(:ids)))
       WHERE ${heldAnew(':ids')}`,
    ).run({ ids: list });
    statement(db, `DELETE FROM message_copy WHERE ${those}`).run(list);
    // What another source holds too becomes its own.
    statement(
      db,
      `UPDATE message SET source_id = (SELECT min(source_id) FROM message_copy WHERE message_id = id)
       WHERE ${those} AND EXISTS (SELECT 1 FROM message_copy WHERE message_id = id)`,
    ).run(list);
    statement(
      db,
      `DELETE FROM message_copy WHERE (message_id, source_id) IN (
         SELECT id, message.source_id FROM message_copy AS copy JOIN message ON id = copy.message_id)`,
    ).run();
    statement(db, `DELETE FROM message_party WHERE message_id IN (SELECT id FROM message WHERE ${those})`).run(list);
    statement(db, `DELETE FROM message WHERE ${those}`).run(list);
    statement(db, `DELETE FROM meeting_party WHERE meeting_id IN (SELECT id FROM meeting WHERE ${those})`).run(list);
    statement(db, `DELETE FROM card_address WHERE card_id IN (SELECT id FROM card WHERE ${those})`).run(list);
    for (const table of ['meeting', 'card', 'connection', 'skipped'])
      statement(db, `DELETE FROM ${table} WHERE ${those}`).run(list);
    statement(db, 'DELETE FROM source WHERE id IN (SELECT value FROM json_each(?))').run(list);
    deleteAddresses(db, JSON.stringify(addressesWithoutEvidence(db)));
  })();
}

/** Whether the sample's made-up mailbox is among the sources. */
export function holdsSample(db: Reader): boolean {
  return (
    statement(db, `SELECT EXISTS (SELECT 1 FROM source WHERE location GLOB ? || '*')`).pluck().get(sampleLocation) === 1
  );
}

/** Where the source can be read again. Failures: not_found; usage for what was handed over as a stream. */
export function pathOfSource(db: Reader, id: number): Result<string> {
  const location = statement(db, 'SELECT location FROM source WHERE id = ? AND kind <> ?')
    .pluck()
    .get(id, forgotten) as string | undefined;
  if (location === undefined) return failure('not_found', 'This source is no longer in the list.');
  if (location.startsWith('upload:'))
    return failure('usage', 'This was handed over as a file: add it again to read it again.');
  const ignored = ignoredFolders(db);
  return isIgnoredFolder(location, ignored)
    ? failure('usage', 'This lies in a folder you ignore: see Settings.')
    : success(location);
}
