/** The keys of an administrator or a compliance officer, in one file under a passphrase. It is theirs, and never on the directory's machine. */
import { scryptSync } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import type { AudienceKey } from '../../core/exchange/audience-keys.ts';
import { nothingHeard } from '../../core/exchange/audiences.ts';
import { bytesText, fromText, idText, jsonOf, keyText, toText, versionNumber } from '../../core/exchange/encoding.ts';
import { sealingKeyOf, signingKeyOf } from '../../core/exchange/keys.ts';
import type { RandomBytes, SealingKey, SigningKey } from '../../core/exchange/keys.ts';
import { seal, unseal } from '../../core/exchange/sealing.ts';

const secretText = bytesText(32);
const heardSchema = z.strictObject({
  firmVersion: z.number().int(),
  audiences: z.array(z.strictObject({ audience: idText, epoch: versionNumber, check: keyText })),
});
export const keyringSchema = z.strictObject({
  v: z.literal(1),
  origin: z.url(),
  firm: idText,
  rootFingerprint: keyText,
  /** Held by administrators. */
  root: secretText.nullable(),
  /** Each may follow the root key: kept before the directory is told of it, so that no lost answer loses it. */
  nextRoots: z.array(secretText),
  member: idText,
  signing: secretText,
  sealing: secretText,
  quiet: secretText,
  /** Of the firm's record, as seen last. */
  firmVersion: z.number().int(),
  /** Of audiences, when they were heard last: `firmVersion` above may have moved on since, by an act of this keyring's. */
  heard: heardSchema,
  keys: z.array(z.strictObject({ audience: idText, epoch: versionNumber, key: secretText, name: z.string() })),
});
export type Keyring = z.infer<typeof keyringSchema>;

/** As a file has it: one of before has at most one key that may follow, by another name, and nothing of what was heard. */
const keptSchema = keyringSchema
  .extend({
    heard: heardSchema.default(nothingHeard),
    nextRoots: keyringSchema.shape.nextRoots.default([]),
    nextRoot: secretText.nullable().optional(),
  })
  .transform(({ nextRoot = null, nextRoots, ...keyring }) => ({
    ...keyring,
    nextRoots: nextRoot === null ? nextRoots : [...nextRoots, nextRoot],
  }));

const saltBytes = 16;
const about = Buffer.from('warmpath/1 keyring');

/** Writes the file whole or not at all; only its owner may read it. */
export function saveKeyring(file: string, keyring: Keyring, passphrase: string, randomBytes: RandomBytes): void {
  const salt = randomBytes(saltBytes);
  const content = Buffer.from(JSON.stringify(keyringSchema.parse(keyring)));
  const sealed = seal(keyOf(passphrase, salt), about, content, randomBytes);
  writeFileSync(`${file}.new`, Buffer.concat([salt, sealed]), { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** The keys of a file; null for a wrong passphrase or a file that is none. */
export function openKeyring(file: string, passphrase: string): Keyring | null {
  const bytes = readFileSync(file);
  const content = unseal(keyOf(passphrase, bytes.subarray(0, saltBytes)), about, bytes.subarray(saltBytes));
  const parsed = keptSchema.safeParse(content === null ? null : jsonOf(content));
  return parsed.success ? parsed.data : null;
}

/** 64 MiB and half a second: a guess costs as much. */
function keyOf(passphrase: string, salt: Uint8Array): Buffer {
  return scryptSync(passphrase.normalize('NFKC'), salt, 32, { N: 1 << 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });
}

export function signingOf({ signing }: Keyring): SigningKey {
  return signingKeyOf(fromText(signing));
}

export function sealingOf({ sealing }: Keyring): SealingKey {
  return sealingKeyOf(fromText(sealing));
}

/** The root key; null where this keyring does not hold it. */
export function rootOf({ root }: Keyring): SigningKey | null {
  return root === null ? null : signingKeyOf(fromText(root));
}

/** The keys of an audience by epoch, the newest last. */
export function keysOf({ firm, keys }: Keyring, audience: string): AudienceKey[] {
  return keys
    .filter((each) => each.audience === audience)
    .sort((one, other) => one.epoch - other.epoch)
    .map(({ epoch, key }) => ({ firm, audience, epoch, key: fromText(key) }));
}

/** With one more key, or the same where it was there. */
export function withKey(keyring: Keyring, { audience, epoch, key }: AudienceKey, name: string): Keyring {
  const others = keyring.keys.filter((each) => each.audience !== audience || each.epoch !== epoch);
  return { ...keyring, keys: [...others, { audience, epoch, key: toText(key), name }] };
}
