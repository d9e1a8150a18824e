/** A published calendar by its address (RFC 5545 over HTTP): read again only where it has changed. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { calendarItems } from '../ingest/calendar.ts';
import { instancesOf } from './caldav.ts';
import { checkedFetch, failureOf } from './http.ts';
import type { Remote, RemoteDeps } from './remote.ts';

const mostBytes = 50 * 1024 * 1024;
// See caldav.ts.
const horizon = 180 * 86_400;

const positionSchema = z.strictObject({
  etag: z.string().nullable(),
  modified: z.string().nullable(),
  hash: z.string(),
  uids: z.array(z.string()),
  expandedAt: z.number(),
});

/** `url` may begin with webcal:, which means https:. */
export function icsRemote(url: string, deps: RemoteDeps): Remote {
  const address = url.replace(/^webcals?:/i, 'https:');
  const { host } = new URL(address);
  const fetch = checkedFetch(deps, [304]);

  async function feed(headers: Record<string, string>): Promise<Result<{ text: string | null; headers: Headers }>> {
    try {
      const response = await fetch(address, { headers: { accept: 'text/calendar', ...headers } });
      if (response.status === 304) return success({ text: null, headers: response.headers });
      const text = await textUpTo(response, mostBytes);
      if (text === null) return failure('server_misbehaves', `The calendar of ${host} is larger than 50 MB.`, { host });
      if (!/^\uFEFF?\s*BEGIN:VCALENDAR/i.test(text))
        return failure(
          'not_what_it_claims',
          `What lies at this address of ${host} is no calendar. Copy the address in iCal format.`,
          { host },
        );
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
      const name = /^X-WR-CALNAME:(.+)$/im.exec(text)?.[1]?.trim() ?? host;
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
      const hash = createHash('sha256').update(text).digest('base64');
      if (!isDue && hash === last.hash) return;
      const items = calendarItems(text, context);
      const uids = [...new Set(items.flatMap((item) => (item.kind === 'meeting' ? [item.meeting.uid] : [])))];
      const next: z.infer<typeof positionSchema> = {
        etag: headers.get('etag'),
        modified: headers.get('last-modified'),
        hash,
        uids,
        expandedAt: context.now,
      };
      const withdrawn = (last?.uids ?? []).map((uid) => instancesOf(uid, items));
      yield { items, position: JSON.stringify(next), left: 0, withdrawn };
    },
  };
}

const nobody =
  'This calendar names no participants, so nothing can be said of the people in its meetings, and there will be no briefings from it.';

/** Null for more than that; UTF-8, as RFC 5545 has it. */
async function textUpTo(response: Response, limit: number): Promise<string | null> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > limit) return null;
    parts.push(part);
  }
  return Buffer.concat(parts).toString('utf8');
}
