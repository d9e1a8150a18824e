import { scryptSync } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { nothingHeard } from '../../core/exchange/audiences.ts';
import { toText } from '../../core/exchange/encoding.ts';
import { seal } from '../../core/exchange/sealing.ts';
import { temporaryFolder } from '../../test/builders/database.ts';
import { seededBytes } from '../../test/builders/exchange-firm.ts';
import { openKeyring, saveKeyring } from './keyring.ts';
import type { Keyring } from './keyring.ts';

const randomBytes = seededBytes('keyring');
const secret = (): string => toText(randomBytes(32));
const keyring: Keyring = {
  v: 1,
  origin: 'https://directory.example',
  firm: toText(randomBytes(16)),
  rootFingerprint: secret(),
  root: secret(),
  nextRoots: [secret(), secret()],
  member: toText(randomBytes(16)),
  signing: secret(),
  sealing: secret(),
  quiet: secret(),
  firmVersion: 3,
  heard: { firmVersion: 3, audiences: [{ audience: toText(randomBytes(16)), epoch: 1, check: secret() }] },
  keys: [{ audience: toText(randomBytes(16)), epoch: 1, key: secret(), name: 'Tax' }],
};

test('a keyring is opened by its passphrase alone', () => {
  const file = join(temporaryFolder(), 'keys');
  saveKeyring(file, keyring, 'right', randomBytes);
  expect(openKeyring(file, 'right')).toEqual(keyring);
  expect(openKeyring(file, 'wrong')).toBeNull();
});

test('a keyring of before keeps the one root key that may follow, and has heard nothing', () => {
  const file = join(temporaryFolder(), 'keys');
  const { nextRoots, heard: _, ...others } = keyring;
  const [nextRoot = ''] = nextRoots;
  for (const [before, after] of [
    [others, []],
    [{ ...others, nextRoot: null }, []],
    [{ ...others, nextRoot }, [nextRoot]],
  ] as const) {
    const salt = randomBytes(16);
    const key = scryptSync('right', salt, 32, { N: 1 << 16, r: 8, p: 1, maxmem: 128 * 1024 * 1024 });
    const sealed = seal(key, Buffer.from('warmpath/1 keyring'), Buffer.from(JSON.stringify(before)), randomBytes);
    writeFileSync(file, Buffer.concat([salt, sealed]));
    expect(openKeyring(file, 'right')).toEqual({ ...keyring, heard: nothingHeard, nextRoots: after });
  }
});
