import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOrder, latestDay, readDay } from './days.ts';

test.each([
  ['2024-05-30', '2024-05-30'],
  // Salesforce's Data Loader, HubSpot, Dynamics.
  ['2024-05-30T09:12:33.000Z', '2024-05-30'],
  ['2024-05-30 14:22', '2024-05-30'],
  ['5/30/2024 2:22 PM', '2024-05-30'],
  ['5/3/2024', '2024-05-03'],
  ['30-May-2024', '2024-05-30'],
  ['30 May 2024', '2024-05-30'],
  ['May 30, 2024', '2024-05-30'],
  ['45442', '2024-05-30'],
  ['45442.75', '2024-05-30'],
  ['5/30/24', '2024-05-30'],
  ['2024-02-30', null],
  ['13/13/2024', null],
  ['soon', null],
  ['12', null],
])('%s is %s', (text, day) => {
  expect(readDay(text, 'month first')).toBe(day);
});

test('a whole column shows which number is the day', () => {
  expect(dayOrder(['05/06/2024', '30/06/2024'])).toBe('day first');
  expect(dayOrder(['05/06/2024', '06/30/2024'])).toBe('month first');
  expect(dayOrder(['13/30/2024', '05/30/2024', '06/30/2024'])).toBe('month first');
  expect(dayOrder(['05/06/2024'])).toBe('month first');
  expect(dayOrder(['05.06.2024'])).toBe('day first');
  expect(readDay('05.06.2024', 'day first')).toBe('2024-06-05');
});

test('every day is read again as itself, however it is written', () => {
  const days = fc.date({ min: new Date('1990-01-01'), max: new Date('2110-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(days, (date) => {
      const day = date.toISOString().slice(0, 10);
      const [year, month, dayOfMonth] = day.split('-') as [string, string, string];
      expect(readDay(`${dayOfMonth}.${month}.${year}`, 'day first')).toBe(day);
      expect(readDay(`${month}/${dayOfMonth}/${year}`, 'month first')).toBe(day);
      const serial = Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000);
      expect(readDay(String(serial), 'day first')).toBe(day);
    }),
  );
});

test('a day is not still to come that has begun on the first islands', () => {
  expect(latestDay(Date.UTC(2026, 10, 26, 9, 59) / 1000)).toBe('2026-11-26');
  expect(latestDay(Date.UTC(2026, 10, 26, 10) / 1000)).toBe('2026-11-27');
});
