/** P1 from outside: no process of the desktop app connects, binds or sends anywhere but to this machine. */
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { newUserData, withoutElectron } from './desktop.ts';

const hasStrace = spawnSync('strace', ['-V']).status === 0;
const missing = withoutElectron || (hasStrace ? false : 'strace is not installed');

describe.skipIf(missing)(`network of the desktop app (needs strace and Electron: ${missing || 'here'})`, () => {
  test('a start, watched with all its processes, reaches nothing beyond loopback', async () => {
    const userData = newUserData();
    const log = join(userData, 'trace');
    const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'] as string;
    const child = spawn(
      'strace',
      ['-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', log, join(runtime, 'electron'), resolve(import.meta.dirname, '../..'), `--user-data-dir=${userData}`],
      { stdio: ['ignore', 'ignore', 'pipe'], detached: true },
    ); // prettier-ignore
    const database = join(userData, 'data');
    await until(() => hasFolder(database), 60_000);
    // The engine is up; what Chromium does by itself it does in its first seconds.
    await new Promise((done) => setTimeout(done, 8000));
    process.kill(-(child.pid as number), 'SIGTERM');
    await new Promise((done) => child.on('close', done));
    const strangers = readFileSync(log, 'utf8')
      .split('\n')
      .filter((line) => /sa_family=AF_INET6?\b/.test(line))
      .filter((line) => !/inet_addr\("127\.|inet_pton\(AF_INET6, "::1"/.test(line));
    expect(strangers).toEqual([]);
  });
});

async function until(holds: () => boolean, limit: number): Promise<void> {
  const end = Date.now() + limit;
  while (!holds()) {
    if (Date.now() > end) throw new Error('it did not happen');
    await new Promise((done) => setTimeout(done, 100));
  }
}

function hasFolder(path: string): boolean {
  return spawnSync('test', ['-d', path]).status === 0;
}
