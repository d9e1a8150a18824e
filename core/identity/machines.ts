/** Person or machine, by several signs together: no single header decides. */
import type { AddressFacts } from './address-facts.ts';
import { hostOf } from './email-parts.ts';
import { foldName, isFullName } from './names.ts';

// Nobody answers behind these.
const neverPerson =
  /^(?:no-?_?\.?reply|do-?_?not-?_?reply|noreply|nobody|mailer-daemon|postmaster|bounces?|undisclosed|unsubscribe|abuse)\b|no-?reply|do-?not-?reply|[-+]bounces?\b|^bounces?[-+.]|[-_]bot(?:\+|$)/;
// A desk, a product or a mailing: a person may sit there, but has to show it.
const roleWord =
  /^(?:info|support|sales|hello|hi|contact|kontakt|team|office|admin|administrator|services?|help|helpdesk|billing|invoices?|rechnung|accounts?|accounting|payments?|orders?|shop|store|marketing|news|newsletters?|mailings?|updates?|events?|webinars?|jobs?|careers?|recruiting|hr|press|presse|media|feedback|survey|notifications?|notify|alerts?|alarm|security|system|root|daemon|cron|bot|robot|calendar|welcome|membership|subscriptions?|digest|webmaster|hostmaster|listserv|majordomo|mailman|customer\w*|enquiries|inquiries|reservations?|booking|tickets?|cases?|service-?desk|cs|community|promo\w*|offers?|deals?|editor|redaktion|kundenservice|kundendienst|buchhaltung)(?:[-._+]\w+)*\d*$/;
const robotName = /\b(?:robot|mailer-daemon|daemon)\b/i;
const listHost = /(?:^|\.)(?:lists?|groups?|vger|googlegroups|yahoogroups|mailman|listserv|freelists)\b/;

// Mail marked bulk or auto, outside any conversation, as a share of all an address sent.
const mostlyBulk = 0.6;
const partlyBulk = 0.3;
// A recipient of this many different posters' list mail is the list.
const postersOfList = 4;

interface MachineInput {
  readonly email: string;
  readonly names: readonly string[];
  /** Messages the user wrote to it, and messages of its that answer one of the user's. */
  readonly writtenTo: number;
  readonly answers: number;
}

/**
 * True for lists, newsletters, notifications, desks nobody exchanges a word with. An address that only ever came through
 * lists is a person if it takes part in conversations or posts where others do.
 */
export function isMachine(
  id: number,
  { email, names, writtenTo, answers }: MachineInput,
  facts: AddressFacts,
): boolean {
  const local = email.slice(0, email.lastIndexOf('@'));
  if (neverPerson.test(local) || names.some((name) => robotName.test(name))) return true;
  const sent = facts.sent[id] as number;
  const hasHumanName = names.some(
    (name) => isFullName(foldName(name)) && !/\b(?:via|list|team|newsletter|notifications?)\b/i.test(name),
  );
  if (
    sent === 0 &&
    (facts.addressedByList[id] as number) > 0 &&
    (facts.posters[id] as number) >= postersOfList &&
    !hasHumanName
  ) {
    return true;
  }
  if (sent === 0 && listHost.test(hostOf(email))) return true;
  const isTwoWay = writtenTo > 0 && answers > 0;
  if (isTwoWay || (facts.meetings[id] as number) > 0) return false;
  if (roleWord.test(local)) return writtenTo === 0 || !hasHumanName;
  if (sent === 0) return false;
  const bulkShare = (facts.sentBulk[id] as number) / sent;
  const talks = (facts.sentInTalk[id] as number) > 0;
  const isPoster = hasHumanName && (facts.sentToDiscussion[id] as number) > 0;
  if (bulkShare >= mostlyBulk && writtenTo === 0 && !talks) return !isPoster;
  return bulkShare >= partlyBulk && writtenTo === 0 && !hasHumanName;
}
