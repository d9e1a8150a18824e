/** The part of the evidence that some people are in, with everybody else who was there: small enough to be worked out for any moment. Pure. */
import type { Evidence } from '../db/evidence.ts';
import type { People } from '../identity/people.ts';

/** Messages and meetings by person, for the people asked about only. */
interface Occasions {
  readonly messages: ReadonlyMap<number, readonly number[]>;
  readonly meetings: ReadonlyMap<number, readonly number[]>;
}

/** One pass over everything, whatever the number of people. */
export function occasionsOf(evidence: Evidence, people: People, asked: ReadonlySet<number>): Occasions {
  const isAsked = new Uint8Array(evidence.addressLimit);
  people.personOf.forEach((person, address) => {
    if (asked.has(person)) isAsked[address] = 1;
  });
  const gather = (count: number, start: Int32Array, parties: Int32Array): Map<number, number[]> => {
    const found = new Map<number, number[]>();
    for (let i = 0; i < count; i++) {
      for (let p = start[i] as number; p < (start[i + 1] as number); p++) {
        if (isAsked[parties[p] as number] === 0) continue;
        const person = people.personOf[parties[p] as number] as number;
        const known = found.get(person);
        if (known === undefined) found.set(person, [i]);
        else if (known.at(-1) !== i) known.push(i);
      }
    }
    return found;
  };
  return {
    messages: gather(evidence.messages, evidence.partyStart, evidence.partyAddress),
    meetings: gather(evidence.meetings, evidence.meetingPartyStart, evidence.meetingPartyAddress),
  };
}

/** The evidence of what these people were in; touches are left out. */
export function evidenceWith(
  evidence: Evidence,
  { messages, meetings }: Occasions,
  asked: readonly number[],
): Evidence {
  const chosen = (by: ReadonlyMap<number, readonly number[]>): Int32Array =>
    Int32Array.from(new Set(asked.flatMap((person) => by.get(person) ?? []))).sort();
  const mail = chosen(messages);
  const met = chosen(meetings);
  const parties = partiesOf(mail, evidence.partyStart);
  const meetingParties = partiesOf(met, evidence.meetingPartyStart);
  const ints = (column: Int32Array, rows: Int32Array): Int32Array => rows.map((row) => column[row] as number);
  const floats = (column: Float64Array, rows: Int32Array): Float64Array =>
    Float64Array.from(rows, (row) => column[row] as number);
  const bits = (column: Uint8Array, rows: Int32Array): Uint8Array =>
    Uint8Array.from(rows, (row) => column[row] as number);
  return {
    messages: mail.length,
    messageId: ints(evidence.messageId, mail),
    sentAt: floats(evidence.sentAt, mail),
    flags: ints(evidence.flags, mail),
    messageRef: floats(evidence.messageRef, mail),
    parentRef: floats(evidence.parentRef, mail),
    threadRef: floats(evidence.threadRef, mail),
    partyStart: parties.start,
    partyAddress: ints(evidence.partyAddress, parties.rows),
    partyRole: bits(evidence.partyRole, parties.rows),
    meetings: met.length,
    meetingId: ints(evidence.meetingId, met),
    startAt: floats(evidence.startAt, met),
    endAt: floats(evidence.endAt, met),
    meetingFlags: ints(evidence.meetingFlags, met),
    cancelled: bits(evidence.cancelled, met),
    series: ints(evidence.series, met),
    meetingPartyStart: meetingParties.start,
    meetingPartyAddress: ints(evidence.meetingPartyAddress, meetingParties.rows),
    meetingPartyDeclined: bits(evidence.meetingPartyDeclined, meetingParties.rows),
    meetingPartyOrganiser: bits(evidence.meetingPartyOrganiser, meetingParties.rows),
    touchAddress: new Int32Array(0),
    touchAt: new Float64Array(0),
    addressLimit: evidence.addressLimit,
  };
}

function partiesOf(chosen: Int32Array, start: Int32Array): { start: Int32Array; rows: Int32Array } {
  const starts = new Int32Array(chosen.length + 1);
  chosen.forEach((row, i) => {
    starts[i + 1] = (starts[i] as number) + (start[row + 1] as number) - (start[row] as number);
  });
  const rows = new Int32Array(starts.at(-1) ?? 0);
  chosen.forEach((row, i) => {
    for (let k = 0; k < (start[row + 1] as number) - (start[row] as number); k++)
      rows[(starts[i] as number) + k] = (start[row] as number) + k;
  });
  return { start: starts, rows };
}
