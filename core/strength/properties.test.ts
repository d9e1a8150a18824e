/** What must hold for the shipped coefficients, whatever the past. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interactionsOf, item, model, pastOf } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { outputsOf } from './model.ts';
import { day, year } from './tie-state.ts';
import { featuresOf, tieOf } from './ties.ts';
import type { RankedTie } from './ties.ts';

const now = 1_800_000_000;
const past = pastOf(item, now - 1);
const span = fc.oneof(fc.nat(10 * day), fc.nat(400 * day), fc.nat(50 * year));

const standing = (items: readonly Item[], asOf = now): RankedTie =>
  tieOf(interactionsOf(items), 1, model, asOf) as RankedTie;
const outputs = (items: readonly Item[], asOf = now) => outputsOf(model, featuresOf(interactionsOf(items), 1, asOf));

const ladder = ['unknown', 'none', 'weak', 'moderate', 'strong'];

/** Sums are decayed step by step, so that equal ones may differ by what rounding leaves. */
function expectNotBelow(high: { probability: number; closeness: number }, low: typeof high): void {
  expect(high.probability).toBeGreaterThanOrEqual(low.probability * (1 - 1e-9));
  expect(high.closeness).toBeGreaterThanOrEqual(low.closeness * (1 - 1e-9));
}

test('silence never raises an output or the band', () => {
  fc.assert(
    fc.property(past, span, (items, silence) => {
      expectNotBelow(outputs(items), outputs(items, now + silence));
      const [before, after] = [standing(items).band, standing(items, now + silence).band];
      expect(ladder.indexOf(after)).toBeLessThanOrEqual(ladder.indexOf(before));
    }),
  );
});

test('the same past, more recent, is never worth less', () => {
  fc.assert(
    fc.property(past, span, (items, back) => {
      expectNotBelow(outputs(items), outputs(items.map((one) => ({ ...one, at: one.at - back }))));
    }),
  );
});

test('the last contact, where it answers nothing, is worth the more the later it was', () => {
  // What comes to an open question later is also the slower answer.
  const quiet = now - 400 * day;
  const settled = pastOf(item, quiet).map((items): Item[] => [...items, { kind: 'received', at: quiet }]);
  const moment = fc.integer({ min: quiet + 1, max: now - 1 });
  fc.assert(
    fc.property(settled, item, moment, moment, (items, last, one, other) => {
      const lastAt = (at: number) => outputs([...items, { ...last, at }]);
      expectNotBelow(lastAt(Math.max(one, other)), lastAt(Math.min(one, other)));
    }),
  );
});

test('an answer, a meeting or a talk never lowers an output or the band, whenever it came', () => {
  const word = fc.record({
    kind: fc.constantFrom('received', 'meeting', 'touch'),
    share: fc.constantFrom(1, 0.5, 0.1),
    at: span.map((back) => now - 1 - back),
  });
  fc.assert(
    fc.property(past, word, (items, more) => {
      expectNotBelow(outputs([...items, more]), outputs(items));
      const [without, withIt] = [standing(items).band, standing([...items, more]).band];
      expect(ladder.indexOf(withIt)).toBeGreaterThanOrEqual(ladder.indexOf(without));
    }),
  );
});

test('a message unanswered for a week counts as asked in vain, one in its week does not yet', () => {
  const answered = (daysAgo: number) =>
    featuresOf(interactionsOf([{ kind: 'sent', at: now - daysAgo * day }]), 1, now).answered;
  expect(answered(6.9)).toBe(0);
  expect(answered(7.1)).toBeLessThan(0);
});

test('traffic one way never becomes a tie, however much it is', () => {
  const crowd = { kind: fc.constant('meeting'), share: fc.constant(0.2) } as const;
  const mine = fc.record({ kind: fc.constant('sent') });
  const theirs = fc.record({ kind: fc.constant('received') });
  const noWord = fc.oneof(
    fc.record({ kind: fc.constant('seen') }),
    fc.record({ kind: fc.constant('received'), automatic: fc.constant(true) }),
    fc.record(crowd),
  );
  const oneWay = [fc.oneof(mine, noWord), fc.oneof(theirs, noWord)].map((what) => pastOf(what, now - 1));
  fc.assert(
    fc.property(fc.oneof(...oneWay), (items) => {
      expect(standing(items)).toMatchObject({ band: 'unknown', probability: null, trend: null });
    }),
  );
});

test('the order in which interactions are known does not matter', () => {
  const pastAndMixed = past.chain((items) =>
    fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
  );
  fc.assert(
    fc.property(pastAndMixed, ([items, mixed]) => {
      expect(standing(mixed)).toEqual(standing(items));
    }),
  );
});

test('a standing as of a moment is that of what came before it', () => {
  fc.assert(
    fc.property(past, pastOf(item, now + 50 * year), (items, more) => {
      const later: Item[] = [...more, { kind: 'received', at: now }];
      const known = [...items, ...later].filter(({ at }) => at < now);
      expect(standing([...items, ...later])).toEqual(standing(known));
      expect(outputs([...items, ...later])).toEqual(outputs(known));
    }),
  );
});

test('a weekly series of meetings counts as its last one, but is shown as many', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(300 * day), (weeks, ago) => {
      const meetings = Array.from({ length: weeks }, (_, i): Item => ({
        kind: 'meeting',
        at: now - 1 - ago - i * 7 * day,
        series: 9,
      }));
      const series = featuresOf(interactionsOf(meetings), 1, now);
      const last = featuresOf(interactionsOf(meetings.slice(0, 1)), 1, now);
      expect(series.meetings).toBeCloseTo(last.meetings, 9);
      expect(series.exchange).toBeCloseTo(last.exchange, 9);
      expect(standing(meetings).meetings).toBe(weeks);

      const single = featuresOf(interactionsOf(meetings.map((one) => ({ ...one, series: 0 }))), 1, now);
      expect(single.meetings).toBeGreaterThan(series.meetings);
    }),
  );
});

test('decades of silence end a tie but leave it its place in the order', () => {
  const twoWay = past.map((items): Item[] => [...items, { kind: 'touch', at: now - 1 }]);
  fc.assert(
    fc.property(twoWay, fc.integer({ min: 10, max: 60 }), fc.integer({ min: 1, max: 20_000 }), (items, years, days) => {
      const sooner = standing(items, now + years * year);
      const later = standing(items, now + years * year + days * day);
      expect(later.closeness).toBeGreaterThan(0);
      expect(later.closeness).toBeLessThan(sooner.closeness);
      for (const { band, probability, closeness } of [sooner, later]) {
        expect(band).toBe('none');
        expect(probability).toBeGreaterThan(0);
        expect(closeness).toBeLessThan(1);
      }
    }),
    { examples: [[[{ kind: 'touch', at: now - 1 }], 10, 1]] },
  );
});
