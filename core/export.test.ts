import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse as parseCsv } from 'csv-parse/sync';
import fc from 'fast-check';
import Graph from 'graphology';
import { parse as parseGexf } from 'graphology-gexf';
import { expect, test } from 'vitest';
import { fillDatabase } from '../test/builders/content.ts';
import { temporaryDatabase, temporaryFolder } from '../test/builders/database.ts';
import type { Writer } from './db/database.ts';
import type { ExportFormat } from './engine-types.ts';
import { exportFormats } from './engine-types.ts';
import { exportTo } from './export.ts';
import { plainCell } from './opportunities/csv-cell.ts';
import { exportJson } from './export-json.ts';

// The parser that graphology-gexf brings along.
const requireOfGexf = createRequire(createRequire(import.meta.url).resolve('graphology-gexf'));
interface Xml {
  readonly textContent: string;
  getAttribute(name: string): string;
  getElementsByTagName(name: string): ArrayLike<Xml>;
}
const { DOMParser } = requireOfGexf('@xmldom/xmldom') as {
  DOMParser: new (options: { errorHandler: (level: string, message: string) => void }) => {
    parseFromString(text: string, type: string): Xml;
  };
};

function parseXml(text: string): Xml {
  const errorHandler = (level: string, message: string): void => {
    throw new Error(`${level}: ${message}`);
  };
  return new DOMParser({ errorHandler }).parseFromString(text, 'application/xml');
}

function filled(): Writer {
  const db = temporaryDatabase();
  fillDatabase(db);
  return db;
}

function exported(db: Writer, format: ExportFormat): string {
  const file = join(temporaryFolder(), `out.${format}`);
  const result = exportTo(db, format, file);
  expect(result).toEqual({ ok: true, value: { file, bytes: statSync(file).size } });
  return readFileSync(file, 'utf8');
}

test('the JSON holds every text of every table but fingerprints and keyed hashes', () => {
  const db = filled();
  const text = exported(db, 'json');
  expect(JSON.parse(text)).toMatchObject({ format: 'warmpath', version: 1 });
  const columns = db
    .prepare(
      `SELECT t.name AS "table", c.name AS column FROM sqlite_schema t, pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.type = 'TEXT'`,
    )
    .all() as { table: string; column: string }[];
  const missing = columns.flatMap(({ table, column }) => {
    const values = db.prepare(`SELECT "${column}" FROM "${table}" WHERE "${column}" IS NOT NULL`).pluck().all();
    return values.every((value) => text.includes(JSON.stringify(value))) ? [] : [`${table}.${column}`];
  });
  expect(missing).toEqual(['source.fingerprint']);
});

test('the JSON reads as written in the documentation of its parts', () => {
  const all = JSON.parse(exported(filled(), 'json')) as Record<string, unknown[]>;
  expect(all['people']?.[1]).toEqual({
    id: 2,
    kind: 'person',
    name: 'Anna "A" <Ünal> & Söhne',
    organisation: 'acme.example',
    colleague: 'no',
    side: 'client',
    title: '=cmd|calc',
    titleSource: 'linkedin',
    titleAt: '2023-11-14T22:13:20Z',
    tie: {
      band: 'strong',
      probability: 0.75,
      closeness: 3.5,
      trend: 'rising',
      lastInteraction: '2023-11-14T22:13:20Z',
      sent: 1,
      received: 1,
      meetings: 0,
    },
  });
  expect(all['people']?.[3]).toMatchObject({ kind: 'machine', tie: null });
  expect(all['messages']?.[0]).toEqual({
    key: '303030303030303030303031',
    sentAt: '2023-11-14T22:13:20Z',
    subject: 'Re: the "offer"\n',
    marks: ['list', 'auto'],
    ref: 2 ** 52,
    parentRef: 7,
    threadRef: 8,
    source: '/mail/a.mbox',
    copies: ['/mail/c.ics'],
    parties: [
      { role: 'from', email: 'me@firm.example' },
      { role: 'to', email: 'anna@acme.example' },
      { role: 'cc', email: 'ben@post.example' },
    ],
  });
  expect(all['messages']?.[1]).toMatchObject({ marks: [], subject: null, copies: [] });
  expect(all['meetings']?.[0]).toMatchObject({
    marks: ['series'],
    parties: [
      { email: 'me@firm.example', organiser: true, partstat: 'accepted' },
      { email: 'ben@post.example', organiser: false, partstat: 'declined' },
    ],
  });
  expect(all['addresses']?.[1]).toMatchObject({ person: 2, names: [{ name: 'Anna Ünal' }, { name: 'Ünal, Anna' }] });
  expect(all['ownAddresses']).toEqual([{ email: 'me@firm.example', basis: 'declared', confirmed: true }]);
  expect(all['decisions']).toMatchObject([{ a: 'anna@acme.example', b: 'a.uenal@post.example', same: true }]);
  expect(all['touches']).toEqual([{ email: 'ben@post.example', day: '2023-11-13' }]);
  expect(all['knownWell']).toEqual([{ email: 'anna@acme.example', day: '2023-11-12' }]);
});

test('an empty database exports in every format', () => {
  const db = temporaryDatabase();
  expect(JSON.parse(exported(db, 'json'))).toMatchObject({ people: [], messages: [] });
  expect(exported(db, 'csv').trim().split('\r\n')).toHaveLength(1);
  expect(parseXml(exported(db, 'graphml')).getElementsByTagName('node')).toHaveLength(1);
  expect(parseGexf(Graph, exported(db, 'gexf')).order).toBe(1);
});

