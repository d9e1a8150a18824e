import { expect, test } from 'vitest';
import { interactionsOfPeople } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { firstContacts } from './first-contacts.ts';

const day = 86_400;
const now = 1_760_000_000;
const item = (kind: Item['kind'], ago: number, share = 1): Item => ({ kind, at: now - ago * day, share });

/** Each list is one person's; the first two work at 10, the third at 20. */
const found = (people: readonly (readonly Item[])[], warm: readonly number[] = []) =>
  firstContacts({
    rows: interactionsOfPeople(people),
    there: new Map([
      [10, [1, 2]],
      [20, [3]],
    ]),
    isWarm: (person) => warm.includes(person),
    now,
  }).map(({ organisation, change, people: whom }) => `${String(organisation)} ${change} ${whom.join(',')}`);

test('a first letter of the last week, unanswered, to at most six', () => {
  expect(found([[item('sent', 3)], [], []])).toEqual(['10 wrote 1']);
  expect(found([[item('sent', 6)], [item('sent', 6), item('sent', 2)], []])).toEqual(['10 wrote 1,2']);
  expect(found([[item('sent', 8)], [item('sent', 2)], []])).toEqual([]);
  expect(found([[item('sent', 3, 0.3)], [], []])).toEqual([]);
  expect(found([[{ ...item('sent', 3), automatic: true }], [], []])).toEqual([]);
});

test('no first letter where anybody there has ever written, met or spoken, then or since', () => {
  for (const theirs of ['received', 'meeting', 'touch'] as const) {
    expect(found([[item('sent', 3)], [item(theirs, 400)], []])).toEqual([]);
    expect(found([[item('sent', 3)], [item(theirs, 1)], []])).toEqual([]);
  }
  // That somebody was seen beside others is no word from them.
  expect(found([[item('sent', 3)], [item('seen', 400)], []])).toEqual(['10 wrote 1']);
});

test('no first letter where somebody was seen before it in the same thread: they were introduced', () => {
  const inThread = (kind: Item['kind'], ago: number, series: number): Item => ({ ...item(kind, ago), series });
  expect(found([[inThread('seen', 4, 7), inThread('sent', 3, 7)], [], []])).toEqual([]);
  expect(found([[inThread('sent', 3, 7)], [inThread('seen', 4, 7)], []])).toEqual([]);
  expect(found([[inThread('seen', 4, 8), inThread('sent', 3, 7)], [], []])).toEqual(['10 wrote 1']);
  expect(found([[inThread('sent', 3, 7), inThread('seen', 2, 7)], [], []])).toEqual(['10 wrote 1']);
  expect(found([[item('seen', 4), item('sent', 3)], [], []])).toEqual(['10 wrote 1']);
});

test('a first meeting within two weeks, where nobody was met yet and nobody is warm', () => {
  expect(found([[item('received', 30), item('sent', 29), item('meeting', -5)], [], []])).toEqual(['10 booked 1']);
  expect(found([[item('meeting', -5)], [item('meeting', -5), item('meeting', -3)], []])).toEqual(['10 booked 2']);
  expect(found([[item('meeting', -15)], [], []])).toEqual([]);
  expect(found([[item('meeting', -5, 0.1)], [], []])).toEqual([]);
  expect(found([[item('meeting', -5)], [item('meeting', 100)], []])).toEqual([]);
  expect(found([[item('meeting', -5)], [item('touch', 100)], []])).toEqual([]);
  expect(found([[item('meeting', -5)], [], []], [2])).toEqual([]);
});

test('the soonest meeting first, then what was written last', () => {
  expect(found([[item('sent', 3)], [], [item('meeting', -2)]])).toEqual(['20 booked 3', '10 wrote 1']);
  expect(found([[item('sent', 3)], [], [item('sent', 1)]])).toEqual(['20 wrote 3', '10 wrote 1']);
  expect(found([[item('sent', 3), item('meeting', -2)], [], []])).toEqual(['10 booked 1']);
});
