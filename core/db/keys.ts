/**
 * keys.json: the database key, 32 random bytes, wrapped once a slot. The passphrase slot is scrypt (RFC 7914) and AES-256-GCM;
 * the keychain slot is opaque here: the host wraps and unwraps it with the operating system.
 */
import { createCipheriv, createDecipheriv, createHmac, scrypt } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';

export const databaseName = 'warmpath.db';
const keyFileName = 'keys.json';

// OWASP's password storage figures, as strong as N=2^17 with p=1 in a quarter of its memory: 32 MiB, about a quarter of a second.
const scryptCost = { N: 2 ** 15, r: 8, p: 3 };

/** Base64 of exactly so many bytes. */
const bytes = (length: number) => z.base64().length(Math.ceil(length / 3) * 4);

const slotsSchema = z.strictObject({
  version: z.literal(1),
  // An HMAC of nothing secret by the key: tells whether a key is the one of this folder, and nothing about it.
  check: bytes(32),
  passphrase: z
    .strictObject({
      // Bounded, so that an edited file can neither weaken the lock nor make opening take all memory.
      N: z.literal([2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18]),
      r: z.literal(8),
      p: z.number().int().min(1).max(8),
      salt: bytes(16),
      nonce: bytes(12),
      // The key and the tag of 16 bytes.
      wrapped: bytes(48),
    })
    .optional(),
  keychain: z.strictObject({ wrapped: z.base64().min(4) }).optional(),
});
export type KeySlots = z.infer<typeof slotsSchema>;

/** How the database key is had: from the passphrase slot, or already unwrapped by the host's keychain. */
export type Unlock =
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'key'; readonly key: Buffer };

type RandomBytes = (size: number) => Buffer;

/**
 * The slots, or null in a folder that has neither key nor database. A database without its key, and a damaged key file, are failures
 * (database_damaged; file_unreadable): a new key would orphan the data.
 */
export function readSlots(folder: string): Result<KeySlots | null> {
  const file = join(folder, keyFileName);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') {
      return failure('file_unreadable', `${file} cannot be read (${errorCode(error)}). Nothing was changed.`, { file });
    }
    if (statSync(join(folder, databaseName), { throwIfNoEntry: false }) === undefined) return success(null);
    return failure(
      'database_damaged',
      `${file} is missing, and without it the database beside it cannot be opened. Restore it from a backup; nothing was changed.`,
      { file },
    );
  }
  const slots = parseSlots(text);
  if (slots !== null) return success(slots);
  return failure('database_damaged', `${file} is damaged. Restore it from a backup; nothing was changed.`, { file });
}

function parseSlots(text: string): KeySlots | null {
  try {
    const slots = slotsSchema.parse(JSON.parse(text));
    return slots.passphrase || slots.keychain ? slots : null;
  } catch {
    return null;
  }
}

/** What the host's keychain made of the key, for the host to unwrap; null where there is no such slot. Failures: see readSlots. */
export function keychainSlot(folder: string): Result<Buffer | null> {
  const slots = readSlots(folder);
  if (!slots.ok) return slots;
  const wrapped = slots.value?.keychain?.wrapped;
  return success(wrapped === undefined ? null : Buffer.from(wrapped, 'base64'));
}

/** Whether a passphrase opens the folder; false also where keys.json cannot be read. */
export function hasPassphrase(folder: string): boolean {
  const slots = readSlots(folder);
  return slots.ok && slots.value?.passphrase !== undefined;
}

/** Opens the passphrase slot. Failures: passphrase_wrong, passphrase_needed where there is no such slot, and those of readSlots. */
export async function unlockWithPassphrase(folder: string, passphrase: string): Promise<Result<Buffer>> {
  const slots = readSlots(folder);
  if (!slots.ok) return slots;
  const slot = slots.value?.passphrase;
  if (!slot) {
    return failure(
      'passphrase_needed',
      `${folder} is locked by the system keychain only. Open the Warmpath window on this computer and add a passphrase there to use it here.`,
    );
  }
  const wrapped = Buffer.from(slot.wrapped, 'base64');
  const derived = await derive(passphrase, Buffer.from(slot.salt, 'base64'), slot);
  const decipher = createDecipheriv('aes-256-gcm', derived, Buffer.from(slot.nonce, 'base64'), { authTagLength: 16 });
  decipher.setAuthTag(wrapped.subarray(32));
  try {
    return success(Buffer.concat([decipher.update(wrapped.subarray(0, 32)), decipher.final()]));
  } catch {
    return failure('passphrase_wrong', `That passphrase does not open ${folder}.`);
  }
}

