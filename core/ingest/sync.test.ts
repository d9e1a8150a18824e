import { appendFileSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { temporaryDatabase, temporaryFolder } from '../../test/builders/database.ts';
import { valueOf } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { canonicalDump } from '../db/dump.ts';
import { openSources } from './open-sources.ts';
import type { Counts } from './recorder.ts';
import type { Source } from './source.ts';
import { syncSources } from './sync.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };

async function open(...paths: string[]): Promise<Source[]> {
  return valueOf(await openSources(paths));
}

async function sync(db: Writer, paths: readonly string[], signal?: AbortSignal): Promise<Result<Counts>> {
  return syncSources(db, await open(...paths), context, { suppression: null, ...(signal && { signal }) });
}

async function counts(db: Writer, ...paths: string[]): Promise<Counts> {
  return valueOf(await sync(db, paths));
}

const count = (db: Writer, table: string): unknown => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get();
const sourceOf = (db: Writer, location: string): unknown =>
  db.prepare('SELECT cursor, done FROM source WHERE location = ?').get(location);

const message = (n: number, size = 0): string =>
  `From x@y.example Tue Nov 14 10:00:00 2023\nFrom: Anna <anna${n % 7}@acme.example>\nTo: me@firm.example\n` +
  `Message-ID: <${n}@x>\nSubject: s${n}\nDate: Tue, 14 Nov 2023 10:00:00 +0000\n\n${'x'.repeat(99).concat('\n').repeat(size)}\n`;
const messages = (amount: number, size?: number, from = 0): string =>
  Array.from({ length: amount }, (_, i) => message(from + i, size)).join('');

function file(folder: string, name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** One of every kind of file. */
function drawer(folder: string): string[] {
  const maildir = join(folder, 'Maildir');
  for (const part of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, part), { recursive: true });
  file(join(maildir, 'cur'), '1:2,S', message(100).replace(/^From .*\n/, ''));
  file(join(maildir, 'cur'), '2:2,D', message(101).replace(/^From .*\n/, ''));
  return [
    file(folder, 'all.mbox', messages(5)),
    maildir,
    file(
      folder,
      'a.ics',
      'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:m\nDTSTART:20240304T090000Z\nRRULE:FREQ=DAILY;COUNT=3\n' +
        'ATTENDEE:mailto:anna1@acme.example\nEND:VEVENT\nBEGIN:VEVENT\nUID:broken\nDTSTART:no\nEND:VEVENT\nEND:VCALENDAR\n',
    ),
    file(folder, 'a.vcf', 'BEGIN:VCARD\nFN:Anna\nEMAIL:anna1@acme.example\nEND:VCARD\n'),
    file(folder, 'Connections.csv', 'First Name,Last Name,Company,Connected On\nAnna,Weber,Acme,07 Feb 2024\n'),
  ];
}

test('the newest part of a large mailbox is there first, and in the end everything is as if read from the beginning', async () => {
  const broken = 'From x@y.example Tue Nov 14 10:00:00 2023\nTo: me@firm.example\n\nx\n';
  const older = messages(40, 20);
  const path = file(temporaryFolder(), 'all.mbox', older + broken + messages(10, 20, 40) + broken);
  const [plain] = await open(path);
  if (plain === undefined) throw new Error('no source');
  const large: Source = { ...plain, newestAt: older.length - 30 };
  const [asUsual, newestFirst] = [temporaryDatabase(), temporaryDatabase()];
  const early: unknown[] = [];
  const options = {
    suppression: null,
    onNewest: () => early.push(newestFirst.prepare('SELECT subject FROM message ORDER BY id').pluck().all()),
  };
  const expected = await syncSources(asUsual, [plain], context, options);
  expect(await syncSources(newestFirst, [large], context, options)).toEqual(expected);
  expect(early).toEqual([Array.from({ length: 10 }, (_, i) => `s${i + 40}`)]);
  expect(canonicalDump(newestFirst)).toEqual(canonicalDump(asUsual));
  // Known by now, it is read once.
  expect(await syncSources(newestFirst, [large], context, options)).toMatchObject({
    value: { messages: 0, duplicates: 50 },
  });
  expect(early).toHaveLength(1);
});

describe('importing again', () => {
  test('changes nothing, and says what was known', async () => {
    const db = temporaryDatabase();
    const paths = drawer(temporaryFolder());
    expect(await counts(db, ...paths)).toMatchObject({ messages: 6, meetings: 3, duplicates: 0 });
    const once = canonicalDump(db);
    const again = await counts(db, ...paths);
    expect(again).toMatchObject({ messages: 0, meetings: 0, duplicates: 9 });
    expect([...again.skipped]).toEqual([
      ['draft', 1],
      ['broken event', 1],
    ]);
    expect(canonicalDump(db)).toEqual(once);
  });

  test('in another order is the same', async () => {
    const paths = drawer(temporaryFolder());
    const [one, two] = [temporaryDatabase(), temporaryDatabase()];
    await counts(one, ...paths);
    await counts(two, ...paths.reverse());
    expect(canonicalDump(two)).toEqual(canonicalDump(one));
  });

  test('an mbox that grew adds what is new', async () => {
    const db = temporaryDatabase();
    const path = file(temporaryFolder(), 'a.mbox', messages(3));
    await counts(db, path);
    appendFileSync(path, messages(2, 0, 3));
    expect(await counts(db, path)).toMatchObject({ messages: 2 });
    expect(count(db, 'message')).toBe(5);
  });

  test('an mbox that was rewritten is read anew, and what it held before is kept', async () => {
    const db = temporaryDatabase();
    const path = file(temporaryFolder(), 'a.mbox', messages(3));
    await counts(db, path);
    writeFileSync(path, messages(2, 0, 10));
    expect(await counts(db, path)).toMatchObject({ messages: 2 });
    expect(count(db, 'message')).toBe(5);
  });
});

describe('two sources', () => {
  test('that hold the same message count it once, and both are known to hold it', async () => {
    const db = temporaryDatabase();
    const folder = temporaryFolder();
    const one = file(folder, 'one.mbox', messages(3));
    const two = file(folder, 'two.mbox', messages(3, 0, 2));
    expect(await counts(db, one, two)).toMatchObject({ messages: 5, duplicates: 1 });
    const holders = db
      .prepare(
        `SELECT source.location FROM message JOIN source ON source.id = source_id WHERE subject = 's2' UNION
         SELECT source.location FROM message_copy JOIN source ON source.id = message_copy.source_id JOIN message ON message.id = message_id
         WHERE subject = 's2'`,
      )
      .pluck()
      .all();
    expect(holders).toEqual([one, two]);
  });

  test('of the same content in other formats are the same messages', async () => {
    const db = temporaryDatabase();
    const folder = temporaryFolder();
    const plain = file(folder, 'a.mbox', messages(3));
    const packed = file(folder, 'b.mbox.gz', gzipSync(messages(3)));
    const single = file(
      folder,
      'c.eml',
      message(1)
        .replace(/^From .*\n/, '')
        .replaceAll('\n', '\r\n'),
    );
    expect(await counts(db, plain, packed, single)).toMatchObject({ messages: 3, duplicates: 4 });
  });
});

describe('an import that is cut off', () => {
  test('goes on where it was and ends as if undisturbed', async () => {
    const path = file(temporaryFolder(), 'large.mbox', messages(300, 200));
    const undisturbed = temporaryDatabase();
    await counts(undisturbed, path);
    const db = temporaryDatabase();
    const abort = new AbortController();
    const cut = await syncSources(db, await open(path), context, {
      suppression: null,
      signal: abort.signal,
      onProgress: ({ counts: { messages: stored } }) => stored > 0 && abort.abort(),
    });
    expect(cut).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    const kept = count(db, 'message') as number;
    expect(kept).toBeGreaterThan(0);
    expect(kept).toBeLessThan(300);
    const rest = await counts(db, path);
    expect(rest).toMatchObject({ messages: 300 - kept, duplicates: 0 });
    expect(canonicalDump(db)).toEqual(canonicalDump(undisturbed));
  });

  test('begins anew where the file is another since', async () => {
    const path = file(temporaryFolder(), 'large.mbox', messages(300, 200));
    const db = temporaryDatabase();
    const abort = new AbortController();
    await syncSources(db, await open(path), context, {
      suppression: null,
      signal: abort.signal,
      onProgress: () => abort.abort(),
    });
    writeFileSync(path, messages(4, 0, 1000));
    expect(await counts(db, path)).toMatchObject({ messages: 4 });
  });

  test('before it began stores nothing', async () => {
    const db = temporaryDatabase();
    const path = file(temporaryFolder(), 'a.mbox', messages(3));
    expect(await sync(db, [path], AbortSignal.abort())).toMatchObject({ ok: false, error: { code: 'cancelled' } });
    expect(count(db, 'message')).toBe(0);
  });
});

describe('damaged files', () => {
  const packed = gzipSync(messages(400, 200), { level: 1 });
  const cut = packed.subarray(0, Math.floor(packed.length * 0.7));
  const bent = Buffer.from(packed);
  bent.fill(0xff, Math.floor(packed.length * 0.7), Math.floor(packed.length * 0.7) + 64);

  test.each([
    ['cut off', cut],
    ['with bytes changed', bent],
  ])('a gzip %s: what came before is kept, the file is named, and the rest may follow', async (_, bytes) => {
    const db = temporaryDatabase();
    const path = file(temporaryFolder(), 'a.mbox.gz', bytes);
    expect(await sync(db, [path])).toMatchObject({ ok: false, error: { code: 'file_unreadable', file: path } });
    const kept = count(db, 'message') as number;
    expect(kept).toBeGreaterThan(100);
    expect(kept).toBeLessThan(400);
    expect(sourceOf(db, path)).toMatchObject({ done: 0 });
    writeFileSync(path, packed);
    expect(await counts(db, path)).toMatchObject({ messages: 400 - kept });
  });

  test('one found in a folder is counted as skipped, and the others are read', async () => {
    const db = temporaryDatabase();
    const folder = temporaryFolder();
    const path = file(folder, 'a.mbox.gz', cut);
    file(folder, 'b.mbox', messages(2, 0, 1000));
    const result = await counts(db, folder);
    expect([...result.skipped]).toEqual([['unreadable file', 1]]);
    expect(db.prepare('SELECT place, reason FROM skipped').all()).toEqual([{ place: path, reason: 'unreadable file' }]);
    expect(db.prepare(`SELECT count(*) FROM message WHERE subject LIKE 's100_'`).pluck().get()).toBe(2);
  });

  test('a named failure ends the import; what came before it stays', async () => {
    const db = temporaryDatabase();
    const folder = temporaryFolder();
    const good = file(folder, 'a.mbox', messages(2));
    const list = file(folder, 'b.csv', 'Name,Phone\nAnna,1\n');
    copyFileSync(good, join(folder, 'c.mbox'));
    expect(await sync(db, [good, list])).toMatchObject({
      ok: false,
      error: { code: 'not_what_it_claims', file: list },
    });
    expect(count(db, 'message')).toBe(2);
  });
});

test('progress counts up to the whole', async () => {
  const path = file(temporaryFolder(), 'a.mbox', messages(100, 200));
  const seen: number[] = [];
  const [source] = await open(path);
  await syncSources(temporaryDatabase(), [source as Source], context, {
    suppression: null,
    onProgress: ({ bytes, totalBytes }) => seen.push(bytes / (totalBytes ?? 0)),
  });
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  expect(seen.at(-1)).toBe(1);
});
