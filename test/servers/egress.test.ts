/** Watched from outside: with an account on a local server, no process of the app speaks to anybody else. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cliFile, environment } from '../system/cli-runner.ts';
import { dovecotIsHere, password, startDovecot } from './dovecot.ts';
import type { Dovecot } from './dovecot.ts';
import { letters, me } from './engine.ts';

const webFile = join(cliFile, '..', 'web.cjs');
const isHere = dovecotIsHere && spawnSync('which', ['strace']).status === 0;

describe.skipIf(!isHere)(
  `what leaves the computer (needs Dovecot, root and strace: ${isHere ? 'here' : 'not here'})`,
  () => {
    let server: Dovecot;
    let folder: string;
    beforeAll(async () => {
      server = await startDovecot();
      server.deliver(me, 'INBOX', letters(300).received);
      folder = mkdtempSync(join(tmpdir(), 'warmpath-egress-'));
    });
    afterAll(async () => {
      await server?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Runs the terminal with all its threads and children under strace; answers with what it connected to and sent datagrams to. */
    async function traced(
      words: readonly string[],
    ): Promise<{ status: number | null; output: string; reached: string[] }> {
      const log = join(folder, 'trace');
      const child = spawn(
        'strace',
        [
          '-f',
          '-qq',
          '-e',
          'trace=connect,sendto,sendmsg,sendmmsg',
          '-o',
          log,
          process.execPath,
          cliFile,
          ...words,
          '--data',
          join(folder, 'data'),
        ],
        { env: environment({ WARMPATH_ACCOUNT_PASSWORD: password }), stdio: ['ignore', 'pipe', 'inherit'] },
      );
      let output = '';
      child.stdout.on('data', (some: Buffer) => (output += some.toString()));
      const status = await new Promise<number | null>((resolve) => child.on('close', resolve));
      return { status, output, reached: reachedIn(log) };
    }

    function reachedIn(log: string): string[] {
      const reached = readFileSync(log, 'utf8')
        .split('\n')
        .flatMap((line) => {
          const address = /sin6?_port=htons\((\d+)\).*?(?:inet_addr\("([^"]+)"\)|inet_pton\(AF_INET6, "([^"]+)")/.exec(
            line,
          );
          const local = /sun_path="([^"]+)"/.exec(line)?.[1];
          return address ? [`${address[2] ?? address[3]}:${address[1]}`] : local === undefined ? [] : [local];
        });
      return [...new Set(reached)];
    }

    test('adding and reading an account reaches its server and nothing else, and the log says the same', async () => {
      const where = ['--imap', `127.0.0.1:${server.port}`, '--unencrypted'];
      const added = await traced(['account', 'add', me, ...where]);
      expect(added.status).toBe(0);
      expect(added.reached).toEqual([`127.0.0.1:${server.port}`]);
      const synced = await traced(['sync', '--once']);
      expect(synced.status).toBe(0);
      expect(synced.reached).toEqual([`127.0.0.1:${server.port}`]);
      const { output } = await traced(['egress', '--json']);
      const { hosts } = JSON.parse(output) as {
        hosts: { host: string; purpose: string; connections: number; received: number }[];
      };
      expect(hosts).toMatchObject([{ host: '127.0.0.1', purpose: 'mail', connections: 2 }]);
      expect(hosts[0]?.received).toBeGreaterThan(10_000);
    });

    test('the app, open with an account that is watched, reaches the server and nothing else', async () => {
      const log = join(folder, 'app-trace');
      const before = server.commands().length;
      const words = ['-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', log, process.execPath, webFile];
      const child = spawn('strace', [...words, '--data', join(folder, 'data')], {
        env: environment(),
        stdio: ['ignore', 'ignore', 'inherit'],
        detached: true,
      });
      const isWatched = (): boolean =>
        server
          .commands()
          .slice(before)
          .some((line) => line.endsWith(' IDLE'));
      while (!isWatched()) {
        if (child.exitCode !== null) throw new Error('the app has ended');
        await new Promise((resolve) => {
          setTimeout(resolve, 50);
        });
      }
      process.kill(-(child.pid as number), 'SIGTERM');
      await new Promise((resolve) => child.on('close', resolve));
      expect(reachedIn(log)).toEqual([`127.0.0.1:${server.port}`]);
    });

    test('whatever else is asked, nothing is reached', async () => {
      for (const words of [['ties'], ['who', 'org1'], ['account', 'list'], ['doctor']]) {
        const { status, reached } = await traced(words);
        expect([words, status, reached]).toEqual([words, 0, []]);
      }
    });
  },
);
