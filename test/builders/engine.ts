/** What engines of tests are opened with: threads run from the sources, and nothing connects anywhere. */
import { randomBytes } from 'node:crypto';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { addKeychainSlot } from '../../core/db/keys.ts';
import { later } from '../../core/engine-deps.ts';
import type { Engine, EngineDeps } from '../../core/engine-types.ts';
import { openEngine } from '../../core/engine.ts';
import { closedGate } from './closed-gate.ts';
import { migrationsFolder, temporaryFolder, testKey } from './database.ts';

const root = resolve(import.meta.dirname, '../..');

/** `now` in milliseconds since the epoch. */
export function engineDeps(data: string, now: () => number): EngineDeps {
  return {
    now,
    later,
    randomBytes,
    gate: closedGate,
    openBrowser: () => undefined,
    paths: {
      data,
      migrations: migrationsFolder,
      model: resolve(root, 'resources/strength-model.json'),
      reader: resolve(root, 'core/ingest/reader-thread.ts'),
      accounts: resolve(root, 'core/remote/remote-thread.ts'),
    },
  };
}

/** An engine on a folder of its own under `testKey`, closed when the test ends. */
export async function temporaryEngine(now: number, data = temporaryFolder()): Promise<Engine> {
  addKeychainSlot(data, testKey, Buffer.alloc(8));
  const opened = valueOf(
    await openEngine(
      engineDeps(data, () => now),
      { kind: 'key', key: testKey },
    ),
  );
  onTestFinished(() => opened.close());
  return opened;
}
