/**
 * From header fields to a mail record. The only place that decides which fields of a message are read: whatever is not
 * in `headerNames` is passed over unread, and nothing after the header block is ever looked at.
 */
import { addressParser, decodeWords } from 'postal-mime';
import { normaliseEmail } from './address.ts';
import { parseMailDate } from './date.ts';
import { messageFlag } from './flags.ts';
import { folderKind, isIgnoredFolder } from './folder-names.ts';
import { hash53 } from './hash.ts';
import { headerNames } from './record.ts';
import { decodeText } from './text.ts';
import type { HeaderFields, HeaderName, MailRecord, Mailbox, ParseContext } from './record.ts';

// 1980-01-01: the first year in which mail as we know it (RFC 822 is of 1982) could have been sent.
const earliest = 315_532_800;
const day = 86_400;
const maxNameLength = 200;
const maxSubjectLength = 500;
// A header with more recipients than this is a mailing; what follows adds nothing but time.
const maxRecipients = 2000;

/** What is known of a message from where it was found. */
export interface MailHints {
  readonly sentFolder?: boolean;
}

type Unusable = 'no sender' | 'no recognisable header' | 'draft' | 'spam or trash' | 'ignored';

/**
 * Turns raw, unfolded field bodies into a record, or says why it cannot be used. `context.now` bounds the date.
 * Address lists follow RFC 5322 with groups and obsolete syntax, RFC 2047 words and RFC 6532.
 */
export function mailRecord(fields: HeaderFields, context: ParseContext, hints: MailHints = {}): MailRecord | Unusable {
  const names = labelsOf(fields);
  if (names.some((name) => isIgnoredFolder(name, context.ignoredFolders))) return 'ignored';
  const labels = new Set(names.map(folderKind));
  if (labels.has('draft')) return 'draft';
  if (labels.has('spam or trash')) return 'spam or trash';
  const sender = mailboxes(fields.sender)[0] ?? null;
  const declaredFrom = mailboxes(fields.from);
  const from = declaredFrom.length > 0 ? declaredFrom : sender ? [sender] : [];
  if (from.length === 0) return fields.date || fields.to || fields.from ? 'no sender' : 'no recognisable header';

  const to = mailboxes(fields.to);
  const cc = mailboxes(fields.cc);
  const messageId = firstMessageId(fields['message-id']);
  const parent = firstMessageId(fields['in-reply-to']) ?? lastMessageId(fields.references);
  const root = firstMessageId(fields.references) ?? parent ?? messageId;
  const dated = fields.date?.[0] === undefined ? null : parseMailDate(fields.date[0]);
  const { sentAt, flags: dateFlags } = believableDate(dated, fields.received, context.now);

  const identity =
    messageId ??
    fields['x-gm-msgid']?.[0] ??
    // Without any id: what the sender wrote, which is the same in every copy.
    [from, to, cc].map((list) => list.map((mailbox) => mailbox.email).join()).join('|') + `|${parent ?? ''}`;

  return {
    key: messageKey(dated, identity),
    sentAt,
    flags: dateFlags | streamFlags(fields) | (hints.sentFolder || labels.has('sent') ? messageFlag.sentFolder : 0),
    messageRef: messageId === null ? null : hash53(messageId),
    parentRef: parent === null ? null : hash53(parent),
    threadRef: root === null ? null : hash53(root),
    subject: context.subjects ? cleanText(fields.subject?.[0] ?? '', maxSubjectLength) || null : null,
    from,
    sender: sender && sender.email !== from[0]?.email ? sender : null,
    replyTo: mailboxes(fields['reply-to']).filter((mailbox) => mailbox.email !== from[0]?.email),
    to,
    cc,
    bcc: mailboxes(fields.bcc),
    deliveredTo: mailboxes(fields['delivered-to']?.slice(0, 1))[0] ?? null,
  };
}

interface HeaderBlock {
  readonly fields: HeaderFields;
  /** Where the blank line begins that ends the block, or -1 where `end` came first. */
  readonly end: number;
}

/**
 * Reads the wanted fields of the header block that begins at `start`, unfolding them (RFC 5322 2.2.3). Bytes beyond ASCII
 * are UTF-8 (RFC 6532) where they can be, else windows-1252. Lines that are no field are passed over.
 */
export function readHeaderBlock(bytes: Buffer, start: number, end: number, context: ParseContext): HeaderBlock {
  const fields: HeaderFields = {};
  let received: Field | null = null;
  let line = start;
  while (line < end) {
    if (bytes[line] === lf || (bytes[line] === cr && bytes[line + 1] === lf)) break;
    const name = fieldName(bytes, line, end);
    const field = endOfField(bytes, line, end);
    if (name !== null && (name !== 'subject' || context.subjects)) {
      const body = { ...field, start: line + name.length };
      if (name === 'received') received ??= body;
      else (fields[name] ??= []).push(fieldBody(bytes, body));
    }
    line = field.end;
  }
  if (received !== null && !datesItself(fields, context.now)) fields.received = [fieldBody(bytes, received)];
  return { fields, end: line < end ? line : -1 };
}

