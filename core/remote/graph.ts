/**
 * Microsoft 365 through Microsoft Graph v1.0, with two permissions, Mail.ReadBasic and Calendars.ReadBasic, that cannot return a body, a
 * preview or an attachment: Microsoft itself keeps promise P2.
 */
import { z } from 'zod';
import type { FolderRole, Server } from '../contract/accounts.ts';
import { failure, success } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import { isoTime } from '../contract/iso.ts';
import type { ParseContext, SourceItem } from '../ingest/record.ts';
import { eventFields, graphEventSchema, graphMeeting } from './graph-event.ts';
import { graphMailItem, graphMessageSchema, messageFields } from './graph-mail.ts';
import { checkedFetch, failureOf, HttpFailed } from './http.ts';
import { eventName } from './instances.ts';
import type { ReadRequest, Remote, RemoteChunk, RemoteDeps, RemoteFolder, Withdrawn } from './remote.ts';

const pageSize = 200;
const day = 86_400;
// The calendar: all of it once a day, the next weeks at every look.
const calendarPath = 'calendar';
const span = { past: 3 * 365 * day, soon: 60 * day, ahead: 366 * day, fullEvery: day } as const;

// https://learn.microsoft.com/en-us/graph/api/resources/mailfolder: folders every mailbox has, by name rather than language.
const wellKnown: readonly (readonly [name: string, role: FolderRole, byDefault: boolean])[] = [
  ['inbox', 'inbox', true],
  ['sentitems', 'sent', true],
  ['archive', 'archive', true],
  ['drafts', 'drafts', false],
  ['junkemail', 'junk', false],
  ['deleteditems', 'trash', false],
  ['outbox', 'other', false],
  ['conversationhistory', 'other', false],
  ['syncissues', 'other', false],
];

const page = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': z.string().optional(),
  '@odata.deltaLink': z.string().optional(),
});
const folderSchema = z.object({
  id: z.string(),
  displayName: z.string().nullish(),
  parentFolderId: z.string().nullish(),
  totalItemCount: z.number().nullish(),
});
type GraphFolder = z.infer<typeof folderSchema>;
const removed = z.object({ id: z.string(), '@removed': z.object({}) });

const mailPosition = z.strictObject({ link: z.string(), read: z.number() });
const calendarPosition = z.strictObject({
  /** Unix seconds of the last look at all of it. */
  fullAt: z.number(),
  /** Of what was there and is not over: by id its UID (as `eventName` has it), instance and end. */
  events: z.record(z.string(), z.tuple([z.string(), z.string(), z.number()])),
});

