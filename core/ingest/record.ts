/** What every source turns into: plain records, before any database. Nothing else of a message or event leaves a parser. */

/** One mailbox of an address list. `email` is normalised (see address.ts), `name` is '' where none was given. */
export interface Mailbox {
  readonly email: string;
  readonly name: string;
}

/** The header fields the product reads, as raw field bodies in order of appearance (unfolded, still encoded). */
export type HeaderFields = Partial<Record<HeaderName, string[]>>;

export const headerNames = [
  'from',
  'sender',
  'reply-to',
  'to',
  'cc',
  'bcc',
  'date',
  'message-id',
  'in-reply-to',
  'references',
  'list-id',
  'list-post',
  'list-unsubscribe',
  'precedence',
  'auto-submitted',
  'delivered-to',
  'x-gm-msgid',
  'x-gm-labels',
  'x-gmail-labels',
  'received',
  'content-length',
  'subject',
] as const;
export type HeaderName = (typeof headerNames)[number];

export interface MailRecord {
  /** 12 bytes: the Date header as unsigned 32 bit big endian, then 8 bytes of a hash of the message's own identity. */
  readonly key: Buffer;
  /** Unix seconds, clamped to 1980..now+1 day; see `flags` for what was wrong with the date. */
  readonly sentAt: number;
  /** Bit set, see flags.ts. */
  readonly flags: number;
  /** 53-bit hashes of message ids: its own, the one it answers, the first of its thread. */
  readonly messageRef: number | null;
  readonly parentRef: number | null;
  readonly threadRef: number | null;
  readonly subject: string | null;
  readonly from: readonly Mailbox[];
  readonly sender: Mailbox | null;
  readonly replyTo: readonly Mailbox[];
  readonly to: readonly Mailbox[];
  readonly cc: readonly Mailbox[];
  readonly bcc: readonly Mailbox[];
  /** The topmost Delivered-To only: lower ones are forgeable. */
  readonly deliveredTo: Mailbox | null;
}

export type Partstat = 'needs-action' | 'accepted' | 'declined' | 'tentative' | 'delegated';

/** One instance of an event. Descriptions, attachments, conference links and alarms never get this far. */
export interface MeetingRecord {
  readonly uid: string;
  /** '' for a single event, else the instance's original start in UTC as YYYYMMDDTHHMMSSZ (or YYYYMMDD for all-day). */
  readonly recurrenceId: string;
  readonly sequence: number;
  /** Unix seconds; an all-day event runs from 00:00 UTC of its first day to 00:00 UTC after its last. */
  readonly startAt: number;
  readonly endAt: number;
  readonly flags: number;
  readonly status: 'confirmed' | 'tentative' | 'cancelled';
  readonly title: string | null;
  /** Organiser and attendees, people only: rooms, resources and groups are left out. */
  readonly parties: readonly MeetingParty[];
}

export interface MeetingParty extends Mailbox {
  readonly organiser: boolean;
  readonly partstat: Partstat;
}

export interface CardRecord {
  /** The card's UID, else a hash of its content. */
  readonly key: string;
  readonly name: string;
  readonly emails: readonly string[];
  readonly organisation: string | null;
  readonly title: string | null;
  /** REV in Unix seconds. */
  readonly revisedAt: number | null;
}

export interface ConnectionRecord {
  /** A normalised name with the date: exports of some years hold no profile URL. */
  readonly key: string;
  readonly name: string;
  readonly url: string | null;
  readonly email: string | null;
  readonly company: string | null;
  readonly position: string | null;
  /** YYYY-MM-DD. */
  readonly connectedOn: string | null;
}

/** Why an item of a source could not be used; closed, because the screen explains each. */
const skipReasons = [
  'no sender',
  'no recognisable header',
  'draft',
  'spam or trash',
  'broken event',
  'event without a start',
  'broken card',
  'card without name or address',
  'row without a name',
  'broken row',
  'too many instances',
  'unreadable file',
  'unknown format',
  'broken item',
  'erased person',
  'ignored',
  'older than you keep',
] as const;
export type SkipReason = (typeof skipReasons)[number];

export type SourceItem =
  | { readonly kind: 'mail'; readonly mail: MailRecord }
  | { readonly kind: 'meeting'; readonly meeting: MeetingRecord }
  | { readonly kind: 'card'; readonly card: CardRecord }
  | { readonly kind: 'connection'; readonly connection: ConnectionRecord }
  /** `place` names it to the user: a file, with line or position where there is one. */
  | { readonly kind: 'skipped'; readonly reason: SkipReason; readonly place: string };

/** Some items, and the position (bytes of the uncompressed input, or items) up to which everything has been yielded. */
export interface SourceChunk {
  readonly items: SourceItem[];
  readonly position: number;
  /** Bytes of the file or files read so far, for progress; left out where the parser cannot know. */
  readonly bytes?: number;
}

/** What a parser needs beside its bytes. */
export interface ParseContext {
  /** Unix seconds. */
  readonly now: number;
  /** Whether subjects and event titles are kept, by the user's answer at first run. */
  readonly subjects: boolean;
  /** Names of folders that are never read, in lower case. */
  readonly ignoredFolders?: readonly string[];
}
