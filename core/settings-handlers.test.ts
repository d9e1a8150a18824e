/** The settings as the page and the terminal reach them: through the engine, with real files. */
import { mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrationsFolder, temporaryDatabase, temporaryFolder, testKey } from '../test/builders/database.ts';
import { temporaryEngine } from '../test/builders/engine.ts';
import { model } from '../test/builders/interactions.ts';
import { mail, record } from '../test/builders/records.ts';
import { valueOf } from './contract/errors.ts';
import type { Engine } from './engine-types.ts';
import { openDatabase } from './db/open.ts';
import { writeSetting } from './db/settings.ts';
import { createStandings } from './standings.ts';

const now = Date.UTC(2026, 10, 23, 21);

const letter = (from: string, year: number, subject: string): string =>
  `From x@y.example Tue Nov 14 10:00:00 2023\nFrom: ${from}\nTo: me@firm.example\nMessage-ID: <${from}${year}@x>\n` +
  `Subject: ${subject}\nDate: Tue, 14 Nov ${year} 10:00:00 +0000\n\nx\n\n`;

/** Mail of some years, and two folders. */
function mailFolder(): string {
  const folder = join(temporaryFolder(), 'Mail');
  for (const name of ['Private', 'Work', '.Archive.Private']) mkdirSync(join(folder, name, 'cur'), { recursive: true });
  writeFileSync(
    join(folder, 'all.mbox'),
    letter('Quetzal <q@old.example>', 2012, 'Peregrine') + letter('Anna <anna@acme.example>', 2026, 'Merlin'),
  );
  writeFileSync(join(folder, 'Private', 'cur', '1'), letter('Pia <pia@private.example>', 2026, 'P').slice(42));
  writeFileSync(join(folder, '.Archive.Private', 'cur', '1'), letter('Pau <pau@private.example>', 2026, 'P').slice(42));
  writeFileSync(join(folder, 'Private.mbox'), letter('Per <per@private.example>', 2026, 'P'));
  writeFileSync(join(folder, 'Work', 'cur', '1'), letter('Wim <wim@work.example>', 2026, 'W').slice(42));
  return folder;
}

async function read(engine: Engine, ...paths: string[]): Promise<Record<string, number>> {
  const result = valueOf(await engine.importPaths(paths, { me: ['me@firm.example'] }));
  const { messages, skipped } = result;
  return { messages, ...skipped };
}

async function addresses(engine: Engine): Promise<string[]> {
  const people = await engine.call('people', {});
  return people.ok ? people.value.rows.flatMap((row) => row.addresses).sort() : [];
}

test('a window of years deletes what is older from every page, and keeps it out', async () => {
  const data = temporaryFolder();
  const folder = mailFolder();
  const engine = await temporaryEngine(now, data);
  await engine.call('decideSubjects', { keep: true });
  await read(engine, folder);
  const preview = await engine.call('yearsPreview', { years: 10 });
  expect(preview).toMatchObject({ ok: true, value: { messages: 1, meetings: 0, people: 1 } });
  expect((await engine.call('keepYears', { years: 10 })).ok).toBe(true);
  // Rewritten, with no log left that could remember.
  expect(statSync(join(data, 'warmpath.db-wal')).size).toBe(0);
  const since = preview.ok ? preview.value.since : null;
  expect(await engine.call('settings', {})).toMatchObject({ ok: true, value: { years: 10, since, ignored: [] } });
  expect(await read(engine, folder)).toEqual({ messages: 0, 'older than you keep': 1 });
  expect(await addresses(engine)).not.toContain('q@old.example');
  await engine.close();
  const db = valueOf(openDatabase({ file: join(data, 'warmpath.db'), key: testKey, migrationsFolder }));
  const pages = db.serialize().toString('latin1');
  db.close();
  expect(pages).toContain('Merlin');
  expect(pages).not.toMatch(/quetzal|old\.example|peregrine/i);
});

test('standings worked out while an import runs delete nothing that it may go on from', () => {
  const db = temporaryDatabase();
  record(db, [mail({ from: 'old@x.com', to: ['me@firm.example'], at: Date.UTC(2012, 0, 1) / 1000 })]);
  writeSetting(db, 'years', '2');
  let importing = true;
  const standings = createStandings(db, model, () => now / 1000, () => importing); // prettier-ignore
  const messages = db.prepare('SELECT count(*) FROM message').pluck();
  standings.refresh();
  expect(messages.get()).toBe(1);
  importing = false;
  standings.refresh();
  expect(messages.get()).toBe(0);
});

test('everything again: the next import brings back what was left out', async () => {
  const engine = await temporaryEngine(now);
  const folder = mailFolder();
  await engine.call('keepYears', { years: 2 });
  expect(await read(engine, folder)).toEqual({ messages: 5, 'older than you keep': 1 });
  await engine.call('keepYears', { years: null });
  expect(await read(engine, folder)).toEqual({ messages: 1 });
});

test('an ignored folder is not read wherever it lies, until it is taken back', async () => {
  const engine = await temporaryEngine(now);
  const folder = mailFolder();
  const entry = { kind: 'folder', text: 'private' } as const;
  expect(await engine.call('ignore', entry)).toEqual({ ok: true, value: { messages: 0, meetings: 0, people: 0 } });
  expect(await read(engine, folder)).toEqual({ messages: 3, ignored: 3 });
  expect(await read(engine, join(folder, 'Private'), join(folder, 'Private.mbox'))).toEqual({
    messages: 0,
    ignored: 2,
  });
  expect(await addresses(engine)).toEqual(['anna@acme.example', 'q@old.example', 'wim@work.example']);
  await engine.call('unignore', entry);
  expect(await read(engine, folder)).toEqual({ messages: 3 });
});

test('an ignored folder among uploads leaves those after it as they are', async () => {
  const engine = await temporaryEngine(now);
  await engine.call('ignore', { kind: 'folder', text: 'Private' });
  const body = [...'AB'].map((name) => Buffer.from(letter(`${name}@x.example`, 2026, name).slice(42)));
  const stream = Buffer.concat(body);
  let at = 0;
  const take = async function* (size: number) {
    yield stream.subarray(at, (at += size));
  };
  const uploads = [
    { name: 'Mail/Private/cur/1', bytes: take((body[0] as Buffer).length) },
    { name: 'Mail/Work/cur/1', bytes: take((body[1] as Buffer).length) },
  ];
  const result = await engine.importUploads(uploads);
  expect(result).toMatchObject({ ok: true, value: { messages: 1, skipped: { ignored: 1 } } });
  expect(await addresses(engine)).toContain('b@x.example');
});

test('an ignored domain goes and stays away; nothing changes while an import runs', async () => {
  const engine = await temporaryEngine(now);
  const folder = mailFolder();
  await read(engine, folder);
  const entry = { kind: 'domain', text: 'private.example' } as const;
  const loss = { ok: true, value: { messages: 3, meetings: 0, people: 3 } };
  expect(await engine.call('ignorePreview', entry)).toEqual(loss);
  const running = engine.importPaths([folder]);
  for (const refused of [
    engine.call('ignore', entry),
    engine.call('keepYears', { years: 2 }),
    engine.call('decideSubjects', { keep: false }),
  ])
    expect(await refused).toMatchObject({ ok: false, error: { code: 'busy' } });
  await running;
  expect(await engine.call('ignore', entry)).toEqual(loss);
  expect(await read(engine, folder)).toEqual({ messages: 0, ignored: 3 });
  expect(await addresses(engine)).toEqual(['anna@acme.example', 'q@old.example', 'wim@work.example']);
});
