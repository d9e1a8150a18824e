import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interactionsOf, item, model, pastOf } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { answerKindOf, calibrate, mostOutcomes, outcomesOf } from './calibration.ts';
import type { Outcome } from './calibration.ts';
import { features } from './features.ts';
import { outputsOf } from './model.ts';
import { day, year } from './tie-state.ts';

const now = 1_800_000_000;
const past = pastOf(item, now + 30 * day);
const sentTo = (ago: number, more: Partial<Item> = {}): Item => ({ kind: 'sent', at: now - ago * day, ...more });
const heard = (ago: number, more: Partial<Item> = {}): Item => ({ kind: 'received', at: now - ago * day, ...more });

const answersTo = (items: readonly Item[], kind: 'thread' | 'any word' = 'any word') =>
  outcomesOf(interactionsOf(items), now, kind).map(({ answered }) => answered);

/** A stranger written to `count` times, each time as if the first, and answered as `answered` says. */
const outcomesLike = (items: readonly Item[], count: number, answered: (i: number) => boolean): Outcome[] =>
  Array.from({ length: count }, (_, i) => ({
    at: now - (count - i) * day,
    features: features(interactionsOf(items), 0, items.length, now),
    answered: answered(i),
  }));

const stranger: Item[] = [];
const dormant = [sentTo(801), heard(800)];
const lively = Array.from({ length: 20 }, (_, i) => [sentTo(2 * i + 1), heard(2 * i)]).flat();
const chanceOf = (by: typeof model, items: readonly Item[]) =>
  outputsOf(by, features(interactionsOf(items), 0, items.length, now)).probability;

test('a message counts once its week is over, and not where one was among many or a machine wrote', () => {
  expect(answersTo([sentTo(7.1)])).toEqual([false]);
  expect(answersTo([sentTo(6.9)])).toEqual([]);
  expect(answersTo([sentTo(20), heard(13.1)])).toEqual([true]);
  expect(answersTo([sentTo(20), heard(12.9)])).toEqual([false]);
  expect(answersTo([sentTo(20, { share: 0.4 }), sentTo(20, { automatic: true })])).toEqual([]);
  expect(answersTo([sentTo(20), heard(19, { automatic: true })])).toEqual([false]);
});

test('by thread only a word in the same thread is an answer', () => {
  const items = [
    sentTo(30, { series: 5 }),
    sentTo(20, { series: 6 }),
    heard(29, { series: 7 }),
    heard(19, { series: 6 }),
  ];
  expect(answersTo(items, 'thread')).toEqual([false, true]);
  expect(answersTo(items)).toEqual([true, true]);
  expect(answersTo([sentTo(20), heard(19)], 'thread')).toEqual([false]);
});

test('threads are trusted where one letter in ten names what it answers', () => {
  const letters = (named: number) => Array.from({ length: 20 }, (_, i) => heard(i + 1, { delay: i < named ? 60 : 0 }));
  expect(answerKindOf(interactionsOf(letters(2)), now)).toBe('thread');
  expect(answerKindOf(interactionsOf(letters(1)), now)).toBe('any word');
  expect(answerKindOf(interactionsOf([]), now)).toBe('any word');
});

test('what is learnt by a moment knows nothing of what came later', () => {
  fc.assert(
    fc.property(past, pastOf(item, now + year), fc.constantFrom('thread', 'any word'), (items, more, kind) => {
      const known = items.filter(({ at }) => at < now);
      const later = [...known, ...more.filter(({ at }) => at >= now)];
      expect(outcomesOf(interactionsOf(later), now, kind)).toEqual(outcomesOf(interactionsOf(known), now, kind));
      expect(answerKindOf(interactionsOf(later), now)).toBe(answerKindOf(interactionsOf(known), now));
    }),
  );
});

test('the latest messages are looked at, oldest first', () => {
  const items = Array.from({ length: mostOutcomes + 50 }, (_, i) => sentTo(8 + i));
  const outcomes = outcomesOf(interactionsOf(items), now, 'any word');
  expect(outcomes).toHaveLength(mostOutcomes);
  expect(outcomes.at(-1)?.at).toBe(now - 8 * day);
  expect(outcomes.map(({ at }) => at)).toEqual(outcomes.map(({ at }) => at).sort((a, b) => a - b));
});

test('without history the default stands; a few messages hardly move it, many do', () => {
  expect(calibrate(model, [])).toEqual({ model, used: true, judged: [] });
  const [few, many] = [3, 500].map(
    (count) =>
      calibrate(
        model,
        outcomesLike(lively, count, () => false),
      ).model,
  );
  const usual = chanceOf(model, lively);
  expect(chanceOf(few as typeof model, lively)).toBeGreaterThan(usual * 0.9);
  expect(chanceOf(few as typeof model, lively)).toBeLessThan(usual);
  expect(chanceOf(many as typeof model, lively)).toBeLessThan(usual / 2);
});

test('new and dormant contacts are learnt apart from the others', () => {
  for (const who of [stranger, dormant]) {
    const outcomes = [...outcomesLike(lively, 300, (i) => i % 10 < 9), ...outcomesLike(who, 300, (i) => i % 10 < 6)];
    const mixed = outcomes.sort((a, b) => a.at - b.at);
    const learnt = calibrate(model, mixed);
    expect(learnt.used).toBe(true);
    expect(chanceOf(learnt.model, who)).toBeGreaterThan(1.7 * chanceOf(model, who));
    expect(Math.abs(chanceOf(learnt.model, lively) - chanceOf(model, lively))).toBeLessThan(0.1);
  }
});

test('it is left out where the default is better on the latest messages', () => {
  const turned = calibrate(
    model,
    outcomesLike(dormant, 300, (i) => i < 210),
  );
  expect(turned).toMatchObject({ model, used: false });
  expect(turned.judged).toHaveLength(90);
  expect(turned.judged[0]?.expected).toBeCloseTo(chanceOf(model, dormant), 9);
});

test('no history makes silence or an unanswered word worth more, or an answer less', () => {
  const pasts = fc.constantFrom(stranger, dormant, lively);
  const history = fc.array(fc.tuple(pasts, fc.nat(200), fc.boolean()), { minLength: 1, maxLength: 4 });
  const known = past.map((items): Item[] => [
    { kind: 'sent', at: now - 60 * year },
    ...items.filter(({ at }) => at < now),
  ]);
  fc.assert(
    fc.property(history, known, fc.nat(400 * day), (groups, items, silence) => {
      const outcomes = groups.flatMap(([who, count, answered]) => outcomesLike(who, count, () => answered));
      const learnt = calibrate(
        model,
        outcomes.sort((a, b) => a.at - b.at),
      ).model;
      const at = (moment: number, list: readonly Item[]) =>
        outputsOf(learnt, features(interactionsOf(list), 0, list.length, moment)).probability * (1 + 1e-9);
      expect(at(now + silence, items)).toBeLessThanOrEqual(at(now, items) * (1 + 1e-9));
      const answered = [...items, { kind: 'received', at: now - 1 } as const];
      expect(at(now, answered) * (1 + 1e-9)).toBeGreaterThanOrEqual(at(now, items));
      expect(at(now, [{ kind: 'received', at: now - 1 }])).toBeGreaterThanOrEqual(at(now, []));
    }),
    { numRuns: 50 },
  );
});
