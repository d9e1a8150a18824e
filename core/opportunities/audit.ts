/** Lost pursuits looked at as of a past moment: whom the user was warm with then, and whether they turned to them. Pure. */
import { auditDays } from '../contract/opportunities.ts';
import type { Band } from '../contract/shapes.ts';
import type { Evidence } from '../db/evidence.ts';
import { acquaintances } from '../graph/acquaintances.ts';
import { passOf } from '../graph/reach.ts';
import type { People } from '../identity/people.ts';
import { isContact } from '../strength/features.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { StrengthModel } from '../strength/model.ts';
import { tieOf } from '../strength/ties.ts';
import { evidenceWith, occasionsOf } from './evidence-part.ts';

interface LostDeal {
  /** Everybody of the mailbox there at a moment (Unix seconds). */
  readonly thereAt: (asOf: number) => readonly number[];
  /** Unix seconds: 00:00 UTC of the day on which it was decided. */
  readonly decidedAt: number;
}

export interface Look {
  readonly daysBefore: (typeof auditDays)[number];
  /** Unix seconds; only what is strictly before it is looked at, but for `used`. */
  readonly asOf: number;
  /** The strongest tie there: by band, then by the chance of an answer. */
  readonly tie: { readonly person: number; readonly band: Band; readonly last: number | null } | null;
  readonly path: FoundPath | null;
}

export interface FoundPath {
  /** Who is asked first; whom it leads to last, who is the same on a direct path. */
  readonly people: readonly [number] | readonly [number, number];
  readonly chance: number;
  readonly good: boolean;
  /** In the 90 days before the decision. */
  readonly used: boolean;
}

interface AuditInput {
  /** Also of colleagues of today who once were none. */
  readonly rows: Interactions;
  readonly people: People;
  readonly isColleague: (person: number, asOf: number) => boolean;
  /** With senders put right. */
  readonly evidence: Evidence;
  /** As of the moment (Unix seconds), from the user's answers before it. */
  readonly modelAt: (asOf: number) => StrengthModel;
}

const day = 86_400;
const usedWithin = 90 * day;
/** Less than this is no path, as in graph/paths.ts. */
export const leastChance = 0.02;
/** Two people seen together this much may well know each other, as in graph/who.ts. */
export const goodWeight = 4;

const order: readonly Band[] = ['strong', 'moderate', 'weak', 'none', 'unknown'];

/** One list of looks for each deal, 90 days before the decision first. Who is whom is as known today; all else is as of then. */
export function auditDeals(deals: readonly LostDeal[], input: AuditInput): Look[][] {
  const moments = deals.map(({ thereAt, decidedAt }) =>
    auditDays.map((daysBefore): Moment => {
      const asOf = decidedAt - daysBefore * day;
      return { daysBefore, asOf, decidedAt, there: thereAt(asOf) };
    }),
  );
  const everybody = (of: readonly Moment[]): number[] => of.flatMap(({ there }) => there);
  const occasions = occasionsOf(input.evidence, input.people, new Set(everybody(moments.flat())));
  return moments.map((ofDeal) => {
    const part = evidenceWith(input.evidence, occasions, everybody(ofDeal));
    return ofDeal.map((moment) => lookAt(moment, part, input));
  });
}

interface Moment extends Pick<Look, 'daysBefore' | 'asOf'> {
  readonly decidedAt: number;
  readonly there: readonly number[];
}

