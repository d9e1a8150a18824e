/** The terminal: parses words, calls the engine, prints. With --json stdout is exactly one JSON document. */
import { join } from 'node:path';
import { limitYoungHeap } from '../engine-deps.ts';
import { runCli } from './run.ts';

limitYoungHeap();

const interrupt = new AbortController();
process.on('SIGINT', () => interrupt.abort());
process.on('SIGTERM', () => interrupt.abort());
// A reader that went away (`| head`) is no error of ours.
process.stdout.on('error', () => undefined);

void runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  platform: process.platform,
  input: process.stdin,
  output: process.stdout,
  errors: process.stderr,
  // Where this file lies once it is built: out/main/chunks.
  appRoot: join(__dirname, '..', '..', '..'),
  signal: interrupt.signal,
}).then((code) => {
  process.exitCode = code;
});
