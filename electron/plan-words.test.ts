import { expect, test } from 'vitest';
import type { PopupPlan } from '../core/contract/briefing.ts';
import { nextWords, notificationWords } from './plan-words.ts';

const plan: PopupPlan = {
  state: 'due',
  meetings: [1],
  startAt: '2026-11-24T14:00:00.000Z',
  people: 3,
  next: { meetings: [1], startAt: '2026-11-24T14:00:00.000Z', people: 1 },
  quietUntil: null,
};

test('a notification says when and how many, and only where the popup would show', () => {
  expect(notificationWords(plan, 'en-GB', 'UTC')).toBe('At 14:00 you meet 3 people from outside.');
  expect(notificationWords({ ...plan, people: 1 }, 'en-GB', 'UTC')).toBe('At 14:00 you meet one person from outside.');
  for (const state of ['none', 'soon', 'held'] as const) expect(notificationWords({ ...plan, state })).toBeNull();
});

test('the tray says what comes next', () => {
  expect(nextWords(plan, 'en-GB', 'Europe/Berlin')).toBe('Next: Tue 24 Nov, 15:00, 1 person');
  expect(nextWords({ next: null })).toBe('No meeting in the next two weeks');
});
