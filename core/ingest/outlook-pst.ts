/** Outlook data files (.pst, .ost): mail and calendar items, folder by folder. Bodies and attachments are never asked for. */
import { PSTFile, PSTMessage } from 'pst-extractor';
import type { PSTFolder } from 'pst-extractor';
import type { PSTAppointment } from 'pst-extractor/dist/PSTAppointment.class';
import { failure } from '../contract/errors.ts';
import type { Failure } from '../contract/errors.ts';
import { normaliseEmail } from './address.ts';
import { meetingFlag } from './flags.ts';
import { folderKind, isIgnoredFolder } from './folder-names.ts';
import { cleanText, mailRecord } from './headers.ts';
import { outlookFields } from './outlook-fields.ts';
import type { OutlookParty } from './outlook-fields.ts';
import type { MeetingRecord, ParseContext, SourceChunk, SourceItem } from './record.ts';

const perChunk = 200;

/** Positions count items. Failure: not_what_it_claims for a file that cannot be read as a data file. */
export async function* pstItems(file: string, context: ParseContext): AsyncGenerator<SourceChunk | Failure> {
  let pst: PSTFile;
  let root: PSTFolder;
  try {
    pst = new PSTFile(file);
    root = pst.getRootFolder();
  } catch {
    yield failure(
      'not_what_it_claims',
      `${file} cannot be read as an Outlook data file: it is damaged or of an unknown version.`,
      { file },
    ).error;
    return;
  }
  try {
    let items: SourceItem[] = [];
    let position = 0;
    for (const item of folderItems(root, '', context)) {
      items.push(item);
      position++;
      if (items.length < perChunk) continue;
      yield { items, position };
      items = [];
    }
    yield { items, position };
  } finally {
    pst.close();
  }
}

function* folderItems(folder: PSTFolder, path: string, context: ParseContext): Generator<SourceItem> {
  const name = folder.displayName;
  const here = `${path}/${name}`;
  if (isIgnoredFolder(name, context.ignoredFolders)) {
    yield { kind: 'skipped', reason: 'ignored', place: here };
    return;
  }
  const kind = folderKind(name);
  for (let at = 0; at < folder.contentCount; at++) {
    const place = `${here}, item ${at + 1}`;
    let item: SourceItem | null;
    try {
      const child: unknown = folder.getNextChild();
      if (child === null) break;
      item = itemOf(child, kind, place, context);
    } catch {
      item = { kind: 'skipped', reason: 'broken item', place };
    }
    if (item) yield item;
  }
  let subfolders: PSTFolder[] = [];
  try {
    subfolders = folder.hasSubfolders ? folder.getSubFolders() : [];
  } catch {
    yield { kind: 'skipped', reason: 'broken item', place: here };
  }
  for (const subfolder of subfolders) yield* folderItems(subfolder, here, context);
}

/** Null for what is neither mail nor an appointment: contacts, tasks, notes. */
function itemOf(
  child: unknown,
  kind: ReturnType<typeof folderKind>,
  place: string,
  context: ParseContext,
): SourceItem | null {
  if (!(child instanceof PSTMessage)) return null;
  if (/^IPM\.Appointment/i.test(child.messageClass)) {
    const meeting = meetingOf(child as PSTAppointment, context);
    return meeting ? { kind: 'meeting', meeting } : { kind: 'skipped', reason: 'event without a start', place };
  }
  if (!/^IPM\.(?:Note|Schedule)/i.test(child.messageClass)) return null;
  if (kind === 'draft' || kind === 'spam or trash') return { kind: 'skipped', reason: kind, place };
  if (child.isUnsent) return { kind: 'skipped', reason: 'draft', place };
  const fields = outlookFields(
    {
      transportHeaders: child.transportMessageHeaders,
      sender: { name: child.senderName, email: smtp(child.senderEmailAddress) || property(child, senderSmtp), type: 0 },
      representing: {
        name: child.sentRepresentingName,
        email: smtp(child.sentRepresentingEmailAddress) || property(child, representingSmtp),
        type: 0,
      },
      recipients: recipientsOf(child),
      sentAt: child.clientSubmitTime ?? child.messageDeliveryTime,
      messageId: child.internetMessageId,
      inReplyTo: child.inReplyToId,
      subject: context.subjects ? child.subject : '',
    },
    context,
  );
  const mail = mailRecord(fields, context, { sentFolder: kind === 'sent' });
  return typeof mail === 'string' ? { kind: 'skipped', reason: mail, place } : { kind: 'mail', mail };
}

function recipientsOf(message: PSTMessage): OutlookParty[] {
  return Array.from({ length: message.numberOfRecipients }, (_, i) => message.getRecipient(i)).flatMap((one) =>
    one === null
      ? []
      : [{ name: one.displayName, email: smtp(one.smtpAddress) || smtp(one.emailAddress), type: one.recipientType }],
  );
}

// What Exchange keeps beside its own form of an address ([MS-OXPROPS] PidTagSenderSmtpAddress, PidTagSentRepresentingSmtpAddress).
const senderSmtp = 0x5d01;
const representingSmtp = 0x5d02;

/** A text property the library has no name for; '' where it is missing. */
function property(message: PSTMessage, tag: number): string {
  return (message as unknown as { getStringItem: (identifier: number) => string }).getStringItem(tag);
}

/** Exchange's own addresses (/O=…/CN=…) are nobody's to write to. */
function smtp(address: string): string {
  return address.includes('@') && !address.startsWith('/') ? address : '';
}

/** The appointment itself; a repeating one counts as its first date only, because the library does not read the pattern. */
function meetingOf(item: PSTAppointment, context: ParseContext): MeetingRecord | null {
  const start = item.startTime;
  if (start === null) return null;
  const startAt = Math.floor(start.getTime() / 1000);
  const endAt = Math.floor((item.endTime ?? start).getTime() / 1000);
  const isPrivate = item.sensitivity >= 2;
  const organiser: OutlookParty = {
    name: item.sentRepresentingName,
    email: smtp(item.sentRepresentingEmailAddress) || property(item, representingSmtp),
    type: 0,
  };
  const parties = new Map<string, MeetingRecord['parties'][number]>();
  for (const one of [organiser, ...recipientsOf(item)]) {
    const email = normaliseEmail(one.email);
    // PidTagRecipientType 3 on an appointment is a room or other resource ([MS-OXOCAL] 2.2.4.10.5).
    if (email === null || one.type === 3 || parties.has(email)) continue;
    const isOrganiser = one === organiser;
    parties.set(email, {
      email,
      name: cleanText(one.name, 200),
      organiser: isOrganiser,
      partstat: isOrganiser ? 'accepted' : 'needs-action',
    });
  }
  return {
    uid: `outlook ${startAt} ${[...parties.keys()].sort().join(' ')}`.slice(0, 500),
    recurrenceId: '',
    sequence: item.appointmentSequence,
    startAt,
    endAt: Math.max(startAt, endAt),
    flags:
      (item.subType ? meetingFlag.allDay : 0) |
      (isPrivate ? meetingFlag.private : 0) |
      (item.isRecurring ? meetingFlag.series : 0),
    // Bit 3 of the appointment's state ([MS-OXOCAL] 2.2.1.10): cancelled.
    status: (item.meetingStatus & 4) !== 0 ? 'cancelled' : 'confirmed',
    title: context.subjects && !isPrivate ? cleanText(item.subject, 300) || null : null,
    parties: [...parties.values()],
  };
}
