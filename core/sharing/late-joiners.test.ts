import { expect, test } from 'vitest';
import { good, newMember, rosterOf, testFirm } from '../../test/builders/exchange-firm.ts';
import { signAudience } from '../exchange/audiences.ts';
import { success } from '../contract/errors.ts';
import type { Exchange } from './exchange.ts';
import type { Firm } from './firm.ts';
import { welcomeLateJoiners } from './late-joiners.ts';

test('whoever joins is handed the newest key of each audience alone, whatever the exchange says they lack', async () => {
  const { firm, root, members, everyone, guard, audiences, signedFirm, randomBytes } = testFirm();
  const { tom } = members;
  const late = newMember({ firm, root, randomBytes });
  const next = { ...everyone, epoch: 2, key: randomBytes(32) };
  const nextGuard = { ...guard, epoch: 2, key: randomBytes(32) };
  const about = { type: 'everyone', firmVersion: 1, members: null, label: 'Everybody' } as const;
  const newest = good(signAudience(root, next, about, randomBytes));
  const device = late.signing.fingerprint;
  const { audience } = everyone;
  const missing = [everyone, next, guard, nextGuard].map((key) => ({
    audience: key.audience,
    epoch: key.epoch,
    device,
  }));
  const handed: unknown[] = [];
  const exchange = {
    handOn: ({ audience: which, epoch }, wraps) => {
      handed.push([which, epoch, wraps.map(({ recipient }) => recipient)]);
      return Promise.resolve(success(null));
    },
    sayName: () => Promise.resolve(success(null)),
  } satisfies Partial<Exchange>;
  const heard = {
    row: { member: tom.member, profile: { name: 'Tom' }, documents: { missing, profiles: [] } },
    roster: good(rosterOf({ firm, root, signedFirm }, [tom, late])),
    audiences: [
      { record: newest.body, key: next },
      { record: audiences.everyone.body, key: everyone },
    ],
    guard: nextGuard,
    guards: [nextGuard, guard],
    unopened: [],
    signing: tom.signing,
  } as unknown as Firm;
  expect(await welcomeLateJoiners({ exchange: () => exchange as unknown as Exchange, randomBytes }, heard)).toBeNull();
  const recipients = [late.sealing.fingerprint];
  expect(handed).toEqual([
    [audience, 2, recipients],
    [guard.audience, 2, recipients],
  ]);
});
