/** `npm run -s bench:directory`: a directory on PostgreSQL with a million entries of two thousand members, one firm among many. */
import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { lookupKeys } from '../../core/exchange/audience-keys.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { recognisingKey } from '../../core/exchange/guards.ts';
import { routes } from '../../core/exchange/routes.ts';
import type { Target } from '../../core/exchange/targets.ts';
import { openPostgres } from '../../directory/database.ts';
import { acme, foundFirm, foundingCode, noteOf, rowOf, runDirectory } from '../../test/builders/directory.ts';
import { freePort } from '../../test/servers/dovecot.ts';
import { startPostgres } from '../../test/servers/postgres.ts';
import type { Postgres } from '../../test/servers/postgres.ts';
import { aucOf } from './auc.ts';
import { addEntries, addMembers } from './firm.ts';
import { callerFor, lookupBody, post, quantile, steadyLookups } from './load.ts';

const say = (line: string): void => void process.stdout.write(`${line}\n`);
const ms = (value: number): string => value.toFixed(1);

async function bench(options: { most: number; seconds: number; timings: number }): Promise<void> {
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
  options: { readonly most: number; readonly seconds: number; readonly timings: number },
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

  say('| entries | lookups a second | median | p99 | worst | failed | generator, of one processor |');
  say('| --- | --- | --- | --- | --- | --- | --- |');
  let entries = 0;
  for (const size of [10_000, 100_000, 1_000_000].filter((each) => each <= options.most)) {
    await addEntries(db, firm.firm, firm.everyone.audience, members, entries, size);
    entries = size;
    await steadyLookups(caller, members, entries, 200, 3);
    const { late, perSecond, generatorShare, failed } = await steadyLookups(
      caller,
      members,
      entries,
      500,
      options.seconds,
    );
    say(
      `| ${size.toLocaleString('en')} | ${perSecond.toFixed(0)} | ${ms(quantile(late, 0.5))} ms | ${ms(quantile(late, 0.99))} ms | ${ms(quantile(late, 1))} ms | ${failed} | ${generatorShare.toFixed(2)} |`,
    );
  }

  const day = Math.floor(Date.now() / 86_400_000);
  const person = (at: number): Target => ({ kind: 'person', value: `bench-${at}@canary-acme.example` });
  const { tom, cleo } = firm.members;
  const rows = (version: number) =>
    Array.from({ length: 2000 }, (_, at) =>
      rowOf(firm, tom, person(at), { about: [person(at), acme], expires: day + 90, version }),
    );
  const tomCalls = { member: tom.member, signing: tom.signing };
  const publish = async (expected: number): Promise<number> => {
    const body = { idempotency: toText(randomBytes(16)), expected, put: rows(expected + 1), remove: [] };
    const { status, milliseconds, text } = await post(
      caller,
      routes.publish.path,
      tomCalls,
      Buffer.from(JSON.stringify(body)),
    );
    if (status !== 200) throw new Error(`publish: ${status} ${text()}`);
    return milliseconds;
  };
  const took = [await publish(0), await publish(1), await publish(2)].sort((a, b) => a - b);
  say(`\npublish of 2,000 ties: median ${ms(took[1] ?? Number.NaN)} ms, worst ${ms(took[2] ?? Number.NaN)} ms`);

  const barrier = {
    id: toText(randomBytes(16)),
    recognising: [{ epoch: 1, key: recognisingKey(firm.guard, acme) }],
    inside: [],
    from: day,
    until: null,
    note: noteOf(firm),
  };
  const set = await post(
    caller,
    routes.barrier.path,
    { member: cleo.member, signing: cleo.signing },
    Buffer.from(JSON.stringify(barrier)),
  );
  say(
    `a barrier set over ${(entries + 6000).toLocaleString('en')} entries, of which it withholds 6,000: ${ms(set.milliseconds)} ms (${set.status})`,
  );
  await db.script('ANALYZE');

  const walled: number[] = [];
  const absent: number[] = [];
  // As many keys of either kind, asked as often: what differs is only whether there is something behind them.
  const walledKeys = Array.from({ length: 2000 }, (_, at) => lookupKeys(firm.everyone)(person(at)));
  const absentKeys = walledKeys.map(() => toText(randomBytes(32)));
  for (let at = 0; at < options.timings; at++) {
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
