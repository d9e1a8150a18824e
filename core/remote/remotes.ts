/** Accounts as the engine's thread sees them: each a `Remote` whose work is done in the account thread. */
import { setTimeout as wait } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Credentials, FoundServers, OAuthClient, Server } from '../contract/accounts.ts';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { EgressEntry } from '../egress/gate.ts';
import { unpackChunk } from '../ingest/packed.ts';
import type { ExchangeAnswer, ExchangeCall } from './firm-exchange.ts';
import { parseFetched } from './imap-message.ts';
import type { Remote } from './remote.ts';
import type { AccountThread, AllowedHost, ThreadListener } from './remote-thread.ts';

export interface Remotes {
  /** These hosts may be reached from now on, and no others. */
  readonly allow: (hosts: readonly AllowedHost[]) => void;
  /** Connections that are open just now. */
  readonly connections: () => Promise<readonly EgressEntry[]>;
  /** `renewed` hears of credentials that replace these. Nothing is connected before it is asked for. */
  readonly open: (
    server: Server,
    credentials: Credentials,
    renewed: (credentials: Credentials) => void,
  ) => Promise<Result<Remote>>;
  /** See firm-exchange.ts. */
  readonly exchange: (call: ExchangeCall) => Promise<Result<ExchangeAnswer>>;
  /** See discover.ts. */
  readonly discover: (address: string, hosts: readonly string[]) => Promise<Result<FoundServers>>;
  /** See oauth.ts; one sign-in at a time. */
  readonly beginSignIn: (client: OAuthClient, user: string) => Promise<Result<{ readonly url: string }>>;
  readonly endSignIn: () => Promise<Result<Credentials>>;
  readonly cancelSignIn: () => void;
  readonly close: () => Promise<void>;
}

// Chunks that are fetched while one is stored: enough for both to go on, few enough to stay small.
const ahead = 6;
// Megabytes of the thread's heap. Young objects: imapflow makes so many that the least V8 begins with costs a tenth of the time. Old
// ones: no more than one answer of a server (imap-connection.ts) and what is made of it, or garbage would be left to lie.
const youngHeap = { least: 8, most: 32 };
const oldHeap = 128;

/** Starts the thread when something is asked of it first; `script` is `remote-thread.ts`, as built or as written. */
export function createRemotes(script: string, passed: (entry: EgressEntry) => void): Remotes {
  let running: { readonly worker: Worker; readonly thread: ReturnType<typeof connectTo> } | null = null;
  let hosts: readonly AllowedHost[] = [];
  let lastId = 0;
  const listeners = new Map<number, (credentials: Credentials) => void>();

  function start(): ReturnType<typeof connectTo> {
    if (running) return running.thread;
    setFlagsFromString(`--min-semi-space-size=${youngHeap.least}`);
    const worker = new Worker(script, {
      stdout: true,
      stderr: true,
      resourceLimits: { maxYoungGenerationSizeMb: youngHeap.most, maxOldGenerationSizeMb: oldHeap },
    });
    worker.stdout.resume();
    worker.stderr.resume();
    const thread = connectTo(worker, { passed, renewed: (id, credentials) => listeners.get(id)?.(credentials) });
    const ended = (error?: Error): void => {
      thread.$close(error);
      if (running?.worker === worker) running = null;
    };
    worker.on('error', ended);
    worker.on('exit', () => ended());
    running = { worker, thread };
    void asked(thread.allow(hosts));
    return thread;
  }

  /** A thread that ended takes its connections with it; the next question starts another. */
  async function asked<T>(answer: Promise<T>): Promise<T | Failure> {
    return answer.catch(() => failure('connection_lost', 'The connection was closed.').error);
  }

  async function resultOf<T>(answer: Promise<Result<T>>): Promise<Result<T>> {
    const given = await asked(answer);
    return 'code' in given ? { ok: false, error: given } : given;
  }

  return {
    allow(some) {
      hosts = some;
      if (running) void asked(running.thread.allow(some));
    },
    connections: async () => (running ? await running.thread.connections().catch(() => []) : []),
    async open(server, credentials, renewed) {
      const thread = start();
      const id = ++lastId;
      listeners.set(id, renewed);
      const opened = await resultOf(thread.open(id, server, credentials));
      if (!opened.ok) return opened;
      const canWatch = (await asked(thread.canWatch(id))) === true;
      return { ok: true, value: remoteIn(thread, id, canWatch) };
    },
    exchange: (call) => resultOf(start().exchange(call)),
    discover: (address, some) =>
      resultOf(
        start()
          .discover(address, some)
          .then((found): Result<FoundServers> => success(found)),
      ),
    beginSignIn: (client, user) => resultOf(start().beginSignIn(client, user)),
    endSignIn: () => resultOf(start().endSignIn()),
    cancelSignIn: () => {
      if (running) void asked(running.thread.cancelSignIn());
    },
    async close() {
      const last = running;
      running = null;
      // Connections end with the thread: what went over those that are kept open is told now or never.
      const open = last === null ? [] : await Promise.race([last.thread.connections().catch(() => []), nothingSoon()]);
      open.forEach(passed);
      last?.thread.$close();
      await last?.worker.terminate();
    },
  };

  function remoteIn(thread: ReturnType<typeof connectTo>, id: number, canWatch: boolean): Remote {
    return {
      folders: (isNew) => resultOf(thread.folders(id, isNew)),
      async *read(request) {
        const reading = ++lastId;
        await asked(thread.begin(reading, id, request));
        const ask = () => asked(thread.next(reading));
        const waiting = Array.from({ length: ahead }, ask);
        try {
          for (;;) {
            const chunk = await (waiting.shift() as ReturnType<typeof ask>);
            if (chunk === null) return;
            if ('code' in chunk) {
              yield chunk;
              return;
            }
            waiting.push(ask());
            yield parseFetched(unpackChunk(chunk), request.context);
          }
        } finally {
          await asked(thread.end(reading));
        }
      },
      watch: canWatch
        ? async ({ path }, signal) => {
            const stop = (): void => void asked(thread.unwatch(id));
            signal.addEventListener('abort', stop);
            try {
              return await asked(thread.watch(id, path));
            } finally {
              signal.removeEventListener('abort', stop);
            }
          }
        : null,
      async close() {
        listeners.delete(id);
        await asked(thread.close(id));
      },
    };
  }
}

/** A thread that does not answer is ended all the same. */
async function nothingSoon(): Promise<readonly EgressEntry[]> {
  await wait(1000, undefined, { ref: false });
  return [];
}

function connectTo(worker: Worker, listener: ThreadListener) {
  return createBirpc<AccountThread, ThreadListener>(listener, {
    post: (message) => worker.postMessage(message),
    on: (listen) => worker.on('message', listen),
    timeout: -1,
  });
}
