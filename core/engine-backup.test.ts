/** Backup and restore through the engine, from one computer to another: two data folders with keys of their own. */
import { randomBytes } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { dumpOf, migrationsFolder, temporaryFolder } from '../test/builders/database.ts';
import { engineDeps } from '../test/builders/engine.ts';
import { valueOf } from './contract/errors.ts';
import type { Result } from './contract/errors.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { Writer } from './db/database.ts';
import { addKeychainSlot, databaseName } from './db/keys.ts';
import { openDatabase } from './db/open.ts';
import { createBackups } from './engine-backup.ts';
import type { Engine } from './engine-types.ts';
import { openEngine } from './engine.ts';

const passphrase = 'a passphrase of its own';
const me = 'me@firm.example';
const now = Date.UTC(2026, 4, 3, 9);

interface Computer {
  readonly folder: string;
  readonly key: Buffer;
  readonly engine: Engine;
}

async function computer(folder = temporaryFolder(), key: Buffer = randomBytes(32)): Promise<Computer> {
  addKeychainSlot(folder, key, Buffer.from('opaque'));
  const engine = valueOf(
    await openEngine(
      engineDeps(folder, () => now),
      { kind: 'key', key },
    ),
  );
  onTestFinished(() => engine.close());
  return { folder, key, engine };
}

function letters(people: readonly string[], each = 4): string {
  return people
    .flatMap((name, n) =>
      Array.from({ length: each }, (_, i) => {
        const them = `${name} <${name.toLowerCase().replace(' ', '.')}@${name.split(' ')[1]?.toLowerCase()}.example>`;
        const [from, to] = i % 2 ? [me, them] : [them, me];
        const at = new Date(now - (i + 1) * 86_400_000 - n * 3_600_000).toUTCString();
        return `From x@x.example Thu Jan  1 00:00:00 2026\nFrom: ${from}\nTo: ${to}\nDate: ${at}\nSubject: ${name} ${i}\nMessage-ID: <${name.replace(' ', '')}${i}@x.example>\n\nx\n\n`;
      }),
    )
    .join('');
}

