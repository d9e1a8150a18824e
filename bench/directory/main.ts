/** `npm run -s bench:directory`: a directory on PostgreSQL with a million entries of two thousand members, one firm among many. */
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Command } from 'commander';
import { lookupKeys } from '../../core/exchange/audience-keys.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { recognisingKey } from '../../core/exchange/guards.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { Target } from '../../core/exchange/targets.ts';
import { openPostgres } from '../../directory/database.ts';
import type { Database } from '../../directory/database.ts';
import { acme, foundFirm, foundingCode, noteOf, rowOf, runDirectory } from '../../test/builders/directory.ts';
import type { TestFirm, TestMember } from '../../test/builders/exchange-firm.ts';
import { freePort } from '../../test/servers/dovecot.ts';
import { startPostgres } from '../../test/servers/postgres.ts';
import type { Postgres } from '../../test/servers/postgres.ts';
import { aucOf } from './auc.ts';
import { treeCpuSeconds } from '../processes.ts';
import { addEntries, addMembers, settle } from './firm.ts';
import type { BenchMember } from './firm.ts';
import { callerFor, lookupBody, post, quantile, steadyLookups } from './load.ts';
import type { Caller } from './load.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ms = (value: number): string => value.toFixed(1);

async function bench(options: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-bench-directory-'));
  const postgres = await startPostgres();
  const ends: (() => Promise<unknown> | void)[] = [
    () => postgres.stop(),
    () => rmSync(folder, { recursive: true, force: true }),
  ];
  try {
    await measure(postgres, folder, ends, options);
  } finally {
    for (const end of ends) await end();
  }
}

/** Puts what is to be ended first at the front of `ends`. */
async function measure(
  postgres: Postgres,
  folder: string,
  ends: (() => Promise<unknown> | void)[],
  options: Options,
): Promise<void> {
  const url = postgres.newDatabase();
  const db = await openPostgres(url, 4);
  ends.unshift(() => db.close());
  const founding = await runDirectory(db);
  const firm = await foundFirm(founding);
  await founding.stop();
  const members = await addMembers(db, firm, 2000);
  // Other firms, so that this one is not all there is.
  for (let other = 0; other < 50; other++) {
    const [id, audience] = [toText(randomBytes(16)), toText(randomBytes(16))];
    await addEntries(db, id, audience, [{ member: `member of ${other}` }], 0, Math.min(2000, options.most));
  }

  const port = await freePort();
  const child = spawn(
    process.execPath,
    ['out/directory/warmpath-directory.mjs', 'serve', '--data', folder, '--port', String(port)],
    {
      env: { ...process.env, DATABASE_URL: url, WARMPATH_FOUNDING_CODE: foundingCode },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  await new Promise<void>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes('The directory is at')) resolve();
    });
  });
  const caller = callerFor(`http://127.0.0.1:${port}`, firm.firm, randomBytes);
  ends.unshift(async () => {
    caller.agent.destroy();
    child.kill('SIGTERM');
    await new Promise((resolve) => child.once('exit', resolve));
  });

  const entries = await measureLoad(db, caller, firm, members, options, [child.pid ?? 0, postgres.pid()]);
  const day = Math.floor(Date.now() / 86_400_000);
  await measureActs(caller, firm, day, entries);
  await settle(db);
  await measureWalls(caller, firm, members, options.timings);
}

interface Options {
  readonly most: number;
  readonly seconds: number;
  readonly timings: number;
}

const perSecond = 500;

/** Fills the firm up and looks things up at each size; answers with how many entries it then has. */
async function measureLoad(
  db: Database,
  caller: Caller,
  firm: TestFirm,
  members: readonly BenchMember[],
  { most, seconds }: Options,
  processes: readonly number[],
): Promise<number> {
  say(
    '| entries | lookups a second | median | p99 | p99.9 | worst | sent late, p99 | failed | µs of processor a lookup: directory | PostgreSQL | generator |',
  );
  say(`|${' --- |'.repeat(11)}`);
  let entries = 0;
  for (const size of [10_000, 100_000, 1_000_000].filter((each) => each <= most)) {
    await addEntries(db, firm.firm, firm.everyone.audience, members, entries, size);
    await settle(db);
    entries = size;
    // Not counted: code is compiled, statements are planned, keys are read.
    await steadyLookups(caller, members, entries, perSecond, 8);
    const before = processes.map(treeCpuSeconds);
    const load = await steadyLookups(caller, members, entries, perSecond, seconds);
    const after = processes.map(treeCpuSeconds);
    const cpu = after.map((each, at) => (each - (before[at] ?? 0)) / load.late.length);
    const cells = [
      size.toLocaleString('en'),
      load.perSecond.toFixed(0),
      ...[0.5, 0.99, 0.999, 1].map((part) => `${ms(quantile(load.late, part))} ms`),
      `${ms(quantile(load.sentLate, 0.99))} ms`,
      load.failed,
      ...[...cpu, load.generatorCpu].map((each) => (each * 1e6).toFixed(0)),
    ];
    say(`| ${cells.join(' | ')} |`);
  }
  return entries;
}

