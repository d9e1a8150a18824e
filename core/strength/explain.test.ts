import fc from 'fast-check';
import { expect, test } from 'vitest';
import { interactionsOf, item, model, pastOf as anyPast } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { partNames } from '../contract/shapes.ts';
import { explain } from './explain.ts';
import { logit } from './model.ts';
import { pastOf } from './past.ts';
import { day } from './tie-state.ts';
import { featuresOf, noTie, tieOf } from './ties.ts';

const now = 1_800_000_000;
const past = anyPast(item, now + 30 * day);

function explained(items: readonly Item[]) {
  const rows = interactionsOf(items);
  return explain(rows, tieOf(rows, 1, model, now) ?? noTie(1), { model, answers: 'any word' }, now);
}

/** What was said of each part. */
const words = (items: readonly Item[]) =>
  Object.fromEntries(explained(items).parts.map((part) => [part.name, part.words]));

const was = (kind: Item['kind'], ago: number): Item => ({ kind, at: now - ago * day });

/** A message of the user's every `gap` days, answered after two hours; the last answer `ago` days ago. */
const exchange = (count: number, gap: number, ago: number): Item[] =>
  Array.from({ length: count }, (_, i) => now - (ago + i * gap) * day).flatMap((at): Item[] => [
    { kind: 'sent', at: at - 7200 },
    { kind: 'received', at, delay: 7200 },
  ]);

test('the parts and the base add up to the number shown', () => {
  fc.assert(
    fc.property(past, (items) => {
      const rows = interactionsOf(items);
      const { base, parts } = explained(items);
      const sum = parts.reduce((all, { effect }) => all + effect, base);
      expect(sum).toBeCloseTo(logit(model.probability, featuresOf(rows, 1, now)), 9);
      const probability = tieOf(rows, 1, model, now)?.probability ?? null;
      if (probability !== null) expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(probability, 9);
    }),
  );
});

test('every part has words and every standing a sentence', () => {
  fc.assert(
    fc.property(past, (items) => {
      const { parts, sentence } = explained(items);
      expect(parts.map(({ name }) => name)).toEqual(partNames);
      for (const { words: said } of parts) expect(said).toMatch(/^[a-z0-9][\w ,]+$/);
      expect(sentence).toMatch(/^[A-Z][\w ,]+(?:[.:;] [\w ,]+)*\.$/);
      expect(sentence + parts.map((part) => part.words).join()).not.toMatch(/undefined|null|NaN|Infinity|-\d/);
    }),
  );
});

test('what is told of the past is in the evidence', () => {
  fc.assert(
    fc.property(past, (items) => {
      const told = pastOf(interactionsOf(items), 1, now, 'any word');
      const known = items.filter(({ at }) => at < now);
      const moments = (...kinds: Item['kind'][]) =>
        known.filter(({ kind }) => kinds.includes(kind)).map((one) => one.at);
      for (const moment of [told.first, told.last]) {
        expect([null, ...moments('sent', 'received', 'meeting', 'touch')]).toContain(moment);
      }
      expect([null, ...moments('received', 'meeting', 'touch')]).toContain(told.lastHeard);
      expect(told.lastMeeting).toBe(moments('meeting').at(-1) ?? null);
      expect(told.meetings).toBe(moments('meeting').length);
      expect(told.asked).toBeLessThanOrEqual(moments('sent').length);
      expect(told.answered).toBeLessThanOrEqual(told.asked);
    }),
  );
});

test.each<[string, Item[]]>([
  ['We have not seen enough to tell.', []],
  ['We have not seen enough to tell.', [was('seen', 3)]],
  ['We have not seen enough to tell: you wrote, and nothing has come back.', [was('sent', 3)]],
  ['We have not seen enough to tell: they write, and you have not.', [was('received', 3)]],
  ['Strong. Answered all of your last 10 messages, usually within 2 hours; in contact 2 days ago.', exchange(12, 5, 2)],
  [
    'Good, quieter than it was. No mail or meeting for 3 months; answered all of your last 10 messages, usually within 2 hours.',
    exchange(20, 6, 90),
  ],
  [
    'Lapsed. No mail or meeting for 2 years; answered all of your last 6 messages, usually within 2 hours.',
    exchange(6, 10, 800),
  ],
  ['Good. Met twice in the last three months.', [was('meeting', 3), was('meeting', 33)]],
  ['Good. You spoke 3 days ago.', [was('touch', 3)]],
])('%s', (sentence, items) => {
  expect(explained(items).sentence).toBe(sentence);
});

test('each part tells what can be counted', () => {
  const unanswered = [20, 30, 40].map((ago) => was('sent', ago));
  expect(words([...exchange(8, 20, 200), ...unanswered, was('meeting', 100)])).toEqual({
    recency: 'heard from 3 months ago, you wrote 20 days ago',
    frequency: '0 messages from them and 3 from you in the last three months',
    reciprocity: 'answered 7 of your last 10 messages',
    'response time': 'usually within 2 hours',
    meetings: 'met once, last met 3 months ago',
    tenure: 'first contact 11 months ago',
  });
});

test('a message of the last week is not yet called unanswered', () => {
  expect(words([was('sent', 8), was('received', 7.5), was('sent', 6)]).reciprocity).toBe('answered your last message');
  expect(words([was('sent', 8), was('received', 7.5), was('sent', 7.1)]).reciprocity).toBe(
    'answered 1 of your last 2 messages',
  );
});
