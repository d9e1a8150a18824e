import { describe, expect, test } from 'vitest';
import { good, newMember, rosterOf, testFirm, today } from '../../test/builders/exchange-firm.ts';
import { toText } from './encoding.ts';
import { signingKeyOf } from './keys.ts';
import {
  checkFirm,
  checkMember,
  checkQuiet,
  deviceOf,
  signDelegation,
  signFirm,
  signMember,
  signQuiet,
} from './members.ts';
import type { Delegation } from './members.ts';
import { readRoster } from './roster.ts';
import type { Pinned } from './roster.ts';

const firm = testFirm();
const { root, members, randomBytes } = firm;
const { tom, maria, ada } = members;
const rootKey = root.publicKey;

const pinned: Pinned = {
  rootFingerprint: root.fingerprint,
  firm: firm.firm,
  firmVersion: 0,
  deviceVersions: new Map(),
};
const sent = {
  root: rootKey,
  firm: firm.signedFirm,
  members: Object.values(members).map(({ signed }) => signed),
  quiet: Object.values(members).map(({ signedQuiet }) => signedQuiet),
};

describe('a member record', () => {
  test('is believed as the root key signed it, and not with any field changed', () => {
    expect(good(checkMember(rootKey, firm.firm, tom.signed))).toEqual(tom.record);
    const changes = {
      member: maria.member,
      role: 'compliance',
      signingKey: maria.record.signingKey,
      sealingKey: maria.record.sealingKey,
      audiences: [firm.tax.audience],
      version: 2,
      issued: today + 1,
    };
    for (const [field, value] of Object.entries(changes)) {
      const forged = { ...tom.signed, body: { ...tom.record, [field]: value } };
      expect([field, checkMember(rootKey, firm.firm, forged)]).toEqual([
        field,
        { ok: false, refusal: 'signature_wrong' },
      ]);
    }
    expect(checkMember(rootKey, firm.firm, { ...tom.signed, more: 1 })).toMatchObject({ refusal: 'malformed' });
    expect(checkMember(rootKey, testFirm('other').firm, tom.signed)).toMatchObject({ refusal: 'firm_other' });
    expect(checkMember(maria.signing.publicKey, firm.firm, tom.signed)).toMatchObject({ refusal: 'signature_wrong' });
  });

  const delegate = signingKeyOf(randomBytes(32));
  const allows = { member: tom.member, role: 'member' as const, audiences: [] };
  const delegation = (change: Partial<Delegation> = {}, by = root) =>
    signDelegation(by, { v: 1, firm: firm.firm, delegate: delegate.publicKey, allows, expires: today + 7, ...change });

  test('signed by an invitation holds for what the root key let it sign, and no more', () => {
    const record = { ...tom.record };
    const check = (signed: unknown) => checkMember(rootKey, firm.firm, signed);
    expect(check(signMember(delegate, record, delegation())).ok).toBe(true);
    const refusedWith: readonly (readonly [unknown, string])[] = [
      [signMember(delegate, { ...record, role: 'compliance' }, delegation()), 'signer_unknown'],
      [signMember(delegate, { ...record, member: maria.member }, delegation()), 'signer_unknown'],
      [signMember(delegate, { ...record, audiences: [firm.tax.audience] }, delegation()), 'signer_unknown'],
      [signMember(delegate, { ...record, version: 2 }, delegation()), 'signer_unknown'],
      [signMember(delegate, record, delegation({ allows: 'quiet' })), 'signer_unknown'],
      [signMember(delegate, { ...record, issued: today + 8 }, delegation()), 'expired'],
      [signMember(delegate, record, delegation({}, delegate)), 'signature_wrong'],
      [signMember(maria.signing, record, delegation()), 'signature_wrong'],
      [signMember(delegate, record, null), 'signature_wrong'],
      [
        signMember(delegate, record, { ...delegation(), body: { ...delegation().body, expires: today + 99 } }),
        'signature_wrong',
      ],
    ];
    for (const [signed, refusal] of refusedWith) expect(check(signed)).toEqual({ ok: false, refusal });
  });

  test('a quiet key is signed by root or an invitation for quiet keys, and says nothing of a member', () => {
    const body = { v: 1 as const, firm: firm.firm, quietKey: tom.quiet.publicKey, issued: today };
    const check = (signed: unknown) => checkQuiet(rootKey, firm.firm, signed);
    expect(check(signQuiet(root, body, null)).ok).toBe(true);
    expect(check(signQuiet(delegate, body, delegation({ allows: 'quiet' }))).ok).toBe(true);
    expect(check(signQuiet(delegate, body, delegation()))).toMatchObject({ refusal: 'signer_unknown' });
    expect(check(signQuiet(tom.signing, body, null))).toMatchObject({ refusal: 'signature_wrong' });
    expect(check({ ...signQuiet(root, body, null), body: { ...body, member: tom.member } })).toMatchObject({
      refusal: 'malformed',
    });
    expect(JSON.stringify(signQuiet(delegate, body, delegation({ allows: 'quiet' })))).not.toContain(tom.member);
  });
});

