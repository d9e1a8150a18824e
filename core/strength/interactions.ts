/** The evidence regrouped: for every person, what passed between them and the user, in order of time. Pure. */
import type { Evidence } from '../db/evidence.ts';
import type { People } from '../identity/people.ts';
import { meetingFlag, messageFlag, partyRole } from '../ingest/flags.ts';
import { createRefTable, findRef, putRef } from './ref-table.ts';
import type { RefTable } from './ref-table.ts';
import { createRows, sortRows } from './rows.ts';

export const interactionKind = { sent: 0, received: 1, meeting: 2, seen: 3, touch: 4 } as const;

/** The interactions of person i are rows [start[i], start[i + 1]), oldest first; one row a person and message or meeting. */
export interface Interactions {
  readonly start: Int32Array;
  /** Unix seconds. */
  readonly at: Float64Array;
  /** A value of interactionKind. `seen` is beside the user in others' mail, or mail that reached the user only through a list. */
  readonly kind: Uint8Array;
  /** How much of it was with this person, in (0, 1]: see shareOf. */
  readonly share: Float32Array;
  /** 1 where a machine or a mass mailing made it: counted, but no word from one person to another. */
  readonly automatic: Uint8Array;
  /** Instances of a repeating meeting share a number above 0, and so do messages of one thread; 0 belongs to nothing. */
  readonly series: Float64Array;
  /** Seconds by which a received message answered the user's message that it names; 0 where it names none. */
  readonly delay: Float32Array;
}

/** What is emitted for one person and one message, meeting or touch. */
type Emit = (
  person: number,
  at: number,
  kind: number,
  share: number,
  automatic: number,
  series: number,
  delay: number,
) => void;

/** A touch is a day, loaded as its noon; its row stands at the day's beginning, so that what was said this morning counts now. */
export const touchNoon = 43_200;

// As many as sit round a small table; among more, each counts 1/n of that.
const fullCircle = 3;
/** The share in a meeting of twelve: in larger ones people are not introduced. */
export const realMeetingShare = fullCircle / 12;

/** Rows for every human but colleagues and the user. `evidence` with senders put right (identity/rewritten-senders.ts). */
export function interactionsByPerson(evidence: Evidence, people: People): Interactions {
  const sentAt = sentTimes(evidence, people);
  const emitAll = (emit: Emit): void => {
    emitMessages(evidence, people, sentAt, emit);
    emitMeetings(evidence, people, emit);
    evidence.touchAddress.forEach((address, i) => {
      const person = people.personOf[address] as number;
      const at = (evidence.touchAt[i] as number) - touchNoon;
      if (isScored(people, person)) emit(person, at, interactionKind.touch, 1, 0, 0, 0);
    });
  };
  const start = new Int32Array(people.personLimit + 1);
  emitAll((person) => {
    start[person + 1] = (start[person + 1] as number) + 1;
  });
  for (let i = 0; i < people.personLimit; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);

  const rows = createRows(start);
  const next = start.slice();
  emitAll((person, at, kind, share, automatic, series, delay) => {
    const row = next[person] as number;
    next[person] = row + 1;
    rows.at[row] = at;
    rows.kind[row] = kind;
    rows.share[row] = share;
    rows.automatic[row] = automatic;
    rows.series[row] = series;
    rows.delay[row] = delay;
  });
  return sortRows(rows);
}

/** 1 among up to three counterparts, then 3/n; half of that in copy. */
export function shareOf(counterparts: number, inCopy: boolean): number {
  return Math.min(1, fullCircle / counterparts) * (inCopy ? 0.5 : 1);
}

function isScored(people: People, person: number): boolean {
  return person > 0 && people.human[person] === 1 && people.colleague[person] === 0;
}

