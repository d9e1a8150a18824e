/**
 * Stands in for CalDAV servers on loopback whose ways Radicale does not have: no sync-collection, answers in parts, well-known
 * addresses that lead elsewhere, pages in place of answers. Written after RFC 4791, 6578 and 6764, and no more than that.
 */
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeCaldav {
  readonly url: string;
  /** Method, address and body of every request. */
  readonly asked: { readonly method: string; readonly path: string; readonly body: string }[];
  /** Name to text; what is put in or changed is told by the next sync-collection. */
  readonly put: (name: string, text: string) => void;
  readonly remove: (name: string) => void;
  /** Tokens that were given so far are not good any more. */
  readonly forgetTokens: () => void;
  readonly ways: Ways;
  readonly close: () => Promise<void>;
}

interface Ways {
  /** How many changes it tells at once; null where it knows no sync-collection. */
  page: number | null;
  hasCtag: boolean;
  /** The status of what it refuses. */
  refusal: number;
  /** Where the well-known address leads. */
  wellKnown: string | null;
  /** Escapes more than it must in some answers. */
  escapes: boolean;
  /** The next request for which it answers true is answered like this. */
  spoil: { when: (asked: string) => boolean; status: number; headers?: Record<string, string>; body?: string } | null;
}

export const fakePath = '/cal/anna@acme.example/work/';
const namespaces = 'xmlns:d="DAV:" xmlns:c="urn:ietf:params:xml:ns:caldav" xmlns:cs="http://calendarserver.org/ns/"';

export async function fakeCaldav(): Promise<FakeCaldav> {
  const asked: FakeCaldav['asked'] = [];
  const events = new Map<string, { readonly text: string; readonly etag: string }>();
  const log: string[] = [];
  let era = 0;
  const ways: Ways = { page: 1000, hasCtag: true, refusal: 403, wellKnown: null, escapes: false, spoil: null };

  const href = (name: string, escaped: boolean): string =>
    escaped ? `${fakePath.replace('@', '%40')}${name}.ics` : `${fakePath}${name}.ics`;
  const response = (path: string, props: string): string =>
    `<d:response><d:href>${path}</d:href><d:propstat><d:prop>${props}</d:prop><d:status>HTTP/1.1 200 OK</d:status></d:propstat></d:response>`;
  const status = (path: string, code: number): string =>
    `<d:response><d:href>${path}</d:href><d:status>HTTP/1.1 ${code} x</d:status></d:response>`;
  const etagOf = (name: string): string =>
    response(href(name, false), `<d:getetag>"${events.get(name)?.etag}"</d:getetag>`);

  function propfind(path: string, body: string): string {
    if (body.includes('current-user-principal'))
      return response(path, '<d:current-user-principal><d:href>/p/</d:href></d:current-user-principal>');
    if (body.includes('calendar-home-set'))
      return response(path, '<c:calendar-home-set><d:href>/cal/anna@acme.example/</d:href></c:calendar-home-set>');
    if (body.includes('getctag'))
      return response(path, ways.hasCtag ? `<cs:getctag>${era}-${log.length}</cs:getctag>` : '');
    const calendar = (at: string, name: string, set: string, type = ''): string =>
      response(
        at,
        `<d:displayname>${name}</d:displayname><d:resourcetype><d:collection/><c:calendar/>${type}</d:resourcetype>` +
          `<c:supported-calendar-component-set>${set}</c:supported-calendar-component-set>`,
      );
    const home = '/cal/anna@acme.example/';
    return [
      response(home, '<d:resourcetype><d:collection/></d:resourcetype>'),
      calendar(fakePath, '2026', '<c:comp name="VEVENT"/><c:comp name="VTODO"/>'),
      calendar(`${home}tasks/`, 'Tasks', '<c:comp name="VTODO"/>'),
      calendar(`${home}contact_birthdays/`, 'Geburtstage', '<c:comp name="VEVENT"/>'),
      calendar(`${home}feed/`, 'Feed', '<c:comp name="VEVENT"/>', '<cs:subscribed/>'),
      calendar(`${home}un%2named/`, '', '<c:comp name="VEVENT"/>'),
    ].join('');
  }

  /** RFC 6578 3.6: what there is no room for is to come, and the answer says so. */
  function changes(body: string, page: number): string | null {
    const token = /<[^>]*sync-token[^>]*>([^<]*)</.exec(body)?.[1]?.trim() ?? '';
    const [, tokenEra, from] = /^urn:t:(\d+):(\d+)$/.exec(token) ?? [];
    if (token !== '' && Number(tokenEra) !== era) return null;
    const start = Number(from ?? 0);
    const some = log.slice(start, start + page);
    const names = [...new Set(some)];
    const told = names.flatMap((name) =>
      events.has(name) ? [etagOf(name)] : token === '' ? [] : [status(href(name, false), 404)],
    );
    const more = start + page < log.length ? status(fakePath, 507) : '';
    return `${told.join('')}${more}<d:sync-token>urn:t:${era}:${start + some.length}</d:sync-token>`;
  }

  function report(body: string): string | null {
    if (body.includes('sync-collection')) return ways.page === null ? null : changes(body, ways.page);
    if (body.includes('calendar-query')) return [...events.keys()].map(etagOf).join('');
    return [...body.matchAll(/href>([^<]*)</g)]
      .map(([, path = '']) => {
        const name = /([^/]*)\.ics$/.exec(path)?.[1] ?? '';
        const text = events.get(name)?.text;
        return text === undefined
          ? status(path, 404)
          : response(href(name, ways.escapes), `<c:calendar-data><![CDATA[${text}]]></c:calendar-data>`);
      })
      .join('');
  }

  function answer(request: IncomingMessage, path: string, body: string): [number, Record<string, string>, string] {
    if (path === '/.well-known/caldav')
      return ways.wellKnown === null ? [404, {}, ''] : [301, { location: ways.wellKnown }, ''];
    if (request.headers.authorization === undefined) return [401, {}, ''];
    const told = request.method === 'PROPFIND' ? propfind(path, body) : report(body);
    return told === null
      ? [ways.refusal, {}, '']
      : [207, { 'content-type': 'application/xml' }, `<d:multistatus ${namespaces}>${told}</d:multistatus>`];
  }

  const server = createServer((request, reply) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const body = Buffer.concat(parts).toString();
      const { method = '', url: path = '' } = request;
      asked.push({ method, path, body });
      const { spoil } = ways;
      const [code, headers, text] = spoil?.when(`${method} ${path} ${body}`)
        ? [spoil.status, spoil.headers ?? {}, spoil.body ?? '']
        : answer(request, path, body);
      reply.writeHead(code, headers).end(text);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    asked,
    ways,
    put(name, text) {
      log.push(name);
      events.set(name, { text, etag: `${log.length}` });
    },
    remove(name) {
      log.push(name);
      events.delete(name);
    },
    forgetTokens: () => void era++,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
