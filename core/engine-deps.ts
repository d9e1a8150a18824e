/** Real effects for a terminal or a web host: clock, randomness, and where things are. */
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { EngineDeps } from './engine-types.ts';

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

/** `appRoot` is the folder that holds core/, resources/ and out/. */
export function realDeps(data: string, appRoot: string): EngineDeps {
  return {
    now: Date.now,
    randomBytes,
    paths: {
      data,
      migrations: join(appRoot, 'core', 'db', 'migrations'),
      model: join(appRoot, 'resources', 'strength-model.json'),
    },
  };
}
