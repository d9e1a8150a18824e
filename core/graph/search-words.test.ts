import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countBits, fold, foldWords, isWithin, letterBits, queryWords } from './search-words.ts';

test.each([
  ['Søren MÜLLER-Łoś', ['soren', 'muller', 'los']],
  ['Großmann, Æsa', ['grossmann', 'aesa']],
  ["O'Neill & Şahin", ['o', 'neill', 'sahin']],
  ['  ', []],
  ['田中 太郎', ['田中', '太郎']],
])('%s is compared as %j', (text, words) => {
  expect(foldWords(text)).toEqual(words);
});

test('folding twice changes nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(fold(fold(text))).toBe(fold(text));
    }),
  );
});

const plain = (text: string) =>
  queryWords(text).map(({ text: word, kind, optional }) => `${kind}:${word}${optional ? '?' : ''}`);

test.each([
  ['Anna at Acme', ['word:anna', 'word:at?', 'word:acme']],
  ['Weber GmbH', ['word:weber', 'word:gmbh?']],
  ['Anna.Weber@Acme.com', ['address:anna.weber@acme.com']],
  ['<anna@acme.com>', ['address:anna@acme.com']],
  ['@acme.co.uk', ['domain:acme.co.uk']],
  ['https://www.acme.com/people?x=1', ['domain:acme.com']],
  ['St. Gallen', ['word:st', 'word:gallen']],
  ['of the', ['word:of', 'word:the']],
  ['???', []],
])('%s is looked for as %j', (text, words) => {
  expect(plain(text)).toEqual(words);
});

/** Optimal string alignment by its recursive definition. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const [x, y] = [a.slice(0, -1), b.slice(0, -1)];
  const replaced = distance(x, y) + (a.at(-1) === b.at(-1) ? 0 : 1);
  const best = Math.min(distance(x, b) + 1, distance(a, y) + 1, replaced);
  const isSwapped = a.length > 1 && b.length > 1 && a.at(-1) === b.at(-2) && a.at(-2) === b.at(-1);
  return isSwapped ? Math.min(best, distance(a.slice(0, -2), b.slice(0, -2)) + 1) : best;
}

const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });

test('typing errors are counted as defined, and letters in common never rule a near word out', () => {
  fc.assert(
    fc.property(short, short, fc.integer({ min: 0, max: 2 }), (a, b, most) => {
      const errors = distance(a, b);
      expect(isWithin(a, b, most)).toBe(errors <= most);
      expect(countBits(letterBits(a) ^ letterBits(b))).toBeLessThanOrEqual(2 * errors);
    }),
  );
});
