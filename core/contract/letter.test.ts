import { expect, test } from 'vitest';
import { mailtoOf } from './letter.ts';

test('the link holds any address and text and nothing beyond them', () => {
  expect(mailtoOf({ address: 'a+b?cc=x@acme.com', subject: 'A & B?', text: 'one\ntwo #3' })).toBe(
    'mailto:a%2Bb%3Fcc%3Dx@acme.com?subject=A%20%26%20B%3F&body=one%0D%0Atwo%20%233',
  );
  expect(mailtoOf({ address: 'a@acme.com', copyTo: 'b&bcc=x@acme.com', subject: '', text: '' })).toBe(
    'mailto:a@acme.com?cc=b%26bcc%3Dx@acme.com&subject=&body=',
  );
});
