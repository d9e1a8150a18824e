import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hitsOf, viewersOf } from './protections.ts';
import type { Protection } from './protections.ts';

const today = 100;
const members = ['ada', 'ben', 'cleo', 'dan'] as const;
const day = fc.integer({ min: 95, max: 105 });
const protection: fc.Arbitrary<Protection> = fc.record({
  id: fc.string(),
  kind: fc.constant('barrier' as const),
  from: day,
  until: fc.option(day),
  inside: fc
    .uniqueArray(fc.tuple(fc.constantFrom<string>(...members), fc.option(day)), {
      selector: ([name]) => name,
      maxLength: 4,
    })
    .map((pairs) => new Map(pairs)),
  keys: fc.constant(new Map<number, Uint8Array>()),
});
const row = { owner: 'ada', expires: 104, guardEpoch: 1, guardSalt: Buffer.alloc(16), guardTags: Buffer.alloc(64) };

/** Said again, the long way: may this member see it on this day? */
function maySee(member: string, hits: readonly Protection[], at: number): boolean {
  return hits
    .filter(({ from, until }) => from <= at && (until === null || at <= until))
    .every(({ inside }) => [member, row.owner].every((name) => inside.has(name) && (inside.get(name) ?? at) >= at));
}

test('nobody sees on any day what they may not see then, and today everybody sees what they may', () => {
  fc.assert(
    fc.property(fc.array(protection, { maxLength: 3 }), (hits) => {
      const viewers = viewersOf(row, hits, today);
      for (const member of members)
        for (let at = today; at <= 106; at++) {
          const sees = viewers.some(({ viewer, expires }) => (viewer === '' || viewer === member) && expires >= at);
          if (sees) expect(maySee(member, hits, at) && at <= row.expires).toBe(true);
          if (at === today && maySee(member, hits, at)) expect(sees).toBe(true);
        }
    }),
    { numRuns: 1000 },
  );
});

test('more protections never show more', () => {
  fc.assert(
    fc.property(fc.array(protection, { maxLength: 3 }), protection, (hits, more) => {
      const can = (some: readonly Protection[]) =>
        members.filter((member) =>
          viewersOf(row, some, today).some(
            ({ viewer, expires }) => (viewer === '' || viewer === member) && expires >= today,
          ),
        );
      expect(can(hits)).toEqual(expect.arrayContaining(can([...hits, more])));
    }),
  );
});

test('anybody may ask the partner of a closed client, and nobody across a barrier around it', () => {
  const closed = {
    id: 'c',
    kind: 'closed',
    from: 0,
    until: null,
    inside: new Map([['ben', null]]),
    keys: new Map(),
  } as const;
  const barrier = (...inside: string[]): Protection => ({
    ...closed,
    kind: 'barrier',
    inside: new Map(inside.map((member) => [member, null])),
  });
  const asked = (...hits: Protection[]) => viewersOf(row, hits, today, 'ask').map(({ viewer }) => viewer);
  expect(viewersOf(row, [closed], today)).toEqual([]);
  expect(asked(closed)).toEqual(['ben']);
  expect(asked(closed, barrier('ada', 'ben'))).toEqual(['ben']);
  expect(asked(closed, barrier('ada'))).toEqual([]);
  expect(asked(closed, barrier('ben'))).toEqual([]);
});

test('a guard of another epoch is about nothing that is protected', () => {
  const some = {
    id: 'a',
    kind: 'barrier',
    from: 0,
    until: null,
    inside: new Map(),
    keys: new Map([[2, Buffer.alloc(32)]]),
  } as const;
  expect(hitsOf(row, [some])).toEqual([]);
});
