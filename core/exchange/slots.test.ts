import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atHour, good, testFirm, today } from '../../test/builders/exchange-firm.ts';
import { sealAsk } from './asks.ts';
import { keysInLookup, slotsPerKey } from './bodies.ts';
import { toText } from './encoding.ts';
import { entryBytes } from './entries.ts';
import { routeNames, routes } from './routes.ts';
import {
  askToBytes,
  lookupAnswer,
  offerToBytes,
  pageAnswer,
  readAsksAnswer,
  readLookupAnswer,
  readOffersAnswer,
} from './slots.ts';

const firm = testFirm();
const { randomBytes } = firm;
const keys = Array.from({ length: keysInLookup }, () => toText(randomBytes(32)));

test('an answer to a lookup is one size, and gives back what was found, up to the slots of each key', () => {
  const found = fc.array(
    fc.record({
      place: fc.nat({ max: keysInLookup - 1 }),
      version: fc.integer({ min: 1, max: 0x7fff_ffff }),
      expires: fc.nat({ max: 100_000 }),
      sealed: fc.nat({ max: 255 }).map((fill) => Buffer.alloc(entryBytes, fill)),
    }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(found, (some) => {
      const answer = lookupAnswer(some);
      expect(answer).toHaveLength(routes.lookup.answer);
      const read = good(readLookupAnswer(keys, answer));
      for (const [place, lookup] of keys.entries())
        expect(read[place]).toEqual(
          some
            .filter((each) => each.place === place)
            .slice(0, slotsPerKey)
            .map(({ version, expires, sealed }) => ({ lookup, version, expires, sealed: toText(sealed) })),
        );
    }),
    { numRuns: 30 },
  );
  expect(lookupAnswer([]).every((byte) => byte === 0)).toBe(true);
  expect(readLookupAnswer(keys, Buffer.alloc(10)).ok).toBe(false);
  expect(readLookupAnswer(keys.slice(1), lookupAnswer([])).ok).toBe(false);
});

test('asks and offers travel as bytes in pages of one size', () => {
  const body = {
    requester: { name: 'Tom', practice: null, address: 'tom@firm.example' },
    member: firm.members.tom.member,
    about: 'Jane',
    reason: '',
    neededBy: atHour(today + 1, 18),
  };
  const targets = [{ kind: 'person', value: 'jane@acme.example' }] as const;
  const asks = Array.from({ length: 3 }, () =>
    good(sealAsk({ audienceKey: firm.everyone, targets, body, signer: firm.members.tom.signing }, randomBytes)),
  );
  const page = pageAnswer('ask', asks.map(askToBytes));
  expect(page).toHaveLength(routes.asks.answer);
  expect(pageAnswer('ask', [])).toHaveLength(routes.asks.answer);
  expect(good(readAsksAnswer(page))).toEqual(asks);
  expect(readAsksAnswer(page.subarray(1)).ok).toBe(false);

  const [id, ask, sealed] = [randomBytes(16), randomBytes(16), randomBytes(1520)];
  const offers = pageAnswer('offer', [offerToBytes(id, ask, sealed)]);
  expect(offers).toHaveLength(routes.offers.answer);
  expect(good(readOffersAnswer('me', offers))).toEqual([
    { id: toText(id), ask: toText(ask), offer: { recipient: 'me', sealed: toText(sealed) } },
  ]);
  expect(readOffersAnswer('me', Buffer.alloc(2)).ok).toBe(false);
});

test('no endpoint lists entries, and nothing is said in an address', () => {
  for (const name of routeNames) {
    expect(routes[name].path).toMatch(/^\/v1\/[a-z-]+(?:\/[a-z]+)?$/);
    // Entries are answered by the lookups alone, and to their owner.
    const answer: unknown = routes[name].answer;
    if (typeof answer === 'number') expect(['lookup', 'asks', 'offers']).toContain(name);
  }
  expect(new Set(routeNames.map((name) => routes[name].path)).size).toBe(routeNames.length);
});