async function* once(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function take(engine: Engine, people: readonly string[]): Promise<void> {
  valueOf(await engine.importUploads([{ name: 'mail.mbox', bytes: once(letters(people)) }], { me: [me] }));
}

async function namesOf(engine: Engine): Promise<string[]> {
  return valueOf(await engine.call('people', {}))
    .rows.map(({ person }) => person)
    .sort();
}

async function idOf(engine: Engine, text: string): Promise<number> {
  return valueOf(await engine.call('findPerson', { text })).id;
}

/** The database of a folder as text; the engine there has ended. */
async function dump({ engine, folder, key }: Computer): Promise<string[]> {
  await engine.close();
  return dumpOf(folder, key);
}

async function saved(engine: Engine): Promise<string> {
  const file = join(temporaryFolder(), 'May.backup');
  return valueOf(await engine.saveBackup(file, passphrase)).file;
}

async function restore(engine: Engine, file: string) {
  const { id } = valueOf(await engine.openBackup(file, passphrase));
  return valueOf(await engine.call('restoreBackup', { id }));
}

test('everything arrives on another computer, whose own key and passphrase stay', async () => {
  const [here, there] = [await computer(), await computer()];
  await take(here.engine, ['Anna Weber', 'Bea Huber']);
  valueOf(await here.engine.call('setSide', { people: [await idOf(here.engine, 'Anna Weber')], side: 'client' }));
  await take(there.engine, ['Carl Maier']);
  const keys = readFileSync(join(there.folder, 'keys.json'));
  const file = await saved(here.engine);

  const { id, ...opened } = valueOf(await there.engine.openBackup(file, passphrase));
  expect(opened).toEqual({ madeAt: '2026-05-03T09:00:00.000Z', people: 2, messages: 8 });
  expect(await namesOf(there.engine)).toEqual(['Carl Maier']);

  const heard: EngineEvent['kind'][] = [];
  there.engine.onEvent(({ kind }) => heard.push(kind));
  expect(valueOf(await there.engine.call('restoreBackup', { id }))).toEqual({ ...opened, erasedAgain: 0 });
  expect(heard).toEqual(['changed']);
  expect(await namesOf(there.engine)).toEqual(['Anna Weber', 'Bea Huber']);
  expect(await there.engine.call('undo', {})).toMatchObject({ error: { code: 'usage' } });
  // The engine goes on with the new database.
  await take(there.engine, ['Dora Lang']);
  expect(await namesOf(there.engine)).toContain('Dora Lang');
  await take(here.engine, ['Dora Lang']);

  expect(readFileSync(join(there.folder, 'keys.json')).equals(keys)).toBe(true);
  expect(await dump(there)).toEqual(await dump(here));
  expect(readdirSync(there.folder).sort()).toEqual(['keys.json', 'lock', databaseName]);
  expect(readdirSync(here.folder).sort()).toEqual(['keys.json', 'lock', databaseName]);
});

test('a refused backup changes nothing, and there is nothing to restore', async () => {
  const { engine, folder } = await computer();
  await take(engine, ['Anna Weber']);
  const file = await saved(engine);
  const files = readdirSync(folder).sort();
  expect(await engine.openBackup(file, 'another passphrase')).toMatchObject({ error: { code: 'passphrase_wrong' } });
  writeFileSync(`${file}.short`, readFileSync(file).subarray(0, 5000));
  expect(await engine.openBackup(`${file}.short`, passphrase)).toMatchObject({
    error: { code: 'database_damaged', file: `${file}.short` },
  });
  expect(await engine.openBackup(`${file}.none`, passphrase)).toMatchObject({ error: { code: 'file_not_found' } });
  expect(await engine.call('restoreBackup', { id: '' })).toMatchObject({ error: { code: 'usage' } });
  expect(await engine.saveBackup(file, 'too short')).toMatchObject({ error: { code: 'usage' } });
  expect(await namesOf(engine)).toEqual(['Anna Weber']);
  expect(readdirSync(folder).sort()).toEqual(files);
});

test('a backup that lies ready goes when it is dropped, replaced by another, and at the end', async () => {
  const { engine, folder } = await computer();
  const file = await saved(engine);
  const ready = (): number => readdirSync(folder).filter((name) => name.startsWith('backup-')).length;
  const first = valueOf(await engine.openBackup(file, passphrase));
  const second = valueOf(await engine.openBackup(file, passphrase));
  expect(ready()).toBe(1);
  // The one that was replaced is another one.
  expect(await engine.call('restoreBackup', { id: first.id })).toMatchObject({ error: { code: 'usage' } });
  valueOf(await engine.call('dropBackup', { id: first.id }));
  expect(ready()).toBe(1);
  valueOf(await engine.call('dropBackup', { id: second.id }));
  expect(ready()).toBe(0);
  const erased = valueOf(await engine.openBackup(file, passphrase));
  valueOf(await engine.call('eraseEverything', {}));
  expect(ready()).toBe(0);
  expect(await engine.call('restoreBackup', { id: erased.id })).toMatchObject({ error: { code: 'usage' } });
  valueOf(await engine.openBackup(file, passphrase));
  await engine.close();
  expect(ready()).toBe(0);
});

test('during an import neither is possible', async () => {
  const { engine } = await computer();
  await take(engine, ['Anna Weber']);
  const file = await saved(engine);
  const { id } = valueOf(await engine.openBackup(file, passphrase));
  let goOn = (): void => undefined;
  const waits = new Promise<void>((end) => (goOn = end));
  async function* slow(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(letters(['Bea Huber']));
    await waits;
  }
  const importing = engine.importUploads([{ name: 'mail.mbox', bytes: slow() }]);
  const busy = { ok: false, error: { code: 'busy' } };
  expect(await engine.saveBackup(file, passphrase)).toMatchObject(busy);
  expect(await engine.openBackup(file, passphrase)).toMatchObject(busy);
  expect(await engine.call('restoreBackup', { id })).toMatchObject(busy);
  goOn();
  valueOf(await importing);
  expect(await namesOf(engine)).toEqual(['Anna Weber', 'Bea Huber']);
  valueOf(await engine.call('restoreBackup', { id }));
  expect(await namesOf(engine)).toEqual(['Anna Weber']);
});

test('who was erased after the backup was made does not come back with it, nor with a later import', async () => {
  const { engine } = await computer();
  await take(engine, ['Anna Weber', 'Bea Huber']);
  const file = await saved(engine);
  valueOf(await engine.call('erasePerson', { person: await idOf(engine, 'Anna Weber') }));
  expect(await restore(engine, file)).toMatchObject({ people: 1, messages: 4, erasedAgain: 1 });
  expect(await namesOf(engine)).toEqual(['Bea Huber']);
  await take(engine, ['Anna Weber', 'Bea Huber', 'Carl Maier']);
  expect(await namesOf(engine)).toEqual(['Bea Huber', 'Carl Maier']);
});

test('erasures of both computers hold after a restore', async () => {
  const [here, there] = [await computer(), await computer()];
  for (const { engine } of [here, there]) await take(engine, ['Anna Weber', 'Bea Huber', 'Carl Maier']);
  valueOf(await here.engine.call('erasePerson', { person: await idOf(here.engine, 'Anna Weber') }));
  const file = await saved(here.engine);
  valueOf(await there.engine.call('erasePerson', { person: await idOf(there.engine, 'Bea Huber') }));
  expect(await restore(there.engine, file)).toMatchObject({ people: 1, erasedAgain: 1 });
  await take(there.engine, ['Anna Weber', 'Bea Huber', 'Carl Maier']);
  expect(await namesOf(there.engine)).toEqual(['Carl Maier']);
});

/** A backup of a database that somebody has changed by other means. */
async function tampered(sql: string): Promise<string> {
  const { engine, folder, key } = await computer();
  await take(engine, ['Zoe Quetzal']);
  await engine.close();
  const db = valueOf(openDatabase({ file: join(folder, databaseName), key, migrationsFolder }));
  db.exec(sql);
  db.close();
  return saved((await computer(folder, key)).engine);
}

test('a backup with something in it that acts by itself is refused', async () => {
  const file = await tampered('CREATE TRIGGER quiet BEFORE INSERT ON suppression BEGIN SELECT RAISE(IGNORE); END');
  const { engine } = await computer();
  expect(await engine.openBackup(file, passphrase)).toMatchObject({ error: { code: 'database_damaged' } });
});

test('what cannot be worked with does not take the place of what can', async () => {
  const file = await tampered(`INSERT INTO setting VALUES ('years', 'abc')`);
  const { engine } = await computer();
  await take(engine, ['Anna Weber']);
  const { id } = valueOf(await engine.openBackup(file, passphrase));
  expect(await engine.call('restoreBackup', { id })).toMatchObject({ error: { code: 'database_damaged' } });
  expect(await namesOf(engine)).toEqual(['Anna Weber']);
});

test('where the new database cannot be opened in its place, the old one is used again', async () => {
  const { engine, folder, key } = await computer();
  await take(engine, ['Anna Weber']);
  const file = await saved(engine);
  await take(engine, ['Bea Huber']);
  await engine.close();

  const open = (): Result<Writer> => openDatabase({ file: join(folder, databaseName), key, migrationsFolder });
  let db = valueOf(open());
  let tries = 0;
  const backups = createBackups({
    deps: engineDeps(folder, () => now),
    key,
    db: () => db,
    open: () => (tries++ === 0 ? { ok: false, error: { code: 'file_unreadable', message: 'Not this time.' } } : open()),
    use: (next) => {
      db = next;
    },
    importing: () => false,
    letGo: async () => undefined,
    workOut: () => undefined,
  });
  const { id } = valueOf(await backups.open(file, passphrase));
  expect(await backups.restore(id)).toMatchObject({ error: { code: 'file_unreadable' } });
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(8);
  db.close();
  expect(readdirSync(folder).sort()).toEqual(['keys.json', 'lock', databaseName]);
});

test('a start after a kill in the middle of a restore finds the old data', async () => {
  const { engine, folder, key } = await computer();
  await take(engine, ['Anna Weber']);
  await engine.close();
  // As the kill leaves it: the old database has made way and the new one is not there yet.
  renameSync(join(folder, databaseName), join(folder, `${databaseName}.replaced`));
  writeFileSync(join(folder, 'backup-0123456789abcdef.tmp'), 'half of one');
  const again = await computer(folder, key);
  expect(await namesOf(again.engine)).toEqual(['Anna Weber']);
  await again.engine.close();
  expect(readdirSync(folder).sort()).toEqual(['keys.json', 'lock', databaseName]);
});
