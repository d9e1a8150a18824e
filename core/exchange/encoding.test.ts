import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bytesText,
  canonicalText,
  fromText,
  isWellFormed,
  jsonOf,
  pad,
  signable,
  toText,
  unpad,
  wordsText,
} from './encoding.ts';
import type { Canonical } from './encoding.ts';

const leaf = fc.oneof(fc.constant(null), fc.boolean(), fc.maxSafeInteger(), fc.string({ unit: 'grapheme' }));
const { value } = fc.letrec<{ value: Canonical }>((tie) => ({
  value: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('value')), fc.dictionary(fc.string(), tie('value'))),
}));

/** The same value with the keys of every object put in the other order. */
function turned(some: Canonical): Canonical {
  if (some === null || typeof some !== 'object') return some;
  if (Array.isArray(some)) return some.map((each: Canonical) => turned(each));
  return Object.fromEntries(
    Object.entries(some)
      .reverse()
      .map(([key, each]) => [key, turned(each)]),
  );
}

describe('canonical text', () => {
  test('is JSON of the same value, whatever the order of its keys', () => {
    fc.assert(
      fc.property(value, (some) => {
        const text = canonicalText(some);
        expect(canonicalText(turned(some))).toBe(text);
        expect(canonicalText(JSON.parse(text) as Canonical)).toBe(text);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(some)));
      }),
    );
  });

  test('as RFC 8785 writes it', () => {
    expect(canonicalText({ b: [1, -0, true, null], a: '€\u000a"\\/', '\ufb33': 1, '\ud83d\ude02': 2 })).toBe(
      '{"a":"€\\n\\"\\\\/","b":[1,0,true,null],"😂":2,"\ufb33":1}',
    );
  });

  test.each([1.5, Number.NaN, 2 ** 53, '\ud800'])('has no form for %j', (some) => {
    expect(() => canonicalText([some])).toThrow(/whole|surrogate/);
  });

  test('a signature for one purpose is over other bytes than one for another', () => {
    expect(signable('ask', { a: 1 }).equals(signable('offer', { a: 1 }))).toBe(false);
  });
});

describe('bytes as text', () => {
  test('have one spelling each', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 16, maxLength: 16 }), fc.nat(), (bytes, at) => {
        const text = toText(bytes);
        expect(bytesText(16).safeParse(text).success).toBe(true);
        expect(fromText(text)).toEqual(Buffer.from(bytes));
        expect(bytesText(17).safeParse(text).success).toBe(false);
        const other = `${text.slice(0, at % 22)}=${text.slice((at % 22) + 1)}`;
        expect(bytesText(16).safeParse(other).success).toBe(false);
      }),
    );
    // The last letter of 16 bytes has four bits that mean nothing.
    expect(bytesText(16).safeParse('AAAAAAAAAAAAAAAAAAAAAA').success).toBe(true);
    expect(bytesText(16).safeParse('AAAAAAAAAAAAAAAAAAAAAB').success).toBe(false);
  });
});

describe('padding', () => {
  test('gives back what it was given, at one size', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 62 }), (content) => {
        const padded = pad(content, 64);
        expect(padded).toHaveLength(64);
        expect(unpad(padded ?? Buffer.alloc(0))).toEqual(Buffer.from(content));
      }),
    );
    expect(pad(Buffer.alloc(63), 64)).toBeNull();
  });

  test('that is not padding is refused', () => {
    const padded = pad(Buffer.from('a'), 8) ?? Buffer.alloc(0);
    padded[7] = 1;
    expect(unpad(padded)).toBeNull();
    expect(unpad(Buffer.from([0, 9, 1]))).toBeNull();
    expect(unpad(Buffer.alloc(1))).toBeNull();
  });
});

test('words are held to the bytes their JSON takes', () => {
  expect(wordsText(4).safeParse('éé').success).toBe(true);
  expect(wordsText(4).safeParse('ééé').success).toBe(false);
  expect(wordsText(5).safeParse('"""').success).toBe(false);
  expect(wordsText(9).safeParse('\ud800').success).toBe(false);
  expect(isWellFormed('😂')).toBe(true);
});

test('what is no JSON is undefined', () => {
  expect(jsonOf(Buffer.from('{"a":1}'))).toEqual({ a: 1 });
  expect(jsonOf(Buffer.from('{'))).toBeUndefined();
  expect(jsonOf(Buffer.from([0xff]))).toBeUndefined();
});
