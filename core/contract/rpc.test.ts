import { MessageChannel } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { failure, success } from './errors.ts';
import type { EngineEvent } from './methods.ts';
import type { EngineClient, Port } from './rpc.ts';
import { connectEngine, serveEngine } from './rpc.ts';
import { messagePort } from './message-port.ts';

const channels: MessageChannel[] = [];
afterEach(() => {
  for (const { port1, port2 } of channels.splice(0)) {
    port1.close();
    port2.close();
  }
});

function pair(): { near: Port; far: Port; nearPort: MessagePort } {
  const channel = new MessageChannel();
  channels.push(channel);
  return { near: messagePort(channel.port1), far: messagePort(channel.port2), nearPort: channel.port1 };
}

type Call = EngineClient['call'];
interface Served {
  client: EngineClient;
  emit: (event: EngineEvent) => void;
  listening: () => number;
  logged: unknown[];
  /** Sends a frame past the client and gives the answer as it comes over the port. */
  raw: (frame: unknown) => Promise<unknown>;
  close: () => void;
}

function serve(call: Call): Served {
  const { near, far, nearPort } = pair();
  const listeners = new Set<(event: EngineEvent) => void>();
  const logged: unknown[] = [];
  serveEngine(
    far,
    call,
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    { newId: () => 'b0b0', log: (id, error) => logged.push([id, error]) },
  );
  return {
    client: connectEngine(near),
    emit: (event) => listeners.forEach((listener) => listener(event)),
    listening: () => listeners.size,
    logged,
    raw: (frame) =>
      new Promise((resolve) => {
        nearPort.once('message', resolve);
        nearPort.postMessage(frame);
      }),
    close: () => nearPort.close(),
  };
}

const seen: unknown[] = [];
const answering: Call = async (method, input) => {
  seen.push([method, input]);
  return success([] as never);
};

test('a call crosses with its defaults filled in and its answer comes back', async () => {
  const { client } = serve(answering);
  seen.length = 0;
  expect(await client.call('ties', {})).toEqual({ ok: true, value: [] });
  expect(seen).toEqual([['ties', { limit: 50 }]]);
});

test('an expected failure comes back as it is', async () => {
  const { client } = serve(async () => failure('busy', 'Wait.', { file: 'a.mbox', line: 3 }));
  expect(await client.call('importSample', {})).toEqual({
    ok: false,
    error: { code: 'busy', message: 'Wait.', file: 'a.mbox', line: 3 },
  });
});

test('many calls at once find their own answers', async () => {
  const { client } = serve(async (_method, input) =>
    success({ messages: (input as { person: number }).person } as never),
  );
  const answers = await Promise.all([1, 2, 3].map((person) => client.call('erasePerson', { person })));
  expect(answers).toEqual([1, 2, 3].map((messages) => ({ ok: true, value: { messages } })));
});

test('a bug crosses as an id, and its text only reaches the log', async () => {
  const bug = new Error('UNIQUE constraint: anna@example.org');
  const { client, logged } = serve(async () => {
    throw bug;
  });
  const answer = await client.call('status', {});
  expect(answer).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(JSON.stringify(answer)).toContain('b0b0');
  expect(JSON.stringify(answer)).not.toContain('anna');
  expect(logged).toEqual([['b0b0', bug]]);
});

test.each([
  ['an unknown method', { t: 'q', i: '1', m: 'call', a: ['eraseTheDisk', {}] }],
  ['a name from the prototype', { t: 'q', i: '1', m: 'call', a: ['constructor', {}] }],
  ['a method by another type', { t: 'q', i: '1', m: 'call', a: [{}, {}] }],
  ['an input that is not the schema’s', { t: 'q', i: '1', m: 'call', a: ['ties', { limit: -1 }] }],
  ['an input with more in it', { t: 'q', i: '1', m: 'call', a: ['status', { path: '/etc/passwd' }] }],
  ['no input', { t: 'q', i: '1', m: 'call', a: ['status'] }],
])('%s is refused as usage and reaches no engine', async (_what, frame) => {
  const { raw } = serve(async () => {
    throw new Error('must not be called');
  });
  expect(await raw(frame)).toMatchObject({ t: 's', i: '1', r: { ok: false, error: { code: 'usage' } } });
});

test('frames that are not the protocol are dropped and the port goes on answering', async () => {
  const { client, raw } = serve(answering);
  for (const frame of [null, 7, 'x', {}, { t: 'q' }, { t: 'q', m: 'toString', a: 'x' }, { t: 's', i: 4 }, []])
    void raw(frame);
  expect(await client.call('ties', {})).toEqual({ ok: true, value: [] });
});

test('an answer that is not what the contract says is not handed to the page', async () => {
  const { client } = serve(async () => success({ tampered: true } as never));
  expect(await client.call('map', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
});

test('events reach the page until it stops listening, and only events of the contract', async () => {
  const { client, emit } = serve(answering);
  const got: unknown[] = [];
  const stop = client.onEvent((event) => got.push(event));
  emit({ kind: 'changed' });
  emit({ kind: 'nonsense' } as never);
  await client.call('ties', {});
  stop();
  emit({ kind: 'changed' });
  await client.call('ties', {});
  expect(got).toEqual([{ kind: 'changed' }]);
});

test('when the engine goes away, what is pending and what comes after fails in words', async () => {
  let arrived = (): void => undefined;
  const called = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { client, close, listening } = serve(async () => {
    arrived();
    return new Promise(() => undefined);
  });
  const pending = client.call('status', {});
  await called;
  expect(listening()).toBe(1);
  close();
  expect(await pending).toMatchObject({ ok: false, error: { code: 'internal' } });
  expect(await client.call('status', {})).toMatchObject({ ok: false, error: { code: 'internal' } });
  await vi.waitFor(() => expect(listening()).toBe(0));
});
