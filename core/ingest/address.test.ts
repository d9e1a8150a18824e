import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseEmail } from './address.ts';

test.each([
  ['Anna.Weber@Acme.Example', 'anna.weber@acme.example'],
  [' <anna@acme.example.> ', 'anna@acme.example'],
  ['anna@Müller.example', 'anna@xn--mller-kva.example'],
  ['"john doe"@x.example', '"john doe"@x.example'],
  ['root@[127.0.0.1]', 'root@[127.0.0.1]'],
  ['undisclosed-recipients:@x.example;', null],
  ['a b@x.example', null],
  ['anna@', null],
  ['@x.example', null],
  [`${'a'.repeat(400)}@x.example`, null],
])('%s becomes %s', (raw, email) => {
  expect(normaliseEmail(raw)).toBe(email);
});

test('what is normal stays as it is', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (raw) => {
      const email = normaliseEmail(raw);
      if (email !== null) expect(normaliseEmail(email)).toBe(email);
    }),
  );
});
