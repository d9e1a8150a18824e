import { MessageChannel } from 'node:worker_threads';
import { afterEach, expect, test } from 'vitest';
import { failure, success } from './errors.ts';
import { messagePort } from './message-port.ts';
import { connectEngine, serveEngine } from './rpc.ts';
import type { Lock, LockState } from './unlock.ts';
import { connectUnlock, serveUnlock } from './unlock.ts';

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1 } of channels.splice(0)) port1.close();
});

function pair() {
  const channel = new MessageChannel();
  channels.push(channel);
  return { page: messagePort(channel.port1), host: messagePort(channel.port2), rawPage: channel.port1 };
}

const wrong = failure('passphrase_wrong', 'That is not the passphrase.').error;

/** A lock that one passphrase opens. */
function lockWith(right: string): Lock & { tried: string[] } {
  let state: LockState = { kind: 'need passphrase', error: null };
  const listeners = new Set<() => void>();
  const tried: string[] = [];
  return {
    tried,
    state: () => state,
    submit: (passphrase) => {
      tried.push(passphrase);
      state = passphrase === right ? { kind: 'ready' } : { kind: 'need passphrase', error: wrong };
      listeners.forEach((listener) => listener());
    },
    onChange: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

test('a wrong passphrase is answered with why, the right one hands the port to the contract', async () => {
  const { page, host } = pair();
  const lock = lockWith('correct horse');
  serveUnlock(host, lock, () => {
    serveEngine(
      host,
      async () => success([] as never),
      () => () => undefined,
      { newId: () => 'x', log: () => undefined },
    );
  });
  const states: LockState[] = [];
  const answer = await new Promise((resolve) => {
    const { submit } = connectUnlock(page, (state) => {
      states.push(state);
      if (state.kind === 'ready') resolve(connectEngine(page).call('ties', {}));
      else submit(state.kind === 'need passphrase' && state.error ? 'correct horse' : 'wrong');
    });
  });
  expect(answer).toEqual({ ok: true, value: [] });
  expect(states).toEqual([
    { kind: 'need passphrase', error: null },
    { kind: 'need passphrase', error: wrong },
    { kind: 'ready' },
  ]);
});

test('an open lock needs nothing from the page', async () => {
  const { page, host } = pair();
  const lock = lockWith('a');
  lock.submit('a');
  serveUnlock(host, lock, () => undefined);
  expect(await new Promise((resolve) => connectUnlock(page, resolve))).toEqual({ kind: 'ready' });
});

test('a second page learns that the first one opened the lock', async () => {
  const [first, second] = [pair(), pair()];
  const lock = lockWith('a');
  for (const { host } of [first, second]) serveUnlock(host, lock, () => undefined);
  const ready = new Promise<void>((resolve) => {
    connectUnlock(second.page, (state) => state.kind === 'ready' && resolve());
  });
  connectUnlock(first.page, () => undefined).submit('a');
  await ready;
});

test.each([
  [null],
  [{}],
  [{ passphrase: '' }],
  [{ passphrase: 7 }],
  [{ passphrase: 'a', more: 1 }],
  [{ passphrase: 'a'.repeat(1025) }],
])('what is no passphrase never reaches the lock: %j', async (message) => {
  const { host, rawPage } = pair();
  const lock = lockWith('right');
  serveUnlock(host, lock, () => undefined);
  rawPage.postMessage(message);
  const ready = new Promise((resolve) => {
    rawPage.on('message', (state: LockState) => state.kind === 'ready' && resolve(null));
  });
  rawPage.postMessage({ passphrase: 'right' });
  await ready;
  expect(lock.tried).toEqual(['right']);
});
