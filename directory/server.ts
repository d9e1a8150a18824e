/** The directory as an HTTP service: exactly the routes of the protocol, each checked in the same order, and a few pages for its operator. */
import type { AddressInfo } from 'node:net';
import { fastify } from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { jsonOf } from '../core/exchange/encoding.ts';
import { apiRefusals } from '../core/exchange/route.ts';
import type { ApiRefusal, Route } from '../core/exchange/route.ts';
import { routeNames, routes } from '../core/exchange/routes.ts';
import type { RouteName } from '../core/exchange/routes.ts';
import { refuse } from './answering.ts';
import type { Answer, DeviceCaller, Handlers, Work } from './answering.ts';
import { askHandlers } from './ask-handlers.ts';
import { audienceHandlers } from './audience-handlers.ts';
import { callerOf } from './authentication.ts';
import type { Caller, KnownKeys } from './authentication.ts';
import { HourlyCounts, HourlyLimits } from './counts.ts';
import type { Database } from './database.ts';
import { exclusionHandlers } from './exclusion-handlers.ts';
import { openApi } from './open-api.ts';
import { peopleHandlers } from './people-handlers.ts';
import { clientHandlers } from './client-handlers.ts';
import { pollHandlers } from './poll-handlers.ts';
import { protectionHandlers } from './protection-handlers.ts';
import { Refused } from './refused.ts';
import { rootHandlers } from './root-handlers.ts';
import { sharingHandlers } from './sharing-handlers.ts';
import { forgetNonces, turnDay } from './upkeep.ts';

interface DirectoryDeps {
  readonly db: Database;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly randomBytes: (size: number) => Buffer;
  readonly log: (line: string) => void;
  /** Whoever knows it may found a firm here. */
  readonly foundingCode: string;
}

interface ListenOptions {
  readonly host: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Certificate and key (PEM); null only on this computer. */
  readonly tls: { readonly certificate: string; readonly key: string } | null;
  /** Scheme, host and port under which clients know the directory, where that is another (a proxy in front). */
  readonly origin: string | null;
  /** How many times the calls an hour that the protocol allows. */
  readonly limits: number;
}

interface RunningDirectory {
  readonly origin: string;
  /** Answers what has begun, takes nothing new, and returns when all is done. The database stays open. */
  readonly stop: () => Promise<void>;
}

const handlers: Handlers = {
  ...peopleHandlers,
  ...rootHandlers,
  ...audienceHandlers,
  ...sharingHandlers,
  ...exclusionHandlers,
  ...askHandlers,
  ...pollHandlers,
  ...clientHandlers,
  ...protectionHandlers,
};

export const thisComputer: ReadonlySet<string> = new Set(['127.0.0.1', '::1', 'localhost']);
const minute = 60_000;

/** Serves until stopped; the database is migrated by then. Throws where it would listen to others without TLS. */
export async function startDirectory(deps: DirectoryDeps, options: ListenOptions): Promise<RunningDirectory> {
  const { host, port, tls, origin } = options;
  if (tls === null && !thisComputer.has(host))
    throw new Error(`listening on ${host} needs a certificate: only this computer may be served without TLS`);
  const counts = new HourlyCounts(deps.log);
  const seconds = (): number => Math.floor(deps.now() / 1000);
  const app = fastify({
    logger: false,
    exposeHeadRoutes: false,
    // What does not come in time is somebody holding a connection; milliseconds.
    requestTimeout: 60_000,
    connectionTimeout: 90_000,
    forceCloseConnections: 'idle',
    https: tls === null ? null : { cert: tls.certificate, key: tls.key, minVersion: 'TLSv1.2' },
  }) as unknown as FastifyInstance;
  const authorities = new Set<string>();
  servePages(app, deps, counts);
  serveRoutes(app, deps, counts, authorities, options.limits);

  let day = -1;
  const upkeep = async (): Promise<void> => {
    counts.turn(seconds());
    await forgetNonces(deps.db, seconds());
    const today = Math.floor(deps.now() / 86_400_000);
    if (today !== day) await turnDay(deps.db, today);
    day = today;
  };
  await upkeep();
  const timer = setInterval(() => {
    upkeep().catch((error: unknown) => logBug(deps, error));
  }, minute);
  timer.unref();

  await app.listen({ host, port });
  const listening = (app.server.address() as AddressInfo).port;
  const scheme = tls === null ? 'http' : 'https';
  const shownHost = host.includes(':') ? `[${host}]` : host;
  authorities.add(`${shownHost}:${listening}`);
  if (thisComputer.has(host)) authorities.add(`localhost:${listening}`);
  if (origin !== null) authorities.add(new URL(origin).host);
  return {
    origin: origin ?? `${scheme}://${shownHost}:${listening}`,
    async stop() {
      clearInterval(timer);
      await app.close();
      counts.flush();
    },
  };
}

function servePages(app: FastifyInstance, { db, log }: DirectoryDeps, counts: HourlyCounts): void {
  app.get('/healthz', (_request, reply) => reply.type('text/plain').send('ok\n'));
  app.get('/readyz', async (_request, reply) => {
    const isReady = await db.rows('SELECT 1 FROM migration LIMIT 1').then(
      () => true,
      () => false,
    );
    return reply
      .code(isReady ? 200 : 503)
      .type('text/plain')
      .send(isReady ? 'ready\n' : 'the database does not answer\n');
  });
  app.get('/openapi.json', (_request, reply) => reply.type('application/json').send(JSON.stringify(openApi())));
  // Figures are the operator's: whoever comes through a proxy is not on this computer either.
  app.get('/metrics', (request, reply) => {
    const isHere =
      request.socket.remoteAddress !== undefined && /^(?:::1|(?:::ffff:)?127\.)/.test(request.socket.remoteAddress);
    if (!isHere || request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined)
      return send(reply, refuse('not_found'));
    return reply.type('text/plain; version=0.0.4').send(counts.metrics());
  });
  app.setNotFoundHandler((_request, reply) => send(reply, refuse('not_found')));
  app.setErrorHandler((error: unknown, _request, reply) => {
    const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : '';
    if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return send(reply, refuse('too_large'));
    if (typeof code === 'string' && code.startsWith('FST_ERR_')) return send(reply, refuse('malformed'));
    logBug({ log }, error);
    return send(reply, refuse('internal'));
  });
}

