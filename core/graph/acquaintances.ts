/** Who is seen with whom: people side by side in small threads and small meetings. */
import type { Writer } from '../db/database.ts';
import type { Evidence } from '../db/evidence.ts';
import { statement } from '../db/open.ts';
import type { People } from '../identity/people.ts';
import { messageFlag, partyRole } from '../ingest/flags.ts';
import { bump, createNumbering, createPairs, pairKey } from './pairs.ts';
import type { Pairs } from './pairs.ts';

/** Columns of the same length, in order of a, then b. */
interface Acquaintances {
  /** Person ids, a < b. */
  readonly a: Int32Array;
  readonly b: Int32Array;
  /** Decayed count: half-life a year, each occasion shared out among the people in it, a long thread counted as a few. */
  readonly weight: Float64Array;
  /** Different threads and meetings (a series is one) with both in them. */
  readonly threads: Int32Array;
  readonly meetings: Int32Array;
  /** Unix seconds of the latest. */
  readonly lastAt: Float64Array;
}

// In larger circles people stand side by side without knowing each other; the user is not counted.
const maxThread = 6;
const maxMeeting = 8;
const meetingWeight = 2;
// One thread or series counts at most as so many messages or meetings between two alone.
const maxOfOne = 3;
const day = 86_400;
const halfLife = 365 * day;
// What has decayed below this says nothing any more.
const minWeight = 0.05;
// The strongest of each person: a million messages stay a map.
const maxPerPerson = 50;

/** Pairs of humans other than the user, colleagues included, seen together before `asOf` (Unix seconds). */
export function acquaintances(evidence: Evidence, people: People, asOf: number): Acquaintances {
  const pairs = createPairs();
  const group = new Int32Array(maxMeeting);
  addThreads(evidence, people, asOf, pairs, group);
  addMeetings(evidence, people, asOf, pairs, group);
  return strongest(pairs, people.personLimit);
}

/** Brings the table up to date, in one transaction: with one new message hardly a row of it changes, and the others are left. */
export function refreshAcquaintances(db: Writer, evidence: Evidence, people: People, asOf: number): void {
  const found = acquaintances(evidence, people, asOf);
  const put = statement(
    db,
    `INSERT INTO acquaintance (a, b, weight, threads, meetings, last_at)
     SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5 FROM json_each(?) WHERE true
     ON CONFLICT (a, b) DO UPDATE SET weight = excluded.weight, threads = excluded.threads, meetings = excluded.meetings,
       last_at = excluded.last_at`,
  );
  const batch = 10_000;
  db.transaction(() => {
    const { changed, gone } = compared(db, found);
    statement(db, 'DELETE FROM acquaintance WHERE (a, b) IN (SELECT value ->> 0, value ->> 1 FROM json_each(?))').run(
      JSON.stringify(gone),
    );
    for (let start = 0; start < changed.length; start += batch) {
      put.run(JSON.stringify(changed.slice(start, start + batch)));
    }
  })();
}

type Row = [a: number, b: number, weight: number, threads: number, meetings: number, lastAt: number];

/** What is stored against what was found, both in order of a, then b. */
function compared(db: Writer, found: Acquaintances): { changed: Row[]; gone: [number, number][] } {
  const stored = statement(db, 'SELECT a, b, weight, threads, meetings, last_at FROM acquaintance ORDER BY a, b').raw();
  const [changed, gone]: [Row[], [number, number][]] = [[], []];
  const rowOf = (i: number): Row =>
    [found.a[i], found.b[i], found.weight[i], found.threads[i], found.meetings[i], found.lastAt[i]] as Row;
  let i = 0;
  for (const was of stored.all() as Row[]) {
    const key = pairKey(was[0], was[1]);
    while (i < found.a.length && pairKey(found.a[i] as number, found.b[i] as number) < key) changed.push(rowOf(i++));
    const isThere = i < found.a.length && found.a[i] === was[0] && found.b[i] === was[1];
    if (!isThere) gone.push([was[0], was[1]]);
    else {
      const now = rowOf(i++);
      if (now.some((value, column) => value !== was[column])) changed.push(now);
    }
  }
  while (i < found.a.length) changed.push(rowOf(i++));
  return { changed, gone };
}

function addThreads(evidence: Evidence, people: People, asOf: number, pairs: Pairs, group: Int32Array): void {
  const { sentAt, flags, partyStart, partyAddress, partyRole: roles } = evidence;
  const { order, start } = byThread(evidence);
  for (let thread = 0; thread + 1 < start.length; thread++) {
    pairs.next();
    for (let k = start[thread] as number; k < (start[thread + 1] as number); k++) {
      const i = order[k] as number;
      const at = sentAt[i] as number;
      // An automatic answer goes to whoever was in the thread before it.
      if (at >= asOf || ((flags[i] as number) & messageFlag.auto) !== 0) continue;
      let size = 0;
      for (let p = partyStart[i] as number; p < (partyStart[i + 1] as number); p++) {
        if ((roles[p] as number) > partyRole.cc) continue;
        size = join(people, partyAddress[p] as number, group, size, maxThread);
        if (size > maxThread) break;
      }
      addGroup(pairs, group, size, maxThread, at, asOf, 1, false);
    }
  }
}

