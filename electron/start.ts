/** `npm start`: the desktop app, or where its runtime cannot be had the same app for the browser, and one sentence why. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const appRoot = join(__dirname, '..', '..');
// A first start downloads some hundred megabytes; a host that cannot be reached must not hold the user up for ever.
const downloadLimit = 300_000;

const runtime = findRuntime();
if (typeof runtime === 'string') run(runtime, [appRoot]);
else {
  console.log(`${runtime.reason}, so Warmpath opens in your browser instead.`);
  run(process.execPath, [join(__dirname, 'web.cjs')]);
}

/** Hands the terminal over to the app until it ends. */
function run(program: string, words: readonly string[]): void {
  const child = spawn(program, [...words, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}

function findRuntime(): string | { reason: string } {
  const isHeadless = process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];
  if (isHeadless) return { reason: 'There is no display to open a window on' };
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override) return join(override, 'electron');
  const folder = dirname(require.resolve('electron/package.json', { paths: [appRoot] }));
  if (!existsSync(join(folder, 'path.txt'))) {
    console.log("Fetching Electron's runtime, once…");
    spawnSync(process.execPath, [join(folder, 'install.js')], { stdio: 'ignore', timeout: downloadLimit });
  }
  const pathFile = join(folder, 'path.txt');
  const executable = existsSync(pathFile) ? join(folder, 'dist', readFileSync(pathFile, 'utf8')) : null;
  return executable !== null && existsSync(executable)
    ? executable
    : { reason: "Electron's runtime could not be downloaded" };
}
