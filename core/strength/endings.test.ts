import { expect, test } from 'vitest';
import { interactionsOfPeople } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import { endingsOf } from './endings.ts';
import { day } from './tie-state.ts';

const now = 1_800_000_000;

/** A message every other day in a thread of its own, from `from` to `until` days ago, to everybody given. */
const traffic = (people: number, from: number, until: number, first = 1): Item[][] =>
  Array.from({ length: people }, (_, person) =>
    Array.from({ length: Math.floor((from - until) / 2) + 1 }, (__, i) => i).map((i) => ({
      kind: (i + person) % 3 === 0 ? 'received' : (i + person) % 3 === 1 ? 'sent' : 'seen',
      at: now - (from - 2 * i) * day,
      series: first + i,
    })),
  );
/** Among people with whom mail goes on. */
const endings = (people: readonly (readonly Item[])[], asOf = now) =>
  endingsOf(interactionsOfPeople([...people, [{ kind: 'received', at: now - 1 }]]), asOf);

test('nine people whose common traffic stopped in one week are one ended project', () => {
  const found = endings(traffic(9, 140, 60));
  expect([...found.keys()]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(new Set(found.values()).size).toBe(1);
  expect(found.get(1)).toMatchObject({ people: [1, 2, 3, 4, 5, 6, 7, 8, 9], at: now - 60 * day });
});

test('who goes on in touch alone is not quiet; the others are', () => {
  const [client = [], ...others] = traffic(3, 140, 60);
  const goingOn: Item[] = [...client, { kind: 'sent', at: now - 9 * day, series: 900 }];
  expect([...endings([goingOn, ...others]).keys()]).toEqual([2, 3]);
  const met: Item[] = [...client, { kind: 'meeting', at: now - 9 * day }];
  expect([...endings([met, ...others]).keys()]).toEqual([2, 3]);
});

test('a project that goes on without somebody has not ended for them', () => {
  const [left = [], ...others] = traffic(4, 140, 10);
  const until = left.filter(({ at }) => at < now - 70 * day);
  expect(endings([until, ...others])).toEqual(new Map());
});

test('no project: letters to one alone, a few letters, groups of two, silence of some weeks only', () => {
  const alone = [1, 2, 3].map((i) => traffic(1, 140, 60, 1000 * i)[0] as Item[]);
  expect(endings(alone)).toEqual(new Map());
  expect(endings(traffic(5, 70, 60))).toEqual(new Map());
  expect(endings(traffic(2, 140, 60))).toEqual(new Map());
  expect(endings(traffic(5, 140, 30))).toEqual(new Map());
});

test('two projects are two endings, and what comes later is not known', () => {
  const found = endings([...traffic(3, 300, 220), ...traffic(3, 140, 60, 500)]);
  expect(found.get(1)?.people).toEqual([1, 2, 3]);
  expect(found.get(4)?.people).toEqual([4, 5, 6]);
  const again = traffic(3, 140, 60).map((items): Item[] => [...items, { kind: 'received', at: now, series: 1 }]);
  expect(endings(again)).toEqual(endings(traffic(3, 140, 60)));
});

test('where all mail ends, no project did', () => {
  expect(endingsOf(interactionsOfPeople(traffic(9, 140, 60)), now)).toEqual(new Map());
});