const lf = 10;
const cr = 13;
const colon = 58;

/** A field's bytes, and what has to be done to make text of them. */
interface Field {
  readonly start: number;
  readonly end: number;
  readonly folded: boolean;
  readonly ascii: boolean;
}

/** One pass over the field's bytes: where it ends, whether it is folded, whether it is all ASCII. */
function endOfField(bytes: Buffer, start: number, limit: number): Field {
  let seen = 0;
  let folded = false;
  let at = start;
  while (at < limit) {
    const byte = bytes[at++] as number;
    seen |= byte;
    if (byte !== lf) continue;
    const next = bytes[at];
    if (at >= limit || (next !== 32 && next !== 9)) break;
    folded = true;
  }
  return { start, end: at, folded, ascii: seen < 128 };
}

const namesByFirstLetter: readonly (readonly { name: HeaderName; codes: Buffer }[])[] = Array.from(
  { length: 256 },
  (_, byte) =>
    headerNames
      .filter((name) => name.charCodeAt(0) === (byte | 32) && byte >= 65)
      .map((name) => ({ name, codes: Buffer.from(name) })),
);

/** The wanted field whose name stands at `start`, in any case, or null. Most lines are decided by their first letter. */
function fieldName(bytes: Buffer, start: number, limit: number): HeaderName | null {
  for (const { name, codes } of namesByFirstLetter[bytes[start] as number] as readonly {
    name: HeaderName;
    codes: Buffer;
  }[]) {
    let i = 1;
    // Setting the bit makes capitals small and leaves digits and the hyphen as they are.
    while (i < codes.length && ((bytes[start + i] as number) | 32) === codes[i]) i++;
    if (i < codes.length) continue;
    let at = start + i;
    // RFC 5322 4.5 allows white space before the colon.
    while (at < limit && (bytes[at] === 32 || bytes[at] === 9)) at++;
    if (bytes[at] === colon) return name;
  }
  return null;
}

/** A copy of the field's body as text, unfolded. */
function fieldBody(bytes: Buffer, { start, end, folded, ascii }: Field): string {
  const from = bytes.indexOf(colon, start) + 1;
  const text = ascii ? bytes.toString('latin1', from, end) : decodeText(bytes.subarray(from, end));
  return folded ? text.replace(/\r?\n[ \t]*/g, ' ').trim() : text.trim();
}

/** Whether the Date field names a year that can be; then nobody asks when the servers had the message. */
function datesItself(fields: HeaderFields, now: number): boolean {
  const year = /\b(?:19[89]|20\d)\d\b/.exec(fields.date?.[0] ?? '')?.[0];
  return year !== undefined && Number(year) <= new Date(now * 1000).getUTCFullYear();
}

// Correspondents repeat: most lists of a mailbox have been seen before. Emptied when full, to stay bounded.
const parsedLists = new Map<string, readonly Mailbox[]>();
const maxParsedLists = 20_000;
const nobody: readonly Mailbox[] = [];

function mailboxes(bodies: readonly string[] | undefined): readonly Mailbox[] {
  if (bodies === undefined) return nobody;
  const body = bodies.length === 1 ? (bodies[0] as string) : bodies.join(', ');
  let list = parsedLists.get(body);
  if (list === undefined) {
    list = parseMailboxes(body);
    if (parsedLists.size >= maxParsedLists) parsedLists.clear();
    if (body.length < 1000) parsedLists.set(body, list);
  }
  return list;
}

