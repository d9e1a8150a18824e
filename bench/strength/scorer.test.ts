/** The scorer as evaluations outside this repository call it. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/builders/database.ts';

const day = 86_400;
const start = 1_000_000_000;
const scorer = resolve(import.meta.dirname, 'scorer.ts');

/** 1 and 2 write to each other every other day; 3 writes to 1 and never hears back. */
const events = Array.from({ length: 60 }, (_, i) => start + i * 2 * day).flatMap((at) => [
  `1,2,${String(at)}`,
  `2,1,${String(at + 3600)}`,
  `3,1,${String(at + 7200)}`,
]);
const head = 'src,dst,unix_ts';
const end = start + 100 * day;

function scored(files: Record<string, string | Buffer>, words: readonly string[]) {
  const folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  // Node warns where it strips types, which is no output of the scorer's.
  const run = spawnSync(process.execPath, [scorer, ...words], {
    env: { ...process.env, INIT_CWD: folder, NODE_NO_WARNINGS: '1' },
    encoding: 'utf8',
  });
  const text = run.status === 0 ? readFileSync(join(folder, words.at(-1) as string), 'utf8') : '';
  return { status: run.status, error: run.stderr, rows: text.trim().split('\n') };
}
const csv = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
const reply = csv(['ego,alter,at', `1,2,${String(end)}`, `1,3,${String(end)}`, `1,99,${String(end)}`]);
const all = csv([head, ...events]);

test('answers are asked for by `at`: one probability a query, higher for whom one exchanges letters with', () => {
  const { status, rows } = scored({ e: all, q: reply }, ['e', 'q', 's']);
  expect(status).toBe(0);
  expect(rows[0]).toBe('ego,alter,at,score');
  expect(rows.slice(1).map((row) => row.replace(/,[^,]+$/, ''))).toEqual(reply.trim().split('\n').slice(1));
  const [two = 0, three = 0, stranger = 0] = rows.slice(1).map((row) => Number(row.split(',')[3]));
  for (const score of [two, three, stranger]) expect(score > 0 && score < 1).toBe(true);
  expect(two).toBeGreaterThan(three);
  expect(two).toBeGreaterThan(stranger);
});

test('ranks are asked for by `cut`, packed files are read, and a model may be given', () => {
  const cut = csv(['ego,cut,alter', `1,${String(end)},2`, `1,${String(end)},3`]);
  const model = readFileSync(resolve(import.meta.dirname, '../../resources/strength-model.json'));
  const { rows } = scored({ 'e.csv.gz': gzipSync(all), 'q.csv.gz': gzipSync(cut), m: model }, [
    '--model',
    'm',
    'e.csv.gz',
    'q.csv.gz',
    's',
  ]);
  expect(rows[0]).toBe('ego,cut,alter,score');
  expect(Number(rows[1]?.split(',')[3])).toBeGreaterThan(Number(rows[2]?.split(',')[3]));
});

test('neither what comes later nor other people’s mail changes a score', () => {
  const later = events
    .filter((_, i) => i % 3 === 1)
    .map((line) => line.replace(/\d+$/, (at) => String(Number(at) + 200 * day)));
  const foreign = events.map((line) => line.replace(/^\d+,\d+/, '7,8'));
  const known = events.filter((line) => Number(line.split(',')[2]) < end);
  const some = scored({ e: csv([head, ...known]), q: reply }, ['e', 'q', 's']);
  const more = scored({ e: csv([head, ...[...events, ...later, ...foreign].sort()]), q: reply }, ['e', 'q', 's']);
  expect(more.rows).toEqual(some.rows);
});

test.each([
  ['a missing file', {}, ['e', 'q', 's'], /e/],
  ['missing columns', { e: csv(['src,dst', '1,2']), q: reply }, ['e', 'q', 's'], /unix_ts/],
  ['no time', { e: csv([head, '1,2,soon']), q: reply }, ['e', 'q', 's'], /soon/],
  ['a torn line', { e: csv([head, '1,2']), q: reply }, ['e', 'q', 's'], /line 2/],
  ['too few words', { e: all }, ['e'], /usage/],
  ['no model', { e: all, q: reply, m: '{}' }, ['--model', 'm', 'e', 'q', 's'], /./],
])('%s: exit 2 and what is wrong', (_, files, words, error) => {
  const run = scored(files, words);
  expect(run.status).toBe(2);
  expect(run.error).toMatch(error);
});
