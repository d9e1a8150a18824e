import { expect, onTestFinished, test } from 'vitest';
import { deadline } from './arguments.ts';

test.each([
  ['Pacific/Kiritimati', '2026-11-29T04:00:00.000Z', '2026-11-29T09:59:00.000Z'],
  ['Europe/Berlin', '2026-11-29T17:00:00.000Z', '2026-11-29T22:59:00.000Z'],
  ['America/Los_Angeles', '2026-11-30T02:00:00.000Z', '2026-11-30T07:59:00.000Z'],
])('a time in %s is a time there, and a day is its end there', (zone, time, end) => {
  const before = process.env['TZ'];
  onTestFinished(() => {
    if (before === undefined) delete process.env['TZ'];
    else process.env['TZ'] = before;
  });
  process.env['TZ'] = zone;
  expect(deadline('2026-11-29 18:00')).toBe(time);
  expect(deadline('2026-11-29T18:00')).toBe(time);
  expect(deadline('2026-11-29')).toBe(end);
});

test.each(['29 November', '2026-11-31', '2026-11-29 25:00', '2026-11-29 6pm', '18:00', ''])('"%s" is refused', (text) => {
  expect(() => deadline(text)).toThrow('It must be a day');
}); // prettier-ignore
