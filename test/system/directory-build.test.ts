/** The directory is one folder that runs anywhere Node is: built, moved away from the project, started with nothing set up. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';

test('one folder, without Electron and SQLite, serves from wherever it lies', async () => {
  execFileSync('npm', ['run', '-s', 'directory:build'], { stdio: 'inherit' });
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-directory-build-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  cpSync('out/directory', join(folder, 'app'), { recursive: true });
  const files = readdirSync(join(folder, 'app'), { recursive: true }).map(String);
  expect(files.filter((name) => /electron(?!-?sql)|sqlite|react|\.node$/i.test(name))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining(['Containerfile', 'warmpath-directory.service', 'warmpath-directory.mjs']),
  );
  const bundle = readFileSync(join(folder, 'app/warmpath-directory.mjs'), 'utf8');
  expect(bundle).not.toMatch(/better-sqlite3|from "electron"/);

  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(
    process.execPath,
    ['warmpath-directory.mjs', 'serve', '--data', join(folder, 'data'), '--port', '0'],
    {
      cwd: join(folder, 'app'),
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  onTestFinished(() => void child.kill('SIGKILL'));
  const origin = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const found = /The directory is at (\S+)/.exec(said)?.[1];
      if (found !== undefined) resolve(found);
    });
    child.once('exit', () => reject(new Error(said)));
  });
  expect(await (await fetch(`${origin}/readyz`)).text()).toBe('ready\n');
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
});
