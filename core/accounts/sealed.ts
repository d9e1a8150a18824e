/**
 * What opens an account or speaks for the user, sealed inside the encrypted database: with a key that only the data folder's own key
 * gives, so that no backup, dump or export holds anything anybody could use (promise P3).
 */
import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import type { z } from 'zod';
import { credentialsSchema } from '../contract/accounts.ts';
import type { Credentials } from '../contract/accounts.ts';

const nonceSize = 12;
const tagSize = 16;

/** Seals values of one use; `about` binds each to where it is kept. */
export interface Box {
  readonly close: (value: unknown, about: string) => Buffer;
  /** Null for what was sealed elsewhere, about something else, or is damaged. */
  readonly open: <T>(sealed: Buffer, about: string, schema: z.ZodType<T>) => T | null;
}

export interface Seal {
  readonly close: (credentials: Credentials, account: number) => Buffer;
  /** Null for what was sealed elsewhere, for another account, or is damaged: whoever asks has to sign in again. */
  readonly open: (sealed: Buffer, account: number) => Credentials | null;
}

/** For the secrets of accounts. */
export function createSeal(databaseKey: Buffer, random: (size: number) => Buffer): Seal {
  const box = createBox(databaseKey, random, 'account secrets');
  return {
    close: (credentials, account) => box.close(credentials, `account ${account}`),
    open: (sealed, account) => box.open(sealed, `account ${account}`, credentialsSchema),
  };
}

/** AES-256-GCM (NIST SP 800-38D) under HKDF-SHA-256 (RFC 5869) of the database key; each use has a key of its own. */
export function createBox(databaseKey: Buffer, random: (size: number) => Buffer, use: string): Box {
  const key = Buffer.from(hkdfSync('sha256', databaseKey, '', `warmpath ${use}`, 32));
  return {
    close(value, about) {
      const nonce = random(nonceSize);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
      const text = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()]);
      return Buffer.concat([nonce, cipher.getAuthTag(), text]);
    },
    open(sealed, about, schema) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, nonceSize), { authTagLength: tagSize })
          .setAAD(Buffer.from(about))
          .setAuthTag(sealed.subarray(nonceSize, nonceSize + tagSize));
        const text = Buffer.concat([decipher.update(sealed.subarray(nonceSize + tagSize)), decipher.final()]);
        return schema.parse(JSON.parse(text.toString('utf8')));
      } catch {
        return null;
      }
    },
  };
}
