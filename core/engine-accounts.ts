/** Accounts in the engine: what is asked about them, and keeping them up to date beside everything else. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { createAccountHandlers } from './account-handlers.ts';
import type { AccountHandlers } from './account-handlers.ts';
import { createChunkStore } from './accounts/chunk-store.ts';
import { createLive } from './accounts/live.ts';
import type { Live } from './accounts/live.ts';
import { createSeal } from './accounts/sealed.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { Writer } from './db/database.ts';
import { readSetting } from './db/settings.ts';
import type { EngineDeps } from './engine-types.ts';
import { createFreshener } from './freshener.ts';
import type { Freshener } from './freshener.ts';
import type { Remotes } from './remote/remotes.ts';
import { ignoredFolders } from './retention/limits.ts';
import type { Standings } from './standings.ts';

interface EngineAccounts {
  readonly live: Live;
  readonly freshener: Freshener;
  readonly handlers: AccountHandlers;
  readonly close: () => Promise<void>;
}

interface AccountsContext {
  readonly db: Writer;
  readonly deps: EngineDeps;
  /** Of the data folder. */
  readonly key: Buffer;
  readonly remotes: Remotes;
  readonly standings: Standings;
  readonly emit: (event: EngineEvent) => void;
  /** Resolves when no file is being imported. */
  readonly idle: () => Promise<void>;
}

// Milliseconds between two notes of progress.
const tellEvery = 300;

export function createAccounts({ db, deps, key, remotes, standings, emit, idle }: AccountsContext): EngineAccounts {
  const seal = createSeal(key, deps.randomBytes);
  const freshener = createFreshener({
    standings,
    now: deps.now,
    changed: () => emit({ kind: 'changed' }),
    later: deps.later,
  });
  let told: NodeJS.Timeout | null = null;
  const changed = (): void => {
    told ??= setTimeout(() => {
      told = null;
      emit({ kind: 'accounts' });
    }, tellEvery);
  };
  const now = (): number => Math.floor(deps.now() / 1000);
  const live = createLive({
    db,
    now: deps.now,
    chance: () => deps.randomBytes(4).readUInt32BE() / 2 ** 32,
    wait: async (milliseconds, signal) => {
      // Longer than a timer can be set is as good as for ever: what ends it is the signal.
      await wait(Math.min(milliseconds, 2 ** 31 - 1), undefined, { signal }).catch(() => undefined);
    },
    remotes,
    store: createChunkStore(db),
    seal,
    reading: () => ({
      now: now(),
      subjects: readSetting(db, 'subjects') === 'yes',
      ignoredFolders: ignoredFolders(db),
    }),
    idle,
    came: freshener.note,
    settled: freshener.flush,
    changed,
  });
  const handlers = createAccountHandlers({
    db,
    live,
    remotes,
    seal,
    now,
    newId: randomUUID,
    openBrowser: deps.openBrowser,
    refresh: () => {
      standings.markStale();
      standings.refresh();
      emit({ kind: 'changed' });
    },
    changed,
  });
  return {
    live,
    freshener,
    handlers,
    async close() {
      await live.close();
      handlers.close();
      freshener.close();
      clearTimeout(told ?? undefined);
    },
  };
}
