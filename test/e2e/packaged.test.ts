/** The unpacked package: its fuses, what is in it, and that it starts. */
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newUserData, withoutElectron } from './desktop.ts';

const appRoot = resolve(import.meta.dirname, '../..');
const runtime = process.env['ELECTRON_OVERRIDE_DIST_PATH'] ?? '';
const output = join(appRoot, 'test-results', 'package');
const polyfill = join(dirname(runtime), 'node18-polyfill.cjs');
const compat = join(appRoot, 'out', 'compat');

describe.skipIf(withoutElectron)(`the package (needs Electron and a display: ${withoutElectron || 'here'})`, () => {
  beforeAll(() => {
    const version = readFileSync(join(runtime, 'version'), 'utf8').replace(/^v/, '');
    const old = existsSync(polyfill) ? wrapForOldRuntime() : [];
    execFileSync(
      process.execPath,
      [join(appRoot, 'node_modules/electron-builder/cli.js'), '--linux', 'dir', `-c.electronDist=${runtime}`, `-c.electronVersion=${version}`, `-c.directories.output=${output}`, ...old],
      { cwd: appRoot, stdio: 'pipe' },
    ); // prettier-ignore
  });
  afterAll(() => rmSync(compat, { recursive: true, force: true }));

  test('fuses', async () => {
    const fuses = await getCurrentFuseWire(join(output, 'linux-unpacked', 'warmpath'));
    expect(fuses[FuseV1Options.RunAsNode]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeOptionsEnvironmentVariable]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableNodeCliInspectArguments]).toBe(FuseState.DISABLE);
    expect(fuses[FuseV1Options.EnableEmbeddedAsarIntegrityValidation]).toBe(FuseState.ENABLE);
    expect(fuses[FuseV1Options.OnlyLoadAppFromAsar]).toBe(FuseState.ENABLE);
  });

  test('only the addon of this platform lies outside the archive', () => {
    const unpacked = join(output, 'linux-unpacked/resources/app.asar.unpacked/node_modules/better-sqlite3/prebuilds');
    expect(readdirSync(unpacked)).toEqual(['linux-x64.node']);
  });

  test('it starts, and makes its data folder', async () => {
    const userData = newUserData();
    const child = spawn(
      join(output, 'linux-unpacked', 'warmpath'),
      [`--user-data-dir=${userData}`, ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      { stdio: 'pipe' },
    );
    let said = '';
    child.stderr.on('data', (chunk) => (said += String(chunk)));
    const end = Date.now() + 60_000;
    while (!existsSync(join(userData, 'data')) && child.exitCode === null && Date.now() < end) {
      await new Promise((done) => setTimeout(done, 100));
    }
    child.kill();
    await new Promise((done) => child.on('close', done));
    if (!existsSync(join(userData, 'data'))) throw new Error(`it did not start: ${said}`);
  });
});

/** A packaged app takes no options from the environment: what an older Node lacks is filled in by wrappers in the build output. */
function wrapForOldRuntime(): string[] {
  mkdirSync(compat, { recursive: true });
  copyFileSync(polyfill, join(compat, 'polyfill.cjs'));
  writeFileSync(join(compat, 'utility.cjs'), `require('./polyfill.cjs'); require(process.env.COMPAT_ENTRY);\n`);
  writeFileSync(
    join(compat, 'main.cjs'),
    `require('./polyfill.cjs');
const { utilityProcess } = require('electron');
const { join } = require('node:path');
const fork = utilityProcess.fork;
utilityProcess.fork = (script, words, options = {}) =>
  fork(join(__dirname, 'utility.cjs'), words, { ...options, env: { ...process.env, COMPAT_ENTRY: script } });
require('../main/main.cjs');
`,
  );
  return ['-c.extraMetadata.main=out/compat/main.cjs'];
}
