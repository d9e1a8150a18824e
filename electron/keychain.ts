/** The database key in the operating system's keychain (Electron's safeStorage), or the word that the page has to ask for a passphrase. */
import { randomBytes } from 'node:crypto';
import type { SafeStorage } from 'electron/main';
import { failure, success } from '../core/contract/errors.ts';
import type { Result } from '../core/contract/errors.ts';
import { addKeychainSlot, readSlots } from '../core/db/keys.ts';
import type { StartUnlock } from './control.ts';

type Keychain = Pick<SafeStorage, 'isEncryptionAvailable' | 'encryptString' | 'decryptString'> &
  Partial<Pick<SafeStorage, 'getSelectedStorageBackend'>>;

/** On Linux without a keyring Electron falls back to a key that is in its source: that is no lock. */
export function isRealKeychain(keychain: Keychain, platform: NodeJS.Platform, passwordStore: string): boolean {
  if (!keychain.isEncryptionAvailable()) return false;
  if (platform !== 'linux') return true;
  if (passwordStore === 'basic') return false;
  const backend = keychain.getSelectedStorageBackend?.() ?? 'not told';
  return backend !== 'basic_text' && backend !== 'unknown';
}

/**
 * How to open the folder: a new one gets a key in the keychain where there is a real one. Failures: those of keys.json, and
 * keychain_unavailable where only a keychain that is not there could open it.
 */
export function startUnlock(folder: string, keychain: Keychain | null): Result<StartUnlock> {
  const slots = readSlots(folder);
  if (!slots.ok) return slots;
  if (slots.value === null) {
    if (keychain === null) return success({ kind: 'choose passphrase' });
    const key = randomBytes(32);
    const added = addKeychainSlot(folder, key, keychain.encryptString(key.toString('hex')));
    return added.ok ? success({ kind: 'key', key }) : added;
  }
  if (slots.value.keychain && keychain !== null) {
    try {
      const hex = keychain.decryptString(Buffer.from(slots.value.keychain.wrapped, 'base64'));
      return success({ kind: 'key', key: Buffer.from(hex, 'hex') });
    } catch {
      // The keychain is another user's or was reset; a passphrase may still open the folder.
    }
  }
  if (slots.value.passphrase) return success({ kind: 'need passphrase' });
  return failure(
    'keychain_unavailable',
    'The key of your data is in the system keychain, which is not available now. Unlock the keychain and start Warmpath again.',
    { file: folder },
  );
}