function addMeetings(evidence: Evidence, people: People, asOf: number, pairs: Pairs, group: Int32Array): void {
  const { startAt, cancelled, series, meetingPartyStart, meetingPartyAddress, meetingPartyDeclined } = evidence;
  const order = Array.from({ length: evidence.meetings }, (_, i) => i);
  // Instances of a series side by side, the latest first.
  order.sort(
    (x, y) => (series[x] as number) - (series[y] as number) || (startAt[y] as number) - (startAt[x] as number),
  );
  let current = -1;
  for (const i of order) {
    const at = startAt[i] as number;
    if (cancelled[i] === 1 || at >= asOf) continue;
    if (series[i] !== current) pairs.next();
    current = series[i] as number;
    let size = 0;
    for (let p = meetingPartyStart[i] as number; p < (meetingPartyStart[i + 1] as number); p++) {
      if (meetingPartyDeclined[p] === 1) continue;
      size = join(people, meetingPartyAddress[p] as number, group, size, maxMeeting);
      if (size > maxMeeting) break;
    }
    addGroup(pairs, group, size, maxMeeting, at, asOf, meetingWeight, true);
  }
}

/** The size of the group with the address's person in it; one more than `max` where the group has become too large. */
function join(people: People, address: number, group: Int32Array, size: number, max: number): number {
  const person = people.personOf[address] as number;
  if (people.own[address] === 1 || people.human[person] !== 1) return size;
  for (let i = 0; i < size; i++) if (group[i] === person) return size;
  if (size < max) group[size] = person;
  return size + 1;
}

function addGroup(
  pairs: Pairs,
  group: Int32Array,
  size: number,
  max: number,
  at: number,
  asOf: number,
  factor: number,
  isMeeting: boolean,
): void {
  if (size < 2 || size > max) return;
  const share = factor / (size - 1);
  // By the day, so that nothing changes from one message to the next but what it is about.
  const decay = 2 ** ((at - Math.ceil(asOf / day) * day) / halfLife);
  for (let i = 1; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const [x, y] = [group[i] as number, group[j] as number];
      pairs.add(Math.min(x, y), Math.max(x, y), share, maxOfOne * factor, decay, at, isMeeting);
    }
  }
}

/**
 * Message indexes thread by thread, the latest of each first, so that the cap of a thread does not depend on the order of
 * import. A message that names no thread is one of its own.
 */
function byThread({ messages, threadRef, messageRef, sentAt }: Evidence): { order: Int32Array; start: Int32Array } {
  const numbers = createNumbering(messages);
  const thread = new Int32Array(messages);
  for (let i = 0; i < messages; i++) {
    const ref = (threadRef[i] as number) || (messageRef[i] as number);
    thread[i] = ref === 0 ? numbers.fresh() : numbers.of(ref);
  }
  const threads = numbers.count();
  const start = new Int32Array(threads + 1);
  for (let i = 0; i < messages; i++) bump(start, (thread[i] as number) + 1, 1);
  for (let t = 0; t < threads; t++) bump(start, t + 1, start[t] as number);
  const next = start.slice();
  const order = new Int32Array(messages);
  // Mail comes in mostly in order of time: from the end backwards there is little left to sort.
  for (let i = messages - 1; i >= 0; i--) order[bump(next, thread[i] as number, 1) - 1] = i;
  const isLater = (k: number): boolean =>
    (sentAt[order[k] as number] as number) > (sentAt[order[k - 1] as number] as number);
  for (let t = 0; t < threads; t++) {
    const [from, to] = [start[t] as number, start[t + 1] as number];
    let k = from + 1;
    while (k < to && !isLater(k)) k++;
    if (k < to) order.subarray(from, to).sort((x, y) => (sentAt[y] as number) - (sentAt[x] as number));
  }
  return { order, start };
}

/** A pair stays if it is among the strongest of either side. */
function strongest(pairs: Pairs, personLimit: number): Acquaintances {
  const { columns } = pairs;
  const least = leastWeights(pairs, personLimit);
  const keys = new Float64Array(pairs.size());
  let kept = 0;
  for (let row = 0; row < pairs.size(); row++) {
    const [a, b, weight] = [columns.a[row] as number, columns.b[row] as number, columns.weight[row] as number];
    if (weight >= Math.min(least[a] as number, least[b] as number)) keys[kept++] = pairKey(a, b);
  }
  const rows = Int32Array.from(keys.subarray(0, kept).sort(), (key) => pairs.rowOf(key));
  const pick = (column: ArrayLike<number>) => (row: number) => column[row] as number;
  return {
    a: rows.map(pick(columns.a)),
    b: rows.map(pick(columns.b)),
    // The order in which shares were added up must not show.
    weight: Float64Array.from(rows, (row) => Math.round((columns.weight[row] as number) * 1e6) / 1e6),
    threads: rows.map(pick(columns.threads)),
    meetings: rows.map(pick(columns.meetings)),
    lastAt: Float64Array.from(rows, pick(columns.lastAt)),
  };
}

/** By person id, the weight below which a pair is no longer among the strongest of that person. */
function leastWeights(pairs: Pairs, personLimit: number): Float64Array {
  const { a, b, weight } = pairs.columns;
  const start = new Int32Array(personLimit + 1);
  for (let row = 0; row < pairs.size(); row++) {
    bump(start, (a[row] as number) + 1, 1);
    bump(start, (b[row] as number) + 1, 1);
  }
  for (let person = 0; person < personLimit; person++) bump(start, person + 1, start[person] as number);
  const next = start.slice();
  const weights = new Float64Array(2 * pairs.size());
  for (let row = 0; row < pairs.size(); row++) {
    weights[bump(next, a[row] as number, 1) - 1] = weight[row] as number;
    weights[bump(next, b[row] as number, 1) - 1] = weight[row] as number;
  }
  const least = new Float64Array(personLimit).fill(minWeight);
  for (let person = 0; person < personLimit; person++) {
    const [from, to] = [start[person] as number, start[person + 1] as number];
    if (to - from <= maxPerPerson) continue;
    least[person] = Math.max(minWeight, weights.subarray(from, to).sort()[to - from - maxPerPerson] as number);
  }
  return least;
}
