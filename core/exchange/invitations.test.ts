import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { good, testFirm } from '../../test/builders/exchange-firm.ts';
import { toText } from './encoding.ts';
import {
  invitationKeys,
  invitationLink,
  openInvitationKeys,
  readInvitation,
  sealInvitationKeys,
} from './invitations.ts';
import { signingKeyOf } from './keys.ts';
import { readRecoveryCode, recoveryCode, unwrapRoot, wrapRoot } from './recovery.ts';

const firm = testFirm();
const { randomBytes, everyone, tax, guard } = firm;
const secret = randomBytes(32);
const invitation = {
  origin: 'https://directory.firm.example:8443',
  firm: firm.firm,
  secret,
  rootFingerprint: firm.root.fingerprint,
};

describe('an invitation', () => {
  test('is read as it was written', () => {
    const link = invitationLink(invitation);
    expect(good(readInvitation(` ${link}\n`))).toEqual(invitation);
    // What a browser or a client sends to a server ends at the #.
    const sent = link.slice(0, link.indexOf('#'));
    expect(sent).toBe('https://directory.firm.example:8443/join');
  });

  test('holds no key of the firm', () => {
    const link = invitationLink(invitation);
    for (const { key } of [everyone, tax, guard]) expect(link).not.toContain(toText(key));
  });

  test.each([
    ['', ''],
    ['http://directory.firm.example', ''],
    ['javascript:alert(1)', ''],
    ['https://directory.firm.example', '.x'],
    ['https://user@directory.firm.example', ''],
  ])('%s is refused', (origin, more) => {
    expect(readInvitation(`${invitationLink({ ...invitation, origin })}${more}`)).toEqual({
      ok: false,
      refusal: 'malformed',
    });
  });

  test('on this computer may be without encryption', () => {
    for (const origin of ['http://127.0.0.1:8080', 'http://localhost:8080', 'http://[::1]:8080'])
      expect(readInvitation(invitationLink({ ...invitation, origin })).ok).toBe(true);
  });

  test('cut short, it is refused', () => {
    const link = invitationLink(invitation);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: link.length - 1 }), (length) => {
        expect(readInvitation(link.slice(0, length)).ok).toBe(false);
      }),
    );
  });

  test('gives both sides the same keys, each another, and none of them the secret', () => {
    const [one, two] = [invitationKeys(firm.firm, secret), invitationKeys(firm.firm, Buffer.from(secret))];
    expect([one.id, one.member.publicKey, one.quiet.publicKey, one.wrapping]).toEqual([
      two.id,
      two.member.publicKey,
      two.quiet.publicKey,
      two.wrapping,
    ]);
    const all = [one.id, one.member.publicKey, one.quiet.publicKey, toText(one.wrapping), toText(secret)];
    expect(new Set(all).size).toBe(5);
    expect(invitationKeys(testFirm('other').firm, secret).id).not.toBe(one.id);
  });

  test('brings the keys of the audiences to whoever holds its secret', () => {
    const keys = invitationKeys(firm.firm, secret);
    const sealed = good(sealInvitationKeys(firm.firm, keys, [everyone, tax, guard], randomBytes));
    expect(good(openInvitationKeys(firm.firm, keys, sealed))).toEqual([everyone, tax, guard]);
    const other = invitationKeys(firm.firm, randomBytes(32));
    expect(openInvitationKeys(firm.firm, other, sealed)).toEqual({ ok: false, refusal: 'not_openable' });
    expect(openInvitationKeys(firm.firm, keys, 'x')).toEqual({ ok: false, refusal: 'malformed' });
    // One key or many: the same size.
    expect(good(sealInvitationKeys(firm.firm, keys, [everyone], randomBytes))).toHaveLength(sealed.length);
    const most = Array.from({ length: 64 }, () => ({ ...everyone, epoch: 0x7fff_ffff }));
    expect(sealInvitationKeys(firm.firm, keys, most, randomBytes).ok).toBe(true);
    expect(sealInvitationKeys(firm.firm, keys, [...most, everyone], randomBytes)).toMatchObject({
      refusal: 'too_large',
    });
  });
});

describe('the root key', () => {
  test('survives on paper, read in any case, and a slip of the pen is noticed', () => {
    const bytes = fc.uint8Array({ minLength: 32, maxLength: 32 });
    fc.assert(
      fc.property(
        bytes,
        fc.nat({ max: 55 }),
        fc.constantFrom(...'0123456789ABCDEFGHJKMNPQRSTVWXYZ'),
        (some, at, letter) => {
          const code = recoveryCode(some);
          expect(code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){13}[0-9A-HJKMNP-TV-Z]{4}$/);
          expect(good(readRecoveryCode(code))).toEqual(Buffer.from(some));
          const typed = code.toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l').replaceAll('-', ' ');
          expect(good(readRecoveryCode(typed))).toEqual(Buffer.from(some));
          const letters = [...code.replaceAll('-', '')];
          const same = letters[at] === letter;
          letters[at] = letter;
          expect(readRecoveryCode(letters.join('')).ok).toBe(same);
        },
      ),
    );
    expect(readRecoveryCode('')).toEqual({ ok: false, refusal: 'malformed' });
  });

  test('goes to a second administrator and to nobody else', () => {
    const { ada, tom } = firm.members;
    const wrapped = good(wrapRoot(firm.firm, firm.rootSecret, ada.record, randomBytes));
    expect(signingKeyOf(good(unwrapRoot(firm.firm, ada.sealing, wrapped))).publicKey).toBe(firm.root.publicKey);
    expect(unwrapRoot(firm.firm, tom.sealing, wrapped)).toEqual({ ok: false, refusal: 'not_openable' });
    expect(unwrapRoot(testFirm('other').firm, ada.sealing, wrapped)).toEqual({ ok: false, refusal: 'not_openable' });
    expect(unwrapRoot(firm.firm, ada.sealing, 1)).toEqual({ ok: false, refusal: 'malformed' });
  });
});
