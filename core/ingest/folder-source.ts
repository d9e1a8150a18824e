/** A folder of single messages (Maildir, MH, a drawer of .eml files) as one source; the position is an index. */
import { closeSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { createHash } from 'node:crypto';
import { parseMessage } from './eml.ts';
import type { ParsedMessage } from './eml.ts';
import type { SkipReason, SourceItem } from './record.ts';
import type { Source } from './source.ts';

export interface FolderEntry {
  readonly path: string;
  /** Set where the file is not to be read at all, and why. */
  readonly skip?: SkipReason;
}

// One read is enough for nearly every header; the rest is read again with more.
const firstRead = 8 << 10;
const maxHeader = 1 << 20;
// Messages between two looks at the clock and at cancel.
const perChunk = 500;

/** `sent` says that the folder's name means the user wrote what is in it. */
export function folderSource(folder: string, entries: readonly FolderEntry[], sent: boolean): Source {
  const names = createHash('sha256');
  for (const entry of entries) names.update(entry.path).update('\0');
  return {
    kind: 'folder',
    location: folder,
    label: basename(folder),
    fingerprint: names.digest('base64'),
    totalBytes: null,
    newestAt: null,
    named: false,
    async *read(position, context) {
      const buffer = Buffer.allocUnsafe(maxHeader);
      for (let start = position; start < entries.length; start += perChunk) {
        const part = entries.slice(start, start + perChunk);
        const items = part.map((entry): SourceItem =>
          entry.skip
            ? { kind: 'skipped', reason: entry.skip, place: entry.path }
            : readMessage(entry.path, buffer, (head) => parseMessage(head, entry.path, context, { sentFolder: sent })),
        );
        yield { items, position: start + part.length };
      }
    },
  };
}

function readMessage(path: string, buffer: Buffer, parse: (head: Buffer) => ParsedMessage): SourceItem {
  let handle: number | undefined;
  try {
    handle = openSync(path, 'r');
    const size = readSync(handle, buffer, 0, firstRead, 0);
    const message = parse(buffer.subarray(0, size));
    if (message.complete || size < firstRead) return message.item;
    const rest = readSync(handle, buffer, size, maxHeader - size, size);
    return parse(buffer.subarray(0, size + rest)).item;
  } catch {
    return { kind: 'skipped', reason: 'unreadable file', place: path };
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}
