import { expect, test } from 'vitest';
import { decodeText } from './text.ts';

test.each([
  ['UTF-8', Buffer.from('Jürgen €')],
  ['UTF-8 with its mark', Buffer.from('\uFEFFJürgen €')],
  ['UTF-16 little endian', Buffer.from('\uFEFFJürgen €', 'utf16le')],
  ['UTF-16 big endian', Buffer.from('\uFEFFJürgen €', 'utf16le').swap16()],
  ['windows-1252', Buffer.from('4afc7267656e2080', 'hex')],
])('%s', (_, bytes) => {
  expect(decodeText(bytes)).toBe('Jürgen €');
});

test('nothing is nothing, and half a mark is text', () => {
  expect([decodeText(Buffer.alloc(0)), decodeText(Buffer.from([0xff]))]).toEqual(['', 'ÿ']);
});
