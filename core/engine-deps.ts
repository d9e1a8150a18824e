/** Real effects for a terminal or a web host: clock, randomness, and where things are. */
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { installGate } from './egress/gate.ts';
import type { Gate } from './egress/gate.ts';
import type { EngineDeps } from './engine-types.ts';

/**
 * Keeps the young part of V8's heap at its first size. An import makes short-lived records by the hundred thousand; letting the
 * heap grow with them costs a hundred megabytes and saves no time. For the process that runs the engine, at its start.
 */
export function limitYoungHeap(): void {
  setFlagsFromString('--semi-space-growth-factor=1');
}

/** The desktop app's data folder, so that the terminal and the window see the same people. */
export function defaultDataFolder(platform: NodeJS.Platform, env: NodeJS.ProcessEnv): string {
  const base =
    platform === 'win32'
      ? (env['APPDATA'] ?? join(homedir(), 'AppData', 'Roaming'))
      : platform === 'darwin'
        ? join(homedir(), 'Library', 'Application Support')
        : (env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'));
  return join(base, 'Warmpath', 'data');
}

let gate: Gate | null = null;

/** A timer of the process; the function that comes back stops it. */
export function later(run: () => void, milliseconds: number): () => void {
  const timer = setTimeout(run, milliseconds);
  return () => clearTimeout(timer);
}

/** From the first call on this process connects nowhere but where its gate lets it. `appRoot` is the folder that holds core/, resources/ and out/. */
export function realDeps(
  data: string,
  appRoot: string,
  openBrowser: (url: string) => void = () => undefined,
  now: () => number = Date.now,
): EngineDeps {
  return {
    now,
    later,
    randomBytes,
    openBrowser,
    gate: (gate ??= installGate(Date.now)),
    paths: {
      data,
      migrations: join(appRoot, 'core', 'db', 'migrations'),
      model: join(appRoot, 'resources', 'strength-model.json'),
      reader: join(appRoot, 'out', 'main', 'reader.cjs'),
      accounts: join(appRoot, 'out', 'main', 'accounts.cjs'),
    },
  };
}
