import { expect, test } from 'vitest';
import type { Brief } from '../../core/contract/briefing.ts';
import { byDay, dayHeading, timeOf } from './meetings.ts';

/** A moment of the zone the tests run in. */
const local = (day: number, hour: number): string => new Date(2026, 10, day, hour).toISOString();
const brief = (startAt: string, more: Partial<Brief> = {}): Brief => ({
  meeting: 1,
  title: null,
  startAt,
  endAt: startAt,
  allDay: false,
  leftOut: false,
  isPrivate: false,
  people: [],
  ...more,
});

test('meetings are told by the day they begin on where the user is', () => {
  const found = byDay([
    brief(local(24, 1)),
    brief(local(24, 23)),
    brief('2026-11-25T00:00:00.000Z', { allDay: true }),
    brief(local(26, 0)),
  ]);
  expect(found.map(({ day, meetings }) => [day, meetings.length])).toEqual([
    ['2026-11-24', 2],
    ['2026-11-25', 1],
    ['2026-11-26', 1],
  ]);
  expect(byDay([])).toEqual([]);
});

test('a day and a time in words', () => {
  expect(dayHeading('2026-11-24', 'en-GB')).toBe('Tuesday 24 November');
  expect(timeOf(brief(local(24, 9), { endAt: local(24, 10) }), 'en-GB')).toBe('09:00 to 10:00');
  expect(timeOf(brief('2026-11-25T00:00:00.000Z', { allDay: true }), 'en-GB')).toBe('all day');
});
