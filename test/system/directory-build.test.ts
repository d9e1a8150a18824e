/** The directory is one folder that runs anywhere Node is: built, moved away from the project, started as its container and its unit start it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { request as requestOver } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { hasOpenssl, selfSignedCertificate } from '../servers/certificates.ts';

const folder = mkdtempSync(join(tmpdir(), 'warmpath-directory-build-'));
const app = join(folder, 'app');
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeAll(() => {
  execFileSync('npm', ['run', '-s', 'directory:build'], { stdio: 'inherit' });
  cpSync('out/directory', app, { recursive: true });
});

/** Starts it with nothing of this environment; answers with what it says it is ready with, and ends it as an operator does. */
async function startsWith(words: readonly string[], ca?: string): Promise<string> {
  const child = spawn(process.execPath, [...words, '--port', '0'], {
    cwd: app,
    env: { PATH: process.env['PATH'] },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('The directory is at')) resolve(text);
    });
    child.once('exit', () => reject(new Error(text)));
  });
  const origin = (/The directory is at (\S+)/.exec(said)?.[1] ?? '').replace('0.0.0.0', '127.0.0.1');
  const answer = await new Promise<string>((resolve, reject) => {
    const asked = (ca === undefined ? requestOver : requestOverTls)(`${origin}/readyz`, { ca }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    });
    asked.on('error', reject).end();
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  expect(await exited).toBe(0);
  return answer;
}

test('one folder, without Electron and SQLite', () => {
  const files = readdirSync(app, { recursive: true }).map(String);
  expect(files.filter((name) => /electron(?!-?sql)|sqlite|react|\.node$/i.test(name))).toEqual([]);
  expect(files).toEqual(
    expect.arrayContaining(['Containerfile', 'warmpath-directory.service', 'warmpath-directory.mjs']),
  );
  const bundle = readFileSync(join(app, 'warmpath-directory.mjs'), 'utf8');
  expect(bundle).not.toMatch(/better-sqlite3|from "electron"/);
});

test('serves from wherever it lies', async () => {
  expect(await startsWith(['warmpath-directory.mjs', 'serve', '--data', join(folder, 'data')])).toBe('ready\n');
});

test.skipIf(!hasOpenssl)(`starts as its container does (openssl: ${hasOpenssl ? 'here' : 'not here'})`, async () => {
  const container = readFileSync(join(app, 'Containerfile'), 'utf8');
  const wordsOf = (what: string): string[] =>
    JSON.parse(new RegExp(`^${what} (.+)$`, 'm').exec(container)?.[1] ?? '[]') as string[];
  const [program, ...words] = [...wordsOf('ENTRYPOINT'), ...wordsOf('CMD')];
  expect(program).toBe('node');
  const volumes = join(folder, 'volumes');
  for (const volume of ['data', 'tls']) mkdirSync(join(volumes, volume), { recursive: true });
  const { cert, key } = selfSignedCertificate('127.0.0.1');
  writeFileSync(join(volumes, 'tls/certificate.pem'), cert);
  writeFileSync(join(volumes, 'tls/key.pem'), key);
  const mounted = words.map((word) => (/^\/(?:data|tls)\b/.test(word) ? join(volumes, word) : word));
  expect(await startsWith(mounted, cert)).toBe('ready\n');
});

const hasAnalyze = spawnSync('systemd-analyze', ['--version']).status === 0;

test.skipIf(!hasAnalyze)(
  `its unit is one that systemd takes (systemd-analyze: ${hasAnalyze ? 'here' : 'not here'})`,
  () => {
    const unit = readFileSync(join(app, 'warmpath-directory.service'), 'utf8');
    const here = unit.replace('/usr/bin/node', process.execPath);
    writeFileSync(join(folder, 'warmpath-directory.service'), here);
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', join(folder, 'warmpath-directory.service')], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  },
);
