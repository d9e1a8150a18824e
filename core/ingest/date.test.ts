import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMailDate } from './date.ts';

const utc = (text: string): string | null => {
  const seconds = parseMailDate(text);
  return seconds === null ? null : new Date(seconds * 1000).toISOString().slice(0, 19);
};

test('every date that RFC 5322 can write is read', () => {
  const moment = fc.integer({ min: Date.UTC(1980, 0, 1) / 1000, max: Date.UTC(2099, 0, 1) / 1000 });
  const zone = fc.integer({ min: -14 * 4, max: 14 * 4 }).map((quarters) => quarters * 15);
  fc.assert(
    fc.property(moment, zone, (seconds, minutes) => {
      const [weekday, day, month, year, time] = new Date((seconds + minutes * 60) * 1000).toUTCString().split(' ');
      const size = Math.abs(minutes);
      const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}${String(size % 60).padStart(2, '0')}`;
      expect(parseMailDate(`${weekday} ${day} ${month} ${year} ${time} ${offset}`)).toBe(seconds);
    }),
  );
});

test.each([
  ['Mon, 05 Jan 2015 8:03 +0000 (UTC)', '2015-01-05T08:03:00'],
  ['5 Jan 49 08:03:00 GMT', '2049-01-05T08:03:00'],
  ['5 Jan 50 08:03:00 GMT', '1950-01-05T08:03:00'],
  ['5 Jan 115 08:03:00 GMT', '2015-01-05T08:03:00'],
  ['Mon, 5 January 2015 08:03:00 PDT', '2015-01-05T15:03:00'],
  ['Mon, 5 Jan 2015 08.03.07 -0330', '2015-01-05T11:33:07'],
  ['Mon, 5 Jan 2015 08:03:00 XYZ', '2015-01-05T08:03:00'],
  ['Mon, 5 Jan 2015 08:03:00 +9999', '2015-01-05T08:03:00'],
  ['2015-01-05 08:03:00', '2015-01-05T08:03:00'],
  ['2015-01-05', '2015-01-05T00:00:00'],
  ['2015-01-05T08:03:00Z', '2015-01-05T08:03:00'],
  ['Mon Jan  5 08:03:00 2015 (local)', '2015-01-05T08:03:00'],
])('%s', (text, expected) => {
  expect(utc(text)).toBe(expected);
});

test.each(['', 'yesterday', '5 Foo 2015 08:03:00', '2015', 'about 7 of 2015', 'Mon, 5 Jan', `2015 ${'x'.repeat(100)}`])(
  '%j is none',
  (text) => {
    expect(utc(text)).toBeNull();
  },
);
