/** What is left of an item when those whom the user erased are taken out of it. */
import { assertNever } from '../contract/errors.ts';
import type { CardRecord, ConnectionRecord, MailRecord, MeetingRecord, SourceItem } from './record.ts';

export interface Suppression {
  /** Whether the address is an erased person's, or the ask about one. */
  readonly isErased: (exact: string) => boolean;
  /** Whether the address is the user's own. */
  readonly isOwn: (email: string) => boolean;
  /** Whether a text says an erased person's address or full name. */
  readonly mentions: (text: string) => boolean;
  /** A text that stands for another, always the same one, and does not say it. */
  readonly opaque: (text: string) => string;
}

/**
 * As erasing does with what is stored: what they wrote and what is left without another party than the user is skipped, of everything
 * else only their part, and its subject or title; so are subjects and titles that say who they are.
 */
export function withoutErased(item: SourceItem, suppression: Suppression): SourceItem {
  switch (item.kind) {
    case 'mail': {
      const mail = mailWithout(item.mail, suppression);
      return mail === null ? erased : { kind: 'mail', mail };
    }
    case 'meeting': {
      const meeting = meetingWithout(item.meeting, suppression);
      return meeting === null ? erased : { kind: 'meeting', meeting };
    }
    case 'card':
      return isErasedCard(item.card, suppression) ? erased : item;
    case 'connection':
      return isErasedConnection(item.connection, suppression) ? erased : item;
    case 'skipped':
      return suppression.mentions(item.place) ? erased : item;
    default:
      return assertNever(item);
  }
}

const erased: SourceItem = { kind: 'skipped', reason: 'erased person', place: '' };

function mailWithout(mail: MailRecord, { isErased, isOwn, mentions }: Suppression): MailRecord | null {
  const stays = ({ email }: { email: string }): boolean => !isErased(email);
  const single = <T extends { email: string }>(one: T | null): T | null => (one !== null && stays(one) ? one : null);
  const all = [mail.from, mail.to, mail.cc, mail.bcc, mail.replyTo, [mail.sender, mail.deliveredTo]].flat();
  const parties = all.filter((party) => party !== null);
  if (parties.every(stays)) {
    return mail.subject !== null && mentions(mail.subject) ? { ...mail, subject: null } : mail;
  }
  if (!mail.from.some(stays) || parties.every((party) => !stays(party) || isOwn(party.email))) return null;
  return {
    ...mail,
    subject: null,
    from: mail.from.filter(stays),
    sender: single(mail.sender),
    replyTo: mail.replyTo.filter(stays),
    to: mail.to.filter(stays),
    cc: mail.cc.filter(stays),
    bcc: mail.bcc.filter(stays),
    deliveredTo: single(mail.deliveredTo),
  };
}

function meetingWithout(meeting: MeetingRecord, { isErased, mentions, opaque }: Suppression): MeetingRecord | null {
  const parties = meeting.parties.filter(({ email }) => !isErased(email));
  if (parties.length === 0 && meeting.parties.length > 0) return null;
  const isTold = parties.length < meeting.parties.length || (meeting.title !== null && mentions(meeting.title));
  return {
    ...meeting,
    uid: mentions(meeting.uid) ? opaque(meeting.uid) : meeting.uid,
    title: isTold ? null : meeting.title,
    parties,
  };
}

/** By address; of one without any, the name is all there is to go by. */
function isErasedCard({ emails, name }: CardRecord, { isErased, mentions }: Suppression): boolean {
  return emails.length > 0 ? emails.some((email) => isErased(email.toLowerCase())) : mentions(name);
}

function isErasedConnection({ email, name }: ConnectionRecord, { isErased, mentions }: Suppression): boolean {
  return email === null ? mentions(name) : isErased(email);
}
