/** The firm exchange over HTTP: each question by its route, each answer parsed before anybody looks at it. */
import type { z } from 'zod';
import { assertNever, failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { keysInLookup, mostRows, slotsOnPage, slotsPerKey } from '../exchange/bodies.ts';
import type { OwnRow } from '../exchange/bodies.ts';
import { fromText, jsonOf, toText } from '../exchange/encoding.ts';
import type { SealedEntry } from '../exchange/entries.ts';
import { mostSkew } from '../exchange/requests.ts';
import { apiRefusalSchema } from '../exchange/route.ts';
import type { ApiRefusal } from '../exchange/route.ts';
import { mostPolls, mostPollsOfOne } from '../exchange/routes-polls.ts';
import { routes } from '../exchange/routes.ts';
import type { AnswerOf, BodyOf, RouteName } from '../exchange/routes.ts';
import { readAsksAnswer, readLookupAnswer, readOffersAnswer } from '../exchange/slots.ts';
import type { SealedAsk } from '../exchange/asks.ts';
import type { ReceivedOffer } from '../exchange/slots.ts';
import type { ExchangeAnswer, ExchangeCall } from '../remote/firm-exchange.ts';
import type { Exchange } from './exchange.ts';
import type { Documents, Firm } from './firm.ts';

export type Call = (call: ExchangeCall) => Promise<Result<ExchangeAnswer>>;

/** Who asks, and where. */
export type Caller = Pick<ExchangeCall, 'origin' | 'firm' | 'secret'>;

/** Pages are few; a directory that never ends them is not asked for ever. */
const mostPages = 64;

/** Asks by the name of a route. Failures: those of the network, and what the directory refuses. */
export async function ask<Name extends RouteName>(
  call: Call,
  caller: Caller,
  name: Name,
  body: BodyOf<Name>,
): Promise<Result<AnswerOf<Name>>> {
  const route = routes[name];
  const host = new URL(caller.origin).host;
  const answered = await call({ ...caller, path: route.path, body });
  if (!answered.ok) return answered;
  const { status, bytes } = answered.value;
  if (status !== 200) {
    const refusal = refusalIn(answered.value);
    if (refusal === 'not_signed' && !isTurnedAway(answered.value))
      return failure(
        'sign_in_refused',
        `The clock of this computer and that of ${host} are too far apart. Set the clock, and look again.`,
        { host },
      );
    return refusal === null ? misbehaves(host) : refused(refusal, host, name);
  }
  // The answer of this very route has just been parsed, or has the length it must have.
  if (typeof route.answer === 'number')
    return bytes.length === route.answer ? success(Buffer.from(bytes) as AnswerOf<Name>) : misbehaves(host);
  const parsed = (route.answer as z.ZodType).safeParse(jsonOf(Buffer.from(bytes)));
  return parsed.success ? success(parsed.data as AnswerOf<Name>) : misbehaves(host);
}

function refusalIn({ bytes }: ExchangeAnswer): ApiRefusal | null {
  const refusal = apiRefusalSchema.safeParse(jsonOf(Buffer.from(bytes)));
  return refusal.success ? refusal.data.refused : null;
}

/** The exchange does not know the key of this device, or not any more; a clock that is wrong looks the same but for the time it says. */
export function isTurnedAway(answer: ExchangeAnswer): boolean {
  const { ahead } = answer;
  return refusalIn(answer) === 'not_signed' && ahead !== null && Math.abs(ahead) < mostSkew;
}

function misbehaves(host: string): Result<never> {
  return failure('server_misbehaves', `${host} gave an answer that makes no sense. It is asked again later.`, { host });
}

function isOlder(host: string, lacks: string): Result<never> {
  return failure('server_misbehaves', `${host} is older than this version of Warmpath and cannot ${lacks}`, { host });
} // prettier-ignore

function refused(refusal: ApiRefusal, host: string, asked: RouteName): Result<never> {
  switch (refusal) {
    case 'not_signed':
      return failure('sign_in_refused', `${host} does not know this computer any more: you were removed, or it was. What colleagues had shared is gone from here. For another invitation ask your administrator.`, { host });
    case 'not_allowed':
      return failure('not_allowed', `${host} does not let you do this.`, { host });
    case 'not_found':
      return failure('not_found', `${host} knows nothing of this any more.`, { host });
    case 'conflict':
      return failure('preview_stale', 'Something has changed at the firm exchange since you looked. Nothing was shared: look again.', { host });
    case 'too_many':
    case 'unavailable':
    case 'internal':
      return failure('server_busy', `${host} cannot answer just now. It is asked again later.`, { host });
    case 'full':
      if (asked === 'poll') return pollsOpen(host);
      return failure('not_allowed', `${host} has as many members as it takes. Tell your administrator.`, { host });
    case 'malformed':
    case 'too_large':
      return failure('server_misbehaves', `${host} does not take what this version of Warmpath sends.`, { host });
    default:
      return assertNever(refusal);
  }
} // prettier-ignore

function pollsOpen(host: string): Result<never> {
  return failure('not_allowed', `As many polls are open as may be: ${mostPollsOfOne} of one steward, ${mostPolls} in the firm. Nothing was asked. End one of yours, or wait until one closes.`, { host });
} // prettier-ignore

/** The exchange of a firm, asked as the user's device. */
export function exchangeOver(call: Call, firm: Firm, randomBytes: (size: number) => Buffer): Exchange {
  const { origin, secret, firm: id } = firm.row;
  const caller: Caller = { origin, firm: id, secret: secret.signing };
  const newId = (): string => toText(randomBytes(16));
  const nothing = <T>(answered: Result<T>): Result<null> => (answered.ok ? success(null) : answered);
  const version = (answered: Result<{ version: number }>): Result<number> =>
    answered.ok ? success(answered.value.version) : answered;

  return {
    documents: () => documentsOf(call, caller),
    async clients() {
      const own = await ask(call, caller, 'ownClients', {});
      if (own.ok) return success(own.value.clients);
      return own.error.code === 'not_found' ? isOlder(new URL(origin).host, 'say which clients you answer for. All else works.') : own;
    },
    addAudience: async (audience, wraps) =>
      nothing(await ask(call, caller, 'audience', { audience, wraps: [...wraps], recognising: [] })),
    handOn: async ({ audience, epoch }, wraps) => nothing(await ask(call, caller, 'wraps', { audience, epoch, wraps: [...wraps] })),
    sayUnopened: async (keys) => nothing(await ask(call, caller, 'unopened', { keys })),
    sayName: async (profile) => nothing(await ask(call, caller, 'profile', { profile })),
    publish: async ({ put, remove, ...rest }) =>
      version(await ask(call, caller, 'publish', { ...rest, put: [...put], remove: [...remove] })),
    async withdraw(ids, idempotency) {
      if (ids === 'all') return version(await ask(call, caller, 'withdraw', { idempotency, expected: null, ids: null }));
      let last: Result<number> = success(firm.row.version);
      for (let at = 0; at < ids.length; at += mostRows) {
        const some = ids.slice(at, at + mostRows);
        last = version(await ask(call, caller, 'withdraw', { idempotency: at === 0 ? idempotency : newId(), expected: null, ids: some }));
        if (!last.ok) return last;
      }
      return last;
    },
    async mine(wantsRows) {
      const rows: OwnRow[] = [];
      let after: string | null = null;
      for (let page = 0; page < mostPages; page++) {
        const answered: Result<AnswerOf<'mine'>> = await ask(call, caller, 'mine', { after });
        if (!answered.ok) return answered;
        rows.push(...answered.value.rows);
        const last = answered.value.rows.at(-1);
        if (last === undefined || !wantsRows) return success({ version: answered.value.version, rows });
        after = last.id;
      }
      return misbehaves(new URL(origin).host);
    },
    exclude: async (body) => nothing(await ask(call, caller, 'exclude', body)),
    async exclusions(known) {
      const answered = await ask(call, caller, 'exclusions', { known });
      return answered.ok || answered.error.code !== 'not_found' ? answered : isOlder(new URL(origin).host, 'tell your computers what each of them keeps private. Nothing new can be shared before it is brought up to date.');
    },
    async lookUp(lookups) {
      const found: (readonly SealedEntry[])[] = [];
      for (let at = 0; at < lookups.length; at += keysInLookup) {
        const batch = await lookUpBatch(call, caller, lookups.slice(at, at + keysInLookup), randomBytes);
        if (!batch.ok) return batch;
        found.push(...batch.value);
      }
      return success(found);
    },
    postAsk: async (some, guard) => nothing(await ask(call, caller, 'ask', { idempotency: some.id, ask: some, guard })),
    close: async (body) => nothing(await ask(call, caller, 'close', body)),
    unask: async (some) => nothing(await ask(call, caller, 'unask', { ask: some })),
    asks: () =>
      pages<SealedAsk>((after) => ask(call, caller, 'asks', { after }), readAsksAnswer, origin),
    postOffer: async (some, offers) => nothing(await ask(call, caller, 'offer', { ask: some, offers: [...offers] })),
    postPoll: async (body) => nothing(await ask(call, caller, 'poll', body)),
    async polls() {
      const open = await ask(call, caller, 'polls', {});
      return open.ok ? success(open.value.polls) : open;
    },
    contribute: async (poll, ballot) => nothing(await ask(call, caller, 'contribute', { poll, ballot })),
    async tally(poll) {
      const told = await ask(call, caller, 'tally', { poll });
      return told.ok ? success(told.value.tally === null ? null : fromText(told.value.tally)) : told;
    },
    unpoll: async (poll) => nothing(await ask(call, caller, 'unpoll', { poll })),
    offers: () =>
      pages<ReceivedOffer>(
        (after) => ask(call, caller, 'offers', { after }),
        (bytes) => readOffersAnswer(firm.sealing.fingerprint, bytes),
        origin,
      ),
  };
} // prettier-ignore

/** Everything an exchange says of its firm, for a device that has joined, but for the clients this member answers for. */
export async function documentsOf(call: Call, caller: Caller): Promise<Result<Documents>> {
  const roster = await ask(call, caller, 'roster', {});
  if (!roster.ok) return roster;
  const audiences = await ask(call, caller, 'audiences', {});
  if (!audiences.ok) return audiences;
  const objections = await ask(call, caller, 'objections', {});
  if (!objections.ok) return objections;
  const { audiences: records, wraps, missing, guardEpoch } = audiences.value;
  return success({
    ...roster.value,
    audiences: records,
    wraps,
    missing,
    guardEpoch,
    objections: objections.value.tags,
    clients: [],
  });
}

/** Eight keys at a time, made up ones among them, in an order of chance; more pages only where one is full. */
async function lookUpBatch(
  call: Call,
  caller: Caller,
  lookups: readonly string[],
  randomBytes: (size: number) => Buffer,
): Promise<Result<readonly (readonly SealedEntry[])[]>> {
  const made = Array.from({ length: keysInLookup - lookups.length }, () => toText(randomBytes(32)));
  const keys = [...lookups, ...made]
    .map((key) => ({ key, place: randomBytes(4).readUInt32BE() }))
    .sort((a, b) => a.place - b.place)
    .map(({ key }) => key);
  const found = new Map<string, SealedEntry[]>();
  for (let page = 0; page < 32; page++) {
    const answered = await ask(call, caller, 'lookup', { keys, page });
    if (!answered.ok) return answered;
    const read = readLookupAnswer(keys, answered.value);
    if (!read.ok) return misbehaves(new URL(caller.origin).host);
    for (const [i, key] of keys.entries()) found.set(key, [...(found.get(key) ?? []), ...(read.value[i] ?? [])]);
    if (!read.value.some((entries) => entries.length === slotsPerKey)) break;
  }
  return success(lookups.map((lookup) => found.get(lookup) ?? []));
}

/** All pages, each of one size: a full one may be followed by another. */
async function pages<T extends { readonly id: string }>(
  next: (after: string | null) => Promise<Result<Buffer>>,
  read: (bytes: Buffer) => ReturnType<typeof readAsksAnswer> | { readonly ok: true; readonly value: readonly T[] } | { readonly ok: false },
  origin: string,
): Promise<Result<readonly T[]>> {
  const all: T[] = [];
  let after: string | null = null;
  for (let page = 0; page < mostPages; page++) {
    const answered: Result<Buffer> = await next(after);
    if (!answered.ok) return answered;
    const items = read(answered.value);
    if (!items.ok) return misbehaves(new URL(origin).host);
    all.push(...(items.value as readonly T[]));
    if (items.value.length < slotsOnPage) break;
    after = items.value.at(-1)?.id ?? null;
  }
  return success(all);
} // prettier-ignore
