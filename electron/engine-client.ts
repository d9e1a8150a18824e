/** The engine's process as the shell sees it. */
import { utilityProcess } from 'electron/main';
import type { MessagePortMain } from 'electron/main';
import { failure } from '../core/contract/errors.ts';
import type { Result } from '../core/contract/errors.ts';
import type { HandedOver } from '../core/contract/host.ts';
import { fromEngineSchema } from './control.ts';
import type { StartUnlock, ToEngine } from './control.ts';

export interface EngineProcess {
  readonly servePage: (port: MessagePortMain) => void;
  readonly importPaths: (paths: readonly string[]) => Promise<HandedOver>;
  readonly close: () => void;
}

export interface EngineStart {
  readonly script: string;
  readonly dataFolder: string;
  readonly appRoot: string;
  readonly unlock: Result<StartUnlock>;
  /** The process has ended, by itself or because it was closed. */
  readonly onGone: () => void;
}

/** Forks the process and tells it where and how to open the data. A folder that cannot be unlocked is said to the page by the engine. */
export function startEngine({ script, dataFolder, appRoot, unlock, onGone }: EngineStart): EngineProcess {
  const child = utilityProcess.fork(script, [], { serviceName: 'Warmpath engine', stdio: 'inherit' });
  const waiting = new Map<number, (result: HandedOver) => void>();
  let nextId = 1;
  const tell = (message: ToEngine, ports: MessagePortMain[] = []): void => child.postMessage(message, ports);

  child.on('message', (raw: unknown) => {
    const message = fromEngineSchema.safeParse(raw);
    if (!message.success) return;
    waiting.get(message.data.id)?.(message.data.result);
    waiting.delete(message.data.id);
  });
  child.on('exit', () => {
    for (const answer of waiting.values())
      answer(failure('internal', 'The engine has stopped. What was stored is kept.'));
    waiting.clear();
    onGone();
  });
  tell({
    kind: 'start',
    dataFolder,
    appRoot,
    unlock: unlock.ok ? unlock.value : { kind: 'failed', error: unlock.error },
  });

  return {
    servePage: (port) => tell({ kind: 'page' }, [port]),
    importPaths: (paths) =>
      new Promise((resolve) => {
        waiting.set(nextId, resolve);
        tell({ kind: 'import', id: nextId++, paths: [...paths] });
      }),
    close: () => tell({ kind: 'close' }),
  };
}
