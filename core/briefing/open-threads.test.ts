import { expect, test } from 'vitest';
import { interactionsOf } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { awaitedSince, owedSince } from './open-threads.ts';

const day = 86_400;
const now = 1_800_000_000;
const was = (kind: Item['kind'], ago: number, more: Partial<Item> = {}): Item => ({
  kind,
  at: now - ago * day,
  ...more,
});

const owed = (items: readonly Item[], ours: readonly (readonly [number, number])[] = []): number | null => {
  const since = owedSince(interactionsOf(items), 1, new Map(ours), now);
  return since === null ? null : (now - since) / day;
};
const awaited = (items: readonly Item[]): number | null => {
  const since = awaitedSince(interactionsOf(items), 1, now);
  return since === null ? null : (now - since) / day;
};

test.each<[string, Item[], number | null]>([
  ['a letter of a week ago', [was('received', 7)], 7],
  ['the first of several', [was('received', 9), was('received', 3), was('received', 0.5)], 9],
  ['since yesterday', [was('received', 1)], null],
  ['for so long that silence was the answer', [was('received', 31)], null],
  ['among many, or in copy', [was('received', 7, { share: 0.75 })], null],
  ['by a machine', [was('received', 7, { automatic: true })], null],
  ['before the user wrote to them', [was('received', 7), was('sent', 3)], null],
  ['before they met', [was('received', 7), was('meeting', 3)], null],
  ['before they spoke', [was('received', 7), was('touch', 3)], null],
  ['before they were seen in others’ mail', [was('received', 7), was('seen', 3)], 7],
  ['nobody wrote', [], null],
])('an answer owed for %s', (_, items, days) => {
  expect(owed(items)).toBe(days);
});

test('no answer is owed in a thread in which the user’s side has written', () => {
  const letter = was('received', 7, { series: 5 });
  expect(owed([letter], [[6, now - 3 * day]])).toBe(7);
  expect(owed([letter], [[5, now - 3 * day]])).toBeNull();
  expect(owed([letter], [[5, now - 20 * day]])).toBeNull();
});

test.each<[string, Item[], number | null]>([
  ['a letter of a week ago', [was('sent', 7)], 7],
  ['the first of several', [was('sent', 20), was('sent', 6)], 20],
  ['since three days', [was('sent', 3)], null],
  ['too long ago', [was('sent', 46)], null],
  ['to many, or in copy', [was('sent', 7, { share: 0.5 })], null],
  ['since they wrote last', [was('sent', 20), was('received', 9), was('sent', 6)], 6],
  ['before they wrote', [was('sent', 7), was('received', 3)], null],
  ['before they met', [was('sent', 7), was('meeting', 3)], null],
  ['in a thread they began', [was('received', 9, { series: 4 }), was('sent', 7, { series: 4 })], null],
])('an answer awaited for %s', (_, items, days) => {
  expect(awaited(items)).toBe(days);
});
