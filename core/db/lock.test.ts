import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { temporaryFolder } from '../../test/builders/database.ts';
import { acquireLock } from './lock.ts';

interface Starter {
  readonly child: ChildProcessByStdio<Writable, Readable, null>;
  /** '' once it has the lock, else the failure's code and message. */
  readonly answer: string;
}

/** A process that tries for the lock and, where it got it, holds it until its input ends or it is killed. */
async function start(folder: string): Promise<Starter> {
  const script = `
    import { acquireLock } from ${JSON.stringify(pathToFileURL(join(import.meta.dirname, 'lock.ts')).href)};
    const lock = acquireLock(${JSON.stringify(folder)});
    process.stdout.write((lock.ok ? '' : lock.error.code + ' ' + lock.error.message) + '\\n');
    process.stdin.resume().on('end', () => lock.ok && lock.value.release());`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['pipe', 'pipe', 'ignore'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, answer: output.toString().trim() };
}

test('a second process is told who holds the lock, and gets it once it is released', async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  expect(first.answer).toBe('');
  const second = acquireLock(folder);
  expect(second).toMatchObject({ ok: false, error: { code: 'folder_in_use' } });
  expect(!second.ok && second.error.message).toContain(`process ${first.child.pid}`);
  first.child.stdin.end();
  await once(first.child, 'exit');
  expect(existsSync(join(folder, 'lock.json'))).toBe(false);
  const third = acquireLock(folder);
  expect(third.ok).toBe(true);
  if (third.ok) third.value.release();
});

test('one process cannot take the lock twice, and may release it twice', () => {
  const folder = temporaryFolder();
  const first = acquireLock(folder);
  expect(acquireLock(folder)).toMatchObject({ ok: false, error: { code: 'folder_in_use' } });
  if (!first.ok) throw new Error(first.error.message);
  first.value.release();
  const second = acquireLock(folder);
  expect(second.ok).toBe(true);
  first.value.release();
  expect(acquireLock(folder)).toMatchObject({ ok: false, error: { code: 'folder_in_use' } });
  if (second.ok) second.value.release();
});

test('the lock of a killed process heals, whatever now runs under its number', async () => {
  const folder = temporaryFolder();
  const first = await start(folder);
  first.child.kill('SIGKILL');
  await once(first.child, 'exit');
  // As if the number had come round again: a process of this number is alive.
  writeFileSync(join(folder, 'lock.json'), JSON.stringify({ pid: process.pid, host: hostname() }));
  const lock = acquireLock(folder);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value.release();
});

test('of many that start at once, after a kill, exactly one gets the lock', async () => {
  const folder = temporaryFolder();
  const killed = await start(folder);
  killed.child.kill('SIGKILL');
  await once(killed.child, 'exit');
  const starters = await Promise.all([1, 2, 3, 4, 5, 6].map(() => start(folder)));
  const losers = starters.map(({ answer }) => answer).filter((answer) => answer !== '');
  expect(losers).toHaveLength(5);
  for (const answer of losers) expect(answer).toContain('folder_in_use');
  const winner = starters.find(({ answer }) => answer === '');
  expect(JSON.parse(readFileSync(join(folder, 'lock.json'), 'utf8'))).toMatchObject({ pid: winner?.child.pid });
});

test('the lock of another computer is believed, and the message says how to end that', () => {
  const folder = temporaryFolder();
  const text = JSON.stringify({ pid: 4711, host: `not-${hostname()}` });
  writeFileSync(join(folder, 'lock.json'), text);
  const lock = acquireLock(folder);
  expect(lock).toMatchObject({ ok: false, error: { code: 'folder_in_use' } });
  expect(!lock.ok && lock.error.message).toMatch(/not-.*4711.*delete .*lock\.json/);
  expect(readFileSync(join(folder, 'lock.json'), 'utf8')).toBe(text);
});

test('half a name of a holder is no lock', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock.json'), '{"pid":12');
  const lock = acquireLock(folder);
  expect(lock.ok).toBe(true);
  if (lock.ok) lock.value.release();
});

test('a folder that cannot be locked is an expected failure', () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'lock'), 'something else'.repeat(100));
  expect(acquireLock(folder)).toMatchObject({ ok: false, error: { code: 'file_unreadable' } });
  const other = temporaryFolder();
  mkdirSync(join(other, 'lock'));
  expect(acquireLock(other)).toMatchObject({ ok: false, error: { code: 'file_unreadable' } });
});
