import { expect, test } from 'vitest';
import { model } from '../../test/builders/interactions.ts';
import { judgementOf } from './judgement.ts';

const judged = (count: number, expected: number, answered: number) =>
  Array.from({ length: count }, (_, i) => ({ expected, answered: i < answered }));
const of = (list: { expected: number; answered: boolean }[]) =>
  judgementOf({ model, used: true, answers: 'thread', judged: list });

test('one sentence, and a row for each fifth of the chances that was given', () => {
  const { sentence, rows } = of([...judged(60, 0.9, 51), ...judged(40, 0.1, 3), ...judged(10, 1, 10)]);
  expect(sentence).toBe('Of your last 110 messages 58 % were answered within a week; 62 % had been expected.');
  expect(rows).toEqual([
    { from: 0, to: 0.2, messages: 40, expected: expect.closeTo(4, 9), answered: 3 },
    { from: 0.8, to: 1, messages: 70, expected: expect.closeTo(64, 9), answered: 61 },
  ]);
});

test('of few messages nothing is claimed', () => {
  expect(of(judged(29, 0.5, 10))).toMatchObject({
    sentence: 'Too few of your messages have had a week to be answered to tell.',
    rows: [],
  });
});
