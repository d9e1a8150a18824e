import { expect, test } from 'vitest';
import { good, newMember, testFirm } from '../../test/builders/exchange-firm.ts';
import { toText } from './encoding.ts';
import { signingKeyOf } from './keys.ts';
import { signFirm, signMember } from './members.ts';
import { readRoster } from './roster.ts';
import { leadsTo, signSuccession } from './succession.ts';

const firm = testFirm();
const [second, third, other] = [0, 1, 2].map(() => signingKeyOf(firm.randomBytes(32))) as [
  typeof firm.root,
  typeof firm.root,
  typeof firm.root,
];
const toSecond = signSuccession(firm.root, firm.firm, second.publicKey);
const toThird = signSuccession(second, firm.firm, third.publicKey);
const follows = (pinned: string, root: string, successions: readonly unknown[]): boolean =>
  leadsTo(pinned, firm.firm, root, successions);

test('a root key is followed where each has named the next, however many there were', () => {
  expect(follows(firm.root.fingerprint, firm.root.publicKey, [])).toBe(true);
  expect(follows(firm.root.fingerprint, second.publicKey, [toSecond])).toBe(true);
  expect(follows(firm.root.fingerprint, third.publicKey, [toSecond, toThird])).toBe(true);
  // Whoever joined in between, or has followed part of the way.
  expect(follows(second.fingerprint, third.publicKey, [toSecond, toThird])).toBe(true);
  expect(follows(third.fingerprint, third.publicKey, [toSecond, toThird])).toBe(true);
});

test('and in no other case', () => {
  const { fingerprint } = firm.root;
  expect(follows(fingerprint, second.publicKey, [])).toBe(false);
  expect(follows(fingerprint, third.publicKey, [toThird])).toBe(false);
  expect(follows(fingerprint, third.publicKey, [toThird, toSecond])).toBe(false);
  expect(follows(fingerprint, other.publicKey, [toSecond, signSuccession(other, firm.firm, other.publicKey)])).toBe(
    false,
  );
  // Signed by a key that is not the one that ends.
  const forged = { ...toSecond, signature: signSuccession(other, firm.firm, second.publicKey).signature };
  expect(follows(fingerprint, second.publicKey, [forged])).toBe(false);
  const altered = { ...toSecond, body: { ...toSecond.body, to: other.publicKey } };
  expect(follows(fingerprint, other.publicKey, [altered])).toBe(false);
  const ofAnotherFirm = signSuccession(firm.root, toText(firm.randomBytes(16)), second.publicKey);
  expect(follows(fingerprint, second.publicKey, [ofAnotherFirm])).toBe(false);
  // Who has followed does not go back, and is not led elsewhere by who knows the key of before.
  expect(follows(second.fingerprint, firm.root.publicKey, [toSecond])).toBe(false);
  const led = signSuccession(firm.root, firm.firm, other.publicKey);
  expect(follows(second.fingerprint, other.publicKey, [toSecond, led])).toBe(false);
});

test('after it, what the key of before has signed is nothing', () => {
  const { ada, tom } = firm.members;
  const pinned = { rootFingerprint: firm.root.fingerprint, firm: firm.firm, firmVersion: 1, deviceVersions: new Map() };
  const later = newMember({ firm: firm.firm, root: firm.root, randomBytes: firm.randomBytes });
  const sent = {
    root: second.publicKey,
    successions: [toSecond],
    firm: signFirm(second, { ...firm.record, version: 2 }),
    members: [signMember(second, ada.record, null), tom.signed, later.signed],
    quiet: [],
  };
  const roster = good(readRoster(pinned, sent));
  expect(roster.devices).toEqual([ada.record]);
  expect(roster.refusals).toEqual(['signature_wrong', 'signature_wrong']);
  expect(readRoster(pinned, { ...sent, firm: firm.signedFirm })).toMatchObject({ refusal: 'signature_wrong' });
});
