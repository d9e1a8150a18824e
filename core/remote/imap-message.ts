/** What is asked of a message over IMAP, and what is made of the answer. */
import type { FetchMessageObject, FetchQueryObject } from 'imapflow';
import { mailRecord, readHeaderBlock } from '../ingest/headers.ts';
import type { MailHints } from '../ingest/headers.ts';
import { headerNames } from '../ingest/record.ts';
import type { ParseContext, SourceItem } from '../ingest/record.ts';
import type { FetchedMessage, FetchedMessages, RemoteChunk } from './remote.ts';

// Not fields of the message but of the file it lies in, or answered beside the header (X-GM-*, INTERNALDATE).
const notAsked: ReadonlySet<string> = new Set([
  'content-length', 'received', 'x-gm-msgid', 'x-gm-labels', 'x-gmail-labels',
]); // prettier-ignore

/** FETCH of named header fields and the server's own date: no body, no part of one, no ENVELOPE, no BODYSTRUCTURE (promise P2). */
export function fetchQuery(context: ParseContext): FetchQueryObject {
  const headers = headerNames.filter((name) => !notAsked.has(name) && (name !== 'subject' || context.subjects));
  return { uid: true, internalDate: true, headers, labels: true };
}

/** Collects what a server sends of a batch. */
interface Collector {
  /** What has no header is no message: servers may tell of other changes in between. */
  readonly add: (message: FetchMessageObject) => void;
  readonly has: (uid: number) => boolean;
  /** Those of `uids` that have come, in this order. */
  readonly fetched: (uids: readonly number[], folder: string, sentFolder: boolean) => FetchedMessages;
}

/** Headers lie end to end in one buffer: as objects they would be moved again and again while imapflow's garbage is collected. */
export function collectMessages(): Collector {
  const messages = new Map<number, FetchedMessage>();
  let bytes = Buffer.allocUnsafeSlow(2 ** 20);
  let used = 0;
  return {
    add({ uid, headers, internalDate, labels, emailId }) {
      if (headers === undefined) return;
      const start = used;
      used += headers.length;
      if (used > bytes.length) {
        const larger = Buffer.allocUnsafeSlow(used * 2);
        bytes.copy(larger, 0, 0, start);
        bytes = larger;
      }
      headers.copy(bytes, start);
      const isDate = internalDate instanceof Date && !Number.isNaN(internalDate.getTime());
      messages.set(uid, {
        uid,
        start,
        end: used,
        receivedAt: isDate ? internalDate : null,
        ...(labels ? { labels: [...labels], ...(emailId === undefined ? {} : { emailId }) } : {}),
      });
    },
    has: (uid) => messages.has(uid),
    fetched: (uids, folder, sentFolder) => ({
      folder,
      sentFolder,
      // A copy, for a view would take all that was allocated to the other thread.
      bytes: new Uint8Array(bytes.subarray(0, used)),
      messages: uids.flatMap((uid) => messages.get(uid) ?? []),
    }),
  };
}

/** The chunk with its fetched messages made items, and `ids` those of its mails. */
export function parseFetched({ fetched, ...chunk }: RemoteChunk, context: ParseContext): RemoteChunk {
  if (!fetched) return chunk;
  const { folder, sentFolder, messages } = fetched;
  const bytes = Buffer.from(fetched.bytes.buffer, fetched.bytes.byteOffset, fetched.bytes.length);
  const items = messages.map((message): SourceItem => {
    const mail = recordOf(bytes, message, context, { sentFolder });
    return typeof mail === 'string'
      ? { kind: 'skipped', reason: mail, place: placeOf(folder, message.uid) }
      : { kind: 'mail', mail };
  });
  const ids = chunk.ids && { ids: chunk.ids.filter((_, i) => items[i]?.kind === 'mail') };
  return { ...chunk, items: [...items, ...chunk.items], ...ids };
}

/** What the user knows a message by that could not be used. */
export function placeOf(folder: string, uid: number): string {
  return `${folder}, message ${uid}`;
}

function recordOf(
  bytes: Buffer,
  { start, end, receivedAt, labels, emailId }: FetchedMessage,
  context: ParseContext,
  hints: MailHints,
): ReturnType<typeof mailRecord> {
  const { fields } = readHeaderBlock(bytes, start, end, context);
  // When the server had it, for mail that does not date itself.
  if (receivedAt) fields.received = [`; ${receivedAt.toUTCString()}`];
  if (labels) {
    fields['x-gm-labels'] = labels.map((label) => JSON.stringify(label));
    if (emailId !== undefined) fields['x-gm-msgid'] = [emailId];
  }
  return mailRecord(fields, context, hints);
}
