import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { createSeal } from './sealed.ts';

const key = Buffer.alloc(32, 7);
const credentials = { kind: 'password', user: 'anna@acme.example', password: 'hunter2 hunter2' } as const;

test('what was sealed comes back, and does not lie in the clear', () => {
  const seal = createSeal(key, randomBytes);
  const sealed = seal.close(credentials, 3);
  expect(seal.open(sealed, 3)).toEqual(credentials);
  expect(sealed.includes('hunter2')).toBe(false);
  expect(seal.close(credentials, 3).equals(sealed)).toBe(false);
});

test.each([
  ['under the key of another folder', (sealed: Buffer) => createSeal(Buffer.alloc(32, 8), randomBytes).open(sealed, 3)],
  ['for another account', (sealed: Buffer) => createSeal(key, randomBytes).open(sealed, 4)],
  ['cut short', (sealed: Buffer) => createSeal(key, randomBytes).open(sealed.subarray(0, 20), 3)],
  ['empty', () => createSeal(key, randomBytes).open(Buffer.alloc(0), 3)],
  [
    'with one bit changed',
    (sealed: Buffer) => {
      sealed[40] = (sealed[40] as number) ^ 1;
      return createSeal(key, randomBytes).open(sealed, 3);
    },
  ],
])('%s it does not open', (_what, open) => {
  expect(open(createSeal(key, randomBytes).close(credentials, 3))).toBeNull();
});
