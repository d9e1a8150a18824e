/** `bench -- live`: a mailbox on a local Dovecot, read for the first time, again, and watched, beside imapflow's own bare fetch. */
import { chownSync, mkdirSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { dovecotIsHere, password, startDovecot } from '../test/servers/dovecot.ts';
import { benchOwner, generateMail } from './generate-mail.ts';
import type { BenchOptions } from './import.ts';
import { median, table, timed } from './timed.ts';
import type { Run } from './timed.ts';

interface LiveRun {
  readonly ranked: number;
  readonly first: number;
  readonly again: number;
  readonly came: number;
}

export async function benchLive({ messages, runs, folder, now, say }: BenchOptions): Promise<void> {
  if (!dovecotIsHere) return say('This needs Dovecot (apt-get install dovecot-imapd) and root.');
  const results: string[][] = [['', 'median', 'worst', 'budget']];
  for (const without of [[], ['CONDSTORE', 'QRESYNC']]) {
    const server = await startDovecot({ without });
    try {
      say(`${messages} messages on Dovecot ${without.length > 0 ? 'without CONDSTORE' : 'with CONDSTORE'} …`);
      fill(server.home(benchOwner), messages, now);
      const words = [String(server.port), benchOwner, password];
      const bare: number[] = [];
      const live: LiveRun[] = [];
      const memory: number[] = [];
      // The first opens the folders for the first time, and is counted by nobody.
      for (let run = 0; run <= runs; run++) {
        const alone = await timed(process.execPath, [resolve('bench/bare-imap.ts'), ...words, 'INBOX', 'Sent']);
        const data = join(folder, `data${run}`);
        const whole = await timed(process.execPath, [
          resolve('bench/live-run.ts'), data, ...words, server.home(benchOwner),
        ]); // prettier-ignore
        rmSync(data, { recursive: true });
        // Memory is that of the app as it is shipped: run from its sources, Node holds its own compiler as well.
        const shipped = await timedSync(join(folder, `shipped${run}`), server.port);
        for (const name of readdirSync(join(server.home(benchOwner), 'cur')))
          if (name.includes('P9.bench')) rmSync(join(server.home(benchOwner), 'cur', name));
        if (run === 0) continue;
        bare.push((JSON.parse(alone.output) as { seconds: number }).seconds);
        live.push(JSON.parse(whole.output) as LiveRun);
        if (shipped.megabytes !== null) memory.push(shipped.megabytes);
      }
      const name = without.length > 0 ? ', without CONDSTORE' : '';
      const add = (what: string, values: readonly number[], unit: string, budget: string): void => {
        if (values.length === 0) return;
        const shown = (value: number): string => `${value.toFixed(unit === 'MB' ? 0 : 2)} ${unit}`.trim();
        results.push([`${what}${name}`, shown(median(values)), shown(Math.max(...values)), budget]);
      };
      add(
        'nothing new',
        live.map(({ again }) => again),
        's',
        without.length > 0 ? '3 s' : '1 s',
      );
      if (without.length > 0) continue;
      add('imapflow’s bare fetch', bare, 's', '');
      add(
        'first sync',
        live.map(({ first }) => first),
        's',
        '',
      );
      add(
        'first sync to bare fetch',
        live.map(({ first }, i) => first / (bare[i] as number)),
        '',
        '1.5 (1.3 wanted)',
      );
      add(
        'newest 1,000 ranked',
        live.map(({ ranked }) => ranked),
        's',
        '3 s',
      );
      add(
        'a new message in the ranking',
        live.map(({ came }) => came),
        's',
        '2 s',
      );
      add('memory of the engine, at most', memory, 'MB', '300 MB');
    } finally {
      await server.stop();
    }
  }
  say(`\n${table(results)}`);
}

/** `warmpath sync --once` into a fresh data folder, which is gone afterwards. */
async function timedSync(data: string, port: number): Promise<Run> {
  const cli = [resolve('out/main/cli.cjs'), '--data', data];
  const secrets = { WARMPATH_PASSPHRASE: 'a passphrase for measuring', WARMPATH_ACCOUNT_PASSWORD: password };
  const account = ['account', 'add', benchOwner, '--imap', `127.0.0.1:${port}`, '--unencrypted'];
  try {
    await timed(process.execPath, [...cli, ...account], secrets);
    return await timed(process.execPath, [...cli, 'sync', '--once'], secrets);
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Mail of the owner in Sent, the rest in the inbox, each file as old as its message. */
function fill(home: string, messages: number, now: number): void {
  const owner = { uid: 8, gid: 8 };
  for (const name of ['', '.Sent']) {
    for (const part of ['', 'cur', 'new', 'tmp']) {
      mkdirSync(join(home, name, part), { recursive: true });
      chownSync(join(home, name, part), owner.uid, owner.gid);
    }
  }
  let index = 0;
  for (const { at, from, text } of generateMail(messages, now)) {
    const file = join(home, from === benchOwner ? '.Sent' : '', 'cur', `${at}.M${index++}P1.bench:2,S`);
    writeFileSync(file, text);
    chownSync(file, owner.uid, owner.gid);
    utimesSync(file, at, at);
  }
}
