/** Answers of one size: slots of bytes, filled or zero. Who counts the bytes of an answer learns nothing. */
import { locksInAsk, sealedAskSchema } from './asks.ts';
import type { SealedAsk } from './asks.ts';
import { keysInLookup, slotBytes, slotsOnPage, slotsPerKey } from './bodies.ts';
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import { fromText, toText } from './encoding.ts';
import { entryBytes, sealedEntrySchema } from './entries.ts';
import type { SealedEntry } from './entries.ts';
import type { SealedOffer } from './offers.ts';

/** A row found for the lookup key at this place in the request. */
interface FoundEntry {
  readonly place: number;
  readonly version: number;
  readonly expires: number;
  readonly sealed: Uint8Array;
}

/** Puts what was found where it belongs, at most so many for each key; everything else is zero. */
export function lookupAnswer(found: readonly FoundEntry[]): Buffer {
  const answer = Buffer.alloc(keysInLookup * slotsPerKey * slotBytes.lookup);
  const filled = Array.from({ length: keysInLookup }, () => 0);
  for (const { place, version, expires, sealed } of found) {
    const slot = filled[place] ?? slotsPerKey;
    if (slot >= slotsPerKey) continue;
    filled[place] = slot + 1;
    const at = (place * slotsPerKey + slot) * slotBytes.lookup;
    answer[at] = 1;
    answer.writeUInt32BE(version, at + 4);
    answer.writeUInt32BE(expires, at + 8);
    answer.set(sealed, at + headBytes);
  }
  return answer;
}

const headBytes = 16;

/** The entries for each of the keys that were asked for, in their order. Refuses: malformed. */
export function readLookupAnswer(
  keys: readonly string[],
  answer: Uint8Array,
): Checked<readonly (readonly SealedEntry[])[]> {
  if (keys.length !== keysInLookup || answer.length !== keysInLookup * slotsPerKey * slotBytes.lookup)
    return refused('malformed');
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  const entries: SealedEntry[][] = [];
  for (const [place, lookup] of keys.entries()) {
    const ofKey: SealedEntry[] = [];
    for (let slot = 0; slot < slotsPerKey; slot++) {
      const at = (place * slotsPerKey + slot) * slotBytes.lookup;
      if (bytes[at] !== 1) continue;
      const entry = sealedEntrySchema.safeParse({
        lookup,
        version: bytes.readUInt32BE(at + 4),
        expires: bytes.readUInt32BE(at + 8),
        sealed: toText(bytes.subarray(at + headBytes, at + headBytes + entryBytes)),
      });
      if (!entry.success) return refused('malformed');
      ofKey.push(entry.data);
    }
    entries.push(ofKey);
  }
  return accepted(entries);
}

/** An ask as the bytes of its slot. */
export function askToBytes(ask: SealedAsk): Buffer {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(ask.epoch);
  head.writeUInt32BE(ask.expires, 4);
  const locks = ask.locks.flatMap(({ tag, key }) => [fromText(tag), fromText(key)]);
  return Buffer.concat([
    fromText(ask.id),
    fromText(ask.audience),
    head,
    fromText(ask.salt),
    ...locks,
    fromText(ask.sealed),
  ]);
}

function askFromBytes(bytes: Buffer): unknown {
  const text = (from: number, size: number): string => toText(bytes.subarray(from, from + size));
  const lock = 16 + 48;
  const afterLocks = 56 + locksInAsk * lock;
  return {
    id: text(0, 16),
    audience: text(16, 16),
    epoch: bytes.readUInt32BE(32),
    expires: bytes.readUInt32BE(36),
    salt: text(40, 16),
    locks: Array.from({ length: locksInAsk }, (_, at) => ({
      tag: text(56 + at * lock, 16),
      key: text(72 + at * lock, 48),
    })),
    sealed: text(afterLocks, askSealedBytes),
  };
}

const askSealedBytes = 1472 + 40;
const offerSealedBytes = 1472 + 48;

/** A page of asks or offers, each as bytes. */
export function pageAnswer(kind: 'ask' | 'offer', items: readonly Uint8Array[]): Buffer {
  const size = slotBytes[kind];
  const answer = Buffer.alloc(slotsOnPage * size);
  for (const [at, item] of items.slice(0, slotsOnPage).entries()) {
    answer[at * size] = 1;
    answer.set(item, at * size + 1);
  }
  return answer;
}

/** The asks of a page, in the order of their ids; a full page may be followed by another, after its last id. Refuses: malformed. */
export function readAsksAnswer(answer: Uint8Array): Checked<readonly SealedAsk[]> {
  const asks: SealedAsk[] = [];
  for (const slot of slotsOf('ask', answer) ?? [null]) {
    const ask = sealedAskSchema.safeParse(slot === null ? null : askFromBytes(slot));
    if (!ask.success) return refused('malformed');
    asks.push(ask.data);
  }
  return accepted(asks);
}

/** An offer as it lies in its slot: an id to page by, the ask it answers, then what is sealed. */
export function offerToBytes(id: Uint8Array, ask: Uint8Array, sealed: Uint8Array): Buffer {
  return Buffer.concat([id, ask, sealed]);
}

export interface ReceivedOffer {
  readonly id: string;
  readonly ask: string;
  readonly offer: SealedOffer;
}

/** The offers of a page for the device with this sealing key's fingerprint. Refuses: malformed. */
export function readOffersAnswer(recipient: string, answer: Uint8Array): Checked<readonly ReceivedOffer[]> {
  const slots = slotsOf('offer', answer);
  if (slots === null) return refused('malformed');
  return accepted(
    slots.map((slot) => ({
      id: toText(slot.subarray(0, 16)),
      ask: toText(slot.subarray(16, 32)),
      offer: { recipient, sealed: toText(slot.subarray(32, 32 + offerSealedBytes)) },
    })),
  );
}

/** The filled slots of a page; null for a page of another size. */
function slotsOf(kind: 'ask' | 'offer', answer: Uint8Array): Buffer[] | null {
  const size = slotBytes[kind];
  if (answer.length !== slotsOnPage * size) return null;
  const bytes = Buffer.from(answer.buffer, answer.byteOffset, answer.byteLength);
  return Array.from({ length: slotsOnPage }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
    .filter((slot) => slot[0] === 1)
    .map((slot) => slot.subarray(1));
}
