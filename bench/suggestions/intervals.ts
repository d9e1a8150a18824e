/** Shares with their uncertainty: by resampling people, whose days are alike, and Wilson's for plain counts. Pure. */
import { chanceOf } from '../../core/sample/random.ts';

/** Something that was so or not, of one person. */
export interface Case {
  readonly person: number;
  readonly weight: number;
  readonly hit: boolean;
}

export interface Share {
  /** Null of no case. */
  readonly share: number | null;
  readonly low: number;
  readonly high: number;
}

const resamples = 2000;

/** The share of hits in each of `arms` and its difference to that in the first, with 95 % intervals; people are drawn for all arms at once. */
export function sharesByPerson(arms: readonly (readonly Case[])[]): { readonly of: Share; readonly less: Share }[] {
  const people = [...new Set(arms.flatMap((cases) => cases.map(({ person }) => person)))].sort((a, b) => a - b);
  const at = new Map(people.map((person, i) => [person, i]));
  const sums = arms.map((cases) => {
    const [all, hits] = [new Float64Array(people.length), new Float64Array(people.length)];
    for (const { person, weight, hit } of cases) {
      const i = at.get(person) as number;
      all[i] = (all[i] as number) + weight;
      if (hit) hits[i] = (hits[i] as number) + weight;
    }
    return { all, hits };
  });
  const sharesOf = (times: Float64Array): (number | null)[] => sums.map(({ all, hits }) => ratio(hits, all, times));
  const measured = sharesOf(new Float64Array(people.length).fill(1));
  const chance = chanceOf('people');
  const tries = Array.from({ length: resamples }, () => {
    const times = new Float64Array(people.length);
    for (let i = 0; i < people.length; i++) {
      const drawn = chance.whole(0, people.length - 1);
      times[drawn] = (times[drawn] as number) + 1;
    }
    return sharesOf(times);
  });
  return arms.map((_, i) => ({
    of: middle(
      measured[i] ?? null,
      tries.flatMap((shares) => shares[i] ?? []),
    ),
    less: middle(
      less(measured[i], measured[0]),
      tries.flatMap((shares) => less(shares[i], shares[0]) ?? []),
    ),
  }));
}

/** Wilson's 95 % interval. */
export function wilson(hits: number, all: number): Share {
  const z = 1.96;
  if (all === 0) return { share: null, low: 0, high: 1 };
  const share = hits / all;
  const centre = share + (z * z) / (2 * all);
  const half = z * Math.sqrt((share * (1 - share)) / all + (z * z) / (4 * all * all));
  const scale = 1 + (z * z) / all;
  return { share, low: (centre - half) / scale, high: (centre + half) / scale };
}

function ratio(hits: Float64Array, all: Float64Array, times: Float64Array): number | null {
  let [of, sum] = [0, 0];
  for (let i = 0; i < times.length; i++) {
    of += (all[i] as number) * (times[i] as number);
    sum += (hits[i] as number) * (times[i] as number);
  }
  return of === 0 ? null : sum / of;
}

function less(a: number | null | undefined, b: number | null | undefined): number | null {
  return a === null || a === undefined || b === null || b === undefined ? null : a - b;
}

function middle(share: number | null, tries: readonly number[]): Share {
  const sorted = tries.toSorted((a, b) => a - b);
  const part = (share_: number): number => sorted[Math.round(share_ * (sorted.length - 1))] ?? 0;
  return { share, low: part(0.025), high: part(0.975) };
}
