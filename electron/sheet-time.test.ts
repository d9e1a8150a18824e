import { expect, test } from 'vitest';
import { isSheetDue, localDay } from './sheet-time.ts';

const at = (hour: number, minute: number): Date => new Date(2026, 10, 24, hour, minute);

test('once a day, from its time on, however late the computer wakes', () => {
  expect(localDay(at(7, 0))).toBe('2026-11-24');
  expect(isSheetDue('07:00', '2026-11-23', at(6, 59))).toBe(false);
  expect(isSheetDue('07:00', '2026-11-23', at(7, 0))).toBe(true);
  expect(isSheetDue('07:00', null, at(22, 30))).toBe(true);
  expect(isSheetDue('07:00', '2026-11-24', at(22, 30))).toBe(false);
});