export function graphRemote(server: Extract<Server, { kind: 'graph' }>, deps: RemoteDeps): Remote {
  const base = server.url.replace(/\/$/, '');
  const { host, origin } = new URL(base);
  const fetch = checkedFetch(deps, [401, 410]);
  const counts = new Map<string, number>();

  /** Pages of an address; null where Graph says that a link is too old to go on from. */
  async function get(address: string, prefer: readonly string[] = []): Promise<z.infer<typeof page> | null> {
    const url = new URL(address.startsWith('https:') || address.startsWith('http:') ? address : `${base}${address}`);
    // Links come from the server: what they name must be the server.
    if (url.origin !== origin)
      throw new HttpFailed(
        failure('not_allowed', `${host} sends us on to ${url.host}, which you did not agree to.`, { host: url.host })
          .error,
      );
    const token = await deps.accessToken();
    if (!token.ok) throw new HttpFailed(token.error);
    const response = await fetch(url, {
      headers: {
        authorization: `Bearer ${token.value}`,
        accept: 'application/json',
        prefer: [`odata.maxpagesize=${pageSize}`, 'IdType="ImmutableId"', ...prefer].join(', '),
      },
    });
    if (response.status === 410) return null;
    if (response.status === 401)
      throw new HttpFailed(
        failure('sign_in_expired', `${host} no longer accepts the sign-in. Sign in again.`, { host }).error,
      );
    const parsed = page.safeParse(await response.json());
    if (!parsed.success) throw new Error('not a page of Graph');
    return parsed.data;
  }

  async function everyPage(address: string): Promise<unknown[]> {
    const found: unknown[] = [];
    for (let next: string | undefined = address; next !== undefined;) {
      const some = await get(next);
      found.push(...(some?.value ?? []));
      next = some?.['@odata.nextLink'];
    }
    return found;
  }

  async function wellKnownIds(): Promise<Map<string, readonly [FolderRole, boolean]>> {
    const ids = new Map<string, readonly [FolderRole, boolean]>();
    for (const [name, role, byDefault] of wellKnown) {
      const token = await deps.accessToken();
      if (!token.ok) throw new HttpFailed(token.error);
      const response = await checkedFetch(deps, [404])(`${base}/me/mailFolders/${name}?$select=id`, {
        headers: { authorization: `Bearer ${token.value}`, prefer: 'IdType="ImmutableId"' },
      });
      const parsed = z.object({ id: z.string() }).safeParse(response.ok ? await response.json() : null);
      if (parsed.success) ids.set(parsed.data.id, [role, byDefault]);
    }
    return ids;
  }

  return {
    watch: null,
    close: () => Promise.resolve(),

    async folders(isNew) {
      try {
        const known = isNew ? await wellKnownIds() : null;
        const listed = await everyPage('/me/mailFolders/delta?$select=displayName,parentFolderId,totalItemCount');
        const folders = listed.flatMap((one) => folderSchema.safeParse(one).data ?? []);
        const byId = new Map(folders.map((folder) => [folder.id, folder]));
        for (const { id, totalItemCount } of folders) counts.set(id, totalItemCount ?? 0);
        const calendar: RemoteFolder = { path: calendarPath, name: 'Calendar', role: 'calendar', byDefault: true };
        return success([
          ...folders.map(({ id }): RemoteFolder => {
            const path = pathTo(id, byId);
            // Below a folder that is no mail nothing is.
            const below = path.map((one) => known?.get(one.id)).find((one) => one !== undefined);
            const name = path.map((one) => one.displayName ?? '').join(' / ');
            return {
              path: id,
              name,
              role: known ? (known.get(id)?.[0] ?? 'other') : null,
              byDefault: below?.[1] ?? true,
            };
          }),
          calendar,
        ]);
      } catch (error) {
        return { ok: false, error: failureOf(error, host) };
      }
    },

    async *read(request) {
      try {
        yield* request.path === calendarPath ? readCalendar(request) : readMail(request);
      } catch (error) {
        yield failureOf(error, host) satisfies Failure;
      }
    },
  };

  async function* readMail({
    path,
    role,
    position: text,
    forgetDeleted,
    context,
  }: ReadRequest): AsyncGenerator<RemoteChunk> {
    const last = mailPosition.safeParse(text === null ? null : JSON.parse(text)).data ?? null;
    // The newest first: the one order that delta knows.
    const anew = `/me/mailFolders/${encodeURIComponent(path)}/messages/delta?$select=${messageFields(context)}&$orderby=receivedDateTime+desc`;
    let read = last?.read ?? 0;
    for (let link: string | undefined = last?.link ?? anew; link !== undefined;) {
      const some: z.infer<typeof page> | null = await get(link);
      if (some === null) {
        // Too old to go on from: all comes again, and what is known counts once.
        read = 0;
        link = anew;
        continue;
      }
      const items: SourceItem[] = [];
      const ids: string[] = [];
      const gone: string[] = [];
      for (const one of some.value) {
        const left = removed.safeParse(one);
        if (left.success) {
          gone.push(left.data.id);
          continue;
        }
        const message = graphMessageSchema.safeParse(one);
        const place = `${path.slice(0, 12)}…, message ${read + items.length + 1}`;
        const item: SourceItem = message.success
          ? graphMailItem(message.data, place, context, role === 'sent')
          : { kind: 'skipped', reason: 'broken item', place };
        items.push(item);
        if (item.kind === 'mail' && message.success) ids.push(message.data.id);
      }
      read += items.length;
      const next: string | undefined = some['@odata.nextLink'];
      const kept = next ?? some['@odata.deltaLink'];
      if (kept === undefined) throw new Error('a page without a link');
      const left = next === undefined ? 0 : Math.max(0, (counts.get(path) ?? 0) - read) || null;
      const position = JSON.stringify({ link: kept, read });
      const isNews = items.length > 0 || gone.length > 0 || text === null;
      if (isNews || position !== text) yield { items, position, left, ...(forgetDeleted ? { ids, gone } : {}) };
      link = next;
    }
  }

  async function* readCalendar({ position: text, context }: ReadRequest): AsyncGenerator<RemoteChunk> {
    const last = calendarPosition.safeParse(text === null ? null : JSON.parse(text)).data ?? null;
    const isFull = last === null || context.now - last.fullAt > span.fullEvery;
    const from = last === null ? context.now - span.past : context.now - day;
    const to = context.now + (isFull ? span.ahead : span.soon);
    const events: z.infer<typeof calendarPosition>['events'] = {};
    let next: string | undefined =
      `/me/calendarView?startDateTime=${isoTime(from)}&endDateTime=${isoTime(to)}&$select=${eventFields(context)}&$top=${pageSize}`;
    const pages: SourceItem[][] = [];
    while (next !== undefined) {
      const some: z.infer<typeof page> | null = await get(next, ['outlook.timezone="UTC"']);
      pages.push((some?.value ?? []).flatMap((one) => eventItem(one, context, events) ?? []));
      next = some?.['@odata.nextLink'];
    }
    // What was there and would have to be still; what lies beyond this look stays as it was.
    const before = Object.entries(last?.events ?? {}).filter(([, [, , end]]) => end > context.now);
    const beyond = before.filter(([id, [, , end]]) => end > to && !(id in events));
    const missing = before.filter(([id, [, , end]]) => end <= to && !(id in events));
    const all = { ...Object.fromEntries(beyond), ...events };
    const withdrawn = missing.map(([, [event]]): Withdrawn => ({
      event,
      keep: Object.values(all).flatMap(([other, instance]) => (other === event ? [instance] : [])),
    }));
    const after = JSON.stringify({ fullAt: isFull ? context.now : last.fullAt, events: all });
    for (const [i, items] of pages.entries()) {
      const isLast = i === pages.length - 1;
      const unread = pages.slice(i + 1).reduce((sum, some) => sum + some.length, 0);
      // A look that is cut off is made again.
      yield { items, position: isLast ? after : (text ?? '{}'), left: unread, ...(isLast ? { withdrawn } : {}) };
    }
  }
}

function eventItem(
  one: unknown,
  context: ParseContext,
  events: z.infer<typeof calendarPosition>['events'],
): SourceItem | null {
  const event = graphEventSchema.safeParse(one);
  const meeting = event.success ? graphMeeting(event.data, context) : null;
  if (meeting === null) return { kind: 'skipped', reason: 'broken event', place: 'calendar' };
  if (event.data?.type === 'seriesMaster') return null;
  if (meeting.endAt > context.now)
    events[event.data?.id ?? ''] = [eventName(meeting.uid), meeting.recurrenceId, meeting.endAt];
  return { kind: 'meeting', meeting };
}

/** From the top folder down; a circle ends where it began. */
function pathTo(id: string, byId: ReadonlyMap<string, GraphFolder>): GraphFolder[] {
  const path: GraphFolder[] = [];
  for (let one = byId.get(id); one && !path.includes(one); one = byId.get(one.parentFolderId ?? '')) path.unshift(one);
  return path;
}
