/** The same page and engine for the browser on this machine: `npm run web`. */
import { randomBytes } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { defaultDataFolder, limitYoungHeap, realDeps } from '../core/engine-deps.ts';
import { readSlots } from '../core/db/keys.ts';
import { createUnlocking } from '../core/engine-unlocking.ts';
import type { UnlockStart } from '../core/engine-unlocking.ts';
import { startServer } from './server.ts';

const appRoot = join(__dirname, '..', '..');

limitYoungHeap();
void run();

async function run(): Promise<void> {
  const { values } = parseArgs({ options: { data: { type: 'string' } }, strict: true });
  const base = process.env['INIT_CWD'] ?? process.cwd();
  const folder =
    values.data === undefined ? defaultDataFolder(process.platform, process.env) : resolve(base, values.data);
  const unlocking = createUnlocking(realDeps(folder, appRoot), unlockStart(folder));
  const server = await startServer({
    pageFolder: join(appRoot, 'out', 'renderer'),
    unlocking,
    randomBytes,
    now: Date.now,
  });
  console.log(`Warmpath is at ${server.url}\nThe address works once, on this computer only. Ctrl-C ends it.`);
  const end = (): void => {
    void server.close().then(() => process.exit(0));
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

/** The browser has no keychain: a passphrase it is, from the environment or asked for in the page. */
function unlockStart(folder: string): UnlockStart {
  const passphrase = process.env['WARMPATH_PASSPHRASE'];
  if (passphrase) return { kind: 'passphrase', passphrase };
  const slots = readSlots(folder);
  if (!slots.ok) return { kind: 'failed', error: slots.error };
  return { kind: slots.value === null ? 'choose passphrase' : 'need passphrase' };
}
