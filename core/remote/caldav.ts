/** Calendars over CalDAV (RFC 4791), what changed by sync-collection (RFC 6578) or, where a server has none, by comparing ETags. */
import { calendarMultiGet, calendarQuery, fetchHomeUrl, fetchPrincipalUrl, propfind, syncCollection } from 'tsdav';
import type { DAVAccount, DAVResponse } from 'tsdav';
import { z } from 'zod';
import type { Credentials, Server } from '../contract/accounts.ts';
import { success } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import { calendarItems } from '../ingest/calendar.ts';
import type { ParseContext, SourceItem } from '../ingest/record.ts';
import { checkedFetch, failureOf, HttpFailed } from './http.ts';
import type { ReadRequest, Remote, RemoteChunk, RemoteDeps, RemoteFolder, Withdrawn } from './remote.ts';

// Events of one request.
const batch = 100;
// Series are worked out a year ahead (ingest/calendar.ts): after half of it they are worked out again.
const horizon = 180 * 86_400;

const positionSchema = z.strictObject({
  token: z.string().nullable(),
  ctag: z.string().nullable(),
  /** By address: its ETag, and the UIDs in it. */
  events: z.record(z.string(), z.tuple([z.string(), z.array(z.string())])),
  /** Unix seconds. */
  expandedAt: z.number(),
});
type Position = z.infer<typeof positionSchema>;

// Only what core/ingest/calendar.ts keeps is asked for; servers may send more, which it drops unread.
const fields = [
  'UID', 'DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE', 'RECURRENCE-ID', 'SEQUENCE', 'STATUS', 'CLASS',
  'ORGANIZER', 'ATTENDEE',
]; // prettier-ignore

