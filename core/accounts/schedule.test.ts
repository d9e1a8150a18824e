import fc from 'fast-check';
import { expect, test } from 'vitest';
import { failure } from '../contract/errors.ts';
import { pollEvery, waitAfter } from './schedule.ts';

const lost = failure('connection_lost', '').error;

test('each failure in a row waits longer, never beyond three quarters of an hour, never at once', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), fc.double({ min: 0, max: 1, noNaN: true }), (attempts, chance) => {
      const wait = waitAfter(lost, attempts, chance) as number;
      expect(wait).toBeGreaterThanOrEqual(7_500);
      expect(wait).toBeLessThanOrEqual(2_700_000);
      expect(waitAfter(lost, attempts + 1, chance)).toBeGreaterThanOrEqual(wait);
    }),
  );
  expect(waitAfter(lost, 1, 0.5)).toBe(15_000);
  expect(waitAfter(lost, 3, 0.5)).toBe(60_000);
});

test('clients that failed together come back apart', () => {
  expect(waitAfter(lost, 4, 0)).toBe(60_000);
  expect(waitAfter(lost, 4, 1)).toBe(180_000);
});

test('a server that names a time is not asked before', () => {
  expect(waitAfter(failure('server_busy', '', { retryAfter: 7200 }).error, 1, 0)).toBe(7_200_000);
});

test.each(['sign_in_refused', 'sign_in_expired', 'approval_needed', 'not_allowed', 'usage'] as const)(
  '%s waits for the user: asking again could lock the account',
  (code) => expect(waitAfter(failure(code, '').error, 1, 0.5)).toBeNull(),
);

test('the poll is five minutes', () => expect(pollEvery).toBe(300_000));
