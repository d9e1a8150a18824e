/** From a locked data folder to a running engine: opens at once with a key, else as soon as a passphrase fits. For both hosts. */
import { assertNever } from './contract/errors.ts';
import type { Failure } from './contract/errors.ts';
import type { Lock, LockState } from './contract/unlock.ts';
import { openEngine } from './engine.ts';
import type { Engine, EngineDeps, Unlock } from './engine-types.ts';

export interface Unlocking extends Lock {
  /** Null until the state is `ready`. */
  readonly engine: () => Engine | null;
}

export type UnlockStart =
  | Unlock
  | { readonly kind: 'need passphrase' | 'choose passphrase' }
  | { readonly kind: 'failed'; readonly error: Failure };

export function createUnlocking(deps: EngineDeps, start: UnlockStart): Unlocking {
  let engine: Engine | null = null;
  let state: LockState = { kind: 'opening' };
  const listeners = new Set<() => void>();

  function change(next: LockState): void {
    state = next;
    for (const listener of listeners) listener();
  }

  /** `asked` is the state a refused passphrase goes back to; without one a refusal is final. */
  async function open(unlock: Unlock, asked: 'need passphrase' | 'choose passphrase' | null): Promise<void> {
    change({ kind: 'opening' });
    const opened = await openEngine(deps, unlock);
    if (opened.ok) {
      engine = opened.value;
      change({ kind: 'ready' });
      engine.goLive();
    } else if (asked !== null && opened.error.code === 'passphrase_wrong') change({ kind: asked, error: opened.error });
    else change({ kind: 'failed', error: opened.error });
  }

  switch (start.kind) {
    case 'key':
    case 'passphrase':
      void open(start, null);
      break;
    case 'need passphrase':
    case 'choose passphrase':
      state = { kind: start.kind, error: null };
      break;
    case 'failed':
      state = start;
      break;
    default:
      assertNever(start);
  }

  return {
    engine: () => engine,
    state: () => state,
    submit: (passphrase) => {
      if (state.kind === 'need passphrase' || state.kind === 'choose passphrase') {
        void open({ kind: 'passphrase', passphrase }, state.kind);
      }
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
