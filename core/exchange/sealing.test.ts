import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromText, toText } from './encoding.ts';
import { fingerprintOf, hkdf, isSignedBy, isValueSignedBy, sealingKeyOf, signValue, signingKeyOf } from './keys.ts';
import { seal, sealOnce, sealTo, unseal, unsealOnce, unsealTo } from './sealing.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');
const bytes = fc.uint8Array({ maxLength: 200 }).map((some) => Buffer.from(some));

/** The same with one bit turned. */
function flipped(some: Uint8Array, at: number): Buffer {
  const other = Buffer.from(some);
  const place = at % other.length;
  other[place] = (other[place] ?? 0) ^ (1 << (at % 8));
  return other;
}

describe('to a public key', () => {
  // RFC 9180 A.2.1 and A.2.1.1: the base mode of this suite, sequence number 0.
  const vector = {
    moment: hex('f4ec9b33b792c372c1d2c2063507b684ef925b8c75a42dbcbf57d63ccd381600'),
    recipient: hex('8057991eef8f1f1af18f4a9491d16a1ce333f695d4db8e38da75975c4478e0fb'),
    recipientPublic: hex('4310ee97d88cc1f088a5576c77ab0cf5c3ac797f3d95139c6c84b5429c59662a'),
    info: hex('4f6465206f6e2061204772656369616e2055726e'),
    about: hex('436f756e742d30'),
    content: hex('4265617574792069732074727574682c20747275746820626561757479'),
    sealed: hex(
      '1afa08d3dec047a643885163f1180476fa7ddb54c6a8029ea33f95796bf2ac4a1c5250d8034ec2b784ba2cfd69dbdb8af406cfe3ff938e131f0def8c8b60b4db21993c62ce81883d2dd1b51a28',
    ),
  };

  test('as RFC 9180 has it', () => {
    const own = sealingKeyOf(vector.recipient);
    expect(fromText(own.publicKey)).toEqual(vector.recipientPublic);
    const { info, about, content, sealed } = vector;
    expect(sealTo(own.publicKey, info, about, content, () => vector.moment)).toEqual(sealed);
    expect(unsealTo(own, info, about, sealed)).toEqual(content);
  });

  test('opens for its owner, for what it was made for, unaltered, and for nothing else', () => {
    fc.assert(
      fc.property(bytes, bytes, bytes, fc.nat(), (info, about, content, at) => {
        const [own, other] = [sealingKeyOf(randomBytes(32)), sealingKeyOf(randomBytes(32))];
        const sealed = sealTo(own.publicKey, info, about, content, randomBytes) ?? Buffer.alloc(0);
        expect(unsealTo(own, info, about, sealed)).toEqual(content);
        expect(unsealTo(other, info, about, sealed)).toBeNull();
        expect(unsealTo(own, Buffer.concat([info, hex('00')]), about, sealed)).toBeNull();
        expect(unsealTo(own, info, Buffer.concat([about, hex('00')]), sealed)).toBeNull();
        expect(unsealTo(own, info, about, flipped(sealed, at))?.equals(content) ?? false).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test('nothing is sealed to a key that everybody can open', () => {
    const small = toText(Buffer.alloc(32));
    expect(sealTo(small, hex(''), hex(''), hex(''), randomBytes)).toBeNull();
    expect(unsealTo(sealingKeyOf(randomBytes(32)), hex(''), hex(''), Buffer.alloc(64))).toBeNull();
    expect(unsealTo(sealingKeyOf(randomBytes(32)), hex(''), hex(''), Buffer.alloc(3))).toBeNull();
  });
});

describe('under a shared key', () => {
  // draft-irtf-cfrg-xchacha-03 A.3.1.
  test('as the draft of XChaCha20-Poly1305 has it', () => {
    const key = hex('808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f');
    const nonce = hex('404142434445464748494a4b4c4d4e4f5051525354555657');
    const content = Buffer.from(
      "Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.",
    );
    const sealed = seal(key, hex('50515253c0c1c2c3c4c5c6c7'), content, () => nonce);
    expect(sealed.subarray(-16)).toEqual(hex('c0875924c1c7987947deafd8780acf49'));
    expect(sealed.subarray(24, 40)).toEqual(hex('bd6d179d3e83d43b9576579493c0e939'));
  });

  test('opens with the same key and purpose, unaltered, and with nothing else', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat(), (about, content, at) => {
        const [key, other] = [randomBytes(32), randomBytes(32)];
        const sealed = seal(key, about, content, randomBytes);
        expect(unseal(key, about, sealed)).toEqual(content);
        expect(unseal(other, about, sealed)).toBeNull();
        expect(unseal(key, Buffer.concat([about, hex('00')]), sealed)).toBeNull();
        expect(unseal(key, about, flipped(sealed, at))).toBeNull();
        const once = sealOnce(key, about, content);
        expect(unsealOnce(key, about, once)).toEqual(content);
        expect(unsealOnce(other, about, once)).toBeNull();
      }),
    );
    expect(unseal(randomBytes(32), hex(''), hex('00'))).toBeNull();
  });
});

describe('signatures', () => {
  // RFC 8032 7.1, test 2.
  test('as RFC 8032 has it', () => {
    const key = signingKeyOf(hex('4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb'));
    expect(fromText(key.publicKey)).toEqual(hex('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c'));
    expect(fromText(key.sign(hex('72')))).toEqual(
      hex(
        '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      ),
    );
  });

  test('hold for one key, one purpose and one value', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.nat(), (words, others, at) => {
        const [key, other] = [signingKeyOf(randomBytes(32)), signingKeyOf(randomBytes(32))];
        const signature = signValue(key, 'entry', { words });
        expect(isValueSignedBy(key.publicKey, 'entry', { words }, signature)).toBe(true);
        expect(isValueSignedBy(other.publicKey, 'entry', { words }, signature)).toBe(false);
        expect(isValueSignedBy(key.publicKey, 'ask', { words }, signature)).toBe(false);
        expect(isValueSignedBy(key.publicKey, 'entry', { words: others }, signature)).toBe(words === others);
        const altered = toText(flipped(fromText(signature), at));
        expect(isValueSignedBy(key.publicKey, 'entry', { words }, altered)).toBe(false);
      }),
      { numRuns: 50 },
    );
  });

  test('what is no key and no signature is simply not signed', () => {
    expect(isSignedBy('', hex(''), '')).toBe(false);
    expect(isSignedBy(toText(Buffer.alloc(32)), hex('00'), toText(Buffer.alloc(64)))).toBe(false);
  });
});

test('HKDF as RFC 5869 has it (test case 1, the first 32 bytes)', () => {
  const info = hex('f0f1f2f3f4f5f6f7f8f9').toString('latin1');
  // The info of the case is no UTF-8, and ours always is: the case without salt and info (3) is.
  expect(info).toHaveLength(10);
  expect(hkdf(Buffer.alloc(22, 0x0b), hex(''), '')).toEqual(
    hex('8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d'),
  );
});

test('a secret is 32 bytes, and a fingerprint is SHA-256 of the public key', () => {
  expect(() => signingKeyOf(Buffer.alloc(31))).toThrow('32 bytes');
  const key = signingKeyOf(Buffer.alloc(32, 1));
  expect(key.fingerprint).toBe(fingerprintOf(key.publicKey));
});
