/** What is spoken on a port before the contract: where the lock stands, and the passphrase. Both hosts speak it. */
import { z } from 'zod';
import { failureSchema } from './errors.ts';
import type { Port } from './rpc.ts';

const lockStateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('opening') }),
  /** The database has a passphrase; `error` says why the last one was refused. */
  z.strictObject({ kind: z.literal('need passphrase'), error: failureSchema.nullable() }),
  /** First run without a usable keychain: the user makes one up. */
  z.strictObject({ kind: z.literal('choose passphrase'), error: failureSchema.nullable() }),
  /** From here on the port speaks the contract. */
  z.strictObject({ kind: z.literal('ready') }),
  /** Nothing the page can do about it; a new start may help once the cause is gone. */
  z.strictObject({ kind: z.literal('failed'), error: failureSchema }),
]);
export type LockState = z.infer<typeof lockStateSchema>;

export const passphraseSchema = z.strictObject({ passphrase: z.string().min(1).max(1024) });

/** What holds the lock: its state, and what a passphrase does to it. */
export interface Lock {
  readonly state: () => LockState;
  readonly submit: (passphrase: string) => void;
  /** Called at each change of state; returns the function that stops listening. */
  readonly onChange: (listener: () => void) => () => void;
}

/** Tells a port where the lock stands and takes passphrases from it; calls `ready` once and is then done with the port. */
export function serveUnlock(port: Port, lock: Lock, ready: () => void): void {
  const tell = (): void => {
    const state = lock.state();
    if (state.kind === 'ready') stop();
    port.post(state);
    if (state.kind === 'ready') ready();
  };
  const stopMessages = port.onMessage((message) => {
    const asked = passphraseSchema.safeParse(message);
    if (asked.success) lock.submit(asked.data.passphrase);
  });
  const stopChanges = lock.onChange(tell);
  const stop = (): void => {
    stopMessages();
    stopChanges();
  };
  port.onClose(stop);
  tell();
}

/** The page's end. After a `ready` the caller takes the port over within the same call of `onState` (see `connectEngine`). */
export function connectUnlock(
  port: Port,
  onState: (state: LockState) => void,
): { submit: (passphrase: string) => void } {
  const stop = port.onMessage((message) => {
    const state = lockStateSchema.safeParse(message);
    if (!state.success) return;
    if (state.data.kind === 'ready') stop();
    onState(state.data);
  });
  return {
    submit: (passphrase) => port.post({ passphrase } satisfies z.input<typeof passphraseSchema>),
  };
}
