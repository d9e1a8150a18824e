/**
 * What is asked of a CalDAV server (RFC 4791, RFC 6578) by tsdav, and its answers as plain values. Each is checked: what is no answer to
 * the question, such as the page of a server that is being repaired, is a failure and never an empty calendar.
 */
import { calendarQuery, davRequest, DAVNamespace, getDAVAttribute, propfind, syncCollection } from 'tsdav';
import type { DAVResponse } from 'tsdav';
import { z } from 'zod';
import { failure } from '../contract/errors.ts';
import { checkedFetch, HttpFailed, textOf } from './http.ts';
import type { RemoteDeps } from './remote.ts';

// How servers say that they know no such report, or that the token is not good any more (RFC 3253 3.6, RFC 6578 3.2). Whether
// the calendar is there at all has been asked before.
const refusals = [400, 403, 405, 409, 410, 412, 415, 422, 501, 507];
// A server that always has more to tell is broken.
const mostPages = 10_000;

// Only what core/ingest/calendar.ts keeps is asked for; servers may send more, which it drops unread.
const fields = [
  'UID', 'DTSTART', 'DTEND', 'DURATION', 'RRULE', 'RDATE', 'EXDATE', 'RECURRENCE-ID', 'SEQUENCE', 'STATUS', 'CLASS',
  'ORGANIZER', 'ATTENDEE',
]; // prettier-ignore

// tsdav makes numbers and truths of texts that look like one, and leaves CDATA in its wrapping.
const plain = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const wrapped = z
  .object({ _cdata: z.union([z.string(), z.array(z.string())]) })
  .transform((data) => Object.values(data).flat().join(''));
const text = z.union([plain, wrapped]).nullable().catch(null);
const component = z.object({ _attributes: z.object({ name: z.string() }) });

const answerSchema = z.object({
  href: text,
  status: z.number(),
  props: z
    .object({
      getetag: text,
      getctag: text,
      displayname: text,
      calendarData: text,
      resourcetype: z.record(z.string(), z.unknown()).catch({}),
      supportedCalendarComponentSet: z
        .object({ comp: z.union([component.transform((one) => [one]), z.array(component)]) })
        .nullable()
        .catch(null),
    })
    .nullable()
    .catch(null),
  raw: z.object({ multistatus: z.object({ syncToken: text }) }),
});
type Answer = z.infer<typeof answerSchema>;

/** Something a server named in an answer. `key` is its path, decoded, because servers escape the same path in different ways. */
interface Resource {
  readonly key: string;
  readonly url: URL;
  readonly status: number;
  readonly props: NonNullable<Answer['props']> | null;
}

/** Events by key, with the address to ask for them by and their ETag. */
type Listing = ReadonlyMap<string, { readonly href: string; readonly etag: string }>;

export interface Changes {
  readonly there: Listing;
  readonly removed: readonly string[];
  readonly token: string | null;
}

interface Dav {
  /** The address itself, as the server's redirects have it, whatever it says of it. */
  readonly landing: (url: string) => Promise<string>;
  readonly calendars: (home: string) => Promise<{ url: string; key: string; name: string | null; types: string[] }[]>;
  /** What changes when anything in the calendar does; null where the server has no such thing. */
  readonly ctag: (calendar: string) => Promise<string | null>;
  /** What changed since the token, '' for everything; null where the server cannot say. */
  readonly changesSince: (calendar: string, token: string) => Promise<Changes | null>;
  /** Every event that is there. */
  readonly list: (calendar: string) => Promise<Listing>;
  /** iCalendar texts by key; what has gone meanwhile is left out. */
  readonly texts: (calendar: string, hrefs: readonly string[], subjects: boolean) => Promise<Map<string, string>>;
}

