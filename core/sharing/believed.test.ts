import { expect, test } from 'vitest';
import type { OpenedEntry } from '../exchange/entries.ts';
import { isBelieved } from './believed.ts';
import type { Firm, FirmAudience } from './firm.ts';

const audience = (type: string, epoch = 1) => ({ record: { audience: type, type, epoch } }) as FirmAudience;
const own = {
  audiences: [audience('everyone', 2), audience('everyone'), audience('named'), audience('practice')],
  me: { id: 'tom' },
  quiet: { fingerprint: 'own quiet key' },
} as unknown as Firm;
const entry = (kind: string, { member = 'ada', by = 'a key', quiet = false, version = 1 } = {}) =>
  ({
    body: { kind },
    by,
    version,
    signer: quiet ? { kind: 'quiet' } : { kind: 'member', record: { member } },
  }) as unknown as OpenedEntry;
const believes = (type: string, one: OpenedEntry, epoch = 2, seen = new Map<string, number>()) =>
  isBelieved(own, { lookup: 'x', audience: audience(type, epoch) }, one, seen);

test('a row of the client list is believed under everybody’s key alone, also by whoever loaded it', () => {
  expect(['everyone', 'named', 'practice'].map((type) => believes(type, entry('client')))).toEqual([
    true,
    false,
    false,
  ]);
  expect(believes('everyone', entry('client', { member: 'tom' }))).toBe(true);
  expect(believes('named', entry('tie'))).toBe(true);
});

test('what the user shared is no answer, nor is one without a name under a key that was replaced', () => {
  expect([
    believes('everyone', entry('tie', { member: 'tom' })),
    believes('everyone', entry('tie', { quiet: true, by: 'own quiet key' })),
  ]).toEqual([false, false]);
  expect([2, 1].map((epoch) => believes('everyone', entry('tie', { quiet: true }), epoch))).toEqual([true, false]);
  expect(believes('everyone', entry('tie'), 1)).toBe(true);
});

test('what was seen in a newer version is believed no more', () => {
  const seen = new Map<string, number>();
  expect([2, 1, 2].map((version) => believes('everyone', entry('tie', { version }), 2, seen))).toEqual([true, false, true]);
}); // prettier-ignore
