/**
 * Keys and keyed hashes. Ed25519, X25519, HKDF, HMAC and SHA-256 are the runtime's own (OpenSSL, or BoringSSL in Electron); only
 * ChaCha20, which Electron's does not offer, is a library's. A private key is its 32 bytes, made from the `randomBytes` of the caller.
 */
import {
  createHash,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  sign,
  verify,
} from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { fromText, signable, toText } from './encoding.ts';
import type { Canonical } from './encoding.ts';

export type RandomBytes = (size: number) => Buffer;

/** A name of chance (`idText`), for what is also named in a terminal: one that begins with a hyphen would be taken for an option. */
export function newId(randomBytes: RandomBytes): string {
  const id = toText(randomBytes(16));
  return id.startsWith('-') ? newId(randomBytes) : id;
}

/** An Ed25519 key (RFC 8032) that can sign. */
export interface SigningKey {
  /** 32 bytes as text. */
  readonly publicKey: string;
  readonly fingerprint: string;
  /** 64 bytes as text. */
  readonly sign: (message: Uint8Array) => string;
}

/** An X25519 key (RFC 7748) that can open what was sealed to it. */
export interface SealingKey {
  readonly publicKey: string;
  readonly fingerprint: string;
  /** The shared secret with another public key; null for a key that gives none (all zeros, RFC 7748 6.1). */
  readonly agree: (publicKey: string) => Buffer | null;
}

// The fixed bytes around a key in PKCS #8 and SubjectPublicKeyInfo (RFC 8410): the only forms every runtime reads and writes.
const der = {
  ed25519: { secret: '302e020100300506032b657004220420', public: '302a300506032b6570032100' },
  x25519: { secret: '302e020100300506032b656e04220420', public: '302a300506032b656e032100' },
} as const;

/** The signing key of a secret of 32 bytes. */
export function signingKeyOf(secret: Uint8Array): SigningKey {
  const key = privateKey('ed25519', secret);
  const publicKey = publicTextOf(key);
  return {
    publicKey,
    fingerprint: fingerprintOf(publicKey),
    sign: (message) => toText(sign(null, message, key)),
  };
}

/** The sealing key of a secret of 32 bytes. */
export function sealingKeyOf(secret: Uint8Array): SealingKey {
  const key = privateKey('x25519', secret);
  const publicKey = publicTextOf(key);
  return { publicKey, fingerprint: fingerprintOf(publicKey), agree: (other) => agreement(key, other) };
}

/** Signs a value for one purpose. */
export function signValue(key: SigningKey, purpose: string, body: Canonical): string {
  return key.sign(signable(purpose, body));
}

/** A public key that checks signatures, read once for whoever checks many. Throws for what is no key. */
export function verifyingKeyOf(publicKey: string): KeyObject {
  return publicKeyObject('ed25519', publicKey);
}

/** Whether `signature` is by the owner of `publicKey`, over exactly these bytes. Never throws. */
export function isSignedBy(publicKey: string | KeyObject, message: Uint8Array, signature: string): boolean {
  try {
    const key = typeof publicKey === 'string' ? verifyingKeyOf(publicKey) : publicKey;
    return verify(null, message, key, fromText(signature));
  } catch {
    return false;
  }
}

/** Whether `signature` is by the owner of `publicKey`, for this purpose and this value. */
export function isValueSignedBy(publicKey: string, purpose: string, body: Canonical, signature: string): boolean {
  return isSignedBy(publicKey, signable(purpose, body), signature);
}

/** SHA-256 of a public key, as text: how a key is called where the key itself would be too much. */
export function fingerprintOf(publicKey: string): string {
  return toText(sha256(fromText(publicKey)));
}

export function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** HMAC-SHA-256 (RFC 2104) over the parts, one after the other. */
export function hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer {
  const mac = createHmac('sha256', key);
  for (const part of parts) mac.update(part);
  return mac.digest();
}

/** Bytes of a tag. */
export const tagBytes = 16;

/**
 * The tag of a target's key under a salt: SHA-256(key, salt), cut to half. Both have one length each (32 and 16 bytes), which is what makes
 * a plain hash as good as HMAC here, and machines try thousands of keys on each salt: it costs an eighth.
 */
export function tagOf(key: Uint8Array, salt: Uint8Array): Buffer {
  if (key.length !== 32 || salt.length !== 16) throw new Error('a key is 32 bytes and a salt 16');
  return createHash('sha256').update(key).update(salt).digest().subarray(0, tagBytes);
}

/** 32 bytes by HKDF-SHA-256 (RFC 5869). */
export function hkdf(secret: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, 32));
}

function agreement(key: KeyObject, other: string): Buffer | null {
  try {
    const shared = diffieHellman({ privateKey: key, publicKey: publicKeyObject('x25519', other) });
    return shared.some((byte) => byte !== 0) ? shared : null;
  } catch {
    return null;
  }
}

function privateKey(kind: keyof typeof der, secret: Uint8Array): KeyObject {
  if (secret.length !== 32) throw new Error('a secret is 32 bytes');
  const bytes = Buffer.concat([Buffer.from(der[kind].secret, 'hex'), secret]);
  return createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' });
}

function publicKeyObject(kind: keyof typeof der, text: string): KeyObject {
  const bytes = Buffer.concat([Buffer.from(der[kind].public, 'hex'), fromText(text)]);
  return createPublicKey({ key: bytes, format: 'der', type: 'spki' });
}

function publicTextOf(key: KeyObject): string {
  return toText(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32));
}
