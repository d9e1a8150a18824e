/** Calendars over CalDAV (RFC 4791), what changed by sync-collection (RFC 6578) or, where a server has none, by comparing ETags. */
import { fetchHomeUrl, fetchPrincipalUrl } from 'tsdav';
import type { DAVAccount } from 'tsdav';
import { z } from 'zod';
import type { Credentials, Server } from '../contract/accounts.ts';
import { success } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import { calendarItems } from '../ingest/calendar.ts';
import type { SourceItem } from '../ingest/record.ts';
import { eventName, instancesByEvent } from './instances.ts';
import { davFetch, davServer } from './dav.ts';
import type { Changes } from './dav.ts';
import { failureOf, HttpFailed } from './http.ts';
import type { ReadRequest, Remote, RemoteChunk, RemoteDeps, RemoteFolder, Withdrawn } from './remote.ts';

// Events of one request.
const batch = 100;
// Series are worked out a year ahead (ingest/calendar.ts): after half of it they are worked out again.
const horizon = 180 * 86_400;

const positionSchema = z.strictObject({
  token: z.string().nullable(),
  ctag: z.string().nullable(),
  /** By address, as `eventName` has it: its ETag, and the UIDs in it, by `eventName` too. */
  events: z.record(z.string(), z.tuple([z.string(), z.array(z.string())])),
  /** Unix seconds. */
  expandedAt: z.number(),
});
type Position = z.infer<typeof positionSchema>;

export function caldavRemote(
  server: Extract<Server, { kind: 'caldav' }>,
  credentials: Credentials,
  deps: RemoteDeps,
): Remote {
  const { hostname: host, origin, pathname } = new URL(server.url);
  const dav = davServer(deps, headers);

  async function headers(): Promise<Record<string, string>> {
    if (credentials.kind === 'password')
      return {
        authorization: `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`,
      };
    const token = await deps.accessToken();
    if (!token.ok) throw new HttpFailed(token.error);
    return { authorization: `Bearer ${token.value}` };
  }

  /** RFC 6764 6: where the well-known address leads, or else the address itself; then the principal, then its calendars. */
  async function homeUrl(): Promise<string> {
    if (pathname !== '/') return homeBelow(await dav.landing(server.url));
    try {
      return await homeBelow(await dav.landing(`${origin}/.well-known/caldav`));
    } catch (error) {
      if (!['not_found', 'approval_needed', 'server_misbehaves'].includes(failureOf(error, host).code)) throw error;
      return homeBelow(await dav.landing(server.url));
    }
  }

  async function homeBelow(rootUrl: string): Promise<string> {
    const account: DAVAccount = { accountType: 'caldav', serverUrl: server.url, rootUrl };
    const request = { headers: await headers(), fetch: davFetch(deps) };
    const principalUrl = await fetchPrincipalUrl({ account, ...request });
    return fetchHomeUrl({ account: { ...account, principalUrl }, ...request });
  }

  return {
    watch: null,
    close: () => Promise.resolve(),

    async folders() {
      try {
        const calendars = await dav.calendars(await homeUrl());
        return success(calendars.map(folderOf));
      } catch (error) {
        return { ok: false, error: signInFailure(failureOf(error, host)) };
      }
    },

    async *read(request) {
      try {
        yield* readCalendar(request);
      } catch (error) {
        yield signInFailure(failureOf(error, host));
      }
    },
  };

  /** A password is refused; a token has ended. */
  function signInFailure(problem: Failure): Failure {
    return problem.code === 'sign_in_refused' && credentials.kind === 'oauth'
      ? { ...problem, code: 'sign_in_expired', message: `${host} no longer accepts the sign-in. Sign in again.` }
      : problem;
  }

  async function* readCalendar({ path, position, context }: ReadRequest): AsyncGenerator<RemoteChunk> {
    const parsed = position === null ? null : positionSchema.safeParse(JSON.parse(position));
    const last: Position | null = parsed?.success ? parsed.data : null;
    const isDue = last === null || context.now - last.expandedAt > horizon;
    const ctag = await dav.ctag(path);
    if (!isDue && ctag !== null && ctag === last.ctag) return;
    const known: Position = last ?? { token: null, ctag: null, events: {}, expandedAt: context.now };
    const changes = await changesOf(path, isDue ? { ...known, token: null } : known);
    const due = [...changes.there].filter(([key, { etag }]) => isDue || known.events[eventName(key)]?.[0] !== etag);
    const knownEvents = eventsOf(known);
    const events = { ...known.events };
    for (let at = 0; at < due.length; at += batch) {
      const some = due.slice(at, at + batch);
      const texts = await dav.texts(
        path,
        some.map(([, { href }]) => href),
        context.subjects,
      );
      const items: SourceItem[] = [];
      const withdrawn: Withdrawn[] = [];
      for (const [key, { etag }] of some) {
        const text = texts.get(key);
        if (text === undefined) continue;
        const found = calendarItems(text, context);
        const instances = instancesByEvent(found);
        const name = eventName(key);
        items.push(...found);
        // What an event was before and is not any more, instances of a shortened series for one.
        for (const event of new Set([...instances.keys(), ...(events[name]?.[1] ?? [])]))
          if (knownEvents.has(event)) withdrawn.push({ event, keep: instances.get(event) ?? [] });
        events[name] = [etag, [...instances.keys()]];
      }
      // Until all has come the old token stays, so that nothing of what it stands for is lost.
      const soFar: Position = { ...known, events };
      yield { items, position: JSON.stringify(soFar), left: Math.max(0, due.length - at - batch), withdrawn };
    }
    for (const name of changes.removed) delete events[name];
    const end: Position = { token: changes.token, ctag, events, expandedAt: isDue ? context.now : known.expandedAt };
    const text = JSON.stringify(end);
    const left = eventsOf(end);
    const withdrawn = [...knownEvents].filter((event) => !left.has(event)).map((event) => ({ event, keep: [] }));
    if (text !== position) yield { items: [], position: text, left: 0, withdrawn };
  }

  /** What is there, and by name what is not any more: since the token, or of everything. */
  async function changesOf(url: string, { token, events }: Position): Promise<Changes> {
    const since = token === null ? null : await dav.changesSince(url, token);
    if (since !== null) return { ...since, removed: since.removed.map(eventName) };
    // An empty token asks for everything (RFC 6578 3.4).
    const all = (await dav.changesSince(url, '')) ?? { there: await dav.list(url), token: null };
    const there = new Set([...all.there.keys()].map(eventName));
    return { ...all, removed: Object.keys(events).filter((name) => !there.has(name)) };
  }
}

function eventsOf({ events }: Position): Set<string> {
  return new Set(Object.values(events).flatMap(([, uids]) => uids));
}

// Calendars that servers fill by themselves: birthdays of the address book (Nextcloud, Google), holidays (Google), subscriptions.
const filled = /birthday|#contacts@|#holiday@/i;

function folderOf({ url, key, name, types }: { url: string; key: string; name: string | null; types: string[] }) {
  const last = key.replace(/\/$/, '').split('/').at(-1) ?? key;
  const byDefault = !types.includes('subscribed') && !filled.test(last);
  return { path: url, name: name ?? last, role: 'calendar', byDefault } satisfies RemoteFolder;
}
