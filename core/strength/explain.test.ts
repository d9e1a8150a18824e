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
      const noon = known.map((one) => (one.kind === 'touch' ? one.at + 43_200 : one.at));
      for (const behind of Object.values(told.behind)) {
        for (const moment of behind) expect([...noon, ...known.map(({ at }) => at)]).toContain(moment);
      }
      expect(told.behind.meetings).toHaveLength(told.meetings);
      expect(told.behind.reciprocity).toHaveLength(told.asked + told.answered);
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

test('by thread, only a word in the thread is an answer, and the first one in it tells how long it took', () => {
  const hour = 1 / 24;
  const items: Item[] = [
    { ...was('sent', 30), series: 1 },
    { ...was('sent', 20), series: 2 },
    { ...was('received', 20 - hour), series: 3 },
    { ...was('received', 19), series: 2 },
    { ...was('received', 18), series: 2 },
  ];
  const told = (answers: 'thread' | 'any word') => pastOf(interactionsOf(items), 1, now, answers);
  expect(told('thread')).toMatchObject({ asked: 2, answered: 1 });
  expect(told('thread').behind.reciprocity).toEqual([30, 20, 19].map((ago) => now - ago * day));
  expect(told('any word').behind.reciprocity).toContain(Math.round(now - (20 - hour) * day));
});

test('the end of a project is said instead of the silence', () => {
  const rows = interactionsOf(exchange(20, 6, 90));
  const tie = tieOf(rows, 1, model, now) ?? noTie(1);
  const say = (name: string | null, others: number) =>
    explain(rows, tie, { model, answers: 'any word' }, now, { name, others, at: now - 90 * day }).sentence;
  expect(say('Falcon', 3)).toMatch(/Quiet since the Falcon traffic ended in October; answered all/);
  expect(say(null, 3)).toMatch(/Quiet since the traffic with them and 3 others ended in/);
  expect(say(null, 0)).toMatch(/Quiet since the traffic of the whole group ended in/);
});

test('a message of the last week is not yet called unanswered', () => {
  expect(words([was('sent', 8), was('received', 7.5), was('sent', 6)]).reciprocity).toBe('answered your last message');
  expect(words([was('sent', 8), was('received', 7.5), was('sent', 7.1)]).reciprocity).toBe(
    'answered 1 of your last 2 messages',
  );
});
