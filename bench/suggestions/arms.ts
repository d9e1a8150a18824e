/** Who is named on each day: by the product's list, and by simpler lists of the same length. Pure. */
import type { ContactNow } from '../../core/contract/briefing.ts';
import { chanceOf } from '../../core/sample/random.ts';

/** Somebody with a living tie on the morning of a day; `person` as the whole mailbox knows them. */
export interface Known {
  readonly person: number;
  /** Strong or moderate now. */
  readonly warm: boolean;
  /** The same, or a season ago. */
  readonly wasWarm: boolean;
  /** Unix seconds. */
  readonly last: number;
  /** Since when the user owes them an answer, or null. */
  readonly owed: number | null;
}

export interface Morning {
  /** Unix seconds. */
  readonly at: number;
  readonly known: readonly Known[];
  readonly list: readonly { readonly person: number; readonly reason: ContactNow['reason'] }[];
}

/** One name on one day; `weight` is less than 1 where a name was drawn in some of many draws. */
export interface Naming {
  readonly at: number;
  readonly who: Known;
  readonly weight: number;
}

const draws = 1000;
const restedFor = 30 * 86_400;

export function named(days: readonly Morning[]): Naming[] {
  return days.flatMap(({ at, known, list }) =>
    list.flatMap(({ person }) => {
      const who = known.find((one) => one.person === person);
      return who === undefined ? [] : [{ at, who, weight: 1 }];
    }),
  );
}

/** Of those in `among` the longest without contact, as many as the list has. */
export function longestSilent(days: readonly Morning[], among: 'warm' | 'wasWarm'): Naming[] {
  return days.flatMap(({ at, known, list }) =>
    known
      .filter((who) => who[among])
      .sort((a, b) => a.last - b.last || a.person - b.person)
      .slice(0, list.length)
      .map((who) => ({ at, who, weight: 1 })),
  );
}

/** As many as the list has, drawn from those who are warm; many times, the same every time. */
export function drawn(days: readonly Morning[]): Naming[] {
  const chance = chanceOf('suggestions');
  return days.flatMap(({ at, known, list }) => {
    const warm = known.filter((who) => who.warm);
    const times = new Map<Known, number>();
    for (let draw = 0; draw < draws; draw++) {
      const left = [...warm];
      for (let i = 0; i < list.length && left.length > 0; i++) {
        const [who] = left.splice(chance.whole(0, left.length - 1), 1) as [Known];
        times.set(who, (times.get(who) ?? 0) + 1);
      }
    }
    return [...times].map(([who, count]) => ({ at, who, weight: count / draws }));
  });
}

/** Of whole names those that the arm has not had in the days before: who stays on a list for weeks counts once. */
export function anew(namings: readonly Naming[]): Naming[] {
  const last = new Map<number, number>();
  return namings.filter(({ at, who }) => {
    const isNew = at - (last.get(who.person) ?? -Infinity) > restedFor;
    last.set(who.person, at);
    return isNew;
  });
}
