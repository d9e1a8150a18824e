/**
 * What opens an account, sealed inside the encrypted database: with a key that only the data folder's own key gives, so that no
 * backup, dump or export holds a password anybody could use (promise P3).
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { credentialsSchema } from '../contract/accounts.ts';
import type { Credentials } from '../contract/accounts.ts';

const nonceSize = 12;
const tagSize = 16;

export interface Seal {
  readonly close: (credentials: Credentials, account: number) => Buffer;
  /** Null for what was sealed elsewhere, for another account, or is damaged: whoever asks has to sign in again. */
  readonly open: (sealed: Buffer, account: number) => Credentials | null;
}

/** AES-256-GCM (NIST SP 800-38D) under HKDF-SHA-256 (RFC 5869) of the database key. */
export function createSeal(databaseKey: Buffer, random: (size: number) => Buffer): Seal {
  const key = Buffer.from(hkdfSync('sha256', databaseKey, '', 'warmpath account secrets', 32));
  const bound = (account: number): Buffer => Buffer.from(`account ${account}`);
  return {
    close(credentials, account) {
      const nonce = random(nonceSize);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound(account));
      const text = Buffer.concat([cipher.update(JSON.stringify(credentials), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, account) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceSize), { authTagLength: tagSize })
          .setAAD(bound(account))
          .setAuthTag(sealed.subarray(nonceSize, nonceSize + tagSize));
        const text = Buffer.concat([decipher.update(sealed.subarray(nonceSize + tagSize)), decipher.final()]);
        return credentialsSchema.parse(JSON.parse(text.toString('utf8')));
      } catch {
        return null;
      }
    },
  };
}
