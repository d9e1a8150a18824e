/** What is asked of a message over IMAP, and what is made of the answer. */
import type { FetchMessageObject, FetchQueryObject } from 'imapflow';
import { mailRecord, readHeaderBlock } from '../ingest/headers.ts';
import type { MailHints } from '../ingest/headers.ts';
import { headerNames } from '../ingest/record.ts';
import type { ParseContext, SourceItem } from '../ingest/record.ts';

// Not fields of the message but of the file it lies in, or answered beside the header (X-GM-*, INTERNALDATE).
const notAsked: ReadonlySet<string> = new Set([
  'content-length', 'received', 'x-gm-msgid', 'x-gm-labels', 'x-gmail-labels',
]); // prettier-ignore

/** FETCH of named header fields and the server's own date: no body, no part of one, no ENVELOPE, no BODYSTRUCTURE (promise P2). */
export function fetchQuery(context: ParseContext): FetchQueryObject {
  const headers = headerNames.filter((name) => !notAsked.has(name) && (name !== 'subject' || context.subjects));
  return { uid: true, internalDate: true, headers, labels: true };
}

/** Messages as a server sent them, until they are parsed. */
export interface FetchedMessages {
  readonly clear: () => void;
  /** What has no header is no message: servers may tell of other changes in between. */
  readonly add: (message: FetchMessageObject) => void;
  readonly has: (uid: number) => boolean;
  /** `place` names the message to the user; undefined for one that did not come. */
  readonly itemOf: (uid: number, place: string, context: ParseContext, hints: MailHints) => SourceItem | undefined;
}

interface Fetched extends Pick<FetchMessageObject, 'labels' | 'emailId'> {
  readonly start: number;
  readonly end: number;
  readonly receivedAt: Date | null;
}

/** Headers lie end to end in one buffer: as objects they would be moved again and again while imapflow's garbage is collected. */
export function fetchedMessages(): FetchedMessages {
  const messages = new Map<number, Fetched>();
  let bytes = Buffer.allocUnsafeSlow(2 ** 20);
  let used = 0;
  return {
    clear() {
      messages.clear();
      used = 0;
    },
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
      messages.set(uid, { start, end: used, receivedAt: isDate ? internalDate : null, labels, emailId });
    },
    has: (uid) => messages.has(uid),
    itemOf(uid, place, context, hints) {
      const message = messages.get(uid);
      if (!message) return undefined;
      const { fields } = readHeaderBlock(bytes, message.start, message.end, context);
      // When the server had it, for mail that does not date itself.
      if (message.receivedAt) fields.received = [`; ${message.receivedAt.toUTCString()}`];
      if (message.labels) {
        fields['x-gm-labels'] = [...message.labels].map((label) => JSON.stringify(label));
        if (message.emailId !== undefined) fields['x-gm-msgid'] = [message.emailId];
      }
      const mail = mailRecord(fields, context, hints);
      return typeof mail === 'string' ? { kind: 'skipped', reason: mail, place } : { kind: 'mail', mail };
    },
  };
}
