/** A single Outlook message (.msg). */
import MsgReaderModule from '@kenjiuno/msgreader';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { mailRecord } from './headers.ts';
import { outlookFields } from './outlook-fields.ts';
import type { ParseContext, SourceItem } from './record.ts';

// The package is CommonJS with a default export, which bundlers and Node hand over differently.
const MsgReader = ((MsgReaderModule as { default?: unknown }).default ?? MsgReaderModule) as typeof MsgReaderModule;

const recipientTypes: Record<string, number> = { to: 1, cc: 2, bcc: 3 };

/** One mail item. Failure: not_what_it_claims where the library cannot read it. */
export function msgItems(bytes: Uint8Array, context: ParseContext): Result<SourceItem[]> {
  let data: ReturnType<InstanceType<typeof MsgReader>['getFileData']>;
  try {
    data = new MsgReader(Uint8Array.from(bytes).buffer).getFileData();
  } catch {
    return failure('not_what_it_claims', 'This cannot be read as an Outlook message.');
  }
  if (data.error) return failure('not_what_it_claims', 'This cannot be read as an Outlook message.');
  const email = (smtp: string | undefined, other: string | undefined): string =>
    [smtp, other].find((one) => one?.includes('@')) ?? '';
  const sender = { name: data.senderName ?? '', email: email(data.senderSmtpAddress, data.senderEmail), type: 0 };
  const time = Date.parse(data.clientSubmitTime ?? data.messageDeliveryTime ?? '');
  const fields = outlookFields(
    {
      transportHeaders: data.headers ?? '',
      sender,
      representing: sender,
      recipients: (data.recipients ?? []).map((one) => ({
        name: one.name ?? '',
        email: email(one.smtpAddress, one.email),
        type: recipientTypes[one.recipType ?? ''] ?? 0,
      })),
      sentAt: Number.isFinite(time) ? new Date(time) : null,
      messageId: data.messageId ?? '',
      inReplyTo: '',
      subject: data.subject ?? '',
    },
    context,
  );
  const mail = mailRecord(fields, context);
  return success([
    typeof mail === 'string' ? { kind: 'skipped', reason: mail, place: 'message' } : { kind: 'mail', mail },
  ]);
}
