import { expect, test } from 'vitest';
import { initials, reminderOf, startsInWords } from './popup.ts';

const now = Date.parse('2026-11-24T13:50:00Z');

test.each([
  ['2026-11-24T14:00:00Z', 'in 10 minutes'],
  ['2026-11-24T13:51:00Z', 'in 1 minute'],
  ['2026-11-24T13:50:20Z', 'now'],
  ['2026-11-24T13:47:00Z', 'began 3 minutes ago'],
  ['2026-11-24T16:50:00Z', 'in 3 hours'],
])('%s: %s', (startAt, words) => {
  expect(startsInWords(startAt, now)).toBe(words);
});

test.each([
  ['Anna Weber', 'AW'],
  ['Dr. Inês de Carvalho', 'DC'],
  ['anna.weber@acme.com', 'AC'],
  ['Madonna', 'M'],
  ['  ', '?'],
  ['李 小龍', '李小'],
])('%s: %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test('a reminder in five minutes, else at the beginning, and none after it', () => {
  const at = (minutes: number) => reminderOf([{ startAt: '2026-11-24T14:00:00Z' }], now + minutes * 60_000);
  expect(at(0)).toEqual({ words: 'Again in 5 minutes', until: '2026-11-24T13:55:00.000Z' });
  expect(at(6)).toEqual({ words: 'Again at the start', until: '2026-11-24T14:00:00.000Z' });
  expect(at(10)).toBeNull();
});
