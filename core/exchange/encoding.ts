/** One way to write each value down, so that what is signed and hashed is the same bytes on every machine. */
import { z } from 'zod';

export type Canonical = null | boolean | number | string | readonly Canonical[] | { readonly [key: string]: Canonical };

/**
 * JSON as RFC 8785 (JCS) writes it, for whole numbers only: keys sorted by UTF-16 units, no spaces. Throws for what has no such form
 * (a fraction, a number beyond 2^53, half a surrogate pair), which is a bug of the caller: everything from outside is parsed first.
 */
export function canonicalText(value: Canonical): string {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new Error('only whole numbers are written');
    // -0 is written as 0, as RFC 8785 has it.
    return String(value);
  }
  if (typeof value === 'string') {
    if (!isWellFormed(value)) throw new Error('half a surrogate pair has no UTF-8');
    return JSON.stringify(value);
  }
  if (value === null || typeof value === 'boolean') return String(value);
  if (isList(value)) return `[${value.map(canonicalText).join(',')}]`;
  const fields = Object.keys(value)
    .sort()
    .map((key) => `${canonicalText(key)}:${canonicalText(value[key] ?? null)}`);
  return `{${fields.join(',')}}`;
}

/** The bytes of `canonicalText`. */
export function canonicalBytes(value: Canonical): Buffer {
  return Buffer.from(canonicalText(value), 'utf8');
}

/** What a signature is made over: a purpose keeps a signature for one thing from being shown as one for another. */
export function signable(purpose: string, body: Canonical): Buffer {
  return Buffer.from(`warmpath/1 ${purpose}\n${canonicalText(body)}`, 'utf8');
}

function isList(value: Canonical): value is readonly Canonical[] {
  return Array.isArray(value);
}

/** Whether a text has a UTF-8 form (`String.prototype.isWellFormed` is missing in the oldest runtime). */
export function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

/** Bytes as text (RFC 4648 5, without padding). */
export function toText(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
}

/** Text as bytes; only for text that `bytesText` has let pass or `toText` has made. */
export function fromText(text: string): Buffer {
  return Buffer.from(text, 'base64url');
}

/** A schema for exactly so many bytes as text, in the one spelling they have. */
export function bytesText(size: number): z.ZodType<string> {
  return z
    .string()
    .length(Math.ceil((size * 4) / 3))
    .refine((text) => toText(fromText(text)) === text, 'not base64url in its shortest form');
}

/** Sixteen random bytes: firms, members, audiences, entries, asks. */
export const idText = bytesText(16);
/** A public key, a hash, a keyed hash. */
export const keyText = bytesText(32);
export const signatureText = bytesText(64);
/** No day is later. */
export const mostDay = 100_000;
/** Days since 1970-01-01 in UTC: what travels openly knows no time of day. */
export const dayNumber = z.number().int().min(0).max(mostDay);
/** Seconds since 1970-01-01 in UTC, for what is sealed. */
export const instantNumber = z
  .number()
  .int()
  .min(0)
  .max(mostDay * 86_400);
/** Counts up, never down. */
export const versionNumber = z.number().int().min(1).max(0x7fff_ffff);

/** The day a moment (milliseconds since the epoch) is on, in UTC. */
export function dayOf(milliseconds: number): number {
  return Math.floor(milliseconds / 86_400_000);
}

/** A line of words whose JSON takes at most so many bytes, so that whatever holds it keeps to its size. */
export function wordsText(mostBytes: number): z.ZodType<string> {
  return z
    .string()
    .max(mostBytes)
    .refine(isWellFormed, 'not a text')
    .refine((text) => Buffer.byteLength(JSON.stringify(text)) - 2 <= mostBytes, 'too long');
}

/** `content` with its length before it and zeros after it, `size` bytes in all; null where it does not fit. */
export function pad(content: Uint8Array, size: number): Buffer | null {
  if (content.length > size - lengthBytes) return null;
  const padded = Buffer.alloc(size);
  padded.writeUInt16BE(content.length);
  padded.set(content, lengthBytes);
  return padded;
}

/** What `pad` was given; null for what `pad` cannot have made. */
export function unpad(padded: Uint8Array): Buffer | null {
  const bytes = Buffer.from(padded);
  if (bytes.length < lengthBytes) return null;
  const end = lengthBytes + bytes.readUInt16BE();
  if (end > bytes.length || bytes.subarray(end).some((byte) => byte !== 0)) return null;
  return bytes.subarray(lengthBytes, end);
}

const lengthBytes = 2;

/** JSON that came from elsewhere, still to be parsed by a schema; undefined where it is none. */
export function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

/** A day of the protocol as YYYY-MM-DD. */
export function isoDay(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
