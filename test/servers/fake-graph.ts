/**
 * Stands in for Microsoft Graph on loopback: written after Microsoft's published schemas and examples of v1.0 (message, mailFolder and
 * event resources, delta queries, throttling), and no more than that: nobody claims that the real one answers the same in every detail.
 * It refuses every field that Mail.ReadBasic and Calendars.ReadBasic do not return, and remembers what it was asked.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface FakeMessage {
  readonly id: string;
  readonly folder: string;
  readonly receivedDateTime: string;
  readonly [field: string]: unknown;
}

export interface FakeGraph {
  readonly url: string;
  /** Method and address of every request. */
  readonly asked: string[];
  readonly put: (...messages: readonly FakeMessage[]) => void;
  readonly remove: (id: string) => void;
  readonly events: Map<string, Record<string, unknown>>;
  /** The next request for which it answers true is answered like this. */
  readonly spoil: (
    when: (url: URL) => boolean,
    status: number,
    headers?: Record<string, string>,
    body?: string,
  ) => void;
  /** Links that were given so far are too old. */
  readonly forgetLinks: () => void;
  /** Tokens that are good. */
  readonly tokens: Set<string>;
  readonly close: () => Promise<void>;
}

const forbidden = /body|preview|attachment|uniqueBody|location|onlineMeeting|extensions|singleValue|multiValue/i;
const folders = [
  { id: 'AAinbox', name: 'inbox', displayName: 'Posteingang' },
  { id: 'AAsent', name: 'sentitems', displayName: 'Gesendete Elemente' },
  { id: 'AAarchive', name: 'archive', displayName: 'Archiv' },
  { id: 'AAdrafts', name: 'drafts', displayName: 'Entwürfe' },
  { id: 'AAjunk', name: 'junkemail', displayName: 'Junk-E-Mail' },
  { id: 'AAdeleted', name: 'deleteditems', displayName: 'Gelöschte Elemente' },
  { id: 'AAclients', name: null, displayName: 'Mandanten' },
  { id: 'AAacme', name: null, displayName: 'Acme', parentFolderId: 'AAclients' },
  { id: 'AAold', name: null, displayName: 'Alt', parentFolderId: 'AAdeleted' },
] as const;

