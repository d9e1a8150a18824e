/** The evidence regrouped: for every person, what passed between them and the user, in order of time. */
import type { Evidence } from '../db/evidence.ts';
import type { People } from '../identity/people.ts';
import { meetingFlag, messageFlag, partyRole } from '../ingest/flags.ts';

export const interactionKind = { sent: 0, received: 1, meeting: 2, seen: 3, touch: 4 } as const;

/** The interactions of person i are rows [start[i], start[i + 1]), oldest first; one row a person and message or meeting. */
export interface Interactions {
  readonly start: Int32Array;
  /** Unix seconds. */
  readonly at: Float64Array;
  readonly kind: Uint8Array;
  /** How much of the exchange was with this person: 1 alone, about 1/n among n, less for bulk mail. */
  readonly share: Float32Array;
  /** Instances of a repeating meeting share a number above 0. */
  readonly series: Int32Array;
  /** Seconds until this message answered one of the user's; 0 where it answers none. */
  readonly delay: Float64Array;
}

// Mail marked bulk or auto says little about two people.
const bulkShare = 0.2;
// A meeting of more people than this introduces nobody.
export const realMeeting = 12;

interface Rows {
  person: number[];
  at: number[];
  kind: number[];
  share: number[];
  series: number[];
  delay: number[];
}

/** Colleagues, machines and the user have no rows. `evidence` with senders put right. */
export function interactionsByPerson(evidence: Evidence, people: People): Interactions {
  const rows: Rows = { person: [], at: [], kind: [], share: [], series: [], delay: [] };
  collectMessages(evidence, people, rows);
  collectMeetings(evidence, people, rows);
  evidence.touchAddress.forEach((address, i) => {
    const person = people.personOf[address] as number;
    if (counts(people, person)) push(rows, person, evidence.touchAt[i] as number, interactionKind.touch, 1);
  });
  return sortByPerson(rows, people.personLimit);
}

function counts(people: People, person: number): boolean {
  return person > 0 && people.human[person] === 1 && people.colleague[person] === 0;
}

function push(rows: Rows, person: number, at: number, kind: number, share: number, series = 0, delay = 0): void {
  rows.person.push(person);
  rows.at.push(at);
  rows.kind.push(kind);
  rows.share.push(share);
  rows.series.push(series);
  rows.delay.push(delay);
}

function collectMessages(evidence: Evidence, people: People, rows: Rows): void {
  const { messages, sentAt, flags, messageRef, parentRef, partyStart, partyAddress, partyRole: roles } = evidence;
  const sentByRef = new Map<number, number>();
  const recipients: number[] = [];
  for (let i = 0; i < messages; i++) {
    const at = sentAt[i] as number;
    const bits = flags[i] as number;
    let fromOwn = false;
    let from = 0;
    let toMe = false;
    let delivered = false;
    recipients.length = 0;
    for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
      const address = partyAddress[p] as number;
      const role = roles[p] as number;
      const mine = people.own[address] === 1;
      const person = people.personOf[address] as number;
      if (role === partyRole.from) {
        if (mine) fromOwn = true;
        else from = person;
      } else if (role <= partyRole.bcc) {
        if (mine) toMe = true;
        else if (people.human[person] === 1 && !recipients.includes(person)) recipients.push(person);
      } else if (role === partyRole.deliveredTo && mine) delivered = true;
    }
    const isList = (bits & messageFlag.list) !== 0;
    const weight = (bits & (messageFlag.bulk | messageFlag.auto)) !== 0 && !isList ? bulkShare : 1;
    if (fromOwn) {
      if (messageRef[i]) sentByRef.set(messageRef[i] as number, at);
      for (const person of recipients) {
        if (counts(people, person)) push(rows, person, at, interactionKind.sent, weight / recipients.length);
      }
      continue;
    }
    const received = toMe || (delivered && !isList);
    const parties = recipients.length + 1;
    if (counts(people, from)) {
      const asked = parentRef[i] ? sentByRef.get(parentRef[i] as number) : undefined;
      const delay = asked === undefined ? 0 : Math.max(1, at - asked);
      push(rows, from, at, received ? interactionKind.received : interactionKind.seen, weight / parties, 0, delay);
    }
    if (!received) continue;
    for (const person of recipients) {
      if (person !== from && counts(people, person)) push(rows, person, at, interactionKind.seen, weight / parties);
    }
  }
}

/** Meetings the user was at or invited to, neither cancelled nor declined by either side; also those still to come. */
function collectMeetings(evidence: Evidence, people: People, rows: Rows): void {
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
    if (declined || present.size > realMeeting) continue;
    const group = ((meetingFlags[i] as number) & meetingFlag.series) !== 0 ? (series[i] as number) : 0;
    for (const person of present) {
      if (counts(people, person)) {
        push(rows, person, startAt[i] as number, interactionKind.meeting, 1 / present.size, group);
      }
    }
  }
}

function sortByPerson(rows: Rows, personLimit: number): Interactions {
  const count = rows.person.length;
  const start = new Int32Array(personLimit + 1);
  for (const person of rows.person) start[person + 1] = (start[person + 1] as number) + 1;
  for (let i = 0; i < personLimit; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const order = new Int32Array(count);
  const next = Int32Array.from(start);
  rows.person.forEach((person, row) => {
    order[next[person] as number] = row;
    next[person] = (next[person] as number) + 1;
  });
  for (let person = 0; person < personLimit; person++) {
    const part = order.subarray(start[person], start[person + 1]);
    if (!isSorted(part, rows.at)) part.sort((a, b) => (rows.at[a] as number) - (rows.at[b] as number) || a - b);
  }
  const pick = (row: number): number => order[row] as number;
  return {
    start,
    at: Float64Array.from({ length: count }, (_, i) => rows.at[pick(i)] as number),
    kind: Uint8Array.from({ length: count }, (_, i) => rows.kind[pick(i)] as number),
    share: Float32Array.from({ length: count }, (_, i) => rows.share[pick(i)] as number),
    series: Int32Array.from({ length: count }, (_, i) => rows.series[pick(i)] as number),
    delay: Float64Array.from({ length: count }, (_, i) => rows.delay[pick(i)] as number),
  };
}

function isSorted(part: Int32Array, at: readonly number[]): boolean {
  for (let i = 1; i < part.length; i++) if ((at[part[i] as number] as number) < (at[part[i - 1] as number] as number)) return false;
  return true;
}
