/** Subjects and titles: gone from every page with a "no", back with a "yes" and the same mail. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryDatabase, temporaryFolder } from '../../test/builders/database.ts';
import { valueOf } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { canonicalDump } from '../db/dump.ts';
import { rewriteFile } from '../db/rewrite.ts';
import { openSources } from '../ingest/open-sources.ts';
import { syncSources } from '../ingest/sync.ts';
import { keepSubjects } from './subjects.ts';

function files(): string[] {
  const folder = temporaryFolder();
  const mbox = join(folder, 'all.mbox');
  const calendar = join(folder, 'a.ics');
  const letters = Array.from(
    { length: 200 },
    (_, i) =>
      `From x@y.example Tue Nov 14 10:00:00 2023\nFrom: Anna <anna@acme.example>\nTo: me@firm.example\n` +
      `Message-ID: <${i}@x>\nSubject: Peregrine ${i}\nDate: Tue, 14 Nov 2023 10:00:00 +0000\n\nx\n`,
  );
  writeFileSync(mbox, letters.join(''));
  writeFileSync(
    calendar,
    'BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:m\nDTSTART:20240304T090000Z\nSUMMARY:Gyrfalcon lunch\n' +
      'ATTENDEE:mailto:anna@acme.example\nEND:VEVENT\nEND:VCALENDAR\n',
  );
  return [mbox, calendar];
}

async function importAll(db: Writer, paths: readonly string[], subjects: boolean): Promise<void> {
  const opened = valueOf(await openSources(paths));
  const synced = await syncSources(db, opened, { now: 1.8e9, subjects }, { suppression: null });
  expect(synced.ok).toBe(true);
}

const evidence = (db: Writer): string[] => canonicalDump(db).filter((line) => !line.startsWith('setting'));

test('a "no" leaves the word of no subject or title in any page', async () => {
  const db = temporaryDatabase();
  const paths = files();
  await importAll(db, paths, true);
  const pages = (): string => db.serialize().toString('latin1');
  expect(pages()).toContain('Peregrine');
  expect(pages()).toContain('Gyrfalcon');
  expect(keepSubjects(db, false)).toBe(201);
  rewriteFile(db);
  expect(pages()).not.toMatch(/Peregrine|Gyrfalcon/);
  const without = temporaryDatabase();
  await importAll(without, paths, false);
  expect(evidence(db)).toEqual(evidence(without));
  expect(keepSubjects(db, false)).toBe(0);
});

test('after a "yes" the next import of the same files fills in what was not kept', async () => {
  const db = temporaryDatabase();
  const paths = files();
  await importAll(db, paths, false);
  keepSubjects(db, true);
  await importAll(db, paths, true);
  const withSubjects = temporaryDatabase();
  await importAll(withSubjects, paths, true);
  expect(evidence(db)).toEqual(evidence(withSubjects));
});
