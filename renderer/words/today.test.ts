import { expect, test } from 'vitest';
import { countWord, joint, meetingTime } from './today.ts';

test('small counts are words', () => {
  expect([1, 4, 11].map(countWord)).toEqual(['one', 'four', '11']);
});

test('names of a list are joined as people join them', () => {
  const join = (names: readonly string[]): string => names.map((name, i) => joint(i, names.length) + name).join('');
  expect(join(['Ann'])).toBe('Ann');
  expect(join(['Ann', 'Ben'])).toBe('Ann and Ben');
  expect(join(['Ann', 'Ben', 'Cy'])).toBe('Ann, Ben and Cy');
});

test('a meeting is as near as it is', () => {
  const now = new Date(2026, 10, 23, 13, 0).getTime();
  const at = (...parts: [number, number, number, number]): string =>
    meetingTime(new Date(2026, ...parts).toISOString(), now, 'en-GB');
  expect(at(10, 23, 12, 30)).toBe('Now');
  expect(at(10, 23, 14, 0)).toBe('Today at 14:00');
  expect(at(10, 24, 0, 15)).toBe('Tomorrow at 00:15');
  expect(at(10, 27, 9, 5)).toBe('On Friday at 09:05');
  expect(at(11, 3, 9, 5)).toBe('On 3 December at 09:05');
});
