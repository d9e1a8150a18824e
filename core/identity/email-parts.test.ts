import { expect, test } from 'vitest';
import { isFreeMail, matchKey, organisationDomain, organisationNameFromDomain } from './email-parts.ts';

test.each([
  ['anna@acme.com', 'acme.com'],
  ['anna@mail.eu.acme.co.uk', 'acme.co.uk'],
  ['anna@gmail.com', null],
  ['anna@yahoo.co.jp', null],
  ['anna@users.noreply.github.com', null],
  ['anna@localhost', null],
  ['anna@[192.0.2.1]', null],
  ['"a@gmail.com"@acme.com', 'acme.com'],
])('the organisation of %s is %s', (email, domain) => {
  expect(organisationDomain(email)).toBe(domain);
});

test('a firm whose name contains that of a free host is none', () => {
  expect(isFreeMail('gmail.com')).toBe(true);
  expect(isFreeMail('notgmail.com')).toBe(false);
  expect(isFreeMail('myyahoo.com')).toBe(false);
});

test.each([
  ['Anna.Weber@gmail.com'.toLowerCase(), 'annaweber+tag@googlemail.com', true],
  ['anna.weber@acme.com', 'annaweber@acme.com', false],
  ['anna+list@acme.com', 'anna@acme.com', true],
  ['anna-list@yahoo.com', 'anna@yahoo.com', true],
  ['anna-list@acme.com', 'anna@acme.com', false],
  ['anna@yahoo.com', 'anna@yahoo.de', false],
  ['+anna@acme.com', '+bea@acme.com', false],
  ['"anna+b"@acme.com', '"anna+c"@acme.com', false],
])('%s and %s are one mailbox: %s', (a, b, same) => {
  expect(matchKey(a) === matchKey(b)).toBe(same);
});

test.each([
  ['weber-capital.co.uk', 'Weber Capital'],
  ['acme.com', 'Acme'],
  ['ibm.com', 'IBM'],
  ['xn--mller-kva.de', 'Müller'],
])('%s reads %s', (domain, name) => {
  expect(organisationNameFromDomain(domain)).toBe(name);
});
