import { expect, test } from 'vitest';
import { dateInWords, durationInWords, fullDate, localDay, utcDay, weekdayInWords } from './dates.ts';

const now = new Date(2026, 10, 23, 9, 30).getTime();
const ago = (days: number, hour = 12) => new Date(2026, 10, 23 - days, hour).toISOString();

test.each([
  [0, 'today'],
  [1, 'yesterday'],
  [2, '2 days ago'],
  [12, '12 days ago'],
  [20, '20 days ago'],
  [21, '3 weeks ago'],
  [49, '7 weeks ago'],
  [62, '9 weeks ago'],
  [63, '2 months ago'],
  [365, '12 months ago'],
  [547, '18 months ago'],
  [548, '2 years ago'],
  [3000, '8 years ago'],
  [-1, 'tomorrow'],
  [-5, 'in 5 days'],
  [-30, 'in 4 weeks'],
])('%i days before is "%s"', (days, words) => {
  expect(dateInWords(ago(days), now)).toBe(words);
});

test('days are counted by the calendar, not by 24 hours', () => {
  expect(dateInWords(ago(1, 23), now)).toBe('yesterday');
  expect(dateInWords(ago(0, 0), now)).toBe('today');
});

test('the full date names day, month, year and time', () => {
  expect(fullDate(new Date(2026, 9, 3, 14, 5).toISOString(), 'en-GB')).toMatch(/Saturday.* 3 October 2026.* 14:05/u);
});

test('a day of the week', () => {
  expect(weekdayInWords('2026-11-27', 'en')).toBe('Friday');
});

test('a local day is zero padded', () => {
  expect(localDay(new Date(2026, 2, 4, 23, 59).getTime())).toBe('2026-03-04');
  expect(utcDay(Date.UTC(2026, 2, 4, 23, 59))).toBe('2026-03-04');
});

test.each([
  [0.4, 'less than a second'],
  [1, '1 second'],
  [42.4, '42 seconds'],
  [90, '2 minutes'],
  [5399, '90 minutes'],
  [7200, '2 hours'],
])('%d seconds are "%s"', (seconds, words) => {
  expect(durationInWords(seconds)).toBe(words);
});
