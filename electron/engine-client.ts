/** The engine's process as the shell sees it. */
import { powerMonitor, utilityProcess } from 'electron/main';
import type { MessagePortMain } from 'electron/main';
import { backupOpenedSchema, backupSavedSchema } from '../core/contract/backup.ts';
import type { PopupPlan } from '../core/contract/briefing.ts';
import { assertNever, failure } from '../core/contract/errors.ts';
import type { Result } from '../core/contract/errors.ts';
import type { BackupOpened, BackupSaved, HandedOver } from '../core/contract/host.ts';
import { handedOverSchema } from '../core/contract/uploads.ts';
import { createAsking } from './asking.ts';
import { fromEngineSchema } from './control.ts';
import type { PageKind, StartUnlock, ToEngine } from './control.ts';

export interface EngineProcess {
  readonly servePage: (port: MessagePortMain, page: PageKind) => void;
  readonly importPaths: (paths: readonly string[]) => Promise<HandedOver>;
  readonly saveBackup: (path: string, passphrase: string) => Promise<BackupSaved>;
  readonly openBackup: (path: string, passphrase: string) => Promise<BackupOpened>;
  /** No popup before this moment; null ends that. */
  readonly keepQuiet: (until: string | null) => void;
  readonly close: () => void;
}

interface EngineStart {
  readonly script: string;
  readonly dataFolder: string;
  readonly appRoot: string;
  readonly unlock: Result<StartUnlock>;
  /** Milliseconds by which the engine's clock is ahead. */
  readonly ahead: number;
  readonly onPopup: (plan: PopupPlan) => void;
  /** A colleague asks about somebody the user knows. */
  readonly onAsked: () => void;
  /** A sign-in is to be shown in the user's own browser. */
  readonly onBrowse: (url: string) => void;
  /** The process has ended, by itself or because it was closed. */
  readonly onGone: () => void;
}

/** Forks the process and tells it where and how to open the data. A folder that cannot be unlocked is said to the page by the engine. */
export function startEngine({
  script,
  dataFolder,
  appRoot,
  unlock,
  ahead,
  onPopup,
  onAsked,
  onBrowse,
  onGone,
}: EngineStart): EngineProcess {
  const child = utilityProcess.fork(script, [], { serviceName: 'Warmpath engine', stdio: 'inherit' });
  const asking = createAsking();
  const tell = (message: ToEngine, ports: MessagePortMain[] = []): void => child.postMessage(message, ports);

  child.on('message', (raw: unknown) => {
    const message = fromEngineSchema.safeParse(raw);
    if (!message.success) return;
    switch (message.data.kind) {
      case 'browse':
        return onBrowse(message.data.url);
      case 'popup':
        return onPopup(message.data.plan);
      case 'asked':
        return onAsked();
      case 'answer':
        return asking.answer(message.data.id, message.data.result);
      default:
        return assertNever(message.data);
    }
  });
  const wake = (): void => tell({ kind: 'wake' });
  powerMonitor.on('resume', wake);
  child.on('exit', () => {
    powerMonitor.off('resume', wake);
    asking.end(failure('internal', 'The engine has stopped. What was stored is kept.'));
    onGone();
  });
  tell({
    kind: 'start',
    dataFolder,
    appRoot,
    ahead,
    unlock: unlock.ok ? unlock.value : { kind: 'failed', error: unlock.error },
  });

  return {
    servePage: (port, page) => tell({ kind: 'page', page }, [port]),
    importPaths: (paths) => asking.ask(handedOverSchema, (id) => tell({ kind: 'import', id, paths: [...paths] })),
    saveBackup: (path, passphrase) =>
      asking.ask(backupSavedSchema, (id) => tell({ kind: 'save backup', id, path, passphrase })),
    openBackup: (path, passphrase) =>
      asking.ask(backupOpenedSchema, (id) => tell({ kind: 'open backup', id, path, passphrase })),
    keepQuiet: (until) => tell({ kind: 'quiet', until }),
    close: () => tell({ kind: 'close' }),
  };
}
