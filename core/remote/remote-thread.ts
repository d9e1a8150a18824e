/** The account thread: the only one of the engine that connects anywhere. Servers are asked here, and all they say is parsed but for mail headers. */
import { parentPort } from 'node:worker_threads';
import { promises as resolver } from 'node:dns';
import { setTimeout as wait } from 'node:timers/promises';
import { createBirpc } from 'birpc';
import type { Credentials, FoundServers, OAuthClient, Server } from '../contract/accounts.ts';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { installGate } from '../egress/gate.ts';
import type { EgressEntry } from '../egress/gate.ts';
import { packChunk } from '../ingest/packed.ts';
import type { Packed } from '../ingest/packed.ts';
import { accessTokens, beginSignIn } from './oauth.ts';
import type { SignIn } from './oauth.ts';
import { discover } from './discover.ts';
import { callExchange } from './firm-exchange.ts';
import type { ExchangeAnswer, ExchangeCall } from './firm-exchange.ts';
import { openRemote } from './open-remote.ts';
import type { ReadRequest, Remote, RemoteChunk, RemoteFolder } from './remote.ts';

export type AllowedHost = readonly [host: string, purpose: string];

/** What the engine asks for; ids are the engine's. */
export interface AccountThread {
  /** These hosts may be reached from now on, and no others. */
  allow(hosts: readonly AllowedHost[]): void;
  /** Connections that are open. */
  connections(): EgressEntry[];
  open(remote: number, server: Server, credentials: Credentials): Result<null>;
  folders(remote: number, isNew: boolean): Promise<Result<readonly RemoteFolder[]>>;
  begin(reading: number, remote: number, request: ReadRequest): void;
  /** The next chunk, or null at the end; may be asked ahead, the answers keep their order. */
  next(reading: number): Promise<Packed<RemoteChunk> | Failure | null>;
  end(reading: number): void;
  canWatch(remote: number): boolean;
  watch(remote: number, path: string): Promise<'changed' | Failure>;
  unwatch(remote: number): void;
  close(remote: number): Promise<void>;
  /** One question to the firm exchange. */
  exchange(call: ExchangeCall): Promise<Result<ExchangeAnswer>>;
  /** Asks these hosts, which are allowed, for the servers of an address. */
  discover(address: string, hosts: readonly string[]): Promise<FoundServers>;
  /** Where the browser has to go; a sign-in that was begun before is over. */
  beginSignIn(client: OAuthClient, user: string): Promise<Result<{ readonly url: string }>>;
  endSignIn(): Promise<Result<Credentials>>;
  cancelSignIn(): void;
}

/** What the thread tells the engine. */
export interface ThreadListener {
  passed(entry: EgressEntry): void;
  /** The credentials as they are from now on: a sign-in has been renewed. */
  renewed(remote: number, credentials: Credentials): void;
}

interface Open {
  readonly remote: Remote;
  readonly abort: AbortController;
  watching: AbortController | null;
}

const gate = installGate(Date.now);
let allowed: readonly AllowedHost[] = [];
const remotes = new Map<number, Open>();
const readings = new Map<number, AsyncIterator<RemoteChunk | Failure>>();
let signIn: SignIn | null = null;
const closed = failure('cancelled', 'Stopped.').error;

const functions: AccountThread = {
  allow(hosts) {
    for (const [host] of allowed) gate.forbid(host);
    for (const [host, purpose] of hosts) gate.allow(host, purpose);
    allowed = hosts;
  },
  connections: () => gate.connections(),
  open(id, server, credentials) {
    const abort = new AbortController();
    const deps = { now: Date.now, fetch: globalThis.fetch, signal: abort.signal };
    const accessToken =
      credentials.kind === 'oauth'
        ? accessTokens(credentials, deps, (renewed) => void engine.renewed.asEvent(id, renewed))
        : async () => failure('usage', 'There is no sign-in.');
    const remote = openRemote(server, credentials, { ...deps, accessToken });
    if (!remote.ok) return remote;
    remotes.set(id, { remote: remote.value, abort, watching: null });
    return success(null);
  },
  folders: async (id, isNew) => (await remotes.get(id)?.remote.folders(isNew)) ?? { ok: false, error: closed },
  begin(reading, id, request) {
    const open = remotes.get(id);
    if (open) readings.set(reading, open.remote.read(request)[Symbol.asyncIterator]());
  },
  async next(id) {
    const reading = readings.get(id);
    if (!reading) return null;
    const { done, value } = await reading.next();
    if (done === true) readings.delete(id);
    return done === true ? null : 'code' in value ? value : packChunk(value);
  },
  end(id) {
    void readings.get(id)?.return?.();
    readings.delete(id);
  },
  canWatch: (id) => (remotes.get(id)?.remote.watch ?? null) !== null,
  async watch(id, path) {
    const open = remotes.get(id);
    if (!open?.remote.watch) return closed;
    open.watching = new AbortController();
    return open.remote.watch({ path }, open.watching.signal);
  },
  unwatch: (id) => remotes.get(id)?.watching?.abort(),
  async close(id) {
    const open = remotes.get(id);
    remotes.delete(id);
    open?.abort.abort();
    await open?.remote.close();
  },
  exchange: (call) =>
    callExchange(call, {
      now: Date.now,
      fetch: globalThis.fetch,
      signal: new AbortController().signal,
      wait: (milliseconds) => wait(milliseconds),
    }),
  discover: (address, hosts) =>
    discover(address, hosts, { fetch: globalThis.fetch, signal: new AbortController().signal, resolver }),
  async beginSignIn(client, user) {
    signIn?.cancel();
    const begun = await beginSignIn(client, user, {
      now: Date.now,
      fetch: globalThis.fetch,
      signal: new AbortController().signal,
    });
    if (!begun.ok) return begun;
    signIn = begun.value;
    return success({ url: signIn.url });
  },
  endSignIn: async () => (await signIn?.finished) ?? { ok: false, error: closed },
  cancelSignIn: () => signIn?.cancel(),
};

const engine = createBirpc<ThreadListener, AccountThread>(functions, {
  post: (message) => parentPort?.postMessage(message),
  on: (listen) => parentPort?.on('message', listen),
  timeout: -1,
});
gate.onEntry((entry) => void engine.passed.asEvent(entry));
