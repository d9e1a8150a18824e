import { expect, test } from 'vitest';
import { newMember, seededBytes, testFirm } from '../../test/builders/exchange-firm.ts';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { success } from '../contract/errors.ts';
import { excludeBody, exclusionsBody, mostDevices } from '../exchange/bodies.ts';
import { fingerprintOf } from '../exchange/keys.ts';
import type { Exchange } from './exchange.ts';
import { exchangeExclusions } from './excluding.ts';
import type { ExcludingContext } from './excluding.ts';
import { createOwnTags, readOwnList, storeList } from './exclusions.ts';
import type { Firm } from './firm.ts';

const { firm: id, root, members } = testFirm();
const { maria } = members;
const randomBytes = seededBytes('many computers');

/** Maria's first computer in a firm where so many others are hers; versions of its list that the exchange says it has. */
function computers(count: number, said: readonly number[]) {
  const others = Array.from({ length: count }, () => newMember({ firm: id, root, randomBytes, member: maria.member }));
  const devices = [maria, ...others].map(({ record }) => record);
  const firm = {
    row: { firm: id, member: maria.member },
    roster: { devices, signers: new Map() },
    signing: maria.signing,
    sealing: maria.sealing,
  } as unknown as Firm;
  const recipient = fingerprintOf(maria.sealing.publicKey);
  const exchange = {
    async exclusions(known: readonly unknown[]) {
      exclusionsBody.parse({ known });
      return success({ own: said.map((version) => ({ recipient, version })), lists: [] });
    },
    async exclude(body: unknown) {
      told.push(excludeBody.parse(body));
      return success({});
    },
  } as unknown as Exchange;
  const told: ReturnType<typeof excludeBody.parse>[] = [];
  const db = temporaryDatabase();
  const context = {
    db,
    exchange: () => exchange,
    randomBytes,
    ownTags: createOwnTags(db),
    membership: { known: () => [], choices: () => ({ unshared: new Set() }) },
    saidElsewhere: () => undefined,
  } as unknown as ExcludingContext;
  return { db, others, told, exchangeOnce: () => exchangeExclusions(context, firm) };
}

test('an exchange that makes up the last of all versions ends nothing; a real one is counted beyond', async () => {
  const { db, told, exchangeOnce } = computers(1, [0x7fff_ffff, 5]);
  expect(await exchangeOnce()).toBeNull();
  expect(told.map(({ version }) => version)).toEqual([6]);
  expect(readOwnList(db)?.version).toBe(6);
});

test('more computers than a list has room for keep nobody from publishing', async () => {
  const { db, others, told, exchangeOnce } = computers(mostDevices + 2, []);
  for (const { signing } of others)
    storeList(db, { device: signing.fingerprint, version: 1, key: randomBytes(32), tags: [] });
  expect(await exchangeOnce()).toBeNull();
  expect(told.map(({ lists }) => lists.length)).toEqual([mostDevices]);
});