export async function fakeGraph(pageSize = 10): Promise<FakeGraph> {
  const asked: string[] = [];
  const tokens = new Set(['good-token']);
  const events = new Map<string, Record<string, unknown>>();
  // What happened, in order: a message came or changed, or went.
  const log: { readonly folder: string; readonly id: string; readonly message: FakeMessage | null }[] = [];
  let spoiled: { when: (url: URL) => boolean; status: number; headers: Record<string, string>; body: string } | null =
    null;
  let oldest = 0;

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', base());
    asked.push(`${request.method} ${request.url}`);
    if (spoiled?.when(url)) {
      response.writeHead(spoiled.status, spoiled.headers).end(spoiled.body);
      spoiled = null;
      return;
    }
    answer(request, response, url);
  });
  const base = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const json = (response: ServerResponse, status: number, body: unknown): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  const refuse = (response: ServerResponse, status: number, code: string): void =>
    json(response, status, { error: { code } });

  function answer(request: IncomingMessage, response: ServerResponse, url: URL): void {
    if (request.method !== 'GET') return refuse(response, 405, 'methodNotAllowed');
    if (!tokens.has((request.headers.authorization ?? '').replace('Bearer ', '')))
      return refuse(response, 401, 'InvalidAuthenticationToken');
    const select = url.searchParams.get('$select') ?? '';
    if (forbidden.test(select) || url.searchParams.has('$expand')) return refuse(response, 403, 'ErrorAccessDenied');
    const path = url.pathname.replace('/v1.0/me/', '').split('/').map(decodeURIComponent);
    if (path[0] === 'mailFolders' && path[1] === 'delta') {
      const value = folders.map(({ name: _name, ...rest }) => ({
        ...rest,
        totalItemCount: messagesIn(rest.id).length,
      }));
      return json(response, 200, { value, '@odata.deltaLink': `${base()}/v1.0/me/mailFolders/delta?$deltatoken=x` });
    }
    if (path[0] === 'mailFolders' && path.length === 2) {
      const folder = folders.find(({ name }) => name === path[1]);
      return folder ? json(response, 200, { id: folder.id }) : refuse(response, 404, 'ErrorItemNotFound');
    }
    if (path[0] === 'mailFolders' && path[3] === 'delta') return messageDelta(response, url, path[1] ?? '', select);
    if (path[0] === 'calendarView') return calendarView(response, url, select);
    return refuse(response, 404, 'ResourceNotFound');
  }

  function messagesIn(folder: string): FakeMessage[] {
    const latest = new Map<string, FakeMessage | null>();
    for (const { id, message } of log) latest.set(id, message);
    return [...latest.values()].filter((one) => one?.folder === folder) as FakeMessage[];
  }

  /** First everything, the newest first, a page at a time; then what happened since. */
  function messageDelta(response: ServerResponse, url: URL, folder: string, select: string): void {
    const skip = url.searchParams.get('$skiptoken');
    const since = url.searchParams.get('$deltatoken');
    const link = (name: string, value: string): string =>
      `${base()}/v1.0/me/mailFolders/${folder}/messages/delta?${name}=${value}&fields=${select || (url.searchParams.get('fields') ?? '')}`;
    const fields = (select || (url.searchParams.get('fields') ?? '')).split(',');
    const picked = (message: FakeMessage): unknown =>
      Object.fromEntries(Object.entries(message).filter(([name]) => name === 'id' || fields.includes(name)));
    if (since !== null) {
      if (Number(since) < oldest) return refuse(response, 410, 'syncStateNotFound');
      const changes = log.slice(Number(since)).filter((one) => one.folder === folder);
      const value = changes.map(({ id, message }) =>
        message?.folder === folder ? picked(message) : { id, '@removed': { reason: 'deleted' } },
      );
      return json(response, 200, { value, '@odata.deltaLink': link('$deltatoken', String(log.length)) });
    }
    const [at, from] = skip === null ? [log.length, 0] : (skip.split('-').map(Number) as [number, number]);
    const all = messagesIn(folder).sort((a, b) => b.receivedDateTime.localeCompare(a.receivedDateTime));
    const value = all.slice(from, from + pageSize).map(picked);
    const isLast = from + pageSize >= all.length;
    json(response, 200, {
      value,
      ...(isLast
        ? { '@odata.deltaLink': link('$deltatoken', String(at)) }
        : { '@odata.nextLink': link('$skiptoken', `${at}-${from + pageSize}`) }),
    });
  }

  function calendarView(response: ServerResponse, url: URL, select: string): void {
    const [from, to] = ['startDateTime', 'endDateTime'].map((name) => Date.parse(url.searchParams.get(name) ?? '')) as [
      number,
      number,
    ];
    const fields = select.split(',');
    const value = [...events.values()]
      .filter(
        ({ start, end }) =>
          Date.parse(`${(end as { dateTime: string }).dateTime}Z`) > from &&
          Date.parse(`${(start as { dateTime: string }).dateTime}Z`) < to,
      )
      .map((event) =>
        Object.fromEntries(Object.entries(event).filter(([name]) => name === 'id' || fields.includes(name))),
      );
    const skip = Number(url.searchParams.get('$skip') ?? 0);
    const next = new URL(url);
    next.searchParams.set('$skip', String(skip + pageSize));
    json(response, 200, {
      value: value.slice(skip, skip + pageSize),
      ...(skip + pageSize < value.length ? { '@odata.nextLink': next.href } : {}),
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `${base()}/v1.0`,
    asked,
    tokens,
    events,
    put: (...messages) => {
      for (const message of messages) {
        const before = messagesIn('AAinbox')
          .concat(...folders.map(({ id }) => messagesIn(id)))
          .find(({ id }) => id === message.id);
        // A message that moves is gone from where it was.
        if (before && before.folder !== message.folder)
          log.push({ folder: before.folder, id: message.id, message: null });
        log.push({ folder: message.folder, id: message.id, message });
      }
    },
    remove: (id) => {
      const folder = log.findLast((one) => one.id === id)?.folder ?? '';
      log.push({ folder, id, message: null });
    },
    spoil: (when, status, headers = {}, body = '{}') => {
      spoiled = { when, status, headers, body };
    },
    forgetLinks: () => {
      oldest = log.length + 1;
    },
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  };
}
