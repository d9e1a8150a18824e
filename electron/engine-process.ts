/** The engine in a process of its own: real effects, one port to each page, imports the shell was asked for. */
import { randomBytes } from 'node:crypto';
import { failure } from '../core/contract/errors.ts';
import type { Result } from '../core/contract/errors.ts';
import type { MethodName } from '../core/contract/methods.ts';
import { internal, serveEngine } from '../core/contract/rpc.ts';
import type { BugReport, Port } from '../core/contract/rpc.ts';
import { serveUnlock } from '../core/contract/unlock.ts';
import { limitYoungHeap, realDeps } from '../core/engine-deps.ts';
import type { Engine } from '../core/engine-types.ts';
import { createUnlocking } from '../core/engine-unlocking.ts';
import type { Unlocking } from '../core/engine-unlocking.ts';
import { toEngineSchema } from './control.ts';
import type { FromEngine, PageKind, ToEngine } from './control.ts';

limitYoungHeap();
let unlocking: Unlocking | null = null;

process.parentPort.on('message', ({ data, ports }) => {
  const message = toEngineSchema.safeParse(data);
  if (message.success) void handle(message.data, ports[0]);
});

async function handle(message: ToEngine, port: Electron.MessagePortMain | undefined): Promise<void> {
  switch (message.kind) {
    case 'start': {
      const { unlock } = message;
      unlocking = createUnlocking(
        realDeps(message.dataFolder, message.appRoot, browse, () => Date.now() + message.ahead),
        unlock.kind === 'key' ? { kind: 'key', key: Buffer.from(unlock.key) } : unlock,
      );
      tellShell(unlocking);
      return;
    }
    case 'page':
      if (port && unlocking) servePage(pagePort(port), unlocking, message.page);
      return;
    case 'import':
      return answer(message.id, (engine) => engine.importPaths(message.paths));
    case 'save backup':
      return answer(message.id, (engine) => engine.saveBackup(message.path, message.passphrase));
    case 'open backup':
      return answer(message.id, (engine) => engine.openBackup(message.path, message.passphrase));
    case 'quiet':
      await unlocking?.engine()?.call('keepQuiet', { until: message.until });
      return;
    case 'wake':
      unlocking?.engine()?.wake();
      return;
    case 'close':
      await unlocking?.engine()?.close();
      process.exit(0);
  }
}

function browse(url: string): void {
  process.parentPort.postMessage({ kind: 'browse', url } satisfies FromEngine);
}

/** The shell shows the popup and notifies of asks, and is told no more than when. */
function tellShell(lock: Unlocking): void {
  const stop = lock.onChange(() => {
    const engine = lock.engine();
    if (engine === null) return;
    stop();
    engine.onEvent((event) => {
      if (event.kind === 'popup')
        process.parentPort.postMessage({ kind: 'popup', plan: event.plan } satisfies FromEngine);
      if (event.kind === 'asked') process.parentPort.postMessage({ kind: 'asked' } satisfies FromEngine);
    });
  });
}

// All that the popup and the sheet ask.
const popupMethods: readonly MethodName[] = ['popup', 'briefs', 'briefDetails', 'answerPopup', 'neverBrief'];

function servePage(port: Port, lock: Unlocking, page: PageKind): void {
  serveUnlock(port, lock, () => {
    const engine = lock.engine();
    if (engine === null) throw new Error('ready without an engine');
    const call: Engine['call'] = async (method, input) =>
      page === 'window' || popupMethods.includes(method)
        ? engine.call(method, input)
        : failure('usage', 'Only the window can ask for that.');
    serveEngine(port, call, engine.onEvent, bugs);
  });
}

/** Answers the shell; a bug is answered as the contract does it, by an id only. */
async function answer(id: number, ask: (engine: Engine) => Promise<Result<unknown>>): Promise<void> {
  const engine = unlocking?.engine() ?? null;
  let result: Result<unknown>;
  try {
    result = engine === null ? failure('busy', 'Unlock Warmpath first.') : await ask(engine);
  } catch (error) {
    const bug = bugs.newId();
    bugs.log(bug, error);
    result = internal(bug);
  }
  process.parentPort.postMessage({ kind: 'answer', id, result } satisfies FromEngine);
}

const bugs: BugReport = {
  newId: () => randomBytes(4).toString('hex'),
  log: (id, error) => console.error(`bug ${id}:`, error instanceof Error ? error.stack : 'unknown'),
};

/** Electron's port as a `Port`. Messages wait in it until it is started. */
function pagePort(port: Electron.MessagePortMain): Port {
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      const take = ({ data }: Electron.MessageEvent): void => listener(data);
      port.on('message', take);
      port.start();
      return () => port.off('message', take);
    },
    onClose: (listener) => {
      port.on('close', listener);
    },
  };
}
