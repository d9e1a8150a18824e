/** The approval pages held against the code: no field without a word on it, no word on a field that is not there, no claim without its test. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { describe, expect, test } from 'vitest';
import { temporaryDatabase, temporaryFolder, testKey } from '../../test/builders/database.ts';
import { readHead, writeHead } from '../../core/backup/head.ts';
import { addKeychainSlot, addPassphrase } from '../../core/db/keys.ts';
import { acquireLock } from '../../core/db/lock.ts';
import { signingKeyOf } from '../../core/exchange/keys.ts';
import { signRequest } from '../../core/exchange/requests.ts';
import type { Route } from '../../core/exchange/route.ts';
import { routeNames, routes } from '../../core/exchange/routes.ts';
import { openEmbedded } from '../../directory/database.ts';
import { migrate } from '../../directory/migrate.ts';
import { readShellSettings, writeShellSettings } from '../../electron/shell-settings.ts';
import { writeWindowState } from '../../electron/window-state.ts';
import { areas } from './areas.ts';
import type { Area } from './field.ts';
import { dataSheet, heldFor, retentionSchedule } from './sheet.ts';
import { terms } from './terms.ts';
import type { Term, TermName } from './terms.ts';

const project = resolve(import.meta.dirname, '../..');
const read = (...path: string[]): string => readFileSync(join(project, ...path), 'utf8');
const seeded = (size: number): Buffer => Buffer.alloc(size, 7);

/** `group.field` of everything annotated, sorted. */
function annotated(kind: Area['kind'], isMeant: (name: string) => boolean = () => true): string[] {
  return groupsOf(kind)
    .filter(({ name }) => isMeant(name))
    .flatMap(({ name, fields }) => Object.keys(fields).map((field) => `${name}.${field}`))
    .sort();
}

function groupsOf(kind: Area['kind']) {
  return areas.filter((area) => area.kind === kind).flatMap(({ groups }) => groups);
}

const named = (group: string, fields: readonly string[]): string[] => fields.map((field) => `${group}.${field}`);

describe('every column has a word, and no word is of a column that is not there', () => {
  test('of the tables on a computer', () => {
    const columns = temporaryDatabase()
      .prepare(
        `SELECT t.name || '.' || c.name FROM pragma_table_list t JOIN pragma_table_info(t.name) c
         WHERE t.schema = 'main' AND t.name NOT LIKE 'sqlite_%'`,
      )
      .pluck()
      .all() as string[];
    expect(annotated('app table')).toEqual(columns.sort());
  });

  test('of the tables of the firm exchange', async () => {
    const db = await openEmbedded(null);
    await migrate(db, join(project, 'directory/migrations'));
    const columns = await db.rows<{ name: string }>(
      `SELECT table_name || '.' || column_name AS name FROM information_schema.columns WHERE table_schema = 'public'`,
    );
    await db.close();
    expect(annotated('directory table')).toEqual(columns.map(({ name }) => name).sort());
  }, 60_000);
});

const shapes = groupsOf('shape').flatMap(({ name, schema }) => (schema === undefined ? [] : [{ name, schema }]));
const known = new Set(shapes.map(({ schema }) => schema));

/** Paths of all fields; a shape with words of its own is not looked into. */
function pathsOf(schema: z.ZodType, path = ''): string[] {
  if (path !== '' && known.has(schema)) return [path];
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape as Record<string, z.ZodType>).flatMap(([name, field]) =>
      pathsOf(field, path === '' ? name : `${path}.${name}`),
    );
  if (schema instanceof z.ZodArray) return pathsOf(schema.element as z.ZodType, path);
  if (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional || schema instanceof z.ZodExactOptional || schema instanceof z.ZodDefault)
    return pathsOf(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodUnion) return (schema.options as z.ZodType[]).flatMap((option) => pathsOf(option, path));
  if (!['string', 'number', 'boolean', 'enum', 'literal', 'unknown'].includes(schema.def.type))
    throw new Error(`${path}: a schema of another kind (${schema.def.type}) has to be looked into here first`);
  return [path];
} // prettier-ignore

const once = (paths: readonly string[]): string[] => [...new Set(paths)];

describe('every field that travels or lies inside a column has a word, and no word is of one that does not', () => {
  test.each(routeNames)('of %s', (name) => {
    const { body, answer }: Route = routes[name];
    const fields = [
      ...pathsOf(body),
      ...(typeof answer === 'number' ? ['answer'] : pathsOf(answer).map((path) => `answer.${path}`)),
    ];
    expect(annotated('request', (group) => group === name)).toEqual(named(name, once(fields)).sort());
  });

  test('of the headers, and of no request that is gone', () => {
    const request = { method: 'POST', url: 'https://exchange.firm.example/v1/x', body: seeded(1), firm: 'a firm' };
    const headers = Object.keys(signRequest(signingKeyOf(seeded(32)), request, 0, seeded(16)));
    const isNoRoute = (group: string): boolean => !(routeNames as readonly string[]).includes(group);
    expect(annotated('request', isNoRoute)).toEqual(named('headers', headers).sort());
  });

  test.each(shapes)('of the shape $name', ({ name, schema }) => {
    const of = groupsOf('shape').find((group) => group.schema === schema);
    expect(named(name, Object.keys(of?.fields ?? {})).sort()).toEqual(named(name, once(pathsOf(schema))).sort());
  });

  test('of shapes that are columns, where such a column is', () => {
    const columns = shapes.map(({ name }) => name).filter((name) => /^\w+\.\w+$/.test(name));
    expect(columns.length).toBeGreaterThan(0);
    expect(annotated('app table')).toEqual(expect.arrayContaining(columns));
  });

  test('of every shape the protocol has a name for', async () => {
    const bodies = new Set<unknown>(routeNames.map((name) => routes[name].body));
    const folder = join(project, 'core/exchange');
    const files = readdirSync(folder).filter((file) => /^[^.]+\.ts$/.test(file));
    const unknown: string[] = [];
    for (const file of files) {
      const exported = Object.entries((await import(join(folder, file))) as Record<string, unknown>);
      for (const [name, value] of exported)
        if (value instanceof z.ZodObject && pathsOf(value).length > 0 && !known.has(value) && !bodies.has(value))
          unknown.push(name);
    }
    expect(unknown).toEqual([]);
  });
});

