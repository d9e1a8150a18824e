import { expect, test } from 'vitest';
import { dayInWords, replacedInWords, restoredInWords, savedInWords } from './backup-words.ts';

const now = Date.UTC(2026, 10, 23, 12);

test('the day of a backup has a year only where it is another', () => {
  expect(dayInWords('2026-05-03T12:00:00.000Z', now, 'en-GB')).toBe('3 May');
  expect(dayInWords('2025-05-03T12:00:00.000Z', now, 'en-GB')).toBe('3 May 2025');
});

test('what is replaced is said with its numbers, and where there is nothing yet, nothing is', () => {
  const backup = { people: 1100, messages: 50_000 };
  expect(replacedInWords({ people: 1204, messages: 56_000 }, backup, '3 May')).toBe(
    '1,204 people and 56,000 messages here are replaced by what the backup of 3 May holds: 1,100 people and 50,000 messages.',
  );
  expect(replacedInWords({ people: 0, messages: 3 }, backup, '3 May')).toMatch(/^No people and 3 messages here are/u);
  expect(replacedInWords({ people: 0, messages: 0 }, backup, '3 May')).toBe(
    'The backup of 3 May holds 1,100 people and 50,000 messages.',
  );
});

test('who was left out again is counted', () => {
  const restored = { people: 1, messages: 2, erasedAgain: 0 };
  expect(restoredInWords(restored, '3 May')).toBe('Restored from the backup of 3 May: 1 person and 2 messages.');
  expect(restoredInWords({ ...restored, erasedAgain: 1 }, '3 May')).toMatch(
    /1 person you had erased here was left out\.$/u,
  );
  expect(restoredInWords({ ...restored, erasedAgain: 2 }, '3 May')).toMatch(
    /2 people you had erased here were left out\.$/u,
  );
});

test('a saved backup is told by its name and size', () => {
  expect(savedInWords({ file: '/home/me/May.backup', bytes: 12_400_000 })).toBe('Saved as May.backup, 12 MB.');
  expect(savedInWords({ file: 'C:\\me\\May.backup', bytes: 200 })).toBe('Saved as May.backup, 1 kB.');
  expect(savedInWords({ file: 'a', bytes: 1_260_000_000 })).toBe('Saved as a, 1.3 GB.');
});
