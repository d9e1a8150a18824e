/** Warm paths: from the user to a person in at most three hops, the best few that begin with different introducers. Pure. */

export interface Link {
  readonly a: number;
  readonly b: number;
  /** See Acquaintance. */
  readonly weight: number;
}

/** Person ids from the first after the user to the target. */
export interface Path {
  readonly people: readonly number[];
  /** The product of the links' probabilities: an order, never shown. */
  readonly order: number;
}

// Being seen together says less than an answered letter: even the closest pair stays below a sure introduction.
const mostTrust = 0.85;
const halfTrust = 1.5;

/** How likely one passes a word on to the other, from how often they are seen together. */
export function linkProbability(weight: number): number {
  return (mostTrust * weight) / (weight + halfTrust);
}

/**
 * The best `limit` paths to `target`. `own` is the probability of the user's tie by person id, only of people who may introduce
 * (or are the target); `links` hold everything within two steps of the target. With at most three hops, trying all of them is
 * exact; equal ones are ordered by their ids. A path of more people has to be better than a shorter one by the same introducer.
 */
export function warmPaths(target: number, own: ReadonlyMap<number, number>, links: readonly Link[], limit: number): Path[] {
  const neighbours = new Map<number, Map<number, number>>();
  for (const { a, b, weight } of links) {
    connect(neighbours, a, b, linkProbability(weight));
    connect(neighbours, b, a, linkProbability(weight));
  }
  const best = new Map<number, Path>();
  const consider = (people: readonly number[], order: number): void => {
    const introducer = people[0] as number;
    const known = best.get(introducer);
    if (!known || order > known.order || (order === known.order && comesBefore(people, known.people))) {
      best.set(introducer, { people, order });
    }
  };
  const direct = own.get(target);
  if (direct !== undefined) consider([target], direct);
  for (const [last, toTarget] of neighbours.get(target) ?? []) {
    const known = own.get(last);
    if (known !== undefined) consider([last, target], known * toTarget);
    for (const [first, toLast] of neighbours.get(last) ?? []) {
      const warm = own.get(first);
      if (first !== target && first !== last && warm !== undefined) consider([first, last, target], warm * toLast * toTarget);
    }
  }
  return [...best.values()].sort((x, y) => y.order - x.order || (comesBefore(x.people, y.people) ? -1 : 1)).slice(0, limit);
}

function connect(neighbours: Map<number, Map<number, number>>, from: number, to: number, p: number): void {
  let known = neighbours.get(from);
  if (!known) neighbours.set(from, (known = new Map()));
  known.set(to, Math.max(known.get(to) ?? 0, p));
}

function comesBefore(a: readonly number[], b: readonly number[]): boolean {
  if (a.length !== b.length) return a.length < b.length;
  const at = a.findIndex((id, i) => id !== b[i]);
  return at >= 0 && (a[at] as number) < (b[at] as number);
}
