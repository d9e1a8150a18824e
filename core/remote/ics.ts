/** A published calendar by its address (RFC 5545 over HTTP): read again only where it has changed. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { calendarItems } from '../ingest/calendar.ts';
import { cleanText } from '../ingest/headers.ts';
import { instancesByEvent } from './instances.ts';
import { checkedFetch, failureOf, textOf } from './http.ts';
import type { Remote, RemoteDeps, Withdrawn } from './remote.ts';

// See caldav.ts.
const horizon = 180 * 86_400;

const positionSchema = z.strictObject({
  etag: z.string().nullable(),
  modified: z.string().nullable(),
  hash: z.string(),
  /** UIDs, as `eventName` has them. */
  events: z.array(z.string()),
  expandedAt: z.number(),
});

/** `url` may begin with webcal:, which means https:. */
export function icsRemote(url: string, deps: RemoteDeps): Remote {
  const address = url.replace(/^webcals?:/i, 'https:');
  const { hostname: host } = new URL(address);
  const fetch = checkedFetch(deps, [304]);

  async function feed(headers: Record<string, string>): Promise<Result<{ text: string | null; headers: Headers }>> {
    try {
      const response = await fetch(address, { headers: { accept: 'text/calendar', ...headers } });
      if (response.status === 304) return success({ text: null, headers: response.headers });
      const text = await textOf(response);
      if (text === null) return failure('server_misbehaves', `The calendar of ${host} is larger than 50 MB.`, { host });
      if (!/^\s*BEGIN:VCALENDAR/i.test(text))
        return failure(
          'not_what_it_claims',
          `What lies at this address of ${host} is no calendar. Copy the address in iCal format.`,
          { host },
        );
      // Of half a calendar the other half would seem to have been taken out.
      if (!/END:VCALENDAR\s*$/i.test(text))
        return failure('connection_lost', `The calendar of ${host} came only in part. It is tried again soon.`, {
          host,
        });
      return success({ text, headers: response.headers });
    } catch (error) {
      return { ok: false, error: failureOf(error, host) };
    }
  }

  return {
    watch: null,
    close: () => Promise.resolve(),

    async folders(isNew) {
      const folder = { path: 'feed', name: null, role: 'calendar', byDefault: true } as const;
      if (!isNew) return success([folder]);
      const found = await feed({});
      if (!found.ok) return found;
      const text = found.value.text ?? '';
      const named = /^X-WR-CALNAME[^:\r\n]*:((?:.|\r?\n[ \t])*)/im.exec(text)?.[1] ?? '';
      const name = cleanText(named.replace(/\r?\n[ \t]/g, '').replace(/\\(.)/g, '$1'), 200) || host;
      return success([{ ...folder, name, ...(/^ATTENDEE[;:]/im.test(text) ? {} : { note: nobody }) }]);
    },

    async *read({ position, context }) {
      const parsed = position === null ? null : positionSchema.safeParse(JSON.parse(position));
      const last = parsed?.success ? parsed.data : null;
      const isDue = last === null || context.now - last.expandedAt > horizon;
      const found = await feed({
        ...(!isDue && last.etag !== null ? { 'if-none-match': last.etag } : {}),
        ...(!isDue && last.modified !== null ? { 'if-modified-since': last.modified } : {}),
      });
      if (!found.ok) {
        yield found.error satisfies Failure;
        return;
      }
      const { text, headers } = found.value;
      if (text === null) return;
      // Google and others stamp every event with the moment they were asked.
      const lasting = text.replace(/^DTSTAMP[;:].*$/gim, '');
      const hash = createHash('sha256').update(lasting).digest('base64');
      if (!isDue && hash === last.hash) return;
      const items = calendarItems(text, context);
      const instances = instancesByEvent(items);
      const next: z.infer<typeof positionSchema> = {
        etag: headers.get('etag'),
        modified: headers.get('last-modified'),
        hash,
        events: [...instances.keys()],
        expandedAt: context.now,
      };
      const withdrawn = (last?.events ?? []).map((event): Withdrawn => ({ event, keep: instances.get(event) ?? [] }));
      yield { items, position: JSON.stringify(next), left: 0, withdrawn };
    },
  };
}

const nobody =
  'This calendar names no participants, so nothing can be said of the people in its meetings, and there will be no briefings from it.';