function emitMessages(evidence: Evidence, people: People, sentByRef: RefTable, emit: Emit): void {
  const { messages, sentAt, flags, parentRef, threadRef, partyStart, partyAddress, partyRole: roles } = evidence;
  const { own, personOf, human } = people;
  // Which message a person was last met in, so that one person in several fields counts once.
  const stamp = new Int32Array(people.personLimit).fill(-1);
  const recipients: number[] = [];
  const inCopy: boolean[] = [];

  for (let i = 0; i < messages; i++) {
    let fromOwn = false;
    let from = 0;
    let addresses = 0;
    let mine: 'to' | 'cc' | 'delivered' | null = null;
    recipients.length = 0;
    inCopy.length = 0;
    const begin = partyStart[i] as number;
    const end = partyStart[i + 1] as number;
    for (let p = begin; p < end; p++) {
      if (roles[p] !== partyRole.from) continue;
      const address = partyAddress[p] as number;
      if (own[address] === 1) fromOwn = true;
      else if (from === 0) from = personOf[address] as number;
    }
    // To before Cc and Bcc: who is in both was written to.
    for (let p = begin; p < end; p++) {
      const role = roles[p] as number;
      if (role === partyRole.from || role > partyRole.bcc) {
        if (role === partyRole.deliveredTo && own[partyAddress[p] as number] === 1) mine ??= 'delivered';
        continue;
      }
      addresses++;
      const address = partyAddress[p] as number;
      const copied = role !== partyRole.to;
      if (own[address] === 1) {
        if (!copied) mine = 'to';
        else if (mine !== 'to') mine = 'cc';
        continue;
      }
      const person = personOf[address] as number;
      if (human[person] !== 1 || person === from) continue;
      if (stamp[person] !== i) {
        stamp[person] = i;
        recipients.push(person);
        inCopy.push(copied);
      } else if (!copied) inCopy[recipients.indexOf(person)] = false;
    }

    const at = sentAt[i] as number;
    const bits = flags[i] as number;
    const thread = threadRef[i] as number;
    const isList = (bits & messageFlag.list) !== 0;
    if (fromOwn) {
      const automatic = (bits & (messageFlag.auto | messageFlag.bulk)) !== 0 && !isList ? 1 : 0;
      for (let r = 0; r < recipients.length; r++) {
        const person = recipients[r] as number;
        if (!isScored(people, person)) continue;
        emit(person, at, interactionKind.sent, shareOf(recipients.length, inCopy[r] === true), automatic, thread, 0);
      }
      continue;
    }
    const isReceived = mine === 'to' || mine === 'cc' || (mine === 'delivered' && !isList);
    const circle = recipients.length + 1;
    if (isScored(people, from)) {
      const asked = parentRef[i] ? findRef(sentByRef, parentRef[i] as number) : Infinity;
      const answers = asked < at;
      // A newsletter goes to one reader a copy and answers nobody; mail through a discussion list names the list too.
      const massMail = (bits & messageFlag.bulk) !== 0 && !answers && (!isList || addresses <= 1);
      emit(
        from,
        at,
        isReceived ? interactionKind.received : interactionKind.seen,
        shareOf(circle, mine !== 'to'),
        massMail || (bits & messageFlag.auto) !== 0 ? 1 : 0,
        thread,
        answers ? at - asked : 0,
      );
    }
    if (!isReceived) continue;
    for (let r = 0; r < recipients.length; r++) {
      const person = recipients[r] as number;
      if (isScored(people, person)) emit(person, at, interactionKind.seen, shareOf(circle, true), 0, thread, 0);
    }
  }
}

/** When the user's own messages were sent, by what they call themselves. */
function sentTimes(
  { messages, messageRef, sentAt, partyStart, partyAddress, partyRole: roles }: Evidence,
  { own }: People,
): RefTable {
  const sent: number[] = [];
  for (let i = 0; i < messages; i++) {
    if (!messageRef[i]) continue;
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      if (roles[p] === partyRole.from && own[partyAddress[p] as number] === 1) sent.push(i);
    }
  }
  const table = createRefTable(sent.length);
  for (const i of sent) putRef(table, messageRef[i] as number, sentAt[i] as number);
  return table;
}

/** Meetings neither cancelled nor declined by the user or the person; also those still to come. */
function emitMeetings(evidence: Evidence, people: People, emit: Emit): void {
  const { meetings, startAt, meetingFlags, cancelled, series, meetingPartyStart, meetingPartyAddress } = evidence;
  for (let i = 0; i < meetings; i++) {
    if (cancelled[i]) continue;
    const present = new Set<number>();
    let declined = false;
    for (let p = meetingPartyStart[i] as number; p < (meetingPartyStart[i + 1] as number); p++) {
      const address = meetingPartyAddress[p] as number;
      const refused = evidence.meetingPartyDeclined[p] === 1;
      if (people.own[address] === 1) declined ||= refused;
      else if (!refused && people.human[people.personOf[address] as number] === 1) {
        present.add(people.personOf[address] as number);
      }
    }
    if (declined) continue;
    const group = ((meetingFlags[i] as number) & meetingFlag.series) !== 0 ? (series[i] as number) : 0;
    for (const person of present) {
      if (!isScored(people, person)) continue;
      emit(person, startAt[i] as number, interactionKind.meeting, shareOf(present.size, false), 0, group, 0);
    }
  }
}
