/** What members count of their own asks for a poll of figures: by quarter, coarse, and in one order, so that all of them add up. */
import { mostPollDays } from './polls.ts';

/** An answer is counted as having come within the first of these that it did; hours. */
export const answerHours = [4, 24, 72, 168, mostPollDays * 24] as const;

/** One quarter of one member, or the sum of many. */
export interface QuarterFigures {
  readonly made: number;
  /** Asks that were answered, by how soon the first answer came (`answerHours`). */
  readonly answered: readonly number[];
  /** Introductions after which the one who had asked met whom they had asked for. */
  readonly met: number;
}

/** The quarters a poll of figures is about, the latest first. */
export const quartersInPoll = 4;
/** More than anybody asks: what is beyond is not told. */
const mostCounted = 999;

/** The quarter a day (counted from 1970-01-01) is in, and those before it, as "2026-Q3". */
export function quartersUntil(day: number): string[] {
  const date = new Date(day * 86_400_000);
  const last = date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
  return Array.from({ length: quartersInPoll }, (_, back) => quarterName(last - back));
}

/** The quarter a moment (Unix seconds) is in. */
export function quarterOf(at: number): string {
  return quartersUntil(Math.floor(at / 86_400))[0] as string;
}

function quarterName(count: number): string {
  return `${String(Math.floor(count / 4))}-Q${String((count % 4) + 1)}`;
}

/** What is counted of a quarter. */
const countsInQuarter = answerHours.length + 2;
/** Places of a ballot of figures. */
export const placesOfFigures = quartersInPoll * countsInQuarter;

/** As the places of a ballot. */
export function valuesOfFigures(quarters: readonly QuarterFigures[]): number[] {
  return quarters.slice(0, quartersInPoll).flatMap(({ made, answered, met }) =>
    [made, ...answerHours.map((_, at) => answered[at] ?? 0), met].map((count) => Math.min(count, mostCounted)),
  );
} // prettier-ignore

/** What sums say of each quarter; null where one of them cannot be true. */
export function figuresOfSums(sums: readonly (number | null)[]): (QuarterFigures | null)[] {
  return Array.from({ length: quartersInPoll }, (_, quarter) => {
    const own = sums.slice(quarter * countsInQuarter, (quarter + 1) * countsInQuarter);
    const counts = own.flatMap((sum) => sum ?? []);
    if (counts.length < countsInQuarter) return null;
    const [made = 0, ...rest] = counts;
    return { made, answered: rest.slice(0, -1), met: rest.at(-1) ?? 0 };
  });
}

/** How soon half of the asks that were answered had been: the hours within which; null where none was. */
export function medianHours(answered: readonly number[]): number | null {
  const all = answered.reduce((sum, count) => sum + count, 0);
  let counted = 0;
  for (const [at, count] of answered.entries()) {
    counted += count;
    if (all > 0 && counted * 2 >= all) return answerHours[at] ?? null;
  }
  return null;
}
