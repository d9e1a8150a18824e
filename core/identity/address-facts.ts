/** What the evidence says about each address, as columns by address id, from one pass. */
import type { Evidence } from '../db/evidence.ts';
import { messageFlag, partyRole } from '../ingest/flags.ts';

export interface AddressFacts {
  /** Messages with the address in From. */
  readonly sent: Int32Array;
  /** Of these, the ones marked bulk or auto that take no part in any conversation. */
  readonly sentBulk: Int32Array;
  /** Of these, the ones that answer another message or were answered. */
  readonly sentInTalk: Int32Array;
  /** Messages with the address in To, Cc or Bcc. */
  readonly addressed: Int32Array;
  /** Of these, the ones that came through a list. */
  readonly addressedByList: Int32Array;
  /** Messages with the address in From that lie in a sent folder. */
  readonly sentFolder: Int32Array;
  /** Messages the address is a party to in any way but Sender and Reply-To. */
  readonly covered: Int32Array;
  /** Different From addresses of list messages sent to this address. */
  readonly posters: Int32Array;
  /** List messages the address wrote to an address that several others write to as well: a discussion, not a newsletter. */
  readonly sentToDiscussion: Int32Array;
  /** Small meetings (at most ten parties) the address takes part in. */
  readonly meetings: Int32Array;
  /** First and last time the address wrote or took part in a meeting, Unix seconds; Infinity and -Infinity for never. */
  readonly firstActive: Float64Array;
  readonly lastActive: Float64Array;
}

const smallMeeting = 10;
const discussionPosters = 3;

export function addressFacts(evidence: Evidence): AddressFacts {
  const size = evidence.addressLimit;
  const facts: AddressFacts = {
    sent: new Int32Array(size),
    sentBulk: new Int32Array(size),
    sentInTalk: new Int32Array(size),
    addressed: new Int32Array(size),
    addressedByList: new Int32Array(size),
    sentFolder: new Int32Array(size),
    covered: new Int32Array(size),
    posters: new Int32Array(size),
    sentToDiscussion: new Int32Array(size),
    meetings: new Int32Array(size),
    firstActive: new Float64Array(size).fill(Infinity),
    lastActive: new Float64Array(size).fill(-Infinity),
  };
  countMessages(evidence, facts);
  countMeetings(evidence, facts);
  return facts;
}

function countMessages(evidence: Evidence, facts: AddressFacts): void {
  const { messages, flags, messageRef, parentRef, sentAt, partyStart, partyAddress, partyRole: roles } = evidence;
  const answered = new Set<number>();
  for (let i = 0; i < messages; i++) if (parentRef[i]) answered.add(parentRef[i] as number);
  const posts = new Set<number>();
  for (let i = 0; i < messages; i++) {
    const bits = flags[i] as number;
    const isList = (bits & messageFlag.list) !== 0;
    const inTalk = parentRef[i] !== 0 || answered.has(messageRef[i] as number);
    const isBulk = (bits & (messageFlag.bulk | messageFlag.auto)) !== 0 && !inTalk;
    const from = senderOf(evidence, i);
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      const address = partyAddress[p] as number;
      const role = roles[p] as number;
      if (role === partyRole.from) {
        bump(facts.sent, address);
        if (isBulk) bump(facts.sentBulk, address);
        if (inTalk) bump(facts.sentInTalk, address);
        if (bits & messageFlag.sentFolder) bump(facts.sentFolder, address);
        bump(facts.covered, address);
        seen(facts, address, sentAt[i] as number);
      } else if (role <= partyRole.bcc) {
        bump(facts.addressed, address);
        bump(facts.covered, address);
        if (isList) {
          bump(facts.addressedByList, address);
          if (from !== 0) posts.add(address * 2 ** 26 + from);
        }
      } else if (role === partyRole.deliveredTo) bump(facts.covered, address);
    }
  }
  for (const post of posts) bump(facts.posters, Math.floor(post / 2 ** 26));
  for (const post of posts) {
    const list = Math.floor(post / 2 ** 26);
    if ((facts.posters[list] as number) >= discussionPosters) bump(facts.sentToDiscussion, post - list * 2 ** 26);
  }
}

/** The address in From of message `i`, 0 where there is none left. Parties come in order of address, not of role. */
export function senderOf({ partyStart, partyAddress, partyRole: roles }: Evidence, i: number): number {
  for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
    if (roles[p] === partyRole.from) return partyAddress[p] as number;
  }
  return 0;
}

function countMeetings(evidence: Evidence, facts: AddressFacts): void {
  const { meetings, startAt, cancelled, meetingPartyStart, meetingPartyAddress } = evidence;
  for (let i = 0; i < meetings; i++) {
    const start = meetingPartyStart[i] as number;
    const end = meetingPartyStart[i + 1] as number;
    if (cancelled[i]) continue;
    for (let p = start; p < end; p++) {
      const address = meetingPartyAddress[p] as number;
      if (end - start <= smallMeeting) bump(facts.meetings, address);
      seen(facts, address, startAt[i] as number);
    }
  }
}

function bump(column: Int32Array, index: number): void {
  column[index] = (column[index] as number) + 1;
}

function seen(facts: AddressFacts, address: number, at: number): void {
  if (at < (facts.firstActive[address] as number)) facts.firstActive[address] = at;
  if (at > (facts.lastActive[address] as number)) facts.lastActive[address] = at;
}
