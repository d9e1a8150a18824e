import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import type { Evidence } from '../db/evidence.ts';
import type { People } from '../identity/people.ts';
import { messageFlag, partyRole } from '../ingest/flags.ts';
import { acquaintances, refreshAcquaintances } from './acquaintances.ts';

const day = 86_400;
const year = 365 * day;
const now = 20_833 * day;

interface Mail {
  readonly at: number;
  readonly thread?: number;
  readonly people: readonly number[];
  readonly bcc?: readonly number[];
  readonly flags?: number;
}
interface Event {
  readonly at: number;
  readonly series: number;
  readonly people: readonly number[];
  readonly declined?: readonly number[];
  readonly cancelled?: boolean;
}

// The address with number n is person n; 1 is the user, 2 a machine, 3 a colleague.
const limit = 200;
const people: People = {
  personOf: Int32Array.from({ length: limit }, (_, i) => i),
  own: Uint8Array.from({ length: limit }, (_, i) => (i === 1 ? 1 : 0)),
  human: Uint8Array.from({ length: limit }, (_, i) => (i > 2 ? 1 : 0)),
  colleague: Uint8Array.from({ length: limit }, (_, i) => (i === 3 ? 1 : 0)),
  ranked: new Uint8Array(limit).fill(1),
  personLimit: limit,
};

function evidenceOf(mails: readonly Mail[], events: readonly Event[] = []): Evidence {
  const parties = mails.map(({ people: seen, bcc = [] }) => [
    ...seen.map((person, i) => [person, i === 0 ? partyRole.from : i % 2 === 0 ? partyRole.cc : partyRole.to] as const),
    ...bcc.map((person) => [person, partyRole.bcc] as const),
  ]);
  const guests = events.map(({ people: seen }) => seen);
  const starts = (lists: readonly (readonly unknown[])[]): Int32Array => {
    const start = new Int32Array(lists.length + 1);
    lists.forEach((list, i) => (start[i + 1] = (start[i] as number) + list.length));
    return start;
  };
  return {
    messages: mails.length,
    messageId: Int32Array.from(mails, (_, i) => i + 1),
    sentAt: Float64Array.from(mails, ({ at }) => at),
    flags: Int32Array.from(mails, ({ flags = 0 }) => flags),
    messageRef: new Float64Array(mails.length),
    parentRef: new Float64Array(mails.length),
    threadRef: Float64Array.from(mails, ({ thread = 0 }) => thread),
    partyStart: starts(parties),
    partyAddress: Int32Array.from(parties.flat(), ([address]) => address),
    partyRole: Uint8Array.from(parties.flat(), ([, role]) => role),
    meetings: events.length,
    meetingId: Int32Array.from(events, (_, i) => i + 1),
    startAt: Float64Array.from(events, ({ at }) => at),
    endAt: Float64Array.from(events, ({ at }) => at + 3600),
    meetingFlags: new Int32Array(events.length),
    cancelled: Uint8Array.from(events, ({ cancelled }) => (cancelled ? 1 : 0)),
    series: Int32Array.from(events, ({ series }) => series),
    meetingPartyStart: starts(guests),
    meetingPartyAddress: Int32Array.from(guests.flat()),
    meetingPartyDeclined: Uint8Array.from(
      events.flatMap(({ people: seen, declined = [] }) => seen.map((person) => (declined.includes(person) ? 1 : 0))),
    ),
    meetingPartyOrganiser: new Uint8Array(guests.flat().length),
    touchAddress: new Int32Array(0),
    touchAt: new Float64Array(0),
    addressLimit: limit,
  };
}

const pairsOf = (evidence: Evidence, asOf = now) => {
  const found = acquaintances(evidence, people, asOf);
  return Array.from(found.a, (a, i) => ({
    pair: [a, found.b[i]],
    weight: found.weight[i] as number,
    threads: found.threads[i],
    meetings: found.meetings[i],
    lastAt: found.lastAt[i],
  }));
};

test('two people in one thread are one thread, however many messages it has; another thread is a second one', () => {
  const one = pairsOf(evidenceOf([{ at: now - 1, thread: 7, people: [20, 10, 1] }]));
  expect(one).toMatchObject([{ pair: [10, 20], threads: 1, meetings: 0, lastAt: now - 1 }]);
  expect(one[0]?.weight).toBeCloseTo(1, 5);
  const long = Array.from({ length: 40 }, (_, i): Mail => ({ at: now - 1 - i, thread: 7, people: [20, 10] }));
  const two = pairsOf(evidenceOf([...long, { at: now - 99, thread: 8, people: [10, 20] }]));
  expect(two).toMatchObject([{ pair: [10, 20], threads: 2, lastAt: now - 1 }]);
  expect(two[0]?.weight).toBeCloseTo(4, 2);
});

test('messages that name no thread are threads of their own', () => {
  const mails = [1, 2].map((i): Mail => ({ at: now - i, people: [10, 20] }));
  expect(pairsOf(evidenceOf(mails))[0]?.threads).toBe(2);
});

test('a year ago counts half, and each of five others a fifth', () => {
  expect(pairsOf(evidenceOf([{ at: now - year, people: [10, 20] }]))[0]?.weight).toBeCloseTo(0.5, 5);
  const six = pairsOf(evidenceOf([{ at: now - 1, people: [10, 11, 12, 13, 14, 15, 1] }]));
  expect(six).toHaveLength(15);
  expect(six[0]?.weight).toBeCloseTo(0.2, 5);
});

