import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../../test/builders/database.ts';
import { valueOf } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import { addKeychainSlot, addPassphrase, databaseKey, databaseName, readSlots, unlockWithPassphrase } from './keys.ts';

const passphrase = 'Übung macht den Meister';
const key = Buffer.alloc(32, 3);

function codeOf(result: Result<unknown>): string | null {
  return result.ok ? null : result.error.code;
}

const keysFile = (folder: string): string => join(folder, 'keys.json');

test('a new folder gets a key of 32 random bytes, and the same passphrase gives it again', async () => {
  const folder = join(temporaryFolder(), 'new', 'folder');
  const unlock = { kind: 'passphrase', passphrase } as const;
  const first = valueOf(await databaseKey(folder, unlock, randomBytes));
  expect(first).toHaveLength(32);
  expect(valueOf(await databaseKey(folder, unlock, randomBytes))).toEqual(first);
  expect(valueOf(await unlockWithPassphrase(folder, passphrase))).toEqual(first);
});

test('neither key nor passphrase stands in the file, which only its owner may read, and no draft is left', async () => {
  const folder = temporaryFolder();
  valueOf(await addPassphrase(folder, key, passphrase, randomBytes));
  const text = readFileSync(keysFile(folder), 'utf8');
  for (const form of ['hex', 'base64'] as const) expect(text).not.toContain(key.toString(form));
  expect(text).not.toContain(passphrase);
  if (process.platform !== 'win32') expect(statSync(keysFile(folder)).mode & 0o777).toBe(0o600);
  expect(readdirSync(folder)).toEqual(['keys.json']);
});

test('a passphrase composed differently by another system is the same one', async () => {
  const folder = temporaryFolder();
  valueOf(await addPassphrase(folder, key, passphrase.normalize('NFC'), randomBytes));
  expect(valueOf(await unlockWithPassphrase(folder, passphrase.normalize('NFD')))).toEqual(key);
});

test('another passphrase is wrong and changes nothing', async () => {
  const folder = temporaryFolder();
  valueOf(await addPassphrase(folder, key, passphrase, randomBytes));
  const before = readFileSync(keysFile(folder), 'utf8');
  expect(codeOf(await unlockWithPassphrase(folder, 'another'))).toBe('passphrase_wrong');
  expect(codeOf(await databaseKey(folder, { kind: 'passphrase', passphrase: '' }, randomBytes))).toBe(
    'passphrase_wrong',
  );
  expect(readFileSync(keysFile(folder), 'utf8')).toBe(before);
});

test('a folder with only a keychain slot says how to add a passphrase, and keeps both once it has', async () => {
  const folder = temporaryFolder();
  const wrapped = Buffer.from('opaque to everybody but the keychain');
  valueOf(addKeychainSlot(folder, key, wrapped));
  const needed = await unlockWithPassphrase(folder, passphrase);
  expect(needed).toMatchObject({ ok: false, error: { code: 'passphrase_needed' } });
  expect(!needed.ok && needed.error.message).toContain('add a passphrase');
  valueOf(await addPassphrase(folder, key, passphrase, randomBytes));
  expect(valueOf(readSlots(folder))?.keychain?.wrapped).toBe(wrapped.toString('base64'));
  expect(valueOf(await unlockWithPassphrase(folder, passphrase))).toEqual(key);
});

test('a new passphrase takes the place of the old one, with a new salt and nonce', async () => {
  const folder = temporaryFolder();
  valueOf(await addPassphrase(folder, key, passphrase, randomBytes));
  const before = valueOf(readSlots(folder));
  valueOf(await addPassphrase(folder, key, 'changed', randomBytes));
  const after = valueOf(readSlots(folder));
  expect(after?.passphrase?.salt).not.toBe(before?.passphrase?.salt);
  expect(after?.passphrase?.nonce).not.toBe(before?.passphrase?.nonce);
  expect(codeOf(await unlockWithPassphrase(folder, passphrase))).toBe('passphrase_wrong');
  expect(valueOf(await unlockWithPassphrase(folder, 'changed'))).toEqual(key);
});

test('the key of a host is taken only where it is the one that is kept', async () => {
  const folder = temporaryFolder();
  const unlock = { kind: 'key', key } as const;
  expect(codeOf(await databaseKey(folder, unlock, randomBytes))).toBe('keychain_unavailable');
  expect(existsSync(keysFile(folder))).toBe(false);
  valueOf(addKeychainSlot(folder, key, Buffer.from('wrapped')));
  expect(valueOf(await databaseKey(folder, unlock, randomBytes))).toEqual(key);
  const other = { kind: 'key', key: Buffer.alloc(32, 4) } as const;
  expect(codeOf(await databaseKey(folder, other, randomBytes))).toBe('keychain_unavailable');
});

