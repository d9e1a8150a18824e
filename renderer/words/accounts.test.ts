import { expect, test } from 'vitest';
import type { Account } from '../../core/contract/accounts.ts';
import { accountState, bytesInWords, serverInWords } from './accounts.ts';

const account: Account = {
  id: 1, kind: 'imap', address: 'anna@acme.example', hosts: [], shared: false, couldReadBodies: true, forgetDeleted: false,
  state: 'up to date', read: 0, total: null, perSecond: 0, secondsLeft: null, syncedAt: null, historyBegins: null, problem: null,
  nextAttempt: null, notes: [], folders: [],
}; // prettier-ignore

test.each<[Partial<Account>, string]>([
  [{}, 'Up to date'],
  [{ state: 'reading', read: 1250 }, '1,250 read'],
  [{ state: 'reading', read: 12_400, total: 61_000, secondsLeft: 120 }, '12,400 of 61,000, about 2 minutes left'],
  [{ state: 'reading', read: 60_999, total: 61_000, secondsLeft: 0 }, '60,999 of 61,000'],
  [{ state: 'waiting' }, 'Connecting…'],
  [{ state: 'waiting', problem: { code: 'connection_lost', message: '' } }, 'Waiting to try again'],
  [{ state: 'sign in again' }, 'Sign in again'],
])('an account %o reads %s', (some, words) => expect(accountState({ ...account, ...some })).toBe(words));

test('servers and sizes', () => {
  expect(serverInWords({ kind: 'caldav', url: 'https://dav.acme.example/x' })).toBe('Calendar: dav.acme.example');
  expect([0, 300, 12_345, 1_250_000].map((bytes) => bytesInWords(bytes))).toEqual(['0 kB', '1 kB', '12 kB', '1.3 MB']);
});
