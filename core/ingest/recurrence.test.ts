import ICAL from 'ical.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { recurrences } from './recurrence.ts';

const wall = (text: string): number => Date.parse(`${text}Z`) / 1000;

function starts(rule: string, start: string, limit: string, most = 8): (string | null)[] {
  const found: (string | null)[] = [];
  for (const at of recurrences(ICAL.Recur.fromString(rule), wall(start), wall(limit))) {
    found.push(at === null ? null : new Date(at * 1000).toISOString().slice(0, 16));
    if (found.length === most) break;
  }
  return found;
}

const dates = (rule: string, start: string, limit: string): string[] =>
  starts(rule, `${start}T09:00`, `${limit}T09:00`).map((text) => (text as string).slice(0, 10));

describe('the rules of meetings', () => {
  test.each([
    ['FREQ=WEEKLY;BYDAY=MO,WE', '2024-03-04', '2024-03-13', '04 06 11 13'],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=MO;BYDAY=SU,TU', '2024-03-05', '2024-03-24', '05 10 19 24'],
    ['FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=SU,TU', '2024-03-05', '2024-03-24', '05 17 19'],
    ['FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR', '2024-03-07', '2024-03-12', '07 08 11 12'],
  ])('%s from %s', (rule, start, limit, days) => {
    expect(dates(rule, start, limit).map((text) => text.slice(8))).toEqual(days.split(' '));
  });

  test.each([
    ['the second Tuesday', 'FREQ=MONTHLY;BYDAY=2TU', '2024-01-09', ['2024-01-09', '2024-02-13', '2024-03-12']],
    ['the last Friday', 'FREQ=MONTHLY;BYDAY=-1FR', '2024-01-26', ['2024-01-26', '2024-02-23', '2024-03-29']],
    [
      'the last working day',
      'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
      '2024-01-31',
      ['2024-01-31', '2024-02-29', '2024-03-29'],
    ],
    ['the last day', 'FREQ=MONTHLY;BYMONTHDAY=-1', '2024-01-31', ['2024-01-31', '2024-02-29', '2024-03-31']],
    ['a 31st', 'FREQ=MONTHLY', '2024-01-31', ['2024-01-31', '2024-03-31']],
    ['Friday the 13th', 'FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13', '2023-10-13', ['2023-10-13']],
  ])('%s of a month', (_, rule, start, expected) => {
    expect(dates(rule, start, '2024-03-31')).toEqual(expected);
  });

  test('a leap day comes every four years', () => {
    expect(dates('FREQ=YEARLY', '2020-02-29', '2029-01-01')).toEqual(['2020-02-29', '2024-02-29', '2028-02-29']);
  });
});

describe('rules that lead nowhere', () => {
  test.each([
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=WEEKLY;BYMONTH=2;BYWEEKNO=20',
    'FREQ=SECONDLY;BYWEEKNO=20;BYMONTH=1',
    'FREQ=MINUTELY;INTERVAL=1000;BYMONTH=2;BYMONTHDAY=30',
    'FREQ=YEARLY;INTERVAL=99999999;BYMONTH=2;BYMONTHDAY=30',
  ])('%s names nothing', (rule) => {
    expect(starts(rule, '2024-03-04T09:00', '2027-01-01T00:00')).toEqual([]);
  });

  test('one that takes too long says so', () => {
    expect(starts('FREQ=SECONDLY;BYSETPOS=2', '2000-01-01T10:00', '2027-01-01T00:00')).toEqual([null]);
  });

  test('any rule ends, in order, between its start and the limit', () => {
    const list = (least: number, most: number) =>
      fc.array(fc.integer({ min: least, max: most }), { minLength: 1, maxLength: 2 });
    const parts = fc.record(
      {
        INTERVAL: fc.constantFrom(0, 1, 2, 7, 1000, 99_999_999),
        BYMONTH: list(1, 12),
        BYMONTHDAY: list(-31, 31),
        BYYEARDAY: list(-366, 366),
        BYWEEKNO: list(-53, 53),
        BYDAY: fc.constantFrom('MO', 'MO,SU', '1TU', '-1FR', '53SU'),
        BYHOUR: list(0, 23),
        BYMINUTE: list(0, 59),
        BYSETPOS: list(-3, 3),
      },
      { requiredKeys: [] },
    );
    const frequency = fc.constantFrom('YEARLY', 'MONTHLY', 'WEEKLY', 'DAILY', 'HOURLY', 'MINUTELY', 'SECONDLY');
    fc.assert(
      fc.property(frequency, parts, (freq, more) => {
        const rule = [`FREQ=${freq}`, ...Object.entries(more).map(([name, value]) => `${name}=${String(value)}`)].join(
          ';',
        );
        const found = starts(rule, '2024-02-29T09:30', '2027-01-01T00:00', 100).filter((text) => text !== null);
        expect([...found].sort()).toEqual(found);
        for (const text of found) expect(text >= '2024-02-29T09:30' && text <= '2027-01-01T00:00').toBe(true);
      }),
    );
  });
});
