/** Which questions a round asks by itself, so that they leave half of a member's hourly budget to what the user asks. Pure. */

// Eight keys a call, twelve rounds an hour, 600 calls an hour.
export const mostRefreshed = 128;
export const mostDue = 64;

/**
 * What was never asked first, then what was asked longest ago; what is alike in an order of chance, so that many are all asked in
 * time, even by a program that ends after each round. `askedAt` in Unix seconds.
 */
export function dueQuestions(
  lookups: readonly string[],
  askedAt: ReadonlyMap<string, number>,
  randomBytes: (size: number) => Buffer,
): string[] {
  return lookups
    .map((lookup) => ({ lookup, last: askedAt.get(lookup) ?? 0, chance: randomBytes(4).readUInt32BE() }))
    .sort((a, b) => a.last - b.last || a.chance - b.chance)
    .slice(0, mostDue)
    .map(({ lookup }) => lookup);
}
