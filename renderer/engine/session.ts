import type { Failure } from '../../core/contract/errors.ts';
import { assertNever } from '../../core/contract/errors.ts';
import type { Host } from '../../core/contract/host.ts';
import type { EngineClient, Port } from '../../core/contract/rpc.ts';
import { connectEngine } from '../../core/contract/rpc.ts';
import { connectUnlock } from '../../core/contract/unlock.ts';

/** Where the way to the engine stands. */
export type Session =
  | { readonly kind: 'starting' }
  | {
      readonly kind: 'locked';
      /** `create`: no passphrase exists yet and the keychain cannot be used. */
      readonly ask: 'create' | 'open';
      readonly error: Failure | null;
      readonly busy: boolean;
      readonly unlock: (passphrase: string) => void;
    }
  | { readonly kind: 'ready'; readonly engine: EngineClient }
  /** The data could not be opened; `error` says why and what to do. */
  | { readonly kind: 'failed'; readonly error: Failure }
  | { readonly kind: 'stopped' };

export interface SessionFeed {
  readonly current: () => Session;
  /** Returns the function that stops listening. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** Opens the way to the engine once and tells where it stands, from the lock to the engine's end. */
export function openSession(host: Pick<Host<File>, 'connect'>): SessionFeed {
  let session: Session = { kind: 'starting' };
  const listeners = new Set<() => void>();
  const set = (next: Session) => {
    session = next;
    listeners.forEach((listener) => {
      listener();
    });
  };

  const speak = (port: Port) => {
    port.onClose(() => {
      // A refusal to open says more than the end of the engine that follows it.
      if (session.kind !== 'failed') set({ kind: 'stopped' });
    });
    const lock = connectUnlock(port, (state) => {
      switch (state.kind) {
        case 'opening':
          set(session.kind === 'locked' ? { ...session, busy: true, error: null } : { kind: 'starting' });
          break;
        case 'need passphrase':
        case 'choose passphrase':
          set({
            kind: 'locked',
            ask: state.kind === 'need passphrase' ? 'open' : 'create',
            error: state.error,
            busy: false,
            unlock: (passphrase) => {
              lock.submit(passphrase);
            },
          });
          break;
        case 'ready':
          set({ kind: 'ready', engine: connectEngine(port) });
          break;
        case 'failed':
          set({ kind: 'failed', error: state.error });
          break;
        default:
          assertNever(state);
      }
    });
  };

  void host.connect().then(speak, () => {
    set({ kind: 'stopped' });
  });
  return {
    current: () => session,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
