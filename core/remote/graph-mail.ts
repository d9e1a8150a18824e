/**
 * A message as Microsoft Graph tells it (https://learn.microsoft.com/en-us/graph/api/resources/message), made the record that the same
 * message gives when it is read from a file or over IMAP.
 */
import { z } from 'zod';
import { hash53 } from '../ingest/hash.ts';
import { mailRecord } from '../ingest/headers.ts';
import { headerNames } from '../ingest/record.ts';
import type { HeaderFields, HeaderName, ParseContext, SourceItem } from '../ingest/record.ts';

const recipient = z.object({
  emailAddress: z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish(),
});
const recipients = z.array(recipient).nullish();

export const graphMessageSchema = z.object({
  id: z.string(),
  isDraft: z.boolean().nullish(),
  subject: z.string().nullish(),
  from: recipient.nullish(),
  sender: recipient.nullish(),
  replyTo: recipients,
  toRecipients: recipients,
  ccRecipients: recipients,
  bccRecipients: recipients,
  sentDateTime: z.iso.datetime().nullish(),
  receivedDateTime: z.iso.datetime().nullish(),
  internetMessageId: z.string().nullish(),
  conversationId: z.string().nullish(),
  internetMessageHeaders: z.array(z.object({ name: z.string(), value: z.string() })).nullish(),
});
type GraphMessage = z.infer<typeof graphMessageSchema>;

/** What is asked for: no body, no preview, no attachment, which Mail.ReadBasic would not return either. */
export function messageFields({ subjects }: ParseContext): string {
  const names = Object.keys(graphMessageSchema.shape).filter((name) => name !== 'subject' || subjects);
  return names.join(',');
}

/**
 * Microsoft keeps no header of what was sent from its own programs, so threads are told by conversationId for every message of Graph:
 * else an answer and what it answers would be two. `place` names the message to the user.
 */
export function graphMailItem(
  message: GraphMessage,
  place: string,
  context: ParseContext,
  isSent: boolean,
): SourceItem {
  if (message.isDraft === true) return { kind: 'skipped', reason: 'draft', place };
  const mail = mailRecord(fieldsOf(message), context, { sentFolder: isSent });
  if (typeof mail === 'string') return { kind: 'skipped', reason: mail, place };
  const { conversationId } = message;
  const threadRef = conversationId ? hash53(`conversation ${conversationId}`) : mail.threadRef;
  return { kind: 'mail', mail: { ...mail, threadRef } };
}

const wanted: ReadonlySet<string> = new Set(headerNames);

/** The message's own header lines where Graph has them, else what it made of them. */
function fieldsOf(message: GraphMessage): HeaderFields {
  const fields: HeaderFields = {};
  for (const { name, value } of message.internetMessageHeaders ?? []) {
    const key = name.toLowerCase() as HeaderName;
    if (wanted.has(key) && key !== 'received' && key !== 'subject')
      (fields[key] ??= []).push(value.replace(/\r?\n\s*/g, ' '));
  }
  const fill = (name: HeaderName, values: readonly string[]): void => {
    if (fields[name] === undefined && values.length > 0) fields[name] = [values.join(', ')];
  };
  fill('from', addresses([message.from]));
  fill('sender', addresses([message.sender]));
  fill('reply-to', addresses(message.replyTo));
  fill('to', addresses(message.toRecipients));
  fill('cc', addresses(message.ccRecipients));
  fill('bcc', addresses(message.bccRecipients));
  fill('message-id', message.internetMessageId ? [message.internetMessageId] : []);
  fill('date', message.sentDateTime ? [new Date(message.sentDateTime).toUTCString()] : []);
  if (message.receivedDateTime) fields.received = [`; ${new Date(message.receivedDateTime).toUTCString()}`];
  if (message.subject) fields.subject = [message.subject.replace(/[\r\n]+/g, ' ')];
  return fields;
}

/** RFC 5322 mailboxes, quoted so that no name can become an address. */
function addresses(some: readonly (z.infer<typeof recipient> | null | undefined)[] | null | undefined): string[] {
  return (some ?? []).flatMap((one) => {
    const { name, address } = one?.emailAddress ?? {};
    if (!address || /[\s<>,;"]/.test(address)) return [];
    return `${name ? `"${name.replace(/[\r\n]+/g, ' ').replace(/[\\"]/g, '\\$&')}" ` : ''}<${address}>`;
  });
}
