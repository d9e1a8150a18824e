/** The one engine of the app: started when it is needed, and again where it has stopped by itself. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, safeStorage } from 'electron/main';
import type { PopupPlan } from '../core/contract/briefing.ts';
import { startEngine } from './engine-client.ts';
import type { EngineProcess } from './engine-client.ts';
import { isRealKeychain, startUnlock } from './keychain.ts';

export interface RunningEngine {
  readonly current: () => EngineProcess;
  /** Whether its data lies open: what it plans is known from then on. */
  readonly isOpen: () => boolean;
  /** For good: the app ends. */
  readonly close: () => void;
}

interface EngineWatcher {
  /** Null where the engine has stopped. */
  readonly onPlan: (plan: PopupPlan | null) => void;
  /** It waits for a passphrase, which only the window can ask for. */
  readonly onLocked: () => void;
  readonly onAsked: () => void;
  readonly onBrowse: (url: string) => void;
  readonly onGone: () => void;
}

const appRoot = join(__dirname, '..', '..');
const [shortestWait, longestWait] = [5_000, 300_000];

export function createRunningEngine({ onPlan, onLocked, onAsked, onBrowse, onGone }: EngineWatcher): RunningEngine {
  let engine: EngineProcess | null = null;
  let isOpen = false;
  let isClosing = false;
  let wait = shortestWait;

  function current(): EngineProcess {
    if (engine) return engine;
    const keychain = isRealKeychain(safeStorage, process.platform, app.commandLine.getSwitchValue('password-store'))
      ? safeStorage
      : null;
    const dataFolder = join(app.getPath('userData'), 'data');
    mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
    const unlock = startUnlock(dataFolder, keychain);
    const started = startEngine({
      script: join(__dirname, 'engine.cjs'),
      dataFolder,
      appRoot,
      unlock,
      ahead: clockAhead(),
      onPopup: (plan) => {
        [isOpen, wait] = [true, shortestWait];
        onPlan(plan);
      },
      onAsked,
      onBrowse,
      onGone: () => {
        if (engine === started) engine = null;
        isOpen = false;
        onPlan(null);
        onGone();
        // Without it nobody is briefed; one that stops again and again is not asked all the time.
        if (!isClosing) setTimeout(current, wait);
        wait = Math.min(2 * wait, longestWait);
      },
    });
    engine = started;
    if (unlock.ok && unlock.value.kind === 'need passphrase') onLocked();
    return started;
  }

  return {
    current,
    isOpen: () => isOpen,
    close() {
      isClosing = true;
      engine?.close();
    },
  };
}

/** Tests set the clock; an installed app takes the computer's. */
function clockAhead(): number {
  const set = app.isPackaged ? undefined : process.env['WARMPATH_CLOCK'];
  return set === undefined ? 0 : Date.parse(set) - Date.now();
}
