/**
 * keys.json: the database key, 32 random bytes, wrapped once a slot. The passphrase slot is that of passphrase-slot.ts;
 * the keychain slot is opaque here: the host wraps and unwraps it with the operating system.
 */
import { createHmac } from 'node:crypto';
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
import { bytesSchema, lockKey, passphraseSlotSchema, unlockKey } from './passphrase-slot.ts';
import { syncFolder } from './sync-folder.ts';

export const databaseName = 'warmpath.db';
const keyFileName = 'keys.json';

const slotsSchema = z.strictObject({
  version: z.literal(1),
  // An HMAC of nothing secret by the key: tells whether a key is the one of this folder, and nothing about it.
  check: bytesSchema(32),
  passphrase: passphraseSlotSchema.optional(),
  keychain: z.strictObject({ wrapped: z.base64().min(4) }).optional(),
});
type KeySlots = z.infer<typeof slotsSchema>;

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
  const key = await unlockKey(slot, passphrase);
  return key === null ? failure('passphrase_wrong', `That passphrase does not open ${folder}.`) : success(key);
}

/** Locks `key` with a passphrase too, in place of an earlier one; makes keys.json where the folder has neither key nor database. */
export async function addPassphrase(
  folder: string,
  key: Buffer,
  passphrase: string,
  random: RandomBytes,
): Promise<Result<null>> {
  return addSlot(folder, key, { passphrase: await lockKey(key, passphrase, random) });
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

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
