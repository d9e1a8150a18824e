/**
 * Adding up what nobody may read singly: exponential ElGamal over ristretto255 (RFC 9496), as elections count votes (Cramer, Gennaro,
 * Schoenmakers 1997). A ballot is one sealed number a place; whoever adds ballots together learns nothing of them, and whoever can open
 * the sum learns nothing but the sum.
 */
import { ristretto255 } from '@noble/curves/ed25519.js';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import { bytesText, fromText, toText } from './encoding.ts';
import { hkdf } from './keys.ts';
import type { RandomBytes } from './keys.ts';

const { Point } = ristretto255;
type Element = InstanceType<typeof Point>;

/** Numbers in every ballot, used or not. */
export const placesInBallot = 32;
const elementBytes = 32;
export const ballotBytes = placesInBallot * 2 * elementBytes;
export const ballotText = bytesText(ballotBytes);
/** Only sums below this are looked for, by steps of so many. */
const mostSum = 20_000;
const step = 250;

/** What opens the sum of one poll. */
export interface TallyKey {
  readonly publicKey: string;
  readonly secret: bigint;
}

/** The key of a poll: from a secret of the device that makes it, so that nothing has to be kept and no other poll has the same. */
export function tallyKeyOf(secret: Uint8Array, poll: string): TallyKey {
  const scalar = scalarOf(Buffer.concat(['1', '2'].map((half) => hkdf(secret, fromText(poll), `warmpath/1 tally ${half}`))));
  return { publicKey: toText(Point.BASE.multiply(scalar).toBytes()), secret: scalar };
} // prettier-ignore

/** A number to be added, or "some": a number of chance, so that of several nobody can tell how many they were. */
export type Value = number | 'some';

/** Seals up to `placesInBallot` values; the places left over are 0. Refuses: malformed, a key that is none. */
export function sealBallot(publicKey: string, values: readonly Value[], randomBytes: RandomBytes): Checked<string> {
  const key = elementOf(fromText(publicKey));
  if (key === null || key.is0() || values.length > placesInBallot) return refused('malformed');
  const chance = (): bigint => scalarOf(randomBytes(64));
  const sealed = Array.from({ length: placesInBallot }, (_, place) => {
    const value = values[place] ?? 0;
    const once = chance();
    const meant = value === 'some' ? Point.BASE.multiply(chance()) : Point.BASE.multiplyUnsafe(BigInt(value));
    return [Point.BASE.multiply(once), key.multiply(once).add(meant)];
  });
  return accepted(toText(bytesOf(sealed.flat())));
}

/** The sum of no ballots. */
export function emptyTally(): Buffer {
  return Buffer.alloc(ballotBytes);
}

/** One member's sealed numbers, read. */
type Ballot = readonly Element[];

/** Needs no key. Refuses: malformed, bytes that are no ballot. */
export function parseBallot(ballot: string): Checked<Ballot> {
  const elements = elementsOf(fromText(ballot));
  return elements === null ? refused('malformed') : accepted(elements);
}

/** The sum with one ballot more. Needs no key. Throws for a sum that `emptyTally` and this have not made. */
export function addBallot(tally: Uint8Array, ballot: Ballot): Buffer {
  const sum = elementsOf(tally);
  if (sum === null) throw new Error('no sum of ballots');
  return bytesOf(sum.map((element, at) => element.add(ballot[at] ?? Point.ZERO)));
}

/** For each place whether any ballot had more than 0 there. Refuses: malformed. */
export function openAny(key: TallyKey, tally: Uint8Array): Checked<boolean[]> {
  const sums = openSums(key, tally);
  return sums === null ? refused('malformed') : accepted(sums.map((sum) => !sum.is0()));
}

/** The sum at each of the first `places`; null for one that cannot be true. Refuses: malformed. */
export function openSum(key: TallyKey, tally: Uint8Array, places: number): Checked<(number | null)[]> {
  const sums = openSums(key, tally);
  if (sums === null) return refused('malformed');
  const below = new Map<string, number>();
  let candidate = Point.ZERO;
  for (let number = 0; number < step; number++) {
    below.set(toText(candidate.toBytes()), number);
    candidate = candidate.add(Point.BASE);
  }
  // What is left of the sum after so many steps is one of those below; the candidate after them is a step.
  return accepted(sums.slice(0, places).map((sum) => {
    let left = sum;
    for (let steps = 0; steps < mostSum; steps += step) {
      const number = below.get(toText(left.toBytes()));
      if (number !== undefined) return steps + number;
      left = left.subtract(candidate);
    }
    return null;
  }));
} // prettier-ignore

function openSums({ secret }: TallyKey, tally: Uint8Array): Element[] | null {
  const elements = elementsOf(tally);
  if (elements === null) return null;
  return Array.from({ length: placesInBallot }, (_, place) => {
    const [once = Point.ZERO, sealed = Point.ZERO] = elements.slice(2 * place);
    return once.is0() ? sealed : sealed.subtract(once.multiply(secret));
  });
}

/** A number of chance below the order of the group, from 64 bytes so that none is more likely; never 0. */
function scalarOf(bytes: Uint8Array): bigint {
  return 1n + (BigInt(`0x${Buffer.from(bytes).toString('hex')}`) % (Point.Fn.ORDER - 1n));
}

function elementsOf(bytes: Uint8Array): Element[] | null {
  if (bytes.length !== ballotBytes) return null;
  const elements = Array.from({ length: 2 * placesInBallot }, (_, at) =>
    elementOf(bytes.subarray(at * elementBytes, (at + 1) * elementBytes)),
  );
  return elements.every((element) => element !== null) ? elements : null;
}

function elementOf(bytes: Uint8Array): Element | null {
  try {
    return Point.fromBytes(Uint8Array.from(bytes));
  } catch {
    return null;
  }
}

function bytesOf(elements: readonly Element[]): Buffer {
  return Buffer.concat(elements.map((element) => element.toBytes()));
}