test('a slot for another key than the one of the folder is refused', async () => {
  const folder = temporaryFolder();
  valueOf(await addPassphrase(folder, key, passphrase, randomBytes));
  const before = readFileSync(keysFile(folder), 'utf8');
  expect(codeOf(addKeychainSlot(folder, Buffer.alloc(32, 4), Buffer.from('wrapped')))).toBe('folder_in_use');
  expect(codeOf(await addPassphrase(folder, Buffer.alloc(32, 4), 'x', randomBytes))).toBe('folder_in_use');
  expect(readFileSync(keysFile(folder), 'utf8')).toBe(before);
});

test('a database without its key is never given a new one', async () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, databaseName), 'encrypted');
  const results = [
    readSlots(folder),
    addKeychainSlot(folder, key, Buffer.from('wrapped')),
    await addPassphrase(folder, key, passphrase, randomBytes),
    await databaseKey(folder, { kind: 'passphrase', passphrase }, randomBytes),
    await databaseKey(folder, { kind: 'key', key }, randomBytes),
  ];
  for (const result of results) {
    expect(result).toMatchObject({ ok: false, error: { code: 'database_damaged', file: keysFile(folder) } });
  }
  expect(existsSync(keysFile(folder))).toBe(false);
});

const check = Buffer.alloc(32).toString('base64');
const slot = {
  N: 2 ** 15,
  r: 8,
  p: 3,
  salt: Buffer.alloc(16).toString('base64'),
  nonce: Buffer.alloc(12).toString('base64'),
  wrapped: Buffer.alloc(48).toString('base64'),
};

test.each([
  ['nothing', ''],
  ['half of it', '{"version":1,"passphrase":{"N":327'],
  ['another version', JSON.stringify({ version: 2, check, passphrase: slot })],
  ['no slot at all', JSON.stringify({ version: 1, check })],
  ['a cost that would take all memory', JSON.stringify({ version: 1, check, passphrase: { ...slot, N: 2 ** 30 } })],
  ['a cost that protects nothing', JSON.stringify({ version: 1, check, passphrase: { ...slot, N: 2 } })],
  ['too much parallelism', JSON.stringify({ version: 1, check, passphrase: { ...slot, p: 1e6 } })],
  ['a short salt', JSON.stringify({ version: 1, check, passphrase: { ...slot, salt: '' } })],
  ['a cut key', JSON.stringify({ version: 1, check, passphrase: { ...slot, wrapped: slot.wrapped.slice(0, 40) } })],
  ['no check of the key', JSON.stringify({ version: 1, passphrase: slot })],
  ['a field nobody knows', JSON.stringify({ version: 1, check, passphrase: { ...slot, hint: 'x' } })],
])('a key file with %s is damaged, and is left alone', async (_what, text) => {
  const folder = temporaryFolder();
  writeFileSync(keysFile(folder), text);
  const results = [
    await databaseKey(folder, { kind: 'passphrase', passphrase }, randomBytes),
    await addPassphrase(folder, key, passphrase, randomBytes),
  ];
  for (const result of results) {
    expect(result).toMatchObject({ ok: false, error: { code: 'database_damaged', file: keysFile(folder) } });
  }
  expect(readFileSync(keysFile(folder), 'utf8')).toBe(text);
});

test('a key file that cannot be read is not a new folder', () => {
  const folder = temporaryFolder();
  mkdirSync(keysFile(folder));
  expect(readSlots(folder)).toMatchObject({ ok: false, error: { code: 'file_unreadable' } });
});

test('a key file that cannot be written is an error', () => {
  const folder = temporaryFolder();
  mkdirSync(join(folder, `keys.json.${process.pid}.new`));
  expect(codeOf(addKeychainSlot(folder, key, Buffer.from('wrapped')))).toBe('write_failed');
  expect(existsSync(keysFile(folder))).toBe(false);
});

test('the key file the damaged ones differ from is a good one', async () => {
  const folder = temporaryFolder();
  writeFileSync(keysFile(folder), JSON.stringify({ version: 1, check, passphrase: slot }));
  expect(codeOf(await unlockWithPassphrase(folder, passphrase))).toBe('passphrase_wrong');
});

test('of three starters in a new folder one makes the key', async () => {
  const folder = temporaryFolder();
  const unlock = { kind: 'passphrase', passphrase } as const;
  const results = await Promise.all([1, 2, 3].map(() => databaseKey(folder, unlock, randomBytes)));
  const kept = valueOf(await unlockWithPassphrase(folder, passphrase));
  const keys = results.flatMap((result) => (result.ok ? [result.value] : []));
  expect(keys.length).toBeGreaterThan(0);
  for (const made of keys) expect(made).toEqual(kept);
  for (const result of results) expect([null, 'folder_in_use']).toContain(codeOf(result));
});
