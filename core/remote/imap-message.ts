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

/** `place` names the message to the user. */
export function itemOf(
  message: FetchMessageObject,
  place: string,
  context: ParseContext,
  hints: MailHints,
): SourceItem {
  const bytes = message.headers as Buffer;
  const { fields } = readHeaderBlock(bytes, 0, bytes.length, context);
  // When the server had it, for mail that does not date itself.
  if (message.internalDate instanceof Date && !Number.isNaN(message.internalDate.getTime()))
    fields.received = [`; ${message.internalDate.toUTCString()}`];
  if (message.labels) {
    fields['x-gm-labels'] = [...message.labels].map((label) => JSON.stringify(label));
    if (message.emailId !== undefined) fields['x-gm-msgid'] = [message.emailId];
  }
  const mail = mailRecord(fields, context, hints);
  return typeof mail === 'string' ? { kind: 'skipped', reason: mail, place } : { kind: 'mail', mail };
}
