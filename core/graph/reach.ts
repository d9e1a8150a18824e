/** Whom the user reaches and who is seen with whom, in memory: the graph that paths are found in. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { rankedSides } from '../identity/people.ts';
import { knownWell } from '../identity/word.ts';

/** Everything by person id; the acquaintances of person i are near[start[i] .. start[i + 1]). */
export interface Reach {
  readonly personLimit: number;
  /** 1 where the person may be led to and may introduce: an outside person whose side allows it. */
  readonly open: Uint8Array;
  /** Probability that an answer comes where the user writes; 0 without a living tie. */
  readonly own: Float64Array;
  /** Where `own` is that of another entry that is probably the same person after a move: that person's id, else 0. */
  readonly movedFrom: Int32Array;
  readonly former: Uint8Array;
  readonly start: Int32Array;
  readonly near: Int32Array;
  /** How likely a word from one reaches the other: conservative, for it is only seen that they write side by side. */
  readonly pass: Float64Array;
}

/** What a suspected move costs: it is probably, not surely, the same person. */
const moveFactor = 0.7;
const mostPass = 0.6;
// At this decayed weight, about as many recent threads between two alone, the chance is two thirds of the most.
const passScale = 3;
/** Below this weight two people were hardly ever together, or long ago. */
const leastWeight = 0.3;

// "I know them well": as good as a moderate tie, whatever mail shows of it.
const wordChance = 0.5;

/** The chance that somebody seen together with another (decayed weight) can and would introduce to them. */
export function passOf(weight: number): number {
  return weight < leastWeight ? 0 : mostPass * (1 - Math.exp(-weight / passScale));
}

export function loadReach(db: Reader): Reach {
  const people = statement(
    db,
    `SELECT person.id, colleague = 'former', CASE WHEN band IN ('strong', 'moderate', 'weak') THEN coalesce(probability, 0) ELSE 0 END
     FROM person LEFT JOIN tie ON person_id = person.id
     WHERE kind = 'person' AND colleague <> 'current' AND side IN ('${rankedSides.join(`','`)}') ORDER BY person.id`,
  )
    .raw()
    .all() as [number, number, number][];
  // Above every person, open or not: what is added to the graph has ids of its own from there.
  const personLimit = statement(db, 'SELECT coalesce(max(id), 0) + 1 FROM person').pluck().get() as number;
  const open = new Uint8Array(personLimit);
  const former = new Uint8Array(personLimit);
  const own = new Float64Array(personLimit);
  for (const [id, isFormer, probability] of people) {
    open[id] = 1;
    former[id] = isFormer;
    own[id] = probability;
  }
  const movedFrom = new Int32Array(personLimit);
  for (const id of knownWell(db)) if (open[id] === 1) own[id] = Math.max(own[id] as number, wordChance);
  addMoves(db, open, own, movedFrom);
  return { personLimit, open, own, movedFrom, former, ...loadAcquaintances(db, open) };
}

function addMoves(db: Reader, open: Uint8Array, own: Float64Array, movedFrom: Int32Array): void {
  const moves = statement(
    db,
    `SELECT one.person_id, other.person_id FROM proposal JOIN address AS one ON one.id = a JOIN address AS other ON other.id = b
     WHERE proposal.kind = 'move' AND one.person_id <> other.person_id ORDER BY a, b`,
  )
    .raw()
    .all() as [number, number][];
  const before = own.slice();
  for (const pair of moves) {
    for (const [to, from] of [pair, [pair[1], pair[0]]] as const) {
      if (open[to] !== 1 || open[from] !== 1) continue;
      const probability = moveFactor * (before[from] as number);
      if (probability <= (own[to] as number)) continue;
      own[to] = probability;
      movedFrom[to] = from;
    }
  }
}

function loadAcquaintances(db: Reader, open: Uint8Array): Pick<Reach, 'start' | 'near' | 'pass'> {
  const rows = (
    statement(db, 'SELECT a, b, weight FROM acquaintance WHERE weight >= ?').raw().all(leastWeight) as [
      number,
      number,
      number,
    ][]
  ).filter(([a, b]) => open[a] === 1 && open[b] === 1);
  const start = new Int32Array(open.length + 1);
  for (const [a, b] of rows) {
    start[a + 1] = (start[a + 1] as number) + 1;
    start[b + 1] = (start[b + 1] as number) + 1;
  }
  for (let i = 0; i < open.length; i++) start[i + 1] = (start[i + 1] as number) + (start[i] as number);
  const next = start.slice();
  const near = new Int32Array(2 * rows.length);
  const pass = new Float64Array(2 * rows.length);
  const put = (from: number, to: number, chance: number): void => {
    const at = next[from] as number;
    next[from] = at + 1;
    near[at] = to;
    pass[at] = chance;
  };
  for (const [a, b, weight] of rows) {
    const chance = passOf(weight);
    put(a, b, chance);
    put(b, a, chance);
  }
  return { start, near, pass };
}
