import { expect, test } from 'vitest';
import type { Port } from '../../core/contract/rpc.ts';
import type { Session } from './session.ts';
import { openSession } from './session.ts';

function fakePort() {
  let listener: (message: unknown) => void = () => undefined;
  const closers: (() => void)[] = [];
  const posted: unknown[] = [];
  const port: Port = {
    post: (message) => posted.push(message),
    onMessage: (next) => {
      listener = next;
      return () => undefined;
    },
    onClose: (next) => {
      closers.push(next);
    },
  };
  return {
    port,
    posted,
    send: (message: unknown) => {
      listener(message);
    },
    close: () => {
      for (const closer of closers) closer();
    },
  };
}

async function opened() {
  const far = fakePort();
  const feed = openSession({ connect: () => Promise.resolve(far.port) });
  const seen: Session['kind'][] = [];
  feed.subscribe(() => seen.push(feed.current().kind));
  await Promise.resolve();
  await Promise.resolve();
  return { far, feed, seen };
}

test('a passphrase is asked for, tried and taken', async () => {
  const { far, feed, seen } = await opened();
  far.send({ kind: 'opening' });
  expect(feed.current()).toEqual({ kind: 'starting' });
  far.send({ kind: 'need passphrase', error: null });
  const locked = feed.current();
  if (locked.kind !== 'locked') throw new Error('not locked');
  expect(locked.ask).toBe('open');
  locked.unlock('words');
  expect(far.posted).toEqual([{ passphrase: 'words' }]);
  far.send({ kind: 'opening' });
  expect(feed.current()).toMatchObject({ kind: 'locked', busy: true });
  far.send({ kind: 'need passphrase', error: { code: 'passphrase_wrong', message: 'No.' } });
  expect(feed.current()).toMatchObject({ kind: 'locked', busy: false, error: { code: 'passphrase_wrong' } });
  far.send({ kind: 'ready' });
  expect(seen.at(-1)).toBe('ready');
  far.close();
  expect(feed.current()).toEqual({ kind: 'stopped' });
});

test('a refusal to open stays on screen when the engine ends', async () => {
  const { far, feed } = await opened();
  far.send({ kind: 'failed', error: { code: 'folder_in_use', message: 'Another Warmpath uses this folder.' } });
  far.close();
  expect(feed.current()).toMatchObject({ kind: 'failed', error: { code: 'folder_in_use' } });
});

test('a host that cannot connect counts as a stopped engine', async () => {
  const feed = openSession({ connect: () => Promise.reject(new Error('gone')) });
  await Promise.resolve();
  await Promise.resolve();
  await Promise.resolve();
  expect(feed.current()).toEqual({ kind: 'stopped' });
});
