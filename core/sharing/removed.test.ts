import { expect, test } from 'vitest';
import { testFirm } from '../../test/builders/exchange-firm.ts';
import type { ApiRefusal } from '../exchange/route.ts';
import { isTurnedAway } from './exchange-calls.ts';
import type { Firm } from './firm.ts';
import { isRemoved } from './removed.ts';

test('a refused key means removed only where the clocks agree', () => {
  const answer = (refused: ApiRefusal, ahead: number | null) => ({
    status: 401,
    bytes: Buffer.from(JSON.stringify({ refused })),
    ahead,
  });
  expect(isTurnedAway(answer('not_signed', 4))).toBe(true);
  expect(isTurnedAway(answer('not_signed', -400))).toBe(false);
  expect(isTurnedAway(answer('not_signed', null))).toBe(false);
  expect(isTurnedAway(answer('not_allowed', 0))).toBe(false);
  expect(isTurnedAway({ status: 401, bytes: Buffer.from('<html>'), ahead: 0 })).toBe(false);
});

test('a roster has removed somebody where the root key says so, and not where it leaves them out', () => {
  const { roster, members } = testFirm();
  const { tom } = members;
  const seen = (removed: Partial<Firm['roster']['firm']>): boolean =>
    isRemoved({
      roster: { ...roster, devices: [], firm: { ...roster.firm, ...removed } },
      row: { member: tom.member } as Firm['row'],
      signing: tom.signing,
    });
  expect(seen({})).toBe(false);
  expect(seen({ removedMembers: [tom.member] })).toBe(true);
  expect(seen({ removedDevices: [tom.signing.fingerprint] })).toBe(true);
});
