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

/** `begun` by thread: 1 for them, 0 for the user; `ours` as pairs of thread and moment. */
const threadsOf = (
  begun: readonly (readonly [number, number])[],
  ours: readonly (readonly [number, number])[] = [],
) => ({
  begunBy: new Map(begun),
  ours: new Map(ours),
});
const daysAgo = (since: number | null): number | null => (since === null ? null : (now - since) / day);
const owed = (items: readonly Item[], threads = threadsOf([])): number | null =>
  daysAgo(owedSince(interactionsOf(items), 1, threads, now));
const awaited = (items: readonly Item[], threads = threadsOf([])): number | null =>
  daysAgo(awaitedSince(interactionsOf(items), 1, threads, now));

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

test('an answer is owed in a thread they began and the user’s side has not written in', () => {
  const letter = was('received', 7, { series: 5 });
  expect(owed([letter], threadsOf([[5, 1]]))).toBe(7);
  expect(owed([letter], threadsOf([[5, 0]]))).toBeNull();
  expect(owed([letter], threadsOf([[5, 9]]))).toBeNull();
  expect(owed([letter], threadsOf([]))).toBeNull();
  expect(owed([letter], threadsOf([[5, 1]], [[5, now - 3 * day]]))).toBeNull();
  expect(owed([letter], threadsOf([[5, 1]], [[6, now - 3 * day]]))).toBe(7);
});

test('one is awaited in a thread the user began', () => {
  const letter = was('sent', 7, { series: 5 });
  expect(awaited([letter], threadsOf([[5, 0]]))).toBe(7);
  expect(awaited([letter], threadsOf([[5, 1]]))).toBeNull();
  expect(awaited([letter], threadsOf([]))).toBeNull();
  // They have answered on a list, and the user has said thanks.
  const onList = was('seen', 9, { series: 5 });
  expect(awaited([was('sent', 12, { series: 5 }), onList, letter], threadsOf([[5, 0]]))).toBeNull();
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
])('an answer awaited for %s', (_, items, days) => {
  expect(awaited(items)).toBe(days);
});