function serveRoutes(
  app: FastifyInstance,
  deps: DirectoryDeps,
  counts: HourlyCounts,
  authorities: ReadonlySet<string>,
  limits: number,
): void {
  const hourly = new HourlyLimits();
  const known: KnownKeys = new Map();
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const name of routeNames) {
    const { path, mostBytes } = routes[name];
    app.post(path, { bodyLimit: mostBytes }, (request, reply) => answerTo(name, request, reply));
  }

  const names = new Map<string | undefined, RouteName>(routeNames.map((name) => [routes[name].path, name]));
  app.addHook('onResponse', async (request, reply) => {
    const name = names.get(request.routeOptions.url);
    if (name !== undefined) counts.count(name, reply.statusCode, Math.floor(deps.now() / 1000));
  });

  async function answerTo(name: RouteName, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const began = performance.now();
    const route: Route = routes[name];
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const parsed = jsonOf(body);
    const now = Math.floor(deps.now() / 1000);
    // Strangers are held to a number of tries before anything of theirs is looked at.
    const isStranger = route.by === 'founder' || route.by === 'invited';
    if (isStranger && !hourly.isWithin(request.ip, name, route.perHour * limits, now))
      return send(reply, refuse('too_many'));
    const authority = request.headers.host?.toLowerCase() ?? '';
    const caller = authorities.has(authority)
      ? await callerOf(
          deps.db,
          known,
          route.by,
          { method: request.method, authority, target: request.raw.url ?? '', headers: request.headers, body },
          parsed,
          now,
        )
      : null;
    if (caller === null) return send(reply, refuse('not_signed'));
    if (isDevice(caller) && !isIn(route.by, caller.role)) return send(reply, refuse('not_allowed'));
    // A member's budget is theirs, on however many devices.
    const who = `${caller.firm} ${isDevice(caller) ? caller.member : 'root'}`;
    if (!isStranger && !hourly.isWithin(who, name, route.perHour * limits, now)) return send(reply, refuse('too_many'));
    const checked = route.body.safeParse(parsed);
    if (!checked.success) return send(reply, refuse('malformed'));
    const work: Work = { ...deps, today: Math.floor(now / 86_400) };
    const answer = await run(name, work, caller, checked.data);
    if (changesWalls.has(name)) await deps.db.tidy();
    if (evenlyTimed.has(name)) await evenTime(began);
    return send(reply, answer);
  }
}

/**
 * Answers leave at one of few moments. A database is quicker or slower by microseconds where something was deleted a moment
 * ago or is in no cache; what is withheld must not show in that.
 */
async function evenTime(began: number): Promise<void> {
  const taken = performance.now() - began;
  await new Promise((resolve) => {
    setTimeout(resolve, Math.ceil(taken / evenStep) * evenStep - taken);
  });
}

/** After these, rows that were answered are not any more. */
const changesWalls: ReadonlySet<RouteName> = new Set(['barrier', 'agree', 'object', 'close', 'clients'] as const);
/** Where what is protected could show in how long it took. */
const evenlyTimed: ReadonlySet<RouteName> = new Set([
  'lookup',
  'asks',
  'offers',
  'publish',
  'ask',
  'offer',
  'poll',
  'polls',
] as const);

/** Milliseconds: several times what a lookup takes, so that most leave at the first moment. */
const evenStep = 4;

type AnyHandler = (work: Work, caller: Caller, body: unknown) => Promise<Answer<unknown>>;

/** The caller's kind and the body's shape are those of the route, as checked above. */
async function run(name: RouteName, work: Work, caller: Caller, body: unknown): Promise<Answer<unknown>> {
  try {
    return await (handlers[name] as unknown as AnyHandler)(work, caller, body);
  } catch (error) {
    if (error instanceof Refused) return error.refusal;
    throw error;
  }
}

function isDevice(caller: Caller): caller is DeviceCaller {
  return 'role' in caller;
}

function isIn(by: Route['by'], role: string): boolean {
  return Array.isArray(by) && by.includes(role);
}

function send(reply: FastifyReply, answer: Answer<unknown>): FastifyReply {
  reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
  if (!answer.ok) {
    const { refused, version } = answer;
    return reply
      .code(apiRefusals[refused satisfies ApiRefusal])
      .type('application/json')
      .send(JSON.stringify(version === undefined ? { refused } : { refused, version }));
  }
  return Buffer.isBuffer(answer.value)
    ? reply.type('application/octet-stream').send(answer.value)
    : reply.type('application/json').send(JSON.stringify(answer.value));
}

/** Where it happened and of which kind, without the words: those of a database may quote what it was given. */
function logBug({ log }: Pick<DirectoryDeps, 'log'>, error: unknown): void {
  const { name, stack } = error instanceof Error ? error : { name: 'unknown', stack: '' };
  const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const places = (stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  log(['bug', name, code, ...places.slice(0, 6)].join(' ').trim());
}
