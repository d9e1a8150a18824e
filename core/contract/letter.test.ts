import { expect, test } from 'vitest';
import { mailtoOf } from './letter.ts';

test('the link holds any address and text and nothing beyond them', () => {
  expect(mailtoOf({ address: 'a+b?cc=x@acme.com', subject: 'A & B?', text: 'one\ntwo #3' })).toBe(
    'mailto:a%2Bb%3Fcc%3Dx@acme.com?subject=A%20%26%20B%3F&body=one%0D%0Atwo%20%233',
  );
});