describe('a roster', () => {
  test('of what the root key signed is all believed', () => {
    const roster = good(readRoster(pinned, sent));
    expect(roster.refusals).toEqual([]);
    expect(roster.devices).toHaveLength(sent.members.length);
    expect(roster.signers.size).toBe(2 * sent.members.length);
    expect(roster.devices.map(deviceOf)).toEqual(roster.devices.map(deviceOf).sort());
  });

  test('a member the directory made up is no member', () => {
    const mallory = signingKeyOf(randomBytes(32));
    const ghost = newMember({ firm: firm.firm, root: mallory, randomBytes });
    const roster = good(
      readRoster(pinned, { ...sent, members: [...sent.members, ghost.signed], quiet: [ghost.signedQuiet] }),
    );
    expect(roster.devices).toHaveLength(sent.members.length);
    expect(roster.refusals).toEqual(['signature_wrong', 'signature_wrong']);
    expect(readRoster(pinned, { ...sent, root: mallory.publicKey })).toEqual({ ok: false, refusal: 'signature_wrong' });
    expect(checkFirm(rootKey, firm.firm, signFirm(mallory, firm.record))).toMatchObject({ refusal: 'signature_wrong' });
  });

  test('who left does not come back, and nothing older than what was seen is believed', () => {
    const left = signFirm(root, {
      ...firm.record,
      version: 2,
      removedMembers: [tom.member],
      removedDevices: [deviceOf(ada.record)],
    });
    const roster = good(readRoster(pinned, { ...sent, firm: left }));
    expect(roster.devices.map(({ member }) => member).sort()).toEqual(
      [maria, members.cleo, members.stella].map(({ member }) => member).sort(),
    );
    expect(roster.signers.has(deviceOf(tom.record))).toBe(false);
    expect(readRoster({ ...pinned, firmVersion: 2 }, sent)).toEqual({ ok: false, refusal: 'version_lower' });

    const later = signMember(root, { ...maria.record, version: 2, audiences: [] }, null);
    const both = good(readRoster(pinned, { ...sent, members: [later, maria.signed] }));
    expect(both.devices).toMatchObject([{ version: 2, audiences: [] }]);
    expect(both.refusals).toEqual(['version_lower']);
    const seen = new Map([[deviceOf(maria.record), 2]]);
    expect(good(readRoster({ ...pinned, deviceVersions: seen }, { ...sent, members: [maria.signed] })).devices).toEqual(
      [],
    );
  });

  test('two devices of one member are two, and a device is no quiet key', () => {
    const second = newMember({ firm: firm.firm, root, randomBytes, member: tom.member });
    const body = { v: 1 as const, firm: firm.firm, quietKey: tom.record.signingKey, issued: today };
    const roster = good(
      rosterOf(firm, [tom, second, { signed: maria.signed, signedQuiet: signQuiet(root, body, null) }]),
    );
    expect(roster.devices.filter(({ member }) => member === tom.member)).toHaveLength(2);
    expect(roster.signers.get(deviceOf(tom.record))?.kind).toBe('member');
  });

  test('of another firm is refused', () => {
    const other = testFirm('other');
    expect(readRoster({ ...pinned, firm: toText(randomBytes(16)) }, sent)).toMatchObject({ refusal: 'firm_other' });
    expect(readRoster(pinned, { ...sent, firm: other.signedFirm })).toMatchObject({ ok: false });
    expect(readRoster(pinned, { ...sent, firm: null })).toMatchObject({ refusal: 'malformed' });
  });
});
