import { expect, test } from 'vitest';
import { isOver, neededByWords } from './needed-by.ts';

const at = (day: number, hour: number, minute = 0): number => new Date(2026, 10, day, hour, minute).getTime();
const iso = (day: number, hour: number, minute = 0): string => new Date(at(day, hour, minute)).toISOString();

test.each([
  [iso(26, 18), 'today, 18:00'],
  [iso(26, 23, 59), 'today, 23:59'],
  [iso(27, 9, 5), 'tomorrow, 09:05'],
  [iso(29, 18), '29 November, 18:00'],
  [iso(25, 18), '25 November, 18:00'],
])('%s is "%s"', (neededBy, words) => {
  expect(neededByWords(neededBy, at(26, 17, 40), 'en-GB')).toBe(words);
});

test('in the format of the reader', () => {
  expect(neededByWords(iso(29, 18), at(26, 9), 'en-US')).toMatch(/^November 29, 6:00\sPM$/u);
});

test('it is over from that minute on', () => {
  expect([at(26, 17, 59), at(26, 18), at(26, 18, 1)].map((now) => isOver(iso(26, 18), now))).toEqual([false, true, true]);
}); // prettier-ignore
