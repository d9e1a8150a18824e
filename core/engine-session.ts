/** Everything that works with one database and remembers of it: a restored backup begins another. */
import { failure } from './contract/errors.ts';
import type { Failure } from './contract/errors.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { Writer } from './db/database.ts';
import { addPassphrase, hasPassphrase } from './db/keys.ts';
import { createAccounts } from './engine-accounts.ts';
import type { Backups } from './engine-backup.ts';
import { createHandlers, proposedSidesOf } from './engine-handlers.ts';
import type { Handlers } from './engine-handlers.ts';
import { createImporter } from './engine-import.ts';
import type { Importer } from './engine-import.ts';
import { createEngineSharing } from './engine-sharing.ts';
import type { EngineDeps } from './engine-types.ts';
import { createUndo } from './identity/undo.ts';
import type { Remotes } from './remote/remotes.ts';
import { createStandings } from './standings.ts';
import type { Standings } from './standings.ts';
import type { StrengthModel } from './strength/model.ts';

export interface Session {
  readonly db: Writer;
  readonly standings: Standings;
  readonly importer: Importer;
  readonly handlers: Handlers;
  /** From now on accounts and the firm are kept up to date by themselves. */
  readonly start: () => void;
  /** One look at each; what went wrong, by what was looked at. */
  readonly syncOnce: () => Promise<readonly { readonly address: string; readonly problem: Failure | null }[]>;
  /** `last` ends connections: what is asked of a firm exchange just now is not waited for. */
  readonly close: (last?: () => Promise<void>) => Promise<void>;
}

export interface SessionContext {
  readonly deps: EngineDeps;
  readonly key: Buffer;
  readonly model: StrengthModel;
  readonly remotes: Remotes;
  /** Unix seconds. */
  readonly now: () => number;
  readonly emit: (event: EngineEvent) => void;
  readonly backups: () => Backups;
}

export function createSession(db: Writer, context: SessionContext): Session {
  const { deps, key, model, remotes, now, emit, backups } = context;
  const changed = (): void => emit({ kind: 'changed' });
  const standings = createStandings(db, model, now, () => importer.isRunning());
  const undo = createUndo(db);
  const importer = createImporter({ db, deps, standings, emit, undo });
  const accounts = createAccounts({ db, deps, key, remotes, standings, emit, idle: importer.idle });
  const sharing = createEngineSharing({
    db,
    deps,
    key,
    remotes,
    standings,
    changed,
    asides: () => proposedSidesOf(db, standings, now()),
    isStill: () => importer.isRunning() || accounts.freshener.isPending(),
    visit: accounts.live.visitFirm,
  });
  const handlers = createHandlers({
    db,
    deps,
    now,
    standings,
    undo,
    changed,
    sharing,
    importing: importer.isRunning,
    cancelImport: () => void importer.cancel(),
    addPassphrase: (passphrase) => {
      const folder = deps.paths.data;
      if (hasPassphrase(folder)) return failure('usage', 'There is a passphrase already.');
      return addPassphrase(folder, key, passphrase, deps.randomBytes);
    },
    accounts: accounts.handlers,
    isPending: accounts.freshener.isPending,
    restoreBackup: (id) => backups().restore(id),
    dropBackup: (id) => backups().drop(id),
    importPath: (path) => importer.importPaths([path], {}),
    importSample: importer.importSample,
  });
  return {
    db,
    standings,
    importer,
    handlers,
    start() {
      accounts.live.start();
      sharing.start();
    },
    async syncOnce() {
      const ends = await accounts.live.once();
      const firm = await sharing.sync();
      return firm === 'none' ? ends : [...ends, { address: 'the firm exchange', problem: firm }];
    },
    async close(last) {
      const shared = sharing.close();
      await accounts.close();
      await last?.();
      await shared;
    },
  };
}