function lookAt({ daysBefore, asOf, decidedAt, ...moment }: Moment, part: Evidence, input: AuditInput): Look {
  const { rows, people, modelAt } = input;
  const model = modelAt(asOf);
  const known = new Map<number, { band: Band; chance: number; last: number | null }>();
  const standing = (person: number): { band: Band; chance: number; last: number | null } => {
    let found = known.get(person);
    if (found === undefined) {
      const tie = person + 1 < rows.start.length ? tieOf(rows, person, model, asOf) : null;
      found = { band: tie?.band ?? 'unknown', chance: tie?.probability ?? 0, last: tie?.lastInteraction ?? null };
      known.set(person, found);
    }
    return found;
  };
  const there = moment.there.filter((person) => people.ranked[person] === 1);
  const isLiving = (person: number): boolean => ['strong', 'moderate', 'weak'].includes(standing(person).band);
  const chanceOf = (person: number): number => (isLiving(person) ? standing(person).chance : 0);
  const isGood = (person: number): boolean => ['strong', 'moderate'].includes(standing(person).band);

  let best: Omit<FoundPath, 'used'> | undefined;
  const consider = (path: Omit<FoundPath, 'used'>): void => {
    if (path.chance >= leastChance && (best === undefined || comparePaths(path, best) < 0)) best = path;
  };
  for (const person of there) consider({ people: [person], chance: chanceOf(person), good: isGood(person) });
  for (const [introducer, target, weight] of seenWith(part, there, asOf, input)) {
    const pass = passOf(weight);
    // Whatever the introducer's standing, it makes no more of the path than this: most need not be worked out.
    const most = { people: [introducer, target] as const, chance: pass, good: weight >= goodWeight };
    if (pass < leastChance || (best !== undefined && comparePaths(most, best) > 0)) continue;
    // Nobody asks for a word with somebody they know as well as the one they would ask.
    if (chanceOf(target) >= chanceOf(introducer)) continue;
    consider({ ...most, chance: chanceOf(introducer) * pass, good: most.good && isGood(introducer) });
  }
  const strongest = there
    .filter((person) => standing(person).band !== 'unknown')
    .sort((a, b) => order.indexOf(standing(a).band) - order.indexOf(standing(b).band) || standing(b).chance - standing(a).chance || a - b)[0]; // prettier-ignore
  return {
    daysBefore,
    asOf,
    tie:
      strongest === undefined
        ? null
        : { person: strongest, band: standing(strongest).band, last: standing(strongest).last },
    path: best === undefined ? null : { ...best, used: isUsed(rows, best.people, decidedAt) },
  };
}

/** The better first: good ones, then by chance, then by lower ids. */
function comparePaths(a: Omit<FoundPath, 'used'>, b: Omit<FoundPath, 'used'>): number {
  return (
    Number(b.good) - Number(a.good) ||
    b.chance - a.chance ||
    a.people[0] - b.people[0] ||
    (a.people[1] ?? 0) - (b.people[1] ?? 0)
  );
}

/** Who was seen with somebody there before `asOf`, and how much: [introducer, target, decayed weight], the most first. */
function seenWith(
  part: Evidence,
  there: readonly number[],
  asOf: number,
  { people, isColleague }: AuditInput,
): [number, number, number][] {
  const { a, b, weight } = acquaintances(part, people, asOf);
  const isThere = new Set(there);
  const found: [number, number, number][] = [];
  for (let row = 0; row < a.length; row++) {
    for (const [one, other] of [
      [a[row] as number, b[row] as number],
      [b[row] as number, a[row] as number],
    ] as const) {
      if (isThere.has(other) && people.ranked[one] === 1 && people.human[one] === 1 && !isColleague(one, asOf))
        found.push([one, other, weight[row] as number]);
    }
  }
  return found.sort((x, y) => y[2] - x[2] || x[0] - y[0] || x[1] - y[1]);
}

/**
 * Whether the user turned to the path in the 90 days before the decision: wrote to, met or spoke with whom it leads to; through
 * somebody, wrote to, heard from or met them where that somebody was in the same thread or meeting, which is what an introduction looks
 * like in headers. That the two were merely seen together by the user is no use of it.
 */
function isUsed(rows: Interactions, path: FoundPath['people'], decidedAt: number): boolean {
  const within = (person: number): number[] => {
    const found: number[] = [];
    for (let row = (rows.start[person + 1] as number) - 1; row >= (rows.start[person] as number); row--) {
      if ((rows.at[row] as number) < decidedAt - usedWithin) break;
      if ((rows.at[row] as number) < decidedAt) found.push(row);
    }
    return found;
  };
  const [first, target] = path;
  if (target === undefined)
    return within(first).some((row) => isContact(rows, row) && rows.kind[row] !== interactionKind.received);
  const isWord = (row: number): boolean => rows.automatic[row] === 0;
  const met = new Set(
    within(first)
      .filter(isWord)
      .map((row) => occasionOf(rows, row)),
  );
  return within(target).some((row) => isContact(rows, row) && met.has(occasionOf(rows, row)));
}

/** The thread or meeting of an interaction: two people with the same one were in it together. */
export function occasionOf(rows: Interactions, row: number): string {
  return rows.kind[row] === interactionKind.meeting || rows.series[row] === 0
    ? `at ${String(rows.at[row])}`
    : `thread ${String(rows.series[row])}`;
}
