import fc from 'fast-check';
import { expect, test } from 'vitest';
import { good, seededBytes } from '../../test/builders/exchange-firm.ts';
import { fromText, toText } from './encoding.ts';
import {
  addBallot,
  ballotBytes,
  emptyTally,
  openAny,
  openSum,
  parseBallot,
  placesInBallot,
  sealBallot,
  tallyKeyOf,
} from './tally.ts';
import type { Value } from './tally.ts';

const randomBytes = seededBytes('tally');
const poll = toText(randomBytes(16));
const key = tallyKeyOf(randomBytes(32), poll);
const seal = (...values: Value[]): string => good(sealBallot(key.publicKey, values, randomBytes));
const added = (ballots: readonly string[]): Buffer =>
  ballots.reduce((tally, ballot) => addBallot(tally, good(parseBallot(ballot))), emptyTally());

test('the sum of numbers is found, place by place, in whichever order they came', () => {
  const people = fc.array(fc.array(fc.nat(40), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(people, (numbers) => {
      const ballots = numbers.map((each) => seal(...each));
      const sums = [0, 1, 2, 3].map((at) => numbers.reduce((sum, each) => sum + (each[at] ?? 0), 0));
      expect(good(openSum(key, added(ballots), 6))).toEqual([...sums, 0, 0]);
      expect(added([...ballots].reverse())).toEqual(added(ballots));
    }),
    { numRuns: 4 },
  );
}); // prettier-ignore

test('sums are found up to a limit, however many steps away', () => {
  const numbers = [0, 1, 249, 250, 251, 1_000, 19_999];
  expect(good(openSum(key, added([seal(...numbers, 20_000)]), 8))).toEqual([...numbers, null]);
});

test('of "some" only that there was any is found, not how many', () => {
  const [one, two, none] = [added([seal('some', 0)]), added([seal('some', 0), seal('some', 0)]), added([seal(0), seal(0)])];
  expect(good(openAny(key, one)).slice(0, 2)).toEqual([true, false]);
  expect(good(openAny(key, two)).slice(0, 2)).toEqual([true, false]);
  expect(good(openAny(key, none)).includes(true)).toBe(false);
  // Not one sum is a number that could be counted up to.
  for (const tally of [one, two]) expect(good(openSum(key, tally, 2))).toEqual([null, 0]);
}); // prettier-ignore

test('a ballot stuffed with what cannot be makes its places untrue, and no other', () => {
  const stuffed = seal(...Array.from({ length: placesInBallot - 1 }, (): Value => 'some'), 0);
  const sums = good(openSum(key, added([stuffed, seal(3), seal(...Array.from({ length: placesInBallot }, () => 2))]), placesInBallot));
  expect(sums).toEqual([...Array.from({ length: placesInBallot - 1 }, () => null), 2]);
}); // prettier-ignore

test('two ballots of the same values have nothing in common, nor do the places of one', () => {
  const parts = [seal(1, 1), seal(1, 1), seal()].flatMap((ballot) =>
    Array.from({ length: 2 * placesInBallot }, (_, at) => fromText(ballot).subarray(at * 32, (at + 1) * 32).toString('hex')),
  );
  expect(new Set(parts).size).toBe(parts.length);
}); // prettier-ignore

test('another key opens nothing true, and every poll has its own', () => {
  const secret = randomBytes(32);
  const other = tallyKeyOf(secret, poll);
  expect(tallyKeyOf(secret, poll)).toEqual(other);
  expect(tallyKeyOf(secret, toText(randomBytes(16))).publicKey).not.toBe(other.publicKey);
  expect(good(openAny(other, added([seal(0)])))[0]).toBe(true);
});

test('what is no ballot, or no key, is refused', () => {
  for (const wrong of [Buffer.alloc(ballotBytes, 0xff), Buffer.alloc(ballotBytes - 1), Buffer.alloc(0)])
    expect(parseBallot(toText(wrong))).toEqual({ ok: false, refusal: 'malformed' });
  for (const wrong of [Buffer.alloc(32), Buffer.alloc(32, 0xff)])
    expect(sealBallot(toText(wrong), [], randomBytes)).toEqual({ ok: false, refusal: 'malformed' });
  expect(openSum(key, Buffer.alloc(3), 1)).toEqual({ ok: false, refusal: 'malformed' });
});
