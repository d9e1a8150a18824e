/** What every kind of account can do. It runs in the account thread: it sees servers, and never the database. */
import type { FolderRole } from '../contract/accounts.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { ParseContext, SourceItem } from '../ingest/record.ts';

/** Something of an account that is read by itself: a mail folder, a calendar, a feed. */
export interface RemoteFolder {
  /** What the server knows it by; never changes while the folder is the same one. */
  readonly path: string;
  /** As the user knows it; null where it was said before and is not asked for again. */
  readonly name: string | null;
  /** Null as for the name. */
  readonly role: FolderRole | null;
  /** Read unless the user decides otherwise. */
  readonly byDefault: boolean;
  /** What the user should know, such as that a feed names no participants. */
  readonly note?: string;
}

/** Messages as an IMAP server sent them: they are parsed in the engine's thread, for imapflow keeps that of the accounts busy. */
export interface FetchedMessages {
  readonly folder: string;
  /** It is a folder for what the user sent. */
  readonly sentFolder: boolean;
  /** Header blocks, end to end. */
  readonly bytes: Uint8Array;
  readonly messages: readonly FetchedMessage[];
}

export interface FetchedMessage {
  readonly uid: number;
  /** Where its header lies in `bytes`. */
  readonly start: number;
  readonly end: number;
  /** INTERNALDATE. */
  readonly receivedAt: Date | null;
  /** X-GM-LABELS and X-GM-MSGID. */
  readonly labels?: readonly string[];
  readonly emailId?: string;
}

/** Some of what a folder holds. Storing it and keeping its position is one step. */
export interface RemoteChunk {
  readonly items: readonly SourceItem[];
  /** Further items, see imap-message.ts; `ids` are theirs until they are parsed. */
  readonly fetched?: FetchedMessages;
  /**
   * Where reading goes on after this chunk; only `read` of the same kind understands it (JSON). A chunk that comes twice changes
   * nothing, because storing is idempotent.
   */
  readonly position: string;
  /** How many messages or events are still to come in this round; null where the server does not say. */
  readonly left: number | null;
  /** What the server knows each mail of `items` by, in their order; only where `forgetDeleted` is on. */
  readonly ids?: readonly string[];
  /** What is no longer there, by such ids; only where `forgetDeleted` is on. */
  readonly gone?: readonly string[];
  /** Of these events only the instances in `keep` are in the calendar still: others that have not happened yet will not. */
  readonly withdrawn?: readonly Withdrawn[];
}

export interface Withdrawn {
  /** Its UID, as `eventName` has it (instances.ts). */
  readonly event: string;
  /** As in MeetingRecord.recurrenceId. */
  readonly keep: readonly string[];
}

export interface ReadRequest {
  readonly path: string;
  readonly role: FolderRole;
  /** As the last stored chunk had it; null where nothing was read yet. */
  readonly position: string | null;
  /** The user wants forgotten what they delete on the server. */
  readonly forgetDeleted: boolean;
  readonly context: ParseContext;
}

export interface Remote {
  /** Signs in and lists what there is to read; `isNew` for an account that is just being added, which is worth a closer look. */
  readonly folders: (isNew: boolean) => Promise<Result<readonly RemoteFolder[]>>;
  /**
   * What came since `position`, and then what has not been read yet, the newest first. Ends when nothing is left; a failure is the
   * last thing it yields. Where nothing has changed it yields nothing, and costs as little as the server allows.
   */
  readonly read: (request: ReadRequest) => AsyncIterable<RemoteChunk | Failure>;
  /**
   * Waits until the folder may have changed: 'changed', or a failure. `null` where the server cannot tell, so that it must be
   * polled. Aborting ends it with 'changed'.
   */
  readonly watch: ((folder: { readonly path: string }, signal: AbortSignal) => Promise<'changed' | Failure>) | null;
  /** Ends its connections; never throws. */
  readonly close: () => Promise<void>;
}

/** What a kind of account is given to work with. */
export interface RemoteDeps {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Every HTTP request; the gate stands below it too. Redirects are not followed by itself: a new host needs the user's consent. */
  readonly fetch: typeof globalThis.fetch;
  /** Ends every wait. */
  readonly signal: AbortSignal;
  /** An access token that is good for some minutes more; renews it where needed and tells the engine. Failures: sign_in_expired, … */
  readonly accessToken: () => Promise<Result<string>>;
}
