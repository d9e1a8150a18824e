import { describe, expect, test } from 'vitest';
import { ianaZone, zonedSeconds } from './time-zones.ts';

describe('names of zones', () => {
  test.each([
    ['Europe/Berlin', 'Europe/Berlin'],
    ['"Europe/Berlin"', 'Europe/Berlin'],
    ['W. Europe Standard Time', 'Europe/Berlin'],
    ['(UTC+01:00) W. Europe Standard Time', 'Europe/Berlin'],
    ['Eastern Standard Time', 'America/New_York'],
    ['(GMT-05:00) Eastern Time', 'America/New_York'],
    ['(UTC-05:00) Eastern Time (US & Canada)', 'America/New_York'],
    ['(GMT+10:00) Canberra, Melbourne, Sydney', 'Australia/Melbourne'],
    ['Amsterdam, Belgrade, Berlin', 'Europe/Amsterdam'],
    ['/softwarestudio.org/Olson_20011030_5/America/Los_Angeles', 'America/Los_Angeles'],
    ['/freeassociation.sourceforge.net/America/Argentina/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
    ['UTC', 'UTC'],
    ['Z', 'UTC'],
  ])('%s', (tzid, zone) => {
    expect(ianaZone(tzid)).toBe(zone);
  });

  test.each(['', 'My own zone', 'Atlantis/Capital', '??', ', ', '(UTC+01:00)'])('%j is none', (tzid) => {
    expect(ianaZone(tzid)).toBeNull();
  });
});

describe('wall clocks', () => {
  const wall = (text: string, zone: string): string =>
    new Date(zonedSeconds(Date.parse(`${text}Z`) / 1000, zone) * 1000).toISOString();

  test.each([
    ['2024-01-15T09:00', 'Europe/Berlin', '2024-01-15T08:00:00.000Z'],
    ['2024-07-15T09:00', 'Europe/Berlin', '2024-07-15T07:00:00.000Z'],
    ['2024-07-15T00:30', 'Pacific/Kiritimati', '2024-07-14T10:30:00.000Z'],
    ['2024-07-15T09:00', 'Asia/Kathmandu', '2024-07-15T03:15:00.000Z'],
    ['2024-07-15T09:00', 'America/St_Johns', '2024-07-15T11:30:00.000Z'],
    ['2024-01-15T09:00', 'Europe/London', '2024-01-15T09:00:00.000Z'],
    ['1880-01-15T09:00', 'America/New_York', '1880-01-15T13:56:02.000Z'],
    ['2024-03-31T01:59', 'Europe/Berlin', '2024-03-31T00:59:00.000Z'],
    ['2024-03-31T03:00', 'Europe/Berlin', '2024-03-31T01:00:00.000Z'],
    ['2024-11-03T00:59', 'America/New_York', '2024-11-03T04:59:00.000Z'],
    ['2024-11-03T02:00', 'America/New_York', '2024-11-03T07:00:00.000Z'],
  ])('%s in %s', (text, zone, utc) => {
    expect(wall(text, zone)).toBe(utc);
  });

  test('a time that never was is the later, one that was twice the earlier', () => {
    expect(wall('2024-03-31T02:30', 'Europe/Berlin')).toBe('2024-03-31T01:30:00.000Z');
    expect(wall('2024-10-27T02:30', 'Europe/Berlin')).toBe('2024-10-27T00:30:00.000Z');
    expect(wall('2024-03-10T02:30', 'America/New_York')).toBe('2024-03-10T07:30:00.000Z');
    expect(wall('2024-11-03T01:30', 'America/New_York')).toBe('2024-11-03T05:30:00.000Z');
  });
});
