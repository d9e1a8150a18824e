/**
 * Sealing: under a key both sides have (XChaCha20-Poly1305), and to a public key (HPKE, RFC 9180: base mode, single shot,
 * DHKEM(X25519, HKDF-SHA256), HKDF-SHA256, ChaCha20Poly1305). HPKE and not libsodium's sealed box, because it binds what it is for.
 */
import { chacha20poly1305, xchacha20poly1305 } from '@noble/ciphers/chacha.js';
import { fromText } from './encoding.ts';
import { hmac, sealingKeyOf } from './keys.ts';
import type { RandomBytes, SealingKey } from './keys.ts';

const nonceBytes = 24;
/** How much longer than its content something sealed under a shared key is. */
export const sealOverhead = nonceBytes + 16;
/** How much longer than its content something sealed to a public key is. */
export const sealToOverhead = 32 + 16;

/** A random nonce of 24 bytes, then the sealed content; `about` must be the same at opening and is not kept. */
export function seal(key: Uint8Array, about: Uint8Array, content: Uint8Array, randomBytes: RandomBytes): Buffer {
  const nonce = randomBytes(nonceBytes);
  return Buffer.concat([nonce, xchacha20poly1305(key, nonce, about).encrypt(content)]);
}

/** What `seal` was given; null where key, `about` or a single bit is another. */
export function unseal(key: Uint8Array, about: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < sealOverhead) return null;
  try {
    const cipher = xchacha20poly1305(key, sealed.subarray(0, nonceBytes), about);
    return Buffer.from(cipher.decrypt(sealed.subarray(nonceBytes)));
  } catch {
    return null;
  }
}

/** Seals under a key that is used for this one content and never again, so that no nonce has to travel. */
export function sealOnce(key: Uint8Array, about: Uint8Array, content: Uint8Array): Buffer {
  return Buffer.from(xchacha20poly1305(key, noNonce, about).encrypt(content));
}

/** What `sealOnce` was given, or null. */
export function unsealOnce(key: Uint8Array, about: Uint8Array, sealed: Uint8Array): Buffer | null {
  return unseal(key, about, Buffer.concat([noNonce, sealed]));
}

const noNonce = new Uint8Array(nonceBytes);

/** The public key of the moment (32 bytes), then the sealed content. Null for a public key that nobody can have. */
export function sealTo(
  publicKey: string,
  info: Uint8Array,
  about: Uint8Array,
  content: Uint8Array,
  randomBytes: RandomBytes,
): Buffer | null {
  const moment = sealingKeyOf(randomBytes(32));
  const shared = moment.agree(publicKey);
  if (shared === null) return null;
  const { key, nonce } = schedule(shared, fromText(moment.publicKey), fromText(publicKey), info);
  return Buffer.concat([fromText(moment.publicKey), chacha20poly1305(key, nonce, about).encrypt(content)]);
}

/** What `sealTo` was given, for the owner of the public key; null for anybody else, and where anything is another. */
export function unsealTo(own: SealingKey, info: Uint8Array, about: Uint8Array, sealed: Uint8Array): Buffer | null {
  if (sealed.length < sealToOverhead) return null;
  const moment = Buffer.from(sealed.subarray(0, 32));
  const shared = own.agree(moment.toString('base64url'));
  if (shared === null) return null;
  const { key, nonce } = schedule(shared, moment, fromText(own.publicKey), info);
  try {
    return Buffer.from(chacha20poly1305(key, nonce, about).decrypt(sealed.subarray(32)));
  } catch {
    return null;
  }
}

const kemSuite = Buffer.from('KEM\x00\x20', 'latin1');
const suite = Buffer.from('HPKE\x00\x20\x00\x01\x00\x03', 'latin1');
const nothing = Buffer.alloc(0);

/** RFC 9180 4.1 (ExtractAndExpand) and 5.1 (key schedule of the base mode). */
function schedule(
  shared: Buffer,
  moment: Buffer,
  recipient: Buffer,
  info: Uint8Array,
): { readonly key: Buffer; readonly nonce: Buffer } {
  const secretOfKem = expand(
    kemSuite,
    extract(kemSuite, nothing, 'eae_prk', shared),
    'shared_secret',
    Buffer.concat([moment, recipient]),
    32,
  );
  const context = Buffer.concat([
    Buffer.from([0]),
    extract(suite, nothing, 'psk_id_hash', nothing),
    extract(suite, nothing, 'info_hash', info),
  ]);
  const secret = extract(suite, secretOfKem, 'secret', nothing);
  return { key: expand(suite, secret, 'key', context, 32), nonce: expand(suite, secret, 'base_nonce', context, 12) };
}

/** LabeledExtract of RFC 9180 4. */
function extract(suiteId: Buffer, salt: Uint8Array, label: string, input: Uint8Array): Buffer {
  return hmac(salt, Buffer.from('HPKE-v1'), suiteId, Buffer.from(label), input);
}

/** LabeledExpand of RFC 9180 4, for at most one block of the hash. */
function expand(suiteId: Buffer, secret: Uint8Array, label: string, info: Uint8Array, size: number): Buffer {
  const length = Buffer.from([0, size]);
  const block = hmac(secret, length, Buffer.from('HPKE-v1'), suiteId, Buffer.from(label), info, Buffer.from([1]));
  return block.subarray(0, size);
}
