/** Every file of the corpora at once, as a user would drop them: nothing crashes or hangs, and nothing is lost in silence. */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import type { Writer } from '../../core/db/database.ts';
import { canonicalDump } from '../../core/db/dump.ts';
import { openSources } from '../../core/ingest/open-sources.ts';
import type { Counts } from '../../core/ingest/recorder.ts';
import { syncSources } from '../../core/ingest/sync.ts';
import { temporaryDatabase } from '../builders/database.ts';
import { corpora, scratchFolder, unpackAll, withoutCorpora } from './unpack.ts';

const context = { now: Date.UTC(2026, 10, 1) / 1000, subjects: true };

async function importAll(db: Writer, paths: readonly string[]): Promise<Counts> {
  const sources = valueOf(await openSources(paths));
  return valueOf(await syncSources(db, sources, context, { suppression: null }));
}

const number = (db: Writer, sql: string): number => db.prepare(sql).pluck().get() as number;
const allOf = (counts: Counts): number =>
  counts.messages + counts.duplicates + [...counts.skipped.values()].reduce((sum, one) => sum + one, 0);

describe.skipIf(withoutCorpora)('everything', () => {
  const folder = scratchFolder();

  beforeAll(() => {
    for (const kind of ['mail', 'ical', 'vcard']) unpackAll(kind, join(folder, kind));
  }, 120_000);

  test('of mail: every file is a message, known already, or skipped for a reason', async () => {
    const db = temporaryDatabase();
    const spam = join(folder, 'mail/spamassassin-public-corpus');
    const files = readdirSync(spam, { recursive: true, withFileTypes: true }).filter(
      (entry) => entry.isFile() && !entry.name.startsWith('.'),
    );
    const counts = await importAll(db, [spam]);
    expect(files.length).toBeGreaterThan(6000);
    expect(allOf(counts)).toBe(files.length);
    expect(number(db, 'SELECT count(*) FROM message')).toBe(counts.messages);
    expect(counts.messages / files.length).toBeGreaterThan(0.9);
  });

  test('of a mailbox: every line that begins a message, plain or packed', async () => {
    const db = temporaryDatabase();
    const file = join(folder, 'linux-hwmon-ego.mbox');
    execFileSync('zstd', ['-dq', '--long=27', join(corpora as string, 'mbox/linux-hwmon-ego.mbox.zst'), '-o', file]);
    const counts = await importAll(db, [file]);
    expect(allOf(counts)).toBe(readFileSync(file, 'latin1').match(/^From [^\n]*\d\d:\d\d:\d\d \d{4}$/gm)?.length);
    expect(counts).toMatchObject({ messages: 9019, duplicates: 0 });
    const packed = join(corpora as string, 'mbox/linux-hwmon-ego.mbox.zst');
    expect(await importAll(db, [packed])).toMatchObject({ messages: 0, duplicates: 9019 });
  });

  test('at once: as many connections, cards and meetings as there are, and twice is once', async () => {
    const db = temporaryDatabase();
    const linkedIn = join(corpora as string, 'linkedin');
    const counts = await importAll(db, [folder, linkedIn]);
    expect(counts.meetings).toBe(number(db, 'SELECT count(*) FROM meeting'));
    expect(counts.meetings).toBeGreaterThan(50_000);
    expect(counts.messages).toBe(number(db, 'SELECT count(*) FROM message'));
    expect(number(db, 'SELECT count(*) FROM card')).toBeGreaterThan(70);
    // Every row of an export ends with its date; some people are in two exports.
    const rows = readdirSync(linkedIn).flatMap(
      (name) => readFileSync(join(linkedIn, name), 'latin1').match(/\d{2,4}\r?$/gm) ?? [],
    );
    const nameless = number(db, `SELECT count(*) FROM skipped WHERE reason = 'row without a name'`);
    const connections = number(db, 'SELECT count(*) FROM connection');
    expect(rows.length - nameless - connections).toBeGreaterThanOrEqual(0);
    expect(rows.length - nameless - connections).toBeLessThan(5);
    expect(unknown(db)).toEqual(withoutEvents);

    const once = canonicalDump(db);
    expect(await importAll(db, [folder, linkedIn])).toMatchObject({ messages: 0, meetings: 0 });
    expect(canonicalDump(db)).toEqual(once);
  });
});

/** Free time, journals and zones without the frame of a calendar, a card whose BEGIN is in a group, and results of parsers. */
const withoutEvents = [
  '2446.ics',
  'availablity.ics',
  'caltime.ics',
  'freebusy.ics',
  'get_char_test.ics',
  'issue250.ics',
  'journal.ics',
  'jwz.mbox',
  'silly_test.ics',
  'substring.mbox',
  'timezones.ics',
  'tz_us_eastern.ics',
  'vcard_with_groups.ics',
];

/** The files of no kind we read whose names say that they are of one. */
function unknown(db: Writer): string[] {
  const places = db.prepare(`SELECT place FROM skipped WHERE reason = 'unknown format'`).pluck().all() as string[];
  return places
    .map((place) => basename(place))
    .filter((name) => /\.(?:eml|ics|vcf|mbox|csv)$/.test(name))
    .sort();
}