/** `group.field` of what JSON holds. */
function keysOf(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, field]) => keysOf(field, `${path}.${name}`));
}

test('every field of every file beside the database has a word', async () => {
  const folder = temporaryFolder();
  await addPassphrase(folder, testKey, 'a passphrase of many words', seeded);
  addKeychainSlot(folder, testKey, seeded(40));
  const lock = acquireLock(folder);
  const shell = join(folder, 'shell.json');
  const sheet = { folder, time: '07:00', written: null, problem: null };
  writeShellSettings(shell, { ...readShellSettings(shell), sheet });
  writeWindowState(join(folder, 'window.json'), { bounds: { x: 0, y: 0, width: 1, height: 1 }, maximised: false });
  const head = await writeHead({ madeAt: '2026-11-26T00:00:00Z', sha256: seeded(32).toString('base64') }, testKey, 'words', seeded);
  expect(readHead(head)).toMatchObject({ version: 1 });
  const found = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => keysOf(JSON.parse(readFileSync(join(folder, file), 'utf8')), file));
  if (lock.ok) lock.value.release();
  const own = new Set(found.map((field) => field.split('.json.')[0]));
  expect(annotated('file', (name) => own.has(name.replace('.json', '')))).toEqual(found.sort());
  const ofBackup = Object.keys(JSON.parse(head) as object);
  expect(annotated('file', (name) => name === 'a backup')).toEqual(named('a backup', [...ofBackup, 'database']).sort());
}); // prettier-ignore

test('every term is of something, and names tests that are there', () => {
  for (const [name, { where, tests }] of Object.entries(terms as Readonly<Record<string, Term>>)) {
    if (where !== 'way') expect([name, heldFor(name as TermName)]).not.toEqual([name, []]);
    for (const file of tests) expect([file, existsSync(join(project, file))]).toEqual([file, true]);
  }
});

test('the pages that are made are as they are made now: else `npm run approval`', () => {
  expect(read('docs/approval/data-sheet.md')).toBe(dataSheet());
  expect(read('docs/approval/retention.md')).toBe(retentionSchedule());
});

const isRule = (line: string | undefined): boolean => line?.startsWith('| -') === true;

/** Cells of the rows of the tables of a page, without heads. */
function rowsOf(page: string): string[][] {
  const lines = page.split('\n').filter((line) => line.startsWith('| '));
  return lines
    .filter((line, at) => !isRule(line) && !isRule(lines[at + 1]))
    .map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
} // prettier-ignore

/** Whether a file of tests has one of this title, or of this group of tests. */
function hasTitle(file: string, title: string): boolean {
  const source = read(file).replaceAll(/\(\s+/g, '(');
  return ["'", '"', '`'].some((quote) => source.includes(`(${quote}${title}${quote}, `));
}

describe('no claim is without its test', () => {
  const claims = rowsOf(read('docs/approval/works-council.md')).filter(([, proof]) => proof !== undefined);

  test.each(claims)('"%s"', (_claim, proof = '') => {
    const tests = [...proof.matchAll(/`([^`]+\.test\.tsx?)` “([^”]+)”/g)];
    expect(tests).not.toEqual([]);
    for (const [, file = '', title = ''] of tests) expect([file, title, hasTitle(file, title)]).toEqual([file, title, true]);
    // Nothing but tests with their titles.
    expect(proof.replace(/`[^`]+` “[^”]+”/g, '').replace(/[,;. ]/g, '')).toBe('');
  }); // prettier-ignore

  test.each(rowsOf(read('docs/PRIVACY.md')))('%s: %s', (_number, _promise, how = '', proof = '') => {
    const places = [...`${how} ${proof}`.matchAll(/`([\w/.-]+\/[\w.-]*)`/g)].map(([, place = '']) => place);
    for (const place of places) expect([place, existsSync(join(project, place))]).toEqual([place, true]);
  });
});

test('every page is in the list of pages, and every link and test named on one is there', () => {
  const folder = join(project, 'docs/approval');
  const pages = readdirSync(folder).filter((file) => file.endsWith('.md'));
  const list = read('docs/approval/README.md');
  for (const page of pages) {
    if (page !== 'README.md') expect(list).toContain(`](${page})`);
    const text = read('docs/approval', page);
    const links = [...text.matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) => join(folder, link));
    const tests = [...text.matchAll(/`([^`]+\.test\.tsx?)`/g)].map(([, file = '']) => join(project, file));
    for (const place of [...links, ...tests]) expect([page, place, existsSync(place)]).toEqual([page, place, true]);
  }
});
