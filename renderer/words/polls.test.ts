import { expect, test } from 'vitest';
import { answersInWords, medianInWords, pollInWords, quarterInWords, somewhereInWords } from './polls.ts';
import type { PollForMe } from '../../core/contract/polls.ts';

test('a poll says where it stands, and of too few that nothing is told', () => {
  const closesOn = '2026-11-27';
  expect(pollInWords({ state: 'waiting', closesOn })).toMatch(/^waits for the firm exchange, then open until /);
  expect(pollInWords({ state: 'open', closesOn })).toMatch(/^open until /);
  expect(pollInWords({ state: 'closed', closesOn })).toContain('next look');
  expect(pollInWords({ state: 'too few', closesOn })).toContain('deleted unread');
  expect(pollInWords({ state: 'not asked', closesOn })).toContain('could not be asked');
  expect(pollInWords({ state: 'told', closesOn })).toBe('five or more contributed');
});

test('a deal was there somewhere, or was not found, or is not told yet', () => {
  expect([true, false, null].map(somewhereInWords)).toEqual(['Yes, somewhere', 'None found', '']);
});

test('what would be contributed counts what is ticked', () => {
  const deal = (place: number, answer: boolean) => ({ place, answer }) as PollForMe['deals'][number];
  const deals = [deal(3, true), deal(5, true), deal(9, false)];
  expect(answersInWords(deals, [])).toBe('yes for 2 of 3');
  expect(answersInWords(deals, [3])).toBe('yes for 1 of 3');
  expect(answersInWords(deals, [3, 5])).toBe('no for each of them');
});

test('times are rounded as they are counted', () => {
  const words = [4, 24, 72, 168, 336, null].map(medianInWords);
  expect(words).toEqual(['within 4 hours', 'within a day', 'within 3 days', 'within a week', 'within 14 days', '']);
  expect(quarterInWords('2026-Q3')).toBe('Q3 2026');
});
