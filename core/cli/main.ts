#!/usr/bin/env node
/** The terminal's entry: under a Node that cannot load the database's addon it starts over with the one that was installed with us. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';

// What the addon's own builds are made for.
const leastNode = 22;

if (Number.parseInt(process.versions.node, 10) >= leastNode) void import('./terminal.ts');
else withOwnNode();

function withOwnNode(): void {
  const program = ownNode();
  if (program === null) {
    process.stderr.write(`warmpath: this needs Node ${leastNode} or newer; ${process.version} runs it now.\n`);
    process.exitCode = 1;
    return;
  }
  const child = spawn(program, process.argv.slice(1), { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('close', (code) => {
    process.exitCode = code ?? 1;
  });
}

function ownNode(): string | null {
  try {
    return createRequire(join(__dirname, 'cli.cjs')).resolve('node/bin/node');
  } catch {
    return null;
  }
}