/** Locks `key` with a passphrase too, in place of an earlier one; makes keys.json where the folder has neither key nor database. */
export async function addPassphrase(
  folder: string,
  key: Buffer,
  passphrase: string,
  random: RandomBytes,
): Promise<Result<null>> {
  const salt = random(16);
  const nonce = random(12);
  const derived = await derive(passphrase, salt, scryptCost);
  const cipher = createCipheriv('aes-256-gcm', derived, nonce, { authTagLength: 16 });
  const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return addSlot(folder, key, {
    passphrase: {
      N: scryptCost.N,
      r: 8,
      p: scryptCost.p,
      salt: salt.toString('base64'),
      nonce: nonce.toString('base64'),
      wrapped: wrapped.toString('base64'),
    },
  });
}

/** Keeps what the host's keychain made of the key, in place of an earlier one; makes keys.json as `addPassphrase` does. */
export function addKeychainSlot(folder: string, key: Buffer, wrapped: Buffer): Result<null> {
  return addSlot(folder, key, { keychain: { wrapped: wrapped.toString('base64') } });
}

/**
 * The key of a data folder; in a new folder a passphrase makes a new key and locks it. A host's own key must be the one that keys.json
 * keeps (else keychain_unavailable): a key that is kept nowhere would orphan what is written with it.
 */
export async function databaseKey(folder: string, unlock: Unlock, random: RandomBytes): Promise<Result<Buffer>> {
  const slots = readSlots(folder);
  if (!slots.ok) return slots;
  if (unlock.kind === 'key') {
    if (slots.value?.check === checkOf(unlock.key)) return success(unlock.key);
    return failure('keychain_unavailable', `The key in the system keychain is not the one of ${folder}.`);
  }
  if (slots.value !== null) return unlockWithPassphrase(folder, unlock.passphrase);
  const key = random(32);
  const added = await addPassphrase(folder, key, unlock.passphrase, random);
  return added.ok ? success(key) : added;
}

function addSlot(folder: string, key: Buffer, slot: Pick<KeySlots, 'passphrase' | 'keychain'>): Result<null> {
  const slots = readSlots(folder);
  if (!slots.ok) return slots;
  const check = checkOf(key);
  const file = join(folder, keyFileName);
  const overtaken = failure('folder_in_use', `Another Warmpath has just set up ${folder}. Try again.`, { file });
  if (slots.value !== null && slots.value.check !== check) return overtaken;
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    writeSlots(file, { version: 1, check, ...slots.value, ...slot }, slots.value === null);
    return success(null);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return overtaken;
    return failure('write_failed', `${file} cannot be written (${errorCode(error)}).`, { file });
  }
}

function checkOf(key: Buffer): string {
  return createHmac('sha256', key).update('warmpath database key').digest('base64');
}

/** In one step: at no moment is there none, or half of one. A first one never replaces another: two starters would make two keys. */
function writeSlots(file: string, slots: KeySlots, isFirst: boolean): void {
  const draft = `${file}.${process.pid}.new`;
  try {
    const handle = openSync(draft, 'w', 0o600);
    try {
      writeSync(handle, `${JSON.stringify(slots, null, 2)}\n`);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    if (isFirst) linkFirst(draft, file);
    else renameSync(draft, file);
    syncFolder(dirname(file));
  } finally {
    rmSync(draft, { force: true });
  }
}

function linkFirst(draft: string, file: string): void {
  try {
    linkSync(draft, file);
  } catch (error) {
    // exFAT and some network folders know no second name of a file; two starters in the same moment are rarer still.
    if (errorCode(error) === 'EEXIST' || existsSync(file)) throw error;
    renameSync(draft, file);
  }
}

/** Makes the new name last through a power cut; Windows does that by itself and opens no folders. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function derive(passphrase: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    // The same words typed on two systems may be composed differently.
    scrypt(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
