import { allDayMeeting, privateMeeting, sharedMailbox } from '../db/evidence.ts';

/** Bits of message.flags: what the headers said about the message as a whole. */
export const messageFlag = {
  /** List-Id or List-Post: it came through a mailing list. */
  list: 1,
  /** Precedence bulk or junk, or List-Unsubscribe: sent to many. */
  bulk: 2,
  /** Auto-Submitted other than "no" (RFC 3834). */
  auto: 4,
  /** No usable Date; the newest Received was used, or 1980-01-01. */
  dateMissing: 8,
  /** The date was before 1980 or in the future and was clamped. */
  dateClamped: 16,
  /** A sent-mail folder or label says that the user wrote it. */
  sentFolder: 32,
  /** Every copy of it came from a shared mailbox. */
  shared: sharedMailbox,
} as const;

/** Bits of meeting.flags. */
export const meetingFlag = {
  allDay: allDayMeeting,
  /** CLASS PRIVATE or CONFIDENTIAL: never shared, no title kept. */
  private: privateMeeting,
  /** An instance of a repeating event: a series is one tie, not fifty-two. */
  series: 4,
  /** The time zone was not known; the time was read as UTC. */
  zoneUncertain: 8,
} as const;

/** Values of message_party.role. */
export const partyRole = { from: 0, to: 1, cc: 2, bcc: 3, sender: 4, replyTo: 5, deliveredTo: 6 } as const;
