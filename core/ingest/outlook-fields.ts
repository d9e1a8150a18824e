/** What Outlook's own formats say about a message, as header fields, so that headers.ts judges them like any other mail. */
import { readHeaderBlock } from './headers.ts';
import type { HeaderFields, HeaderName, ParseContext } from './record.ts';

export interface OutlookParty {
  readonly name: string;
  /** An SMTP address, or '' where Outlook only has an Exchange one. */
  readonly email: string;
  /** PidTagRecipientType: 1 to, 2 cc, 3 bcc. */
  readonly type: number;
}

export interface OutlookMessage {
  /** PidTagTransportMessageHeaders, as the message arrived; '' for what was written here. */
  readonly transportHeaders: string;
  readonly sender: OutlookParty;
  readonly representing: OutlookParty;
  readonly recipients: readonly OutlookParty[];
  readonly sentAt: Date | null;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly subject: string;
}

/** Transport headers where there are some, completed by the properties, which alone know the Bcc. */
export function outlookFields(message: OutlookMessage, context: ParseContext): HeaderFields {
  const bytes = Buffer.from(message.transportHeaders, 'utf8');
  const fields = readHeaderBlock(bytes, 0, bytes.length, context).fields;
  const set = (name: HeaderName, value: string): void => {
    if (value !== '') fields[name] ??= [value];
  };
  const listed = (type: number): string =>
    message.recipients
      .filter((one) => one.type === type)
      .map(mailbox)
      .filter(Boolean)
      .join(', ');
  set('from', mailbox(message.representing) || mailbox(message.sender));
  set('sender', mailbox(message.sender));
  set('to', listed(1));
  set('cc', listed(2));
  set('bcc', listed(3));
  set('date', message.sentAt?.toUTCString() ?? '');
  set('message-id', message.messageId);
  set('in-reply-to', message.inReplyTo);
  if (context.subjects) set('subject', message.subject);
  return fields;
}

function mailbox({ name, email }: OutlookParty): string {
  if (!email.includes('@')) return '';
  const shown = name.replace(/["\\\r\n]/g, ' ').trim();
  return shown === '' || shown === email ? email : `"${shown}" <${email}>`;
}
