import { describe, expect, test } from 'vitest';
import { good, newMember, rosterOf, testFirm } from '../../test/builders/exchange-firm.ts';
import type { AudienceKey } from './audience-keys.ts';
import type { Heard } from './audiences.ts';
import { keyCheck } from './audience-keys.ts';
import {
  checkAudience,
  heardWith,
  labelOf,
  recipientFingerprints,
  recipientsOf,
  signAudience,
  unwrapAudienceKey,
  wrapAudienceKey,
} from './audiences.ts';
import { toText } from './encoding.ts';
import { signValue } from './keys.ts';
import { signFirm, signMember } from './members.ts';
import { openProfile, sealProfile } from './profiles.ts';

const firm = testFirm();
const { root, roster, randomBytes, everyone, tax, guard } = firm;
const { ada, tom, maria, cleo } = firm.members;
const check = (from: unknown, heard?: Heard) => checkAudience(root.publicKey, roster, from, heard);
const newKey = (audience = toText(randomBytes(16)), epoch = 1): AudienceKey => ({
  firm: firm.firm,
  audience,
  epoch,
  key: randomBytes(32),
});
const named = (members: readonly string[]) => ({ type: 'named' as const, firmVersion: 1, members, label: 'Pitch' });
const of = (type: 'everyone' | 'practice' | 'guard') => ({ type, firmVersion: 1, members: null, label: '' });

describe('audiences', () => {
  test('consist of whom signed records say', () => {
    const ofTax = good(check(firm.audiences.tax));
    expect(recipientsOf(roster, ofTax)).toEqual([maria.record]);
    expect(recipientsOf(roster, good(check(firm.audiences.everyone)))).toHaveLength(firm.roster.devices.length);
    expect(recipientFingerprints(roster, ofTax)).toEqual([maria.sealing.fingerprint]);
    const pitch = good(signAudience(tom.signing, newKey(), named([tom.member, maria.member]), randomBytes));
    expect(recipientFingerprints(roster, good(check(pitch)))).toEqual(
      [tom.sealing.fingerprint, maria.sealing.fingerprint].sort(),
    );
  });

  test('a second device of a member is one more recipient; one that the directory slipped in is none', () => {
    const second = newMember({ firm: firm.firm, root, randomBytes, member: maria.member, audiences: [tax.audience] });
    const ghost = newMember({
      firm: firm.firm,
      root: tom.signing,
      randomBytes,
      member: maria.member,
      audiences: [tax.audience],
    });
    const forged = {
      signed: { ...tom.signed, body: { ...tom.record, audiences: [tax.audience] } },
      signedQuiet: tom.signedQuiet,
    };
    const more = good(rosterOf(firm, [maria, second, ghost, forged]));
    expect(
      recipientsOf(more, good(check(firm.audiences.tax)))
        .map(({ signingKey }) => signingKey)
        .sort(),
    ).toEqual([maria.record.signingKey, second.record.signingKey].sort());
  });

  test('of after a removal are not read with the record of the firm from before it', () => {
    const after = { ...of('everyone'), firmVersion: firm.record.version + 1 };
    const signed = good(signAudience(root, newKey(everyone.audience, 2), after, randomBytes));
    expect(check(signed)).toEqual({ ok: false, refusal: 'version_lower' });
  });

  test('that were not there before, by somebody who had not heard of a removal, are not believed after it', () => {
    const { audiences } = firm;
    const heard = heardWith(2, [audiences.everyone.body, audiences.tax.body]);
    const next = (audience: string, type: 'everyone' | 'practice' | 'guard', firmVersion: number) =>
      good(signAudience(root, newKey(audience, 2), { ...of(type), firmVersion }, randomBytes));
    const later = good(rosterOf({ ...firm, signedFirm: signFirm(root, { ...firm.record, version: 2 }) }, []));
    const isBelieved = (record: unknown) => checkAudience(root.publicKey, later, record, heard).ok;
    expect([
      ['known before', isBelieved(audiences.everyone)],
      ['of the version heard', isBelieved(next(everyone.audience, 'everyone', 2))],
      ['older, of everybody', isBelieved(next(everyone.audience, 'everyone', 1))],
      ['older, of a practice', isBelieved(next(tax.audience, 'practice', 1))],
      ['older, of the guard, which was left out before', isBelieved(next(guard.audience, 'guard', 1))],
      ['a practice this device has come to since', isBelieved(next(toText(randomBytes(16)), 'practice', 1))],
    ]).toEqual([
      ['known before', true],
      ['of the version heard', true],
      ['older, of everybody', false],
      ['older, of a practice', false],
      ['older, of the guard, which was left out before', false],
      ['a practice this device has come to since', true],
    ]);
  });

  test('of before records said the version of the firm are still read', () => {
    const { firmVersion: _, ...body } = firm.audiences.tax.body;
    const signed = { body, by: root.fingerprint, signature: signValue(root, 'audience', body) };
    expect(check(signed)).toEqual({ ok: true, value: body });
  });

  test('are made by whom they may be made', () => {
    const made = [
      [root, newKey(), of('practice'), true],
      [tom.signing, newKey(), of('practice'), false],
      [ada.signing, newKey(), of('practice'), false],
      [root, newKey(everyone.audience, 2), of('everyone'), true],
      [cleo.signing, newKey(everyone.audience, 2), of('everyone'), false],
      // Another audience that says it is everybody's.
      [root, newKey(), of('everyone'), false],
      [root, newKey(everyone.audience), of('practice'), false],
      [cleo.signing, newKey(guard.audience, 2), of('guard'), true],
      [ada.signing, newKey(guard.audience, 2), of('guard'), false],
      [cleo.signing, newKey(), of('guard'), false],
      [tom.signing, newKey(), named([tom.member, maria.member]), true],
      [tom.signing, newKey(), named([maria.member]), false],
      [tom.quiet, newKey(), named([tom.member]), false],
    ] as const;
    for (const [signer, key, about, ok] of made)
      expect([about.type, check(good(signAudience(signer, key, about, randomBytes))).ok]).toEqual([about.type, ok]);
  });

  test('nothing of a record can be changed, and no older epoch comes back', () => {
    const { body } = firm.audiences.tax;
    const changes = {
      epoch: 2,
      check: keyCheck(everyone),
      type: 'everyone',
      members: [tom.member],
      audience: toText(randomBytes(16)),
    };
    for (const [field, value] of Object.entries(changes))
      expect([field, check({ ...firm.audiences.tax, body: { ...body, [field]: value } }).ok]).toEqual([field, false]);
    const heard = heardWith(1, [{ ...body, epoch: 2 }]);
    expect(check(firm.audiences.tax, heard)).toEqual({ ok: false, refusal: 'version_lower' });
    expect(check({ ...firm.audiences.tax, by: tom.signing.fingerprint })).toEqual({
      ok: false,
      refusal: 'signer_unknown',
    });
    expect(check(testFirm('other').audiences.tax)).toEqual({ ok: false, refusal: 'firm_other' });
    expect(check({})).toEqual({ ok: false, refusal: 'malformed' });
  });
});