test('the CSV has a row a person, warmest first, and starts no formula', () => {
  const rows = parseCsv<Record<string, string>>(exported(filled(), 'csv'), { columns: true });
  expect(rows.map(({ id }) => id)).toEqual(['2', '3']);
  expect(rows[0]).toMatchObject({
    person: 'Anna "A" <Ünal> & Söhne',
    addresses: 'anna@acme.example a.uenal@post.example',
    organisation: 'Acme',
    title: `'=cmd|calc`,
    band: 'strong',
    probability: '0.75',
    closeness: '3.5',
    trend: 'rising',
    lastInteraction: '2023-11-14T22:13:20.000Z',
    sent: '1',
  });
  expect(rows[1]).toMatchObject({ band: 'unknown', probability: '', lastInteraction: '' });
});

test.each(['graphml', 'gexf'] as const)('the %s holds the user, the people, ties and acquaintances', (format) => {
  const xml = parseXml(exported(filled(), format));
  const nodes = Array.from(xml.getElementsByTagName('node'));
  expect(nodes.map((node) => node.getAttribute('id'))).toEqual(['you', '2', '3']);
  const edges = Array.from(xml.getElementsByTagName('edge'));
  const ends = edges.map((edge) => `${edge.getAttribute('source')}-${edge.getAttribute('target')}`);
  expect(ends).toEqual(['you-2', '2-3']);
});

test('the graph formats carry names, organisation, band and closeness', () => {
  const db = filled();
  const graph = parseGexf(Graph, exported(db, 'gexf'));
  const anna = { label: 'Anna "A" <Ünal> & Söhne', organisation: 'Acme', band: 'strong', closeness: 3.5 };
  expect(graph.getNodeAttributes('2')).toMatchObject(anna);
  expect(graph.getEdgeAttributes('you', '2')).toMatchObject({ kind: 'tie', weight: 3.5 });
  expect(graph.getEdgeAttributes('2', '3')).toMatchObject({ kind: 'acquaintance', weight: 0.5 });
  const xml = parseXml(exported(db, 'graphml'));
  const data = Array.from(xml.getElementsByTagName('node')[1]!.getElementsByTagName('data'));
  const values = Object.fromEntries(data.map((item) => [item.getAttribute('key'), item.textContent]));
  for (const [name, value] of Object.entries(anna)) expect(values[`node-${name}`]).toBe(String(value));
});

test('any name survives JSON and CSV, and the graph formats but for what XML cannot hold', () => {
  const db = filled();
  const rename = db.prepare('UPDATE person SET name = ? WHERE id = 2');
  const name = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.string({
      unit: fc.constantFrom(
        '"',
        "'",
        '&',
        '<',
        '>',
        ']]>',
        ',',
        '\r',
        '\n',
        '\t',
        '=',
        '-',
        '\u0000',
        '\u0001',
        '\uFFFF',
      ),
    }),
  );
  fc.assert(
    fc.property(name, (text) => {
      rename.run(text);
      const json = JSON.parse(exported(db, 'json')) as { people: { name: string }[] };
      expect(json.people[1]?.name).toBe(text);
      const [row] = parseCsv<{ person: string }>(exported(db, 'csv'), { columns: true });
      expect(row?.person).not.toMatch(/^[=+\-@]/);
      expect(plainCell(row?.person ?? '')).toBe(plainCell(text));
      // oxlint-disable-next-line no-control-regex
      const allowed = text.replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/gu, '');
      const node = parseXml(exported(db, 'gexf')).getElementsByTagName('node')[1];
      expect(node?.getAttribute('label')).toBe(allowed);
      const data = parseXml(exported(db, 'graphml')).getElementsByTagName('node')[1]?.getElementsByTagName('data');
      const label = Array.from(data ?? []).find((item) => item.getAttribute('key') === 'node-label');
      expect(label?.textContent ?? '').toBe(allowed);
    }),
    { numRuns: 40 },
  );
});

test.each(exportFormats)(
  'a %s file takes the place of what was there, only for its owner, with no draft left',
  (format) => {
    const folder = temporaryFolder();
    const file = join(folder, 'out');
    writeFileSync(file, 'before');
    chmodSync(file, 0o644);
    expect(exportTo(filled(), format, file).ok).toBe(true);
    expect(readFileSync(file, 'utf8')).not.toContain('before');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['out']);
  },
);

test('a place that cannot be written to is an error that names the file', () => {
  const folder = temporaryFolder();
  const missing = join(folder, 'no', 'such', 'folder.json');
  expect(exportTo(filled(), 'json', missing)).toMatchObject({
    ok: false,
    error: { code: 'write_failed', file: missing },
  });
  const taken = join(folder, 'taken');
  mkdirSync(join(taken, 'inside'), { recursive: true });
  expect(exportTo(filled(), 'csv', taken)).toMatchObject({ ok: false, error: { code: 'write_failed', file: taken } });
  expect(exportTo(filled(), 'csv', '/dev/null')).toMatchObject({ ok: false, error: { code: 'write_failed' } });
  expect(statSync('/dev/null').isFile()).toBe(false);
  expect(readdirSync(folder)).toEqual(['taken']);
});

test('an export that breaks off leaves what was there, and no draft', () => {
  const folder = temporaryFolder();
  const file = join(folder, 'out.json');
  writeFileSync(file, 'before');
  const db = filled();
  db.exec('DROP TABLE acquaintance');
  expect(() => exportTo(db, 'json', file)).toThrow('acquaintance');
  expect(readFileSync(file, 'utf8')).toBe('before');
  expect(readdirSync(folder)).toEqual(['out.json']);
});

test('rows come one by one', () => {
  const pieces = exportJson(filled());
  expect(pieces.next().value).toBe('{"format":"warmpath","version":1');
  pieces.return(undefined);
});
