/**
 * keys.json: the database key, 32 random bytes, wrapped once a slot. The passphrase slot is scrypt (RFC 7914) and AES-256-GCM;
 * the keychain slot is opaque here: the host wraps and unwraps it with the operating system.
 */
import { createCipheriv, createDecipheriv, scryptSync } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';

export const databaseName = 'warmpath.db';
const keyFileName = 'keys.json';

// OWASP's equivalent of N=2^17: 32 MiB three times over, about a quarter of a second.
const scryptCost = { N: 2 ** 15, r: 8, p: 3 };
const base64 = z.base64();

const slotsSchema = z.strictObject({
  version: z.literal(1),
  passphrase: z
    .strictObject({
      // Bounded, so that an edited file cannot make opening take all memory.
      N: z
        .number()
        .int()
        .min(2 ** 14)
        .max(2 ** 18),
      r: z.number().int().min(8).max(16),
      p: z.number().int().min(1).max(8),
      salt: base64,
      nonce: base64,
      wrapped: base64,
    })
    .optional(),
  keychain: z.strictObject({ wrapped: base64 }).optional(),
});
export type KeySlots = z.infer<typeof slotsSchema>;

/** The slots, or null in a folder that has neither key nor database. A database without its key is never given a new one. */
export function readSlots(folder: string): Result<KeySlots | null> {
  const file = join(folder, keyFileName);
  if (!existsSync(file)) {
    if (!existsSync(join(folder, databaseName))) return success(null);
    return failure(
      'database_damaged',
      `${file} is missing, and without it the database beside it cannot be opened. Restore it from a backup.`,
      { file },
    );
  }
  try {
    return success(slotsSchema.parse(JSON.parse(readFileSync(file, 'utf8'))));
  } catch {
    return failure('database_damaged', `${file} is damaged. Restore it from a backup; nothing was changed.`, { file });
  }
}

type RandomBytes = (size: number) => Buffer;

/** Opens the passphrase slot. Failures: passphrase_needed where there is none, passphrase_wrong. */
export function unlockWithPassphrase(slots: KeySlots, passphrase: string): Result<Buffer> {
  const slot = slots.passphrase;
  if (!slot) {
    return failure(
      'passphrase_needed',
      'This data folder is locked by the system keychain only. Open the Warmpath window and add a passphrase in Settings to use it here.',
    );
  }
  const wrapped = Buffer.from(slot.wrapped, 'base64');
  try {
    const decipher = createDecipheriv(
      'aes-256-gcm',
      derive(passphrase, Buffer.from(slot.salt, 'base64'), slot),
      Buffer.from(slot.nonce, 'base64'),
    );
    decipher.setAuthTag(wrapped.subarray(32));
    return success(Buffer.concat([decipher.update(wrapped.subarray(0, 32)), decipher.final()]));
  } catch {
    return failure('passphrase_wrong', 'That passphrase does not open this data folder.');
  }
}

/** The slots with `key` wrapped by a passphrase, in place of an earlier one. */
export function withPassphrase(slots: KeySlots | null, key: Buffer, passphrase: string, random: RandomBytes): KeySlots {
  const salt = random(16);
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', derive(passphrase, salt, scryptCost), nonce);
  const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return {
    ...(slots ?? { version: 1 }),
    passphrase: {
      ...scryptCost,
      salt: salt.toString('base64'),
      nonce: nonce.toString('base64'),
      wrapped: wrapped.toString('base64'),
    },
  };
}

/** The slots with what the host's keychain made of the key. */
export function withKeychain(slots: KeySlots | null, wrapped: Buffer): KeySlots {
  return { ...(slots ?? { version: 1 }), keychain: { wrapped: wrapped.toString('base64') } };
}

/** Replaces keys.json in one step: at no moment is there none, or half of one. */
export function writeSlots(folder: string, slots: KeySlots): void {
  const file = join(folder, keyFileName);
  const draft = `${file}.new`;
  const handle = openSync(draft, 'w', 0o600);
  writeSync(handle, `${JSON.stringify(slots, null, 2)}\n`);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(draft, file);
}

/** The key by passphrase; in a new folder a new key is made and locked with it. */
export function keyFromPassphrase(folder: string, passphrase: string, random: RandomBytes): Result<Buffer> {
  const slots = readSlots(folder);
  if (!slots.ok) return slots;
  if (slots.value !== null) return unlockWithPassphrase(slots.value, passphrase);
  const key = random(32);
  writeSlots(folder, withPassphrase(null, key, passphrase, random));
  return success(key);
}

function derive(passphrase: string, salt: Buffer, { N, r, p }: { N: number; r: number; p: number }): Buffer {
  // The same words typed on two systems may be composed differently.
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, { N, r, p, maxmem: 256 * N * r });
}