describe('the key of an audience', () => {
  test('reaches its recipient and nobody else', () => {
    const record = good(check(firm.audiences.tax));
    const wrap = wrapAudienceKey(tax, maria.record, randomBytes);
    expect(good(unwrapAudienceKey(record, maria.sealing, wrap))).toEqual(tax);
    expect(unwrapAudienceKey(record, tom.sealing, wrap)).toEqual({ ok: false, refusal: 'not_openable' });
    expect(unwrapAudienceKey({ ...record, epoch: 2 }, maria.sealing, wrap).ok).toBe(false);
    expect(unwrapAudienceKey(record, maria.sealing, { ...wrap, more: 1 })).toMatchObject({ refusal: 'malformed' });
  });

  test('that the directory made up is not taken, though anybody can seal to a public key', () => {
    const record = good(check(firm.audiences.tax));
    const own = wrapAudienceKey({ ...tax, key: randomBytes(32) }, maria.record, randomBytes);
    expect(unwrapAudienceKey(record, maria.sealing, own)).toEqual({ ok: false, refusal: 'not_openable' });
  });

  test('is needed to read what the audience is called', () => {
    const record = good(check(firm.audiences.tax));
    expect(labelOf(record, tax)).toBe('Tax');
    expect(labelOf(record, { ...tax, key: everyone.key })).toBeNull();
    const long = { type: 'practice' as const, firmVersion: 1, members: null, label: 'x'.repeat(127) };
    expect(signAudience(root, tax, long, randomBytes)).toEqual({ ok: false, refusal: 'too_large' });
  });
});

test('a profile is read by colleagues, and believed only from a device of the member', () => {
  const profile = { name: 'Tom Reed', practice: 'Tax', address: 'tom@firm.example' };
  const sealed = good(sealProfile(everyone, tom.member, profile, tom.signing, randomBytes));
  expect(good(openProfile(everyone, tom.member, sealed, roster.signers))).toEqual(profile);
  expect(openProfile(everyone, maria.member, sealed, roster.signers)).toMatchObject({ refusal: 'not_openable' });
  expect(openProfile(tax, tom.member, sealed, roster.signers)).toMatchObject({ refusal: 'not_openable' });
  const byMaria = good(sealProfile(everyone, tom.member, profile, maria.signing, randomBytes));
  expect(openProfile(everyone, tom.member, byMaria, roster.signers)).toMatchObject({ refusal: 'signer_unknown' });
  // A directory that changed the keys of Tom's record would have to have the root key.
  const other = signMember(maria.signing, tom.record, null);
  expect(good(rosterOf(firm, [{ signed: other, signedQuiet: tom.signedQuiet }])).devices).toEqual([]);
});
