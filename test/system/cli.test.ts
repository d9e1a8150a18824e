/** docs/cli.md, tried from outside. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { importResultSchema, tieSchema, whoSchema, whySchema } from '../../core/contract/shapes.ts';
import type { ImportResult, Tie, Who, Why } from '../../core/contract/shapes.ts';
import { cliFile, environment, letter, runCli, temporaryFolder } from './cli-runner.ts';

const folder = temporaryFolder();
const data = join(folder, 'data');
const mbox = join(folder, 'mail.mbox');
const me = 'me@firm.example';

const day = 86_400_000;
const mail = (daysAgo: number, fields: Record<string, string>): string =>
  letter({
    Date: new Date(Date.now() - daysAgo * day).toUTCString(),
    'Message-ID': `<${daysAgo}.${fields['From']?.length}.${Math.random()}@x.example>`,
    ...fields,
  });

beforeAll(() => {
  const anna = 'Anna Weber <anna@acme.example>';
  const exchange = [2, 9, 16, 30, 45, 60].flatMap((days) => [
    mail(days + 1, { From: `Me <${me}>`, To: anna, 'Message-ID': `<ask${days}@firm.example>` }),
    mail(days, { From: anna, To: me, 'In-Reply-To': `<ask${days}@firm.example>` }),
  ]);
  const introductions = [5, 25, 50].map((days) =>
    mail(days, { From: anna, To: me, Cc: 'Jane Roe <jane@target.example>' }),
  );
  const newsletter = mail(3, {
    From: 'News <newsletter@shop.example>',
    To: me,
    'List-Unsubscribe': '<mailto:x@y.example>',
  });
  const broken = letter({ To: me, Date: 'Thu, 1 Jan 2026 00:00:00 +0000' });
  writeFileSync(mbox, [...exchange, ...introductions, newsletter, broken].join(''));
});

describe('import', () => {
  test('counts what is stored, what was known and what cannot be used', () => {
    const first = runCli(['import', mbox, '--me', me, '--data', data, '--json']);
    expect(first.stderr).toBe('');
    expect(first.status).toBe(0);
    const result = importResultSchema.parse(first.json<ImportResult>());
    expect(result).toMatchObject({ messages: 16, meetings: 0, duplicates: 0, skipped: { 'no sender': 1 }, people: 2 });
    const again = runCli(['--json', '--data', data, 'import', mbox]).json<ImportResult>();
    expect(again).toMatchObject({ messages: 0, duplicates: 16, people: 2 });
  });

  test('relative paths are relative to where the command was typed', () => {
    const run = runCli(['import', 'mail.mbox', '--data', 'other', '--json'], {
      env: environment({ INIT_CWD: folder }),
    });
    expect(run.status).toBe(0);
    expect(existsSync(join(folder, 'other', 'warmpath.db'))).toBe(true);
  });

  test('a missing file, and one that is not what it claims, are named and nothing is stored', () => {
    const claims = join(folder, 'not.mbox');
    writeFileSync(claims, 'just text\n');
    for (const [path, code] of [
      [join(folder, 'gone.mbox'), 'file_not_found'],
      [claims, 'not_what_it_claims'],
    ] as const) {
      const run = runCli(['import', mbox, path, '--data', join(folder, 'empty'), '--json']);
      expect(run.status).toBe(1);
      expect(run.json()).toMatchObject({ error: { code, file: path } });
    }
    expect(runCli(['people', 'list', '--data', join(folder, 'empty'), '--json']).json()).toEqual([]);
  });

  test('Ctrl-C ends with 130 and keeps what is stored', async () => {
    const large = join(folder, 'large.mbox');
    writeFileSync(
      large,
      Array.from({ length: 60_000 }, (_, i) =>
        letter({ From: `p${i}@x.example`, To: me, 'Message-ID': `<${i}@x>` }),
      ).join(''),
    );
    const child = spawn(process.execPath, [cliFile, 'import', large, '--data', join(folder, 'cut'), '--json'], {
      env: environment(),
    });
    const database = join(folder, 'cut', 'warmpath.db-wal');
    const poll = setInterval(() => {
      if (!existsSync(database) || readFileSync(database).length <= 2_000_000) return;
      clearInterval(poll);
      child.kill('SIGINT');
    }, 5);
    let out = '';
    child.stdout.on('data', (chunk) => (out += String(chunk)));
    const code = await new Promise((resolve) => child.on('close', resolve));
    clearInterval(poll);
    expect(code).toBe(130);
    expect(JSON.parse(out)).toMatchObject({ error: { code: 'cancelled' } });
    const rest = runCli(['import', large, '--data', join(folder, 'cut'), '--json']).json<ImportResult>();
    expect(rest.messages).toBeGreaterThan(0);
    expect(rest.messages).toBeLessThan(60_000);
  });
});

test('sources: what was read, and taking it back with what came from it', () => {
  const into = join(folder, 'sources');
  expect(runCli(['import', mbox, '--data', into, '--json']).json()).toMatchObject({ messages: 16 });
  const [source] = runCli(['sources', '--data', into, '--json']).json<{ ids: number[] }[]>();
  expect(source).toMatchObject({ messages: 16, kind: 'mbox', done: true });
  const forget = ['forget-source', String(source?.ids[0]), '--with-data', '--data', into];
  expect(runCli(forget).stdout).toContain('Removed');
  expect(runCli(['sources', '--data', into, '--json']).json()).toEqual([]);
  expect(runCli(['people', 'list', '--data', into, '--json']).json()).toEqual([]);
});

test('skipped: what was left out, from where and why', () => {
  const bad = join(folder, 'bad.mbox');
  writeFileSync(bad, letter({ From: 'a@x.example', To: me }) + letter({ To: me, Date: 'x' }));
  const into = join(folder, 'skipped');
  expect(runCli(['import', bad, '--data', into, '--json']).json()).toMatchObject({ skipped: { 'no sender': 1 } });
  expect(runCli(['skipped', '--data', into, '--json']).json()).toEqual([
    { reason: 'no sender', source: bad, place: 'bad.mbox, byte 84' },
  ]);
});

test('ties: shape, order, limit and as-of', () => {
  const ties = runCli(['ties', '--data', data, '--json']).json<Tie[]>();
  for (const tie of ties) tieSchema.parse(tie);
  expect(ties[0]).toMatchObject({
    person: 'Anna Weber',
    addresses: ['anna@acme.example'],
    sent: 6,
    received: 9,
    meetings: 0,
  });
  expect(ties.map(({ band }) => band)).not.toContain('unknown');
  expect(runCli(['ties', '--limit', '0', '--data', data, '--json']).status).toBe(2);
  const early = new Date(Date.now() - 40 * day).toISOString().slice(0, 10);
  const then = runCli(['ties', '--as-of', early, '--data', data, '--json']).json<Tie[]>();
  expect(then[0]).toMatchObject({ sent: 2, received: 3 });
  expect(runCli(['ties', '--as-of', 'soon', '--data', data, '--json']).status).toBe(2);
});

test('who: a path through an introducer, never the introducer’s warmth as the user’s own', () => {
  const answer = whoSchema.parse(runCli(['who', 'target', '--data', data, '--json']).json<Who>());
  expect(answer.matches).toContainEqual(expect.objectContaining({ kind: 'organisation', name: 'Target' }));
  const [path] = answer.paths;
  expect(path?.hops.map(({ from, to }) => [from, to])).toEqual([
    ['You', 'Anna Weber'],
    ['Anna Weber', 'Jane Roe'],
  ]);
  expect(runCli(['who', 'nobody at all', '--data', data, '--json']).json<Who>()).toEqual({
    matches: [],
    paths: [],
    linkedInOnly: [],
    without: null,
    partner: null,
  });
});

test('why: parts that add up to the probability', () => {
  const answer = whySchema.parse(runCli(['why', 'anna@acme.example', '--data', data, '--json']).json<Why>());
  const logit = answer.parts.reduce((sum, { effect }) => sum + effect, answer.base);
  expect(1 / (1 + Math.exp(-logit))).toBeCloseTo(answer.tie.probability ?? 0, 2);
  expect(answer.interactions.filter(({ kind }) => kind === 'received')).toHaveLength(9);
});

test('people: file, merge and split', () => {
  expect(runCli(['people', 'side', 'Anna Weber', 'supplier', '--data', data, '--json']).json()).toEqual({});
  expect(
    runCli(['ties', '--data', data, '--json'])
      .json<Tie[]>()
      .map(({ person }) => person),
  ).not.toContain('Anna Weber');
  runCli(['people', 'side', 'Anna Weber', 'unfiled', '--data', data]);
  expect(runCli(['people', 'merge', 'anna@acme.example', 'jane@target.example', '--data', data, '--json']).status).toBe(
    0,
  );
  const merged = runCli(['why', 'anna@acme.example', '--data', data, '--json']).json<Why>();
  expect(merged.tie.addresses).toEqual(['anna@acme.example', 'jane@target.example']);
  expect(runCli(['people', 'split', 'anna@acme.example', 'jane@target.example', '--data', data]).status).toBe(0);
  expect(runCli(['why', 'anna@acme.example', '--data', data, '--json']).json<Why>().tie.addresses).toEqual([
    'anna@acme.example',
  ]);
});

test('spoke and doctor', () => {
  expect(runCli(['spoke', 'Anna Weber', '--data', data, '--json']).json()).toEqual({});
  const why = runCli(['why', 'Anna Weber', '--data', data, '--json']).json<Why>();
  expect(why.interactions.some(({ kind }) => kind === 'spoke')).toBe(true);
  expect(runCli(['doctor', '--data', data, '--json']).json()).toMatchObject({ ok: true });
});

test.each(['json', 'csv', 'graphml', 'gexf'])('export --format %s', (format) => {
  const file = join(folder, `out.${format}`);
  const run = runCli(['export', '--format', format, file, '--data', data, '--json']);
  expect(run.json()).toMatchObject({ file });
  expect(readFileSync(file, 'utf8')).toContain('Anna Weber');
});

test('erase needs --yes, takes every trace, and no import brings the person back', () => {
  expect(runCli(['erase', 'Jane Roe', '--data', data, '--json']).status).toBe(2);
  expect(runCli(['erase', 'Jane Roe', '--yes', '--data', data, '--json']).status).toBe(0);
  runCli(['import', mbox, '--data', data]);
  expect(runCli(['why', 'jane@target.example', '--data', data, '--json']).json()).toMatchObject({
    error: { code: 'not_found' },
  });
  const everything = join(folder, 'after.json');
  runCli(['export', '--format', 'json', everything, '--data', data]);
  expect(readFileSync(everything, 'utf8')).not.toMatch(/jane/i);
});

const olderNode = (process.env['PATH'] ?? '')
  .split(delimiter)
  .map((place) => join(place, 'node'))
  .find((file) => existsSync(file) && /^v(?:1\d|20)\./.test(execFileSync(file, ['--version'], { encoding: 'utf8' })));

test.skipIf(!olderNode)(`an older Node starts it too (${olderNode ? 'found' : 'skipped: there is none'})`, () => {
  const run = runCli(['doctor', '--data', data, '--json'], { node: olderNode as string });
  expect(run.json()).toMatchObject({ ok: true });
  expect(run.stderr).toBe('');
  expect(runCli(['nonsense', '--json'], { node: olderNode as string }).status).toBe(2);
});

describe('exit codes', () => {
  test('2 for usage, in JSON too', () => {
    for (const words of [[], ['nonsense'], ['ties', '--nonsense'], ['import'], ['people', 'side', '1', 'friend']]) {
      const run = runCli([...words, '--json', '--data', data]);
      expect(run.status).toBe(2);
      expect(run.json()).toMatchObject({ error: { code: 'usage' } });
    }
  });

  test('3 without a passphrase and with a wrong one', () => {
    const { WARMPATH_PASSPHRASE: _, ...env } = environment();
    expect(runCli(['ties', '--data', data, '--json'], { env }).status).toBe(3);
    const wrong = runCli(['ties', '--data', data, '--json'], { env: environment({ WARMPATH_PASSPHRASE: 'wrong' }) });
    expect(wrong.status).toBe(3);
    expect(wrong.json()).toMatchObject({ error: { code: 'passphrase_wrong' } });
  });

  test('4 while another engine has the folder', async () => {
    const pipe = join(folder, 'busy');
    mkdirSync(pipe, { recursive: true });
    const large = join(folder, 'large.mbox');
    const child = spawn(process.execPath, [cliFile, 'import', large, '--data', pipe], { env: environment() });
    while (!existsSync(join(pipe, 'warmpath.db'))) await new Promise((resolve) => setImmediate(resolve));
    const run = runCli(['ties', '--data', pipe, '--json']);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.on('close', resolve));
    expect(run.status).toBe(4);
    expect(run.json()).toMatchObject({ error: { code: 'folder_in_use' } });
    expect(runCli(['doctor', '--data', pipe, '--json']).status).toBe(0);
  });
});
