import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interactionsOf, item, model, pastOf } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { answerKindOf, calibrate, calibrateUser, mostOutcomes, outcomesOf } from './calibration.ts';
import type { Outcome } from './calibration.ts';
import { features } from './features.ts';
import { outputsOf } from './model.ts';
import { day, year } from './tie-state.ts';

const now = 1_800_000_000;
const past = pastOf(item, now + 30 * day);
const sentTo = (ago: number, more: Partial<Item> = {}): Item => ({ kind: 'sent', at: now - ago * day, ...more });
const heard = (ago: number, more: Partial<Item> = {}): Item => ({ kind: 'received', at: now - ago * day, ...more });

const answersTo = (items: readonly Item[]) => outcomesOf(interactionsOf(items), now).map(({ heard: word }) => word);

/** A stranger written to `count` times, each time as if the first, and answered as `answered` says. */
const outcomesLike = (items: readonly Item[], count: number, answered: (i: number) => boolean): Outcome[] =>
  Array.from({ length: count }, (_, i) => ({
    person: 1,
    at: now - (count - i) * day,
    features: features(interactionsOf(items), 0, items.length, now),
    heard: answered(i) ? 'any word' : null,
  }));

const stranger: Item[] = [];
const dormant = [sentTo(801), heard(800)];
const lively = Array.from({ length: 20 }, (_, i) => [sentTo(2 * i + 1), heard(2 * i)]).flat();
const chanceOf = (by: typeof model, items: readonly Item[]) =>
  outputsOf(by, features(interactionsOf(items), 0, items.length, now)).probability;

test('a message counts once its week is over, and not where one was among many or a machine wrote', () => {
  expect(answersTo([sentTo(7.1)])).toEqual([null]);
  expect(answersTo([sentTo(6.9)])).toEqual([]);
  expect(answersTo([sentTo(20), heard(13.1)])).toEqual(['any word']);
  expect(answersTo([sentTo(20), heard(12.9)])).toEqual([null]);
  expect(answersTo([sentTo(20, { share: 0.4 }), sentTo(20, { automatic: true })])).toEqual([]);
  expect(answersTo([sentTo(20), heard(19, { automatic: true })])).toEqual([null]);
});

test('by thread only a word in the same thread is an answer', () => {
  const items = [
    sentTo(30, { series: 5 }),
    sentTo(20, { series: 6 }),
    heard(29, { series: 7 }),
    heard(19, { series: 6 }),
  ];
  expect(answersTo(items)).toEqual(['any word', 'thread']);
});

test('any word is one where headers show no threads: fewer than a third of those who wrote back are in one', () => {
  const letters = (inThread: number) =>
    Array.from({ length: 9 }, (_, i) => [
      sentTo(20 + 10 * i, { series: 100 + i }),
      heard(19 + 10 * i, { series: i < inThread ? 100 + i : 900 + i }),
    ]).flat();
  const kindOf = (items: readonly Item[]) => answerKindOf(outcomesOf(interactionsOf(items), now));
  expect(kindOf(letters(3))).toBe('thread');
  expect(kindOf(letters(2))).toBe('any word');
  expect(kindOf([])).toBe('any word');
});

test('what is learnt by a moment knows nothing of what came later', () => {
  fc.assert(
    fc.property(past, pastOf(item, now + year), (items, more) => {
      const known = items.filter(({ at }) => at < now);
      const later = [...known, ...more.filter(({ at }) => at >= now)];
      expect(outcomesOf(interactionsOf(later), now)).toEqual(outcomesOf(interactionsOf(known), now));
    }),
  );
});

test('the latest messages are looked at, oldest first', () => {
  const items = Array.from({ length: mostOutcomes + 50 }, (_, i) => sentTo(8 + i));
  const outcomes = outcomesOf(interactionsOf(items), now);
  expect(outcomes).toHaveLength(mostOutcomes);
  expect(outcomes.at(-1)?.at).toBe(now - 8 * day);
  expect(outcomes.map(({ at }) => at)).toEqual(outcomes.map(({ at }) => at).sort((a, b) => a - b));
});

test('the user’s own word trains nothing', () => {
  const letters = [sentTo(30), heard(29), sentTo(20)];
  const talks: Item[] = [40, 25, 21].map((ago) => ({ kind: 'touch', at: now - ago * day }));
  expect(outcomesOf(interactionsOf([...letters, ...talks]), now)).toEqual(outcomesOf(interactionsOf(letters), now));
});

test('without history the default stands; a few messages hardly move it, many do', () => {
  expect(calibrate(model, [], 'any word')).toEqual({ model, used: true, judged: [] });
  const [few, many] = [3, 500].map(
    (count) =>
      calibrate(
        model,
        outcomesLike(lively, count, () => false),
        'any word',
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
    const learnt = calibrate(model, mixed, 'any word');
    expect(learnt.used).toBe(true);
    expect(chanceOf(learnt.model, who)).toBeGreaterThan(1.7 * chanceOf(model, who));
    expect(Math.abs(chanceOf(learnt.model, lively) - chanceOf(model, lively))).toBeLessThan(0.1);
  }
});

test('where answers are told by thread, bands still go by any word', () => {
  const outcomes = outcomesLike(lively, 400, (i) => i % 10 < 8).map((one, i): Outcome =>
    i % 2 === 0 ? one : { ...one, heard: one.heard && 'thread' },
  );
  const { answers, model: learnt } = calibrateUser(model, outcomes);
  const { probability, hears } = outputsOf(learnt, features(interactionsOf(lively), 0, lively.length, now));
  expect(answers).toBe('thread');
  expect(probability).toBeLessThan(0.6);
  expect(hears).toBeGreaterThan(0.75);
  const without = calibrateUser(
    model,
    outcomesLike(lively, 400, (i) => i % 10 < 8),
  ).model;
  expect(without.hears).toBeUndefined();
});

test('it is left out where the default is better on the latest messages', () => {
  const turned = calibrate(
    model,
    outcomesLike(dormant, 300, (i) => i < 210),
    'any word',
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
        'any word',
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