test('the user, machines, hidden copies, automatic answers, crowds and what comes later join nobody; colleagues are people', () => {
  const none: Mail[] = [
    { at: now - 1, people: [1, 10] },
    { at: now - 1, people: [2, 10] },
    { at: now - 1, people: [10], bcc: [20] },
    { at: now - 1, people: [10, 20], flags: messageFlag.auto },
    { at: now - 1, people: [10, 11, 12, 13, 14, 15, 16] },
    { at: now, people: [10, 20] },
  ];
  expect(pairsOf(evidenceOf(none))).toEqual([]);
  expect(pairsOf(evidenceOf([{ at: now - 1, people: [3, 10, 1] }]))).toMatchObject([{ pair: [3, 10] }]);
});

test('a list carries the mail of people who know each other', () => {
  const mail: Mail = { at: now - 1, people: [10, 20, 2], flags: messageFlag.list | messageFlag.bulk };
  expect(pairsOf(evidenceOf([mail]))).toMatchObject([{ pair: [10, 20] }]);
});

test('a weekly series is one meeting; cancelled, declined and large ones are none', () => {
  const weekly = Array.from({ length: 52 }, (_, i): Event => ({
    at: now - i * 7 * day - 1,
    series: 1,
    people: [10, 20, 1],
  }));
  const single = pairsOf(evidenceOf([], weekly.slice(0, 1)));
  const series = pairsOf(evidenceOf([], weekly));
  expect(series).toMatchObject([{ pair: [10, 20], meetings: 1, threads: 0 }]);
  expect(series[0]!.weight).toBeLessThanOrEqual(3 * single[0]!.weight);
  const none: Event[] = [
    { at: now - 1, series: 1, people: [10, 20], cancelled: true },
    { at: now - 1, series: 2, people: [10, 20], declined: [20] },
    { at: now - 1, series: 3, people: [10, 11, 12, 13, 14, 15, 16, 17, 18] },
    { at: now + day, series: 4, people: [10, 20] },
  ];
  expect(pairsOf(evidenceOf([], none))).toEqual([]);
});

const mailArbitrary = fc.record({
  at: fc.integer({ min: now - 3 * year, max: now + day }),
  thread: fc.integer({ min: 0, max: 5 }),
  people: fc.uniqueArray(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 8 }),
});

test('the order of messages does not matter, and the pairs come in order', () => {
  fc.assert(
    fc.property(fc.array(mailArbitrary, { maxLength: 30 }), (mails) => {
      // Two messages of one thread at one second may share out its cap differently.
      const apart = mails.map((mail, i) => ({ ...mail, at: mail.at - i }));
      const found = pairsOf(evidenceOf(apart));
      const reversed = pairsOf(evidenceOf([...apart].reverse()));
      expect(reversed.map((one) => ({ ...one, weight: 0 }))).toEqual(found.map((one) => ({ ...one, weight: 0 })));
      reversed.forEach(({ weight }, i) => expect(weight).toBeCloseTo(found[i]!.weight, 5));
      const keys = found.map(({ pair: [a, b] }) => a! * 1000 + b!);
      expect(keys).toEqual([...keys].sort((x, y) => x - y));
      expect(found.every(({ pair: [a, b] }) => a! < b!)).toBe(true);
    }),
  );
});

test('one more message never makes a pair weaker', () => {
  fc.assert(
    fc.property(fc.array(mailArbitrary, { minLength: 1, maxLength: 20 }), (mails) => {
      const without = pairsOf(evidenceOf(mails.slice(1)));
      const all = new Map(pairsOf(evidenceOf(mails)).map(({ pair, weight }) => [String(pair), weight]));
      for (const { pair, weight } of without) expect(all.get(String(pair))! + 2e-6).toBeGreaterThanOrEqual(weight);
    }),
  );
});

test('only the strongest of somebody who meets everybody are kept, unless the other has few', () => {
  // Person 10 is seen with a hundred others, more often with higher ids; 50 of these know many more.
  const hub = Array.from({ length: 100 }, (_, i): Mail[] =>
    Array.from({ length: 1 + Math.floor(i / 10) }, (__, k) => ({ at: now - 1 - k, people: [10, 20 + i] })),
  ).flat();
  const found = pairsOf(evidenceOf(hub));
  expect(found).toHaveLength(100);
  const crowd = Array.from({ length: 100 }, (_, i): Mail[] =>
    Array.from({ length: 60 }, (__, k) => ({ at: now - 1, people: [20 + i, 130 + k] })).flatMap((mail) =>
      Array<Mail>(20).fill(mail),
    ),
  ).flat();
  const kept = pairsOf(evidenceOf([...hub, ...crowd])).filter(({ pair }) => pair[0] === 10);
  expect(kept.length).toBeGreaterThanOrEqual(50);
  expect(kept.length).toBeLessThan(100);
  expect(kept.some(({ pair }) => pair[1] === 119)).toBe(true);
  expect(kept.some(({ pair }) => pair[1] === 20)).toBe(false);
});

test('the table is replaced as a whole', () => {
  const db = temporaryDatabase();
  const rows = () => db.prepare('SELECT a, b, threads, meetings, last_at AS lastAt FROM acquaintance').all();
  refreshAcquaintances(db, evidenceOf([{ at: now - 1, people: [20, 10] }]), people, now);
  expect(rows()).toEqual([{ a: 10, b: 20, threads: 1, meetings: 0, lastAt: now - 1 }]);
  refreshAcquaintances(db, evidenceOf([{ at: now - 2, people: [30, 40] }]), people, now);
  expect(rows()).toEqual([{ a: 30, b: 40, threads: 1, meetings: 0, lastAt: now - 2 }]);
});
