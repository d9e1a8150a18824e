/** `backup` and `restore` from outside, and what is left where a restore is killed at any point. */
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { unlockWithPassphrase } from '../../core/db/keys.ts';
import type { RestoredBackup } from '../../core/contract/kept.ts';
import { spilled } from '../builders/canaries.ts';
import { dumpOf } from '../builders/database.ts';
import { cliFile, environment, letter, passphrase, runCli, temporaryFolder } from './cli-runner.ts';

const kills = 8;
const me = 'me@firm.example';
const canary = 'canary-address-7f3a9c@acme-canary.example';
const env = environment({ WARMPATH_BACKUP_PASSPHRASE: 'a passphrase of its own' });
const folder = temporaryFolder();
const here = join(folder, 'here');
const backup = join(folder, 'May.backup');

function mailbox(name: string, people: number): string {
  const file = join(folder, name);
  writeFileSync(
    file,
    Array.from({ length: 6000 }, (_, i) => {
      const them = i === 0 ? canary : `p${i % people}@${name}.example`;
      return letter({
        From: them,
        To: me,
        Date: new Date(1.7e12 + i * 1e6).toUTCString(),
        'Message-ID': `<${i}@${name}>`,
      });
    }).join(''),
  );
  return file;
}

async function dump(data: string): Promise<string[]> {
  return dumpOf(data, valueOf(await unlockWithPassphrase(data, passphrase)));
}

beforeAll(() => {
  expect(runCli(['import', mailbox('here.mbox', 300), '--me', me, '--data', here]).status).toBe(0);
});

test('a backup needs a passphrase, and only it opens the backup', async () => {
  expect(runCli(['backup', backup, '--data', here]).status).toBe(3);
  const short = environment({ WARMPATH_BACKUP_PASSPHRASE: 'short' });
  expect(runCli(['backup', backup, '--data', here], { env: short }).status).toBe(2);
  const saved = runCli(['backup', backup, '--data', here, '--json'], { env });
  expect(saved.json()).toEqual({ file: backup, bytes: readFileSync(backup).length });

  const there = join(folder, 'there');
  const wrong = environment({ WARMPATH_BACKUP_PASSPHRASE: 'another passphrase' });
  expect(runCli(['restore', backup, '--data', there], { env: wrong }).status).toBe(3);
  const restored = runCli(['restore', backup, '--data', there, '--json'], { env });
  expect(restored.json<RestoredBackup>()).toMatchObject({ people: 301, messages: 6000, erasedAgain: 0 });
  expect(await dump(there)).toEqual(await dump(here));
  // What is there now is only replaced by those who say so.
  const refused = runCli(['restore', backup, '--data', there], { env });
  expect(refused.status).toBe(2);
  expect(refused.stderr).toContain('301 people and 6000 messages here would be replaced');
  expect(runCli(['restore', backup, '--yes', '--data', there], { env }).status).toBe(0);
  expect(spilled(there, [canary])).toEqual([]);
  expect(readFileSync(backup).includes(canary)).toBe(false);
});

test('kill -9 at random points of a restore leaves the one or the other, whole', async () => {
  const other = join(folder, 'other');
  runCli(['backup', backup, '--data', here], { env });
  const before = join(folder, 'before.backup');
  expect(runCli(['import', mailbox('other.mbox', 200), '--me', me, '--data', other]).status).toBe(0);
  expect(runCli(['backup', before, '--data', other], { env }).status).toBe(0);
  const [old, next] = [await dump(other), await dump(here)];
  const words = ['restore', backup, '--yes', '--data', other];
  const startedAt = performance.now();
  expect(runCli(words, { env }).status).toBe(0);
  const duration = performance.now() - startedAt;

  for (let i = 0; i < kills; i++) {
    expect(runCli(['restore', before, '--yes', '--data', other], { env }).status).toBe(0);
    const child = spawn(process.execPath, [cliFile, ...words], { env, stdio: 'ignore' });
    // Most of the time goes into keys; what is worth being killed in comes late.
    const timer = setTimeout(() => child.kill('SIGKILL'), duration * (0.3 + 0.7 * Math.random()));
    await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(timer);
    expect(runCli(['doctor', '--data', other]).status).toBe(0);
    // Works out what a kill left undone.
    expect(runCli(['ties', '--data', other]).status).toBe(0);
    expect(readdirSync(other).sort()).toEqual(['keys.json', 'lock', 'warmpath.db']);
    expect([old, next]).toContainEqual(await dump(other));
  }
});
