/** The root key's secret on paper, and handed from one administrator to the next: without it a firm could never take in a member again. */
import { accepted, refused } from './checked.ts';
import type { Checked } from './checked.ts';
import { bytesText, canonicalBytes, fromText, toText } from './encoding.ts';
import { sha256 } from './keys.ts';
import type { RandomBytes, SealingKey } from './keys.ts';
import type { MemberRecord } from './members.ts';
import { sealTo, sealToOverhead, unsealTo } from './sealing.ts';

// Crockford's base 32: no I, L, O or U, so that it can be read aloud and typed from paper.
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const checkBytes = 3;

/** 32 bytes and a check as 56 letters and digits in groups of four. */
export function recoveryCode(secret: Uint8Array): string {
  const bytes = Buffer.concat([secret, sha256(secret).subarray(0, checkBytes)]);
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const letters = (bits.match(/.{5}/g) ?? []).map((five) => alphabet[Number.parseInt(five, 2)] ?? '');
  return (letters.join('').match(/.{4}/g) ?? []).join('-');
}

/** The secret of a code as somebody typed it, in any case, with O for 0 and I or L for 1. Refuses: malformed (also for a slip of the pen). */
export function readRecoveryCode(code: string): Checked<Buffer> {
  const letters = code.toUpperCase().replace(/[\s-]/g, '').replaceAll('O', '0').replace(/[IL]/g, '1');
  const values = [...letters].map((letter) => alphabet.indexOf(letter));
  if (letters.length !== 56 || values.includes(-1)) return refused('malformed');
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('');
  const bytes = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const secret = bytes.subarray(0, 32);
  return bytes.subarray(32).equals(sha256(secret).subarray(0, checkBytes)) ? accepted(secret) : refused('malformed');
}

export const wrappedRootText = bytesText(32 + sealToOverhead);

/** The root key's secret for a second administrator's device. Refuses: not_openable (a sealing key that nobody can have). */
export function wrapRoot(
  firm: string,
  secret: Uint8Array,
  to: MemberRecord,
  randomBytes: RandomBytes,
): Checked<string> {
  const sealed = sealTo(to.sealingKey, aboutRoot(firm), nothing, secret, randomBytes);
  return sealed === null ? refused('not_openable') : accepted(toText(sealed));
}

/** The root key's secret; the caller holds its public key against the pinned fingerprint. Refuses: malformed, not_openable. */
export function unwrapRoot(firm: string, own: SealingKey, from: unknown): Checked<Buffer> {
  const parsed = wrappedRootText.safeParse(from);
  if (!parsed.success) return refused('malformed');
  const secret = unsealTo(own, aboutRoot(firm), nothing, fromText(parsed.data));
  return secret === null ? refused('not_openable') : accepted(secret);
}

function aboutRoot(firm: string): Buffer {
  return canonicalBytes(['warmpath/1 root', firm]);
}

const nothing = Buffer.alloc(0);
