/** Everything of the engine that works with one database, and remembers of it. A restored backup begins another. */
import { failure } from './contract/errors.ts';
import type { Failure } from './contract/errors.ts';
import type { EngineEvent } from './contract/methods.ts';
import type { Writer } from './db/database.ts';
import { addPassphrase, hasPassphrase } from './db/keys.ts';
import { proposedSidesOf } from './briefing-handlers.ts';
import { createAccounts } from './engine-accounts.ts';
import type { Backups } from './engine-backup.ts';
import { createHandlers } from './engine-handlers.ts';
import type { Handlers } from './engine-handlers.ts';
import { createImporter } from './engine-import.ts';
import type { Importer } from './engine-import.ts';
import { createPopup } from './engine-popup.ts';
import type { Popup } from './engine-popup.ts';
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
  readonly popup: Popup;
  readonly handlers: Handlers;
  /** Accounts, the firm and the popup go on by themselves. */
  readonly start: () => void;
  /** One look at each account and at the firm exchange; what went wrong, by what was looked at. */
  readonly syncOnce: () => Promise<readonly { readonly address: string; readonly problem: Failure | null }[]>;
  /** `last` ends connections: what is asked of a firm exchange just now is not waited for. */
  readonly close: (last?: () => Promise<void>) => Promise<void>;
}

interface SessionContext {
  readonly db: Writer;
  readonly deps: EngineDeps;
  /** Of the data folder. */
  readonly key: Buffer;
  readonly model: StrengthModel;
  readonly remotes: Remotes;
  readonly backups: Pick<Backups, 'restore' | 'drop'>;
  readonly emit: (event: EngineEvent) => void;
}

export function createSession({ db, deps, key, model, remotes, backups, emit }: SessionContext): Session {
  const now = (): number => Math.floor(deps.now() / 1000);
  const standings = createStandings(db, model, now, () => importer.isRunning());
  const undo = createUndo(db);
  const importer = createImporter({ db, deps, standings, emit, undo });
  const popup = createPopup({ db, now: deps.now, emit, later: deps.later });
  const accounts = createAccounts({ db, deps, key, remotes, standings, emit, idle: importer.idle });
  const changed = (): void => emit({ kind: 'changed' });
  const sharing = createEngineSharing({
    db,
    deps,
    key,
    remotes,
    standings,
    looked: () => emit({ kind: 'firmStatus' }),
    changed,
    saidElsewhere() {
      undo.forget();
      standings.relabel();
    },
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
    accountsNow: () => accounts.live.accounts().accounts,
    plan: popup.plan,
    isPending: accounts.freshener.isPending,
    restoreBackup: backups.restore,
    dropBackup: backups.drop,
    importPath: (path) => importer.importPaths([path], {}),
    importSample: importer.importSample,
  });
  return {
    db,
    standings,
    importer,
    popup,
    handlers,
    start() {
      accounts.live.start();
      sharing.start();
      popup.look();
    },
    async syncOnce() {
      const ends = await accounts.live.once();
      const firm = await sharing.sync();
      return firm === 'none' ? ends : [...ends, { address: 'the firm exchange', problem: firm }];
    },
    async close(last) {
      popup.close();
      const shared = sharing.close();
      await accounts.close();
      await last?.();
      await shared;
    },
  };
}
