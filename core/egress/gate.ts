/**
 * P1, below every library: the sockets and the name resolution of this thread reach the hosts the user set up and no others. It guards
 * against mistakes and chatty libraries, not against hostile native code in the same process.
 */
import dgram from 'node:dgram';
import dns from 'node:dns';
import { syncBuiltinESMExports } from 'node:module';
import net from 'node:net';

/** One connection, made or refused. */
export interface EgressEntry {
  /** As it was asked for, in lower case; a local socket's path after `unix:`. */
  readonly host: string;
  readonly port: number | null;
  /** What the user allowed the host for; null where it was refused. */
  readonly purpose: string | null;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Bytes, as the socket counted them when it closed. */
  readonly sent: number;
  readonly received: number;
}

export interface Gate {
  /** From now on the host may be reached; a host is a name or an address, without a port. */
  readonly allow: (host: string, purpose: string) => void;
  readonly forbid: (host: string) => void;
  /** Those that are open, with what has gone over them so far. */
  readonly connections: () => EgressEntry[];
  /** Hears of every connection when it has ended or was refused. Returns the function that stops. */
  readonly onEntry: (listener: (entry: EgressEntry) => void) => () => void;
}

/** What a refused connection fails with; `code` is EGRESS_REFUSED. */
class EgressRefused extends Error {
  readonly code = 'EGRESS_REFUSED';
  constructor(host: string) {
    super(`${host} is no host the user set up: nothing was sent.`);
  }
}

/**
 * Puts the gate in place for the calling thread, closed; it stays until the process ends. To be called before anything is loaded that
 * could connect. What happens before anybody listens is kept, as far as `mostUnheard`, for the first listener.
 */
export function installGate(now: () => number): Gate {
  const allowed = new Map<string, string>();
  const listeners = new Set<(entry: EgressEntry) => void>();
  let unheard: EgressEntry[] = [];

  const tell = (entry: EgressEntry): void => {
    if (listeners.size === 0) unheard = [...unheard, entry].slice(-mostUnheard);
    for (const listener of listeners) listener(entry);
  };
  const purposeOf = (host: string): string | null => allowed.get(host.toLowerCase()) ?? null;
  const refuse = (host: string, port: number | null): EgressRefused => {
    tell({ host, port, purpose: null, at: now(), sent: 0, received: 0 });
    return new EgressRefused(host);
  };

  const connections = guardSockets(purposeOf, refuse, tell, now);
  guardDatagrams(refuse);
  guardNames((name, method) => {
    const purpose = purposeOf(name);
    if (purpose === null && net.isIP(name) === 0) return refuse(name.toLowerCase(), null);
    // A name on its way to a connection is told with it; a question of its own goes to the system's resolver.
    if (purpose !== null && method !== 'lookup')
      tell({
        host: name.toLowerCase(),
        port: null,
        purpose: `${purpose}, asked of the DNS`,
        at: now(),
        sent: 0,
        received: 0,
      });
    return null;
  });
  syncBuiltinESMExports();

  return {
    allow: (host, purpose) => void allowed.set(host.toLowerCase(), purpose),
    connections,
    forbid: (host) => void allowed.delete(host.toLowerCase()),
    onEntry(listener) {
      listeners.add(listener);
      const early = unheard;
      unheard = [];
      early.forEach(listener);
      return () => listeners.delete(listener);
    },
  };
}

const mostUnheard = 1000;
type Refuse = (host: string, port: number | null) => EgressRefused;

/** TCP, TLS, HTTP of every version, fetch and WebSocket all end in this one method. */
function guardSockets(
  purposeOf: (host: string) => string | null,
  refuse: Refuse,
  tell: (entry: EgressEntry) => void,
  now: () => number,
): () => EgressEntry[] {
  const open = new Set<() => EgressEntry>();
  const connect = Reflect.get(net.Socket.prototype, 'connect') as (this: net.Socket, ...args: unknown[]) => net.Socket;
  const guarded = function guarded(this: net.Socket, ...args: unknown[]): net.Socket {
    const { host, port } = targetOf(args);
    const purpose = purposeOf(host);
    if (purpose === null) {
      const refused = refuse(host, port);
      process.nextTick(() => this.destroy(refused));
      return this;
    }
    const at = now();
    const entry = (): EgressEntry => ({ host, port, purpose, at, sent: this.bytesWritten, received: this.bytesRead });
    open.add(entry);
    this.once('close', () => {
      open.delete(entry);
      tell(entry());
    });
    return connect.apply(this, args);
  };
  Reflect.set(net.Socket.prototype, 'connect', guarded);
  return () => [...open].map((entry) => entry());
}

/** The ways to call it: (options), (port, host), (path), each with a listener; Node itself hands over [options, listener]. */
function targetOf(args: readonly unknown[]): { readonly host: string; readonly port: number | null } {
  const [first, second] = Array.isArray(args[0]) ? (args[0] as unknown[]) : args;
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as { host?: unknown; port?: unknown; path?: unknown };
    return port === undefined && typeof path === 'string' ? local(path) : remote(host, port);
  }
  // A string that is no number is the path of a local socket.
  if (typeof first === 'string' && !(Number(first) >= 0)) return local(first);
  return remote(second, first);
}

function remote(host: unknown, port: unknown): { readonly host: string; readonly port: number | null } {
  const name = typeof host === 'string' && host !== '' ? host.toLowerCase() : 'localhost';
  return { host: name, port: Number.isInteger(Number(port)) ? Number(port) : null };
}

function local(path: string): { readonly host: string; readonly port: null } {
  return { host: `unix:${path}`, port: null };
}

/** Nothing of ours speaks UDP. */
function guardDatagrams(refuse: Refuse): void {
  for (const method of ['send', 'connect', 'bind'] as const) {
    Object.assign(dgram.Socket.prototype, {
      [method]: () => {
        throw refuse('udp', null);
      },
    });
  }
}

/** A name that may not be reached is not looked up either: the question itself would leave the machine. */
function guardNames(refusal: (name: string, method: string) => EgressRefused | null): void {
  const guard = (target: object, promised: boolean): void => {
    for (const method of lookups) {
      const original: unknown = Reflect.get(target, method);
      if (typeof original !== 'function') continue;
      Reflect.set(target, method, function guarded(this: unknown, name: unknown, ...rest: unknown[]) {
        const refused = typeof name === 'string' ? refusal(name, method) : null;
        if (refused === null) return Reflect.apply(original, this, [name, ...rest]) as unknown;
        if (promised) return Promise.reject(refused);
        const done = rest.at(-1);
        if (typeof done === 'function') process.nextTick(done, refused);
        return undefined;
      });
    }
  };
  guard(dns, false);
  guard(dns.Resolver.prototype, false);
  guard(dns.promises, true);
  guard(dns.promises.Resolver.prototype, true);
}

const lookups = [
  'lookup',
  'lookupService',
  'resolve',
  'resolve4',
  'resolve6',
  'resolveAny',
  'resolveCaa',
  'resolveCname',
  'resolveMx',
  'resolveNaptr',
  'resolveNs',
  'resolvePtr',
  'resolveSoa',
  'resolveSrv',
  'resolveTlsa',
  'resolveTxt',
  'reverse',
];
