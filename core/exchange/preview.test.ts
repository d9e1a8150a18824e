import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { AudiencePreview } from './preview.ts';
import { previewDigest } from './preview.ts';

const entry = fc.record({
  target: fc.record({
    kind: fc.constantFrom('person' as const, 'organisation' as const),
    value: fc.string({ maxLength: 5 }),
  }),
  expires: fc.nat({ max: 3 }),
  body: fc.record({
    kind: fc.constant('tie' as const),
    person: fc.option(fc.record({ name: fc.string({ maxLength: 3 }) })),
    band: fc.constantFrom('strong' as const, 'moderate' as const, 'weak' as const),
    freshness: fc.constantFrom('2026-01', '2026-02'),
    introducer: fc.record({ kind: fc.constant('practice' as const), practice: fc.string({ maxLength: 3 }) }),
  }),
});
const audience: fc.Arbitrary<AudiencePreview> = fc.record({
  firm: fc.constant('firm'),
  audience: fc.string({ maxLength: 3 }),
  epoch: fc.integer({ min: 1, max: 3 }),
  recipients: fc.array(fc.string({ maxLength: 3 }), { maxLength: 4 }),
  entries: fc.array(entry, { maxLength: 4 }),
});
const audiences = fc.array(audience, { maxLength: 3 });

test('the order of audiences, recipients and entries does not matter', () => {
  fc.assert(
    fc.property(audiences, (some) => {
      const turned = some
        .map((each) => ({ ...each, recipients: [...each.recipients].reverse(), entries: [...each.entries].reverse() }))
        .reverse();
      expect(previewDigest(turned)).toBe(previewDigest(some));
    }),
  );
});

/** Without an order, as text. */
function plain(some: readonly AudiencePreview[]): string {
  const sorted = (list: readonly unknown[]): string[] => list.map((each) => JSON.stringify(each)).sort();
  return JSON.stringify(
    sorted(some.map((each) => ({ ...each, recipients: sorted(each.recipients), entries: sorted(each.entries) }))),
  );
}

test('everything else does: any difference in what would be seen, or by whom, is another digest', () => {
  fc.assert(
    fc.property(audiences, audiences, (one, other) => {
      expect(previewDigest(one) === previewDigest(other)).toBe(plain(one) === plain(other));
    }),
  );
  const base: AudiencePreview = { firm: 'f', audience: 'a', epoch: 1, recipients: ['r'], entries: [] };
  const changes: readonly Partial<AudiencePreview>[] = [
    { firm: 'g' },
    { audience: 'b' },
    { epoch: 2 },
    { recipients: ['r', 's'] },
    { recipients: [] },
  ];
  for (const change of changes) expect(previewDigest([{ ...base, ...change }])).not.toBe(previewDigest([base]));
});