export function caldavRemote(
  server: Extract<Server, { kind: 'caldav' }>,
  credentials: Credentials,
  deps: RemoteDeps,
): Remote {
  const { host } = new URL(server.url);
  // Whether a token or an ETag is still good is an answer, not a failure.
  const fetch = checkedFetch(deps, [403, 409, 507]);

  async function headers(): Promise<Record<string, string>> {
    if (credentials.kind === 'password')
      return {
        authorization: `Basic ${Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64')}`,
      };
    const token = await deps.accessToken();
    if (!token.ok) throw new HttpFailed(token.error);
    return { authorization: `Bearer ${token.value}` };
  }

  /** RFC 6764 6: the well-known address, the principal, its calendars; or the address itself, where it is one of them. */
  async function homeOf(): Promise<DAVAccount> {
    const root = await rootUrl();
    const account: DAVAccount = { accountType: 'caldav', serverUrl: server.url, rootUrl: root };
    const shared = { headers: await headers(), fetch };
    account.principalUrl = await fetchPrincipalUrl({ account, ...shared });
    account.homeUrl = await fetchHomeUrl({ account, ...shared });
    return account;
  }

  async function rootUrl(): Promise<string> {
    const { pathname, origin } = new URL(server.url);
    if (pathname !== '/') return server.url;
    const response = await checkedFetch(deps, [403, 404, 405, 501])(`${origin}/.well-known/caldav`, {
      method: 'PROPFIND',
      headers: { ...(await headers()), depth: '0' },
    });
    await response.body?.cancel();
    return response.ok && response.url !== '' ? response.url : server.url;
  }

  return {
    watch: null,
    close: () => Promise.resolve(),

    async folders() {
      try {
        const { homeUrl = '' } = await homeOf();
        const found = await propfind({
          url: homeUrl,
          props: { 'd:displayname': {}, 'd:resourcetype': {}, 'c:supported-calendar-component-set': {} },
          depth: '1',
          headers: await headers(),
          fetch,
        });
        return success(found.flatMap((one) => folderOf(one, homeUrl) ?? []));
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
    const now = await collectionState(path);
    if (!isDue && last !== null && now.ctag !== null && now.ctag === last.ctag) return;
    const known: Position = last ?? { token: null, ctag: null, events: {}, expandedAt: context.now };
    const changes = await changesSince(path, isDue ? { ...known, token: null } : known);
    const events = { ...known.events };
    const dueAll = isDue
      ? [...changes.there]
      : changes.there.filter(([href, etag]) => known.events[href]?.[0] !== etag);
    const removed = changes.removed.flatMap((href) => events[href]?.[1] ?? []);
    for (const href of changes.removed) delete events[href];
    const end = { token: changes.token, ctag: now.ctag, expandedAt: isDue ? context.now : known.expandedAt };
    for (let at = 0; at < dueAll.length; at += batch) {
      const some = dueAll.slice(at, at + batch);
      const items: SourceItem[] = [];
      const withdrawn: Withdrawn[] = [];
      for (const { href, text } of await eventTexts(
        path,
        some.map(([one]) => one),
        context,
      )) {
        const found = calendarItems(text, context);
        const uids = [...new Set(found.flatMap((item) => (item.kind === 'meeting' ? [item.meeting.uid] : [])))];
        items.push(...found);
        // What the resource held before and does not any more, a shortened series for one.
        for (const uid of new Set([...uids, ...(events[href]?.[1] ?? [])]))
          if (events[href]) withdrawn.push(instancesOf(uid, found));
        events[href] = [some.find(([one]) => one === href)?.[1] ?? '', uids];
      }
      // Until all has come the old token stays, so that nothing of what it stands for is lost.
      const soFar: Position = { ...known, events };
      yield { items, position: JSON.stringify(soFar), left: Math.max(0, dueAll.length - at - batch), withdrawn };
    }
    const gone = removed.filter((uid) => !Object.values(events).some(([, uids]) => uids.includes(uid)));
    const text = JSON.stringify({ ...end, events });
    if (text !== position)
      yield { items: [], position: text, left: 0, withdrawn: gone.map((uid) => ({ uid, keep: [] })) };
  }

  async function collectionState(url: string): Promise<{ readonly ctag: string | null }> {
    const [found] = await propfind({ url, props: { 'cs:getctag': {} }, depth: '0', headers: await headers(), fetch });
    return { ctag: textOf(found?.props?.['getctag']) };
  }

  /** What is there and what is not any more: since the token, or of everything. */
  async function changesSince(
    url: string,
    known: Position,
  ): Promise<{ there: (readonly [href: string, etag: string])[]; removed: string[]; token: string | null }> {
    const request = { url, props: { 'd:getetag': {} }, headers: await headers(), fetch } as const;
    // An empty token asks for everything (RFC 6578 3.4).
    const found = await syncCollection({ ...request, syncLevel: 1, syncToken: known.token ?? '' });
    const token = textOf(
      (found[0]?.raw as { multistatus?: { syncToken?: unknown } } | undefined)?.multistatus?.syncToken,
    );
    if (token === null && known.token !== null) return changesSince(url, { ...known, token: null });
    const listed =
      token !== null
        ? found
        : await calendarQuery({
            ...request,
            depth: '1',
            filters: {
              'comp-filter': { _attributes: { name: 'VCALENDAR' }, 'comp-filter': { _attributes: { name: 'VEVENT' } } },
            },
          });
    const own = new URL(url).pathname;
    const resources = listed.flatMap((one) => {
      const href = one.href === undefined ? null : new URL(one.href, url).pathname;
      return href === null || href === own
        ? []
        : [{ href, etag: textOf(one.props?.['getetag']), isGone: one.status === 404 }];
    });
    const there = resources.flatMap(({ href, etag, isGone }) =>
      isGone || etag === null ? [] : [[href, etag] as const],
    );
    const removed =
      known.token !== null && token !== null
        ? resources.flatMap(({ href, isGone }) => (isGone ? [href] : []))
        : Object.keys(known.events).filter((href) => !there.some(([one]) => one === href));
    return { there, removed, token };
  }

  async function eventTexts(
    url: string,
    hrefs: readonly string[],
    context: ParseContext,
  ): Promise<{ readonly href: string; readonly text: string }[]> {
    const wanted = context.subjects ? [...fields, 'SUMMARY'] : fields;
    const found = await calendarMultiGet({
      url,
      props: {
        'd:getetag': {},
        'c:calendar-data': {
          'c:comp': {
            _attributes: { name: 'VCALENDAR' },
            'c:prop': { _attributes: { name: 'VERSION' } },
            'c:comp': { _attributes: { name: 'VEVENT' }, 'c:prop': wanted.map((name) => ({ _attributes: { name } })) },
          },
        },
      },
      objectUrls: [...hrefs],
      depth: '1',
      headers: await headers(),
      fetch,
    });
    return found.flatMap((one) => {
      const text = textOf(one.props?.['calendarData']);
      return one.href === undefined || text === null ? [] : [{ href: new URL(one.href, url).pathname, text }];
    });
  }
}

/** The instances of an event that are in the calendar now. */
export function instancesOf(uid: string, items: readonly SourceItem[]): Withdrawn {
  const keep = items.flatMap((item) =>
    item.kind === 'meeting' && item.meeting.uid === uid ? [item.meeting.recurrenceId] : [],
  );
  return { uid, keep };
}

function folderOf({ href, props, ok }: DAVResponse, homeUrl: string): RemoteFolder | null {
  const types = Object.keys((props?.['resourcetype'] ?? {}) as object);
  if (!ok || href === undefined || !types.includes('calendar')) return null;
  const set: unknown = (props?.['supportedCalendarComponentSet'] as { comp?: unknown } | undefined)?.comp;
  const names = (Array.isArray(set) ? set : [set]).map(
    (one) => (one as { ['_attributes']?: { name?: string } } | undefined)?.['_attributes']?.name,
  );
  if (names.some(Boolean) && !names.includes('VEVENT')) return null;
  const name = textOf(props?.['displayname']) ?? decodeURIComponent(href.replace(/\/$/, '').split('/').at(-1) ?? href);
  return { path: new URL(href, homeUrl).href, name, role: 'calendar', byDefault: !types.includes('subscribed') };
}

/** tsdav makes numbers of texts that look like one, and leaves CDATA in its wrapping. */
function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return value;
  const data = (value as { ['_cdata']?: unknown } | null | undefined)?.['_cdata'];
  return typeof data === 'string' ? data : null;
}
