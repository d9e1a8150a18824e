/** Which questions a round asks by itself, so that those about pursuits leave most of the hourly budget to the user's own. Pure. */

const hour = 3600;
// Twelve rounds an hour of eight keys a call: with both, half of the 600 calls an hour that a member has.
export const mostRefreshed = 128;
export const mostDue = 64;

/**
 * What was never asked first, then what was asked longest ago, none twice within the hour; what is alike in an order of chance, so that
 * many are all asked in time, even by a program that ends after each round. `askedAt` and `now` in Unix seconds.
 */
export function dueQuestions(
  lookups: readonly string[],
  askedAt: ReadonlyMap<string, number>,
  now: number,
  randomBytes: (size: number) => Buffer,
): string[] {
  return lookups
    .map((lookup) => ({ lookup, last: askedAt.get(lookup) ?? 0, chance: randomBytes(4).readUInt32BE() }))
    .filter(({ last }) => last <= now - hour)
    .sort((a, b) => a.last - b.last || a.chance - b.chance)
    .slice(0, mostDue)
    .map(({ lookup }) => lookup);
}
