/** Every calendar of the corpora as a published feed: what comes is what the file holds, once. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { calendarItems } from '../../core/ingest/calendar.ts';
import { formatOf, headSize, innerName } from '../../core/ingest/format.ts';
import { decodeText } from '../../core/ingest/text.ts';
import { icsRemote } from '../../core/remote/ics.ts';
import { scratchFolder, unpackAll, withoutCorpora } from './unpack.ts';

const context = { now: Date.UTC(2026, 0, 1) / 1000, subjects: true };
const request = { path: 'feed', role: 'calendar', forgetDeleted: false, context } as const;

describe.skipIf(withoutCorpora)('the calendar corpora as feeds', () => {
  test('whole calendars are read as files are, once; of others it says why not', async () => {
    const folder = scratchFolder();
    unpackAll('ical', folder);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => formatOf(readFileSync(path).subarray(0, headSize), innerName(path)) === 'calendar');
    let read = 0;
    const refused: Record<string, number> = {};
    for (const path of files) {
      const bytes = readFileSync(path);
      const remote = icsRemote('https://calendar.example/feed.ics', {
        now: () => context.now * 1000,
        fetch: async () => new Response(bytes),
        signal: new AbortController().signal,
        accessToken: async () => ({ ok: false, error: { code: 'usage', message: '' } }),
      });
      let position: string | null = null;
      for await (const chunk of remote.read({ ...request, position })) {
        if ('code' in chunk) refused[chunk.code] = (refused[chunk.code] ?? 0) + 1;
        else {
          read++;
          expect({ path, items: chunk.items }).toEqual({ path, items: calendarItems(decodeText(bytes), context) });
          position = chunk.position;
        }
      }
      if (position === null) continue;
      for await (const again of remote.read({ ...request, position })) expect({ path, again }).toBeNull();
    }
    // Those refused are mostly events without a calendar around them, as tests of parsers have them.
    console.info(`feeds: ${read} read, refused:`, refused);
    expect(read).toBeGreaterThan(1000);
    expect(Object.keys(refused).sort()).toEqual(['connection_lost', 'not_what_it_claims']);
  });
});
