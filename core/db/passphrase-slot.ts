/** A key locked with a passphrase: scrypt (RFC 7914) and AES-256-GCM. keys.json and backups keep such slots. */
import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { z } from 'zod';

// OWASP's password storage figures, as strong as N=2^17 with p=1 in a quarter of its memory: 32 MiB, about a quarter of a second.
const scryptCost = { N: 2 ** 15, r: 8, p: 3 } as const;

/** Base64 of exactly so many bytes. */
export const bytesSchema = (length: number) => z.base64().length(Math.ceil(length / 3) * 4);

export const passphraseSlotSchema = z.strictObject({
  // Bounded, so that an edited file can neither weaken the lock nor make opening take all memory.
  N: z.literal([2 ** 15, 2 ** 16, 2 ** 17, 2 ** 18]),
  r: z.literal(8),
  p: z.number().int().min(1).max(8),
  salt: bytesSchema(16),
  nonce: bytesSchema(12),
  // The key and the tag of 16 bytes.
  wrapped: bytesSchema(48),
});
type PassphraseSlot = z.infer<typeof passphraseSlotSchema>;

/** Locks a key of 32 bytes. What is said in `bound` must be said again to unlock it: it cannot be changed without the passphrase. */
export async function lockKey(
  key: Buffer,
  passphrase: string,
  random: (size: number) => Buffer,
  bound = '',
): Promise<PassphraseSlot> {
  const salt = random(16);
  const nonce = random(12);
  const cipher = createCipheriv('aes-256-gcm', await derive(passphrase, salt, scryptCost), nonce, {
    authTagLength: 16,
  });
  cipher.setAAD(Buffer.from(bound));
  const wrapped = Buffer.concat([cipher.update(key), cipher.final(), cipher.getAuthTag()]);
  return {
    ...scryptCost,
    salt: salt.toString('base64'),
    nonce: nonce.toString('base64'),
    wrapped: wrapped.toString('base64'),
  };
}

/** The key in the slot; null where the passphrase, or what it was bound to, is another. */
export async function unlockKey(slot: PassphraseSlot, passphrase: string, bound = ''): Promise<Buffer | null> {
  const wrapped = Buffer.from(slot.wrapped, 'base64');
  const derived = await derive(passphrase, Buffer.from(slot.salt, 'base64'), slot);
  const decipher = createDecipheriv('aes-256-gcm', derived, Buffer.from(slot.nonce, 'base64'), { authTagLength: 16 });
  decipher.setAAD(Buffer.from(bound));
  decipher.setAuthTag(wrapped.subarray(32));
  try {
    return Buffer.concat([decipher.update(wrapped.subarray(0, 32)), decipher.final()]);
  } catch {
    return null;
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
