/** Who is seen with whom: people side by side in small threads and small meetings. */
import type { Writer } from '../db/database.ts';
import type { Evidence } from '../db/evidence.ts';
import { statement } from '../db/open.ts';
import type { People } from '../identity/people.ts';
import { partyRole } from '../ingest/flags.ts';

export interface Acquaintance {
  /** Person ids, a < b. */
  readonly a: number;
  readonly b: number;
  /** Decayed count, half-life a year, each occasion divided by the people in it. */
  readonly weight: number;
}

// In larger circles people stand side by side without knowing each other.
const maxThread = 6;
const maxMeeting = 8;
const meetingWeight = 2;
const halfLife = 365 * 86_400;
// The strongest of each person: a million messages stay a map.
const maxPerPerson = 40;
// Person ids fit; a pair is one number.
const shift = 2 ** 26;

/** Pairs of humans other than the user, seen before `asOf` (Unix seconds), in order of a, then b. */
export function acquaintances(evidence: Evidence, people: People, asOf: number): Acquaintance[] {
  const weights = new Map<number, number>();
  const group: number[] = [];
  const add = (at: number, limit: number, factor: number): void => {
    if (group.length < 2 || group.length > limit || at >= asOf) return;
    const weight = (factor * 2 ** ((at - asOf) / halfLife)) / group.length;
    for (let i = 0; i < group.length; i++) {
      for (let j = i + 1; j < group.length; j++) {
        const [a, b] = [group[i] as number, group[j] as number];
        const key = a < b ? a * shift + b : b * shift + a;
        weights.set(key, (weights.get(key) ?? 0) + weight);
      }
    }
  };
  const join = (address: number): void => {
    const person = people.personOf[address] as number;
    if (people.own[address] !== 1 && people.human[person] === 1 && !group.includes(person)) group.push(person);
  };

  for (let i = 0; i < evidence.messages; i++) {
    const start = evidence.partyStart[i] as number;
    const end = evidence.partyStart[i + 1] as number;
    if (end - start < 2 || end - start > 3 * maxThread) continue;
    group.length = 0;
    for (let p = start; p < end; p++) {
      if ((evidence.partyRole[p] as number) <= partyRole.cc) join(evidence.partyAddress[p] as number);
    }
    add(evidence.sentAt[i] as number, maxThread, 1);
  }
  for (let i = 0; i < evidence.meetings; i++) {
    if (evidence.cancelled[i]) continue;
    group.length = 0;
    for (let p = evidence.meetingPartyStart[i] as number; p < (evidence.meetingPartyStart[i + 1] as number); p++) {
      if (!evidence.meetingPartyDeclined[p]) join(evidence.meetingPartyAddress[p] as number);
    }
    add(evidence.startAt[i] as number, maxMeeting, meetingWeight);
  }
  return strongest(weights);
}

/** A pair stays if it is among the strongest of either side. */
function strongest(weights: ReadonlyMap<number, number>): Acquaintance[] {
  const pairs = [...weights].map(([key, weight]) => ({ a: Math.floor(key / shift), b: key % shift, weight }));
  pairs.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b);
  const kept = new Map<number, number>();
  return pairs
    .filter(({ a, b }) => {
      const [countA, countB] = [kept.get(a) ?? 0, kept.get(b) ?? 0];
      if (countA >= maxPerPerson && countB >= maxPerPerson) return false;
      kept.set(a, countA + 1);
      kept.set(b, countB + 1);
      return true;
    })
    .sort((x, y) => x.a - y.a || x.b - y.b);
}

/** Replaces the table, in one transaction. */
export function refreshAcquaintances(db: Writer, evidence: Evidence, people: People, asOf: number): void {
  const rows = acquaintances(evidence, people, asOf).map(({ a, b, weight }) => [a, b, weight]);
  db.transaction(() => {
    statement(db, 'DELETE FROM acquaintance').run();
    statement(
      db,
      'INSERT INTO acquaintance (a, b, weight) SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?)',
    ).run(JSON.stringify(rows));
  })();
}
