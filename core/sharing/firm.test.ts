import { expect, test } from 'vitest';
import { newMember, seededBytes, testFirm } from '../../test/builders/exchange-firm.ts';
import { toText } from '../exchange/encoding.ts';
import { readFirm } from './firm.ts';

test.each([0, 1])('a member is in the practices of any of their devices, also of number %i', (inTax) => {
  const { firm, root, everyone, guard, tax, audiences, signedFirm } = testFirm();
  const randomBytes = seededBytes('two devices');
  const member = toText(randomBytes(16));
  const devices = [0, 1].map((at) =>
    newMember({
      firm,
      root,
      randomBytes,
      member,
      role: 'administrator',
      audiences: at === inTax ? [tax.audience] : [],
    }),
  );
  const secret = (): string => toText(randomBytes(32));
  const read = readFirm({
    firm,
    origin: 'https://directory.example',
    root: root.fingerprint,
    member,
    profile: { name: 'Ada', practice: null, address: 'ada@firm.example' },
    lawFirm: false,
    secret: {
      signing: secret(),
      sealing: secret(),
      quiet: secret(),
      keys: [everyone, guard, tax].map(({ audience, epoch, key }) => ({ audience, epoch, key: toText(key) })),
    },
    documents: {
      root: root.publicKey,
      firm: signedFirm,
      members: devices.map(({ signed }) => signed),
      quiet: [],
      profiles: [],
      audiences: Object.values(audiences),
      wraps: [],
      guardEpoch: 1,
      objections: [],
      clients: [],
    },
    made: [],
    version: 0,
    elsewhere: [],
    syncedAt: null,
  });
  expect(read.ok && read.value.audiences.map(({ label }) => label).sort()).toEqual(['Everybody', 'Tax']);
});
