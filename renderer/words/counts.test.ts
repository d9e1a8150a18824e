import { expect, test } from 'vitest';
import { counted, listed, outcomeInWords, percentRead, skippedByReason } from './counts.ts';

test('a count carries the right noun', () => {
  expect(counted(0, 'meeting')).toBe('no meetings');
  expect(counted(1, 'person', 'people')).toBe('1 person');
  expect(counted(12_345, 'person', 'people')).toBe('12,345 people');
});

test('lists read as speech', () => {
  expect(listed([])).toBe('');
  expect(listed(['a'])).toBe('a');
  expect(listed(['a', 'b'])).toBe('a and b');
  expect(listed(['a', 'b', 'c'])).toBe('a, b and c');
});

const nothing = { messages: 0, meetings: 0, duplicates: 0, skipped: {}, people: 0, seconds: 1 };

test('an outcome says what is new and what was known', () => {
  expect(outcomeInWords({ ...nothing, messages: 4000, meetings: 1, people: 250 })).toBe(
    '4,000 new messages and 1 new meeting.',
  );
  expect(outcomeInWords({ ...nothing, duplicates: 12, people: 1 })).toBe('No new messages; 12 already known.');
  expect(outcomeInWords({ ...nothing, meetings: 3 })).toBe('3 new meetings.');
});

test('reasons are ordered by count and empty ones left out', () => {
  expect(skippedByReason({ b: 1, a: 1, c: 9, d: 0 })).toEqual([
    { reason: 'c', count: 9 },
    { reason: 'a', count: 1 },
    { reason: 'b', count: 1 },
  ]);
});

test('percent is unknown without a size and 99 at most', () => {
  expect(percentRead(5, null)).toBeNull();
  expect(percentRead(5, 0)).toBeNull();
  expect(percentRead(1, 3)).toBe(33);
  expect(percentRead(3, 3)).toBe(99);
});