/** `headers` sign in. Everything throws HttpFailed, with the failures of checkedFetch. */
export function davServer(deps: RemoteDeps, headers: () => Promise<Record<string, string>>): Dav {
  const fetch = davFetch(deps);

  return {
    async landing(url) {
      const statuses = [400, 401, 403, 404, 405, 406, 410, 415, 500, 501];
      const request = { method: 'PROPFIND', headers: { ...(await headers()), depth: '0' } };
      const response = await checkedFetch(deps, statuses)(url, request);
      await response.body?.cancel();
      return response.url;
    },

    async calendars(url) {
      const props = { 'd:displayname': {}, 'd:resourcetype': {}, 'c:supported-calendar-component-set': {} };
      const { resources } = multistatus(
        await propfind({ url, props, depth: '1', headers: await headers(), fetch }),
        url,
      );
      return resources.flatMap((one) => {
        const types = Object.keys(one.props?.resourcetype ?? {});
        const set = one.props?.supportedCalendarComponentSet?.comp.map(({ _attributes: { name } }) => name);
        const isCalendar = types.includes('calendar') && (set?.includes('VEVENT') ?? true);
        return isCalendar ? [{ url: one.url.href, key: one.key, name: one.props?.displayname ?? null, types }] : [];
      });
    },

    async ctag(url) {
      const props = { 'cs:getctag': {} };
      const { resources } = multistatus(
        await propfind({ url, props, depth: '0', headers: await headers(), fetch }),
        url,
      );
      return resources[0]?.props?.getctag ?? null;
    },

    async changesSince(url, from) {
      const there = new Map<string, { href: string; etag: string }>();
      const removed = new Set<string>();
      let token = from;
      for (let page = 0; page < mostPages; page++) {
        const request = { url, props: { 'd:getetag': {} }, syncLevel: 1, syncToken: token } as const;
        const answers = await syncCollection({
          ...request,
          headers: await headers(),
          fetch: davFetch(deps, refusals),
        });
        if (answers.some(({ ok, raw }) => !ok && typeof raw !== 'object')) return null;
        const { resources, token: next } = multistatus(answers, url);
        if (next === null) return null;
        for (const { key, url: at, status, props } of resources) {
          if (status === 404 || status === 410) {
            there.delete(key);
            removed.add(key);
          } else if (typeof props?.getetag === 'string' && key !== keyOf(new URL(url))) {
            removed.delete(key);
            there.set(key, { href: at.pathname, etag: props.getetag });
          }
        }
        // RFC 6578 3.6: the rest is to be had with the new token.
        if (!resources.some(({ status }) => status === 507)) return { there, removed: [...removed], token: next };
        token = next;
      }
      throw misbehaves(url);
    },

    async list(url) {
      const events = { _attributes: { name: 'VCALENDAR' }, 'comp-filter': { _attributes: { name: 'VEVENT' } } };
      const request = { url, props: { 'd:getetag': {} }, depth: '1', filters: { 'comp-filter': events } } as const;
      const answers = await calendarQuery({ ...request, headers: await headers(), fetch });
      const { resources } = answers.length === 0 ? { resources: [] } : multistatus(answers, url);
      return new Map(
        resources.flatMap(({ key, url: at, props }) =>
          typeof props?.getetag === 'string' ? [[key, { href: at.pathname, etag: props.getetag }]] : [],
        ),
      );
    },

    async texts(url, hrefs, subjects) {
      const wanted = subjects ? [...fields, 'SUMMARY'] : fields;
      const event = {
        _attributes: { name: 'VEVENT' },
        'c:prop': wanted.map((name) => ({ _attributes: { name } })),
      };
      const calendar = {
        _attributes: { name: 'VCALENDAR' },
        'c:prop': { _attributes: { name: 'VERSION' } },
        'c:comp': event,
      };
      // tsdav's own function for it fails as a whole where a single event has gone.
      const body = {
        'calendar-multiget': {
          _attributes: getDAVAttribute([DAVNamespace.DAV, DAVNamespace.CALDAV]),
          'd:prop': { 'd:getetag': {}, 'c:calendar-data': { 'c:comp': calendar } },
          'd:href': hrefs,
        },
      };
      const init = { method: 'REPORT', namespace: 'c', headers: { ...(await headers()), depth: '1' }, body } as const;
      const { resources } = multistatus(await davRequest({ url, init, fetch }), url);
      return new Map(
        resources.flatMap(({ key, props }) =>
          typeof props?.calendarData === 'string' ? [[key, props.calendarData]] : [],
        ),
      );
    },
  };
}

/**
 * A `fetch` that answers with whole multistatuses only: tsdav makes something of every text, and of half a calendar the other half would
 * seem to have been taken out. Throws HttpFailed as checkedFetch does.
 */
export function davFetch(deps: RemoteDeps, passed: readonly number[] = []): typeof globalThis.fetch {
  const fetch = checkedFetch(deps, passed);
  return async (input, init) => {
    const response = await fetch(input, init);
    const content = await textOf(response);
    if (content === null || (response.ok && !/multistatus\s*(?:\s[^<>]*|\/)?>\s*$/.test(content)))
      throw misbehaves(input instanceof Request ? input.url : input);
    return new Response(content, response);
  };
}

/** Throws where it is none. */
function multistatus(answers: readonly DAVResponse[], base: string): { resources: Resource[]; token: string | null } {
  const parsed = z.array(answerSchema).min(1).safeParse(answers);
  if (!parsed.success) throw misbehaves(base);
  const resources = parsed.data.flatMap(({ href, status, props }) => {
    if (href === null) return [];
    const url = urlOf(href, base);
    return [{ key: keyOf(url), url, status, props }];
  });
  return { resources, token: parsed.data[0]?.raw.multistatus.syncToken ?? null };
}

function urlOf(href: string, base: string): URL {
  try {
    return new URL(href, base);
  } catch {
    throw misbehaves(base);
  }
}

function keyOf({ pathname }: URL): string {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return pathname;
  }
}

function misbehaves(url: string | URL): HttpFailed {
  const host = new URL(url).hostname;
  return new HttpFailed(
    failure('server_misbehaves', `${host} answered, but not as a calendar does. It is tried again later.`, { host })
      .error,
  );
}
