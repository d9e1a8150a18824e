import { expect, test } from 'vitest';
import { lengthInWords, passphraseFault } from './passphrase.ts';

test('only the length is judged, counted as people count', () => {
  expect(lengthInWords('')).toMatch(/^At least 12/u);
  expect(lengthInWords('aaaaaaaaaaa')).toBe('1 more to go');
  expect(lengthInWords('aaaaaaaaaaaa')).toBe('Long enough; longer is stronger');
  expect(lengthInWords('four or five plain words')).toBe('Strong');
  expect(lengthInWords('😀'.repeat(11))).toBe('1 more to go');
});

test('a passphrase must be long enough and typed the same twice', () => {
  expect(passphraseFault('short', 'short')).toMatch(/at least 12/u);
  expect(passphraseFault('long enough words', 'long enough word')).toMatch(/not the same/u);
  expect(passphraseFault('long enough words', 'long enough words')).toBeNull();
});
