/**
 * The first line of a backup, in JSON: what the file is, when it was made, and the key of the encrypted database that follows it,
 * locked with the backup's own passphrase. The slot is bound to all the rest, so that no word of the line can be changed unnoticed.
 */
import { z } from 'zod';
import { lockKey, passphraseSlotSchema, unlockKey, bytesSchema } from '../db/passphrase-slot.ts';

const saidSchema = z.strictObject({
  format: z.literal('warmpath backup'),
  version: z.literal(1),
  madeAt: z.iso.datetime(),
  /** Of the database that follows. */
  sha256: bytesSchema(32),
});
const headSchema = z.strictObject({ ...saidSchema.shape, passphrase: passphraseSlotSchema });
type Said = z.infer<typeof saidSchema>;
type BackupHead = z.infer<typeof headSchema>;

const versionedSchema = z.looseObject({ format: z.literal('warmpath backup'), version: z.number().int().min(2) });

/** The longest first line in bytes, its line feed included. */
export const headLimit = 4096;

/** The line with its line feed, the key in it locked. */
export async function writeHead(
  content: Pick<Said, 'madeAt' | 'sha256'>,
  key: Buffer,
  passphrase: string,
  random: (size: number) => Buffer,
): Promise<string> {
  const said: Said = { format: 'warmpath backup', version: 1, ...content };
  const slot = await lockKey(key, passphrase, random, bound(said));
  return `${JSON.stringify({ ...said, passphrase: slot } satisfies BackupHead)}\n`;
}

/** `newer` is a backup of a later version of this format. */
export function readHead(line: string): BackupHead | 'newer' | 'no backup' {
  let raw: unknown;
  try {
    raw = JSON.parse(line);
  } catch {
    return 'no backup';
  }
  const head = headSchema.safeParse(raw);
  if (head.success) return head.data;
  return versionedSchema.safeParse(raw).success ? 'newer' : 'no backup';
}

/** The key of the database that follows; null where the passphrase is wrong or the line was changed. */
export function keyOf({ passphrase: slot, ...said }: BackupHead, passphrase: string): Promise<Buffer | null> {
  return unlockKey(slot, passphrase, bound(said));
}

function bound({ format, version, madeAt, sha256 }: Said): string {
  return JSON.stringify([format, version, madeAt, sha256]);
}