const person = (at: number): Target => ({ kind: 'person', value: `bench-${at}@canary-acme.example` });

/** Publishes large sets, then small ones while a barrier is set. */
async function measureActs(caller: Caller, firm: TestFirm, day: number, entries: number): Promise<void> {
  const { tom, maria, cleo } = firm.members;
  const publish = async (member: TestMember, expected: number, count: number): Promise<number> => {
    const put = Array.from({ length: count }, (_, at) =>
      rowOf(firm, member, person(at), { about: [person(at), acme], expires: day + 90, version: expected + 1 }),
    );
    const body = { idempotency: toText(randomBytes(16)), expected, put, remove: [] };
    const { status, milliseconds, text } = await post(
      caller,
      routes.publish.path,
      member,
      Buffer.from(JSON.stringify(body)),
    );
    if (status !== 200) throw new Error(`publish: ${status} ${text()}`);
    return milliseconds;
  };
  const took = [await publish(tom, 0, 2000), await publish(tom, 1, 2000), await publish(tom, 2, 2000)];
  say(`\npublish of 2,000 ties: ${spread(took)}`);

  const barrier = {
    id: toText(randomBytes(16)),
    recognising: [{ epoch: 1, key: recognisingKey(firm.guard, acme) }],
    inside: [],
    from: day,
    until: null,
    note: noteOf(firm),
  };
  const setting = post(caller, routes.barrier.path, cleo, Buffer.from(JSON.stringify(barrier)));
  const meanwhile: number[] = [];
  // As often as the limit of an hour allows for as long as this may take.
  const isSetSoon = (): Promise<boolean> => Promise.race([setting.then(() => true), setTimeout(500, false)]);
  do meanwhile.push(await publish(maria, meanwhile.length, 1));
  while (!(await isSetSoon()));
  const { status, milliseconds } = await setting;
  say(
    `a barrier set over ${(entries + 6000).toLocaleString('en')} entries, of which it withholds 6,000: ${ms(milliseconds)} ms (${status})`,
  );
  say(`publish of 1 tie meanwhile, ${meanwhile.length} times: ${spread(meanwhile)}`);
}

function spread(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  return `median ${ms(quantile(sorted, 0.5))} ms, worst ${ms(quantile(sorted, 1))} ms`;
}

/** How well time tells what is walled from what is absent. */
async function measureWalls(
  caller: Caller,
  firm: TestFirm,
  members: readonly BenchMember[],
  timings: number,
): Promise<void> {
  const walled: number[] = [];
  const absent: number[] = [];
  // As many keys of either kind, asked as often: what differs is only whether there is something behind them.
  const walledKeys = Array.from({ length: 2000 }, (_, at) => lookupKeys(firm.everyone)(person(at)));
  const absentKeys = walledKeys.map(() => toText(randomBytes(32)));
  for (let at = 0; at < timings; at++) {
    const isWalled = randomInt(2) === 0;
    const key = (isWalled ? walledKeys : absentKeys)[randomInt(2000)];
    const member = members[randomInt(members.length)];
    if (member === undefined || key === undefined) continue;
    const { milliseconds, status } = await post(caller, routes.lookup.path, member, lookupBody([key], randomBytes));
    if (status !== 200) throw new Error(`lookup: ${status}`);
    (isWalled ? walled : absent).push(milliseconds);
  }
  const { auc, low, high } = aucOf(walled, absent);
  say(
    `walled (${walled.length}) and absent (${absent.length}) told apart by time: AUC ${auc.toFixed(4)}, 95 % from ${low.toFixed(4)} to ${high.toFixed(4)}`,
  );
}

await new Command('bench:directory')
  .option('--most <n>', 'entries of the largest firm', Number, 1_000_000)
  .option('--seconds <n>', 'of load at each size', Number, 20)
  .option('--timings <n>', 'lookups of walled and absent keys, interleaved', Number, 20_000)
  .action(bench)
  .parseAsync();
