/** Warm paths: from the user to somebody, directly or through one or two outside people. */
import type { Reach } from './reach.ts';

export interface WarmPath {
  readonly target: number;
  /** The people in between, first asked first; empty for a direct path. */
  readonly through: readonly number[];
  /** The product of the hops: an order, never a number on screen. */
  readonly chance: number;
}

interface PathLimits {
  readonly paths: number;
  /** How many paths may lead to one target. */
  readonly perTarget: number;
}

// A path less likely than this is no path.
const leastChance = 0.02;
// Kept per person for a second introducer: the paths of an answer (six, of two people each) rule out fewer.
const firstAsked = 14;

/**
 * The best paths to any of `targets`, best first, at most three hops: the product of probabilities is maximised, which is the
 * shortest path over -log p. With so few hops it is found exactly, layer by layer from the targets; Dijkstra's algorithm with a
 * limit on hops would have to carry a label for each number of hops and visit the same edges. Nobody is asked, or led to, twice.
 * Equal chances: fewer hops first, then former colleagues, then lower ids.
 */
export function warmPaths(reach: Reach, targets: readonly number[], limits: PathLimits): WarmPath[] {
  const memo = memoOf(reach);
  const open = [...new Set(targets)].filter((target) => reach.open[target] === 1);
  const short = open.flatMap((target) => shortPathsTo(reach, target));
  const best = (least: number): WarmPath[] => {
    const long = open.flatMap((target) => longPathsTo(reach, target, memo, least));
    return choose(reach, [...short.filter(({ chance }) => chance >= least), ...long], limits);
  };
  // A path is chosen by looking at better ones only: where there are enough short ones, weaker long ones need not be looked at.
  const enough = choose(reach, short, limits);
  const likely = best(enough.length === limits.paths ? (enough.at(-1)?.chance ?? leastChance) : leastChance);
  return likely.length === limits.paths ? likely : best(leastChance);
}

/** The best first; whoever has been offered as the one to ask is not offered again, be it as the target or as an introducer. */
function choose(reach: Reach, candidates: readonly WarmPath[], limits: PathLimits): WarmPath[] {
  const used = new Set<number>();
  const led = new Map<number, number>();
  const chosen: WarmPath[] = [];
  for (const path of [...candidates].sort((x, y) => compare(reach, x, y))) {
    if (chosen.length === limits.paths) break;
    const count = led.get(path.target) ?? 0;
    const asked = path.through.length === 0 ? [path.target] : path.through;
    if (count >= limits.perTarget || asked.some((person) => used.has(person))) continue;
    for (const person of asked) used.add(person);
    led.set(path.target, count + 1);
    chosen.push(path);
  }
  return chosen;
}

/** Somebody the user knows, and the chance that through them somebody else is reached. */
interface First {
  readonly person: number;
  readonly chance: number;
}

/** Directly or through one person. */
function shortPathsTo(reach: Reach, target: number): WarmPath[] {
  const paths: WarmPath[] = [];
  const direct = reach.own[target] as number;
  if (direct >= leastChance) paths.push({ target, through: [], chance: direct });
  for (let e = reach.start[target] as number; e < (reach.start[target + 1] as number); e++) {
    const introducer = reach.near[e] as number;
    const chance = (reach.own[introducer] as number) * (reach.pass[e] as number);
    if (chance < leastChance || isDetour(reach, introducer, target)) continue;
    paths.push({ target, through: [introducer], chance });
  }
  return paths;
}

/** Through two people, of at least this chance. */
function longPathsTo(reach: Reach, target: number, memo: Map<number, readonly First[]>, least: number): WarmPath[] {
  const paths: WarmPath[] = [];
  for (let e = reach.start[target] as number; e < (reach.start[target + 1] as number); e++) {
    const introducer = reach.near[e] as number;
    const pass = reach.pass[e] as number;
    if (isSame(reach, introducer, target)) continue;
    for (const { person, chance } of firstsTo(reach, introducer, memo)) {
      if (chance * pass < least) break;
      if (person === target || isDetour(reach, person, target)) continue;
      paths.push({ target, through: [person, introducer], chance: chance * pass });
    }
  }
  return paths;
}

// What was found for one question serves the next, as long as nothing changes.
const memos = new WeakMap<Reach, Map<number, readonly First[]>>();

function memoOf(reach: Reach): Map<number, readonly First[]> {
  const memo = memos.get(reach) ?? new Map<number, readonly First[]>();
  memos.set(reach, memo);
  return memo;
}

/** The best people to be asked first for a word with `person`, known to the user or not. */
function firstsTo(reach: Reach, person: number, memo: Map<number, readonly First[]>): readonly First[] {
  const known = memo.get(person);
  if (known) return known;
  const firsts: First[] = [];
  for (let e = reach.start[person] as number; e < (reach.start[person + 1] as number); e++) {
    const first = reach.near[e] as number;
    const chance = (reach.own[first] as number) * (reach.pass[e] as number);
    if (chance >= leastChance && !isSame(reach, first, person)) firsts.push({ person: first, chance });
  }
  firsts.sort((x, y) => y.chance - x.chance || x.person - y.person);
  firsts.length = Math.min(firsts.length, firstAsked);
  memo.set(person, firsts);
  return firsts;
}

/** Nobody asks for a word with somebody they know as well as the one they would ask, or with that very person. */
function isDetour(reach: Reach, first: number, target: number): boolean {
  return (reach.own[target] as number) >= (reach.own[first] as number) || isSame(reach, first, target);
}

/** Two entries that are probably one person after a move. */
function isSame(reach: Reach, one: number, other: number): boolean {
  return reach.movedFrom[one] === other || reach.movedFrom[other] === one;
}

function compare(reach: Reach, x: WarmPath, y: WarmPath): number {
  const asked = (path: WarmPath): number => path.through[0] ?? path.target;
  return (
    y.chance - x.chance ||
    x.through.length - y.through.length ||
    (reach.former[asked(y)] as number) - (reach.former[asked(x)] as number) ||
    asked(x) - asked(y) ||
    (x.through[1] ?? 0) - (y.through[1] ?? 0) ||
    x.target - y.target
  );
}