// Lists without quotes, comments, groups, literals or encoded words, as most are, need no tokenizer.
const special = /["():;[\]\\]|=\?/;
const simple = /^([^<>@,]*)<([^<>@,\s]+@[a-z0-9.-]+)>$/i;
const bare = /^[^<>@,\s]+@[a-z0-9.-]+$/i;

/** Every mailbox of an address list in order, groups flattened, each address once. Unusable addresses are left out. */
export function parseMailboxes(body: string): readonly Mailbox[] {
  return (special.test(body) ? null : simpleMailboxes(body)) ?? anyMailboxes(body);
}

/** Null where an entry is not of the simple form. */
function simpleMailboxes(body: string): readonly Mailbox[] | null {
  const list: Mailbox[] = [];
  for (const part of body.includes(',') ? body.split(',') : [body]) {
    const text = part.trim();
    const match = simple.exec(text);
    if (!match && !bare.test(text)) return null;
    const email = normaliseEmail(match ? (match[2] as string) : text);
    if (email === null) return null;
    if (!list.some((mailbox) => mailbox.email === email))
      list.push({ email, name: match ? cleanName(match[1] as string, email) : '' });
    if (list.length >= maxRecipients) break;
  }
  return list;
}

function anyMailboxes(body: string): readonly Mailbox[] {
  const byEmail = new Map<string, Mailbox>();
  for (const entry of addressParser(body, { flatten: true })) {
    if (byEmail.size >= maxRecipients) break;
    const email = 'address' in entry && entry.address ? normaliseEmail(entry.address) : null;
    if (email !== null && !byEmail.has(email)) byEmail.set(email, { email, name: cleanName(entry.name, email) });
  }
  return [...byEmail.values()];
}

/** A name that only repeats the address is none. */
function cleanName(raw: string, email: string): string {
  const name = cleanText(raw, maxNameLength).replace(/^['"\s]+|['"\s]+$/g, '');
  return name.toLowerCase() === email ? '' : name;
}

const plainText = /^(?:[!-<>-~]+(?: (?! |$)|$))*$/;

/** Decodes RFC 2047 words, drops control and invisible direction characters, folds white space, cuts to `limit`. */
export function cleanText(raw: string, limit: number): string {
  if (plainText.test(raw)) return raw.length > limit ? raw.slice(0, limit) : raw;
  const text = raw.includes('=?') ? decodeWords(raw) : raw;
  return (
    text
      // oxlint-disable-next-line no-control-regex -- control and bidirectional characters are what is dropped
      .replace(/[\u0000-\u001f\u007f-\u009f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffd]+/g, ' ')
      .replace(/\s+/g, ' ')
      .trim()
      .slice(0, limit)
  );
}

function streamFlags(fields: HeaderFields): number {
  let flags = 0;
  if (fields['list-id'] || fields['list-post']) flags |= messageFlag.list;
  const precedence = fields.precedence?.[0]?.trim().toLowerCase();
  if (fields['list-unsubscribe'] || precedence === 'bulk' || precedence === 'junk') flags |= messageFlag.bulk;
  if (precedence === 'list') flags |= messageFlag.list;
  const auto = fields['auto-submitted']?.[0]?.trim().toLowerCase();
  if (auto !== undefined && auto !== '' && !auto.startsWith('no')) flags |= messageFlag.auto;
  return flags;
}

/** Gmail's labels: over IMAP separated by spaces and quoted where needed, in Takeout by commas and as RFC 2047 words. */
function labelsOf(fields: HeaderFields): readonly string[] {
  if (!fields['x-gmail-labels'] && !fields['x-gm-labels']) return noLabels;
  const takeout = (fields['x-gmail-labels'] ?? []).flatMap((body) => cleanText(body, 2000).split(','));
  const imap = (fields['x-gm-labels'] ?? []).flatMap((body) => body.match(/"[^"]*"|[^\s"]+/g) ?? []);
  return [...takeout, ...imap].map((label) => label.replace(/^"?\\*|"$/g, ''));
}
const noLabels: readonly string[] = [];

/** The first `<id>` of the field, or its whole body where nobody wrote the brackets. Null where there is none. */
function firstMessageId(bodies: readonly string[] | undefined): string | null {
  const body = bodies?.[0];
  if (body === undefined) return null;
  const open = body.indexOf('<');
  const close = body.indexOf('>', open);
  if (open >= 0 && close > open + 1) return body.slice(open + 1, close).replaceAll(' ', '') || null;
  return body === '' || body.includes(' ') ? null : body;
}

function lastMessageId(bodies: readonly string[] | undefined): string | null {
  const body = bodies?.[0];
  const open = body?.lastIndexOf('<') ?? -1;
  return body === undefined || open < 0 ? null : firstMessageId([body.slice(open)]);
}

/** The date to count with: the sender's if believable, else the newest server's, else clamped; the flags say which. */
function believableDate(
  dated: number | null,
  received: readonly string[] | undefined,
  now: number,
): { sentAt: number; flags: number } {
  const believable = (time: number | null): time is number => time !== null && time >= earliest && time <= now + day;
  if (believable(dated)) return { sentAt: dated, flags: 0 };
  const flags = dated === null ? messageFlag.dateMissing : messageFlag.dateClamped;
  const stamp = received?.[0];
  const arrived = stamp === undefined ? null : parseMailDate(stamp.slice(stamp.lastIndexOf(';') + 1));
  if (believable(arrived)) return { sentAt: arrived, flags };
  return { sentAt: dated === null || dated < earliest ? earliest : now, flags };
}

/** Built from what the sender wrote, never from a clamped date, so that a later import finds the same key. */
function messageKey(dated: number | null, identity: string): Buffer {
  const key = Buffer.allocUnsafe(12);
  key.writeUInt32BE(Math.min(Math.max(dated ?? 0, 0), 0xffff_ffff), 0);
  const hash = hash53(identity);
  key.writeUInt32BE(Math.floor(hash / 0x1_0000_0000), 4);
  key.writeUInt32BE(hash >>> 0, 8);
  return key;
}
