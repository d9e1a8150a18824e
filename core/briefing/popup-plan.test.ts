import fc from 'fast-check';
import { expect, test } from 'vitest';
import { popupPlan } from './popup-plan.ts';
import type { PopupFacts, PopupMeeting } from './popup-plan.ts';

const noon = Date.UTC(2026, 10, 24, 12) / 1000;
const minute = 60;
const meeting: PopupMeeting = { id: 1, startAt: noon, endAt: noon + 60 * minute, answer: null };
const busy = { id: 1, startAt: noon, endAt: noon + 60 * minute };
const facts: PopupFacts = { meetings: [meeting], busy: [busy], minutes: 10, quietUntil: null };
const stateAt = (at: number, more: Partial<PopupFacts> = {}) => popupPlan({ ...facts, ...more }, at).state;

test('ready a minute ahead, there ten minutes before, and gone five minutes after the beginning', () => {
  expect(stateAt(noon - 11 * minute - 1)).toBe('none');
  expect(stateAt(noon - 11 * minute)).toBe('soon');
  expect(stateAt(noon - 10 * minute)).toBe('due');
  expect(stateAt(noon + 5 * minute - 1)).toBe('due');
  expect(stateAt(noon + 5 * minute)).toBe('none');
});

test('the minutes are the user’s, and none is never', () => {
  expect(stateAt(noon - 25 * minute, { minutes: 30 })).toBe('due');
  expect(stateAt(noon - minute, { minutes: 0 })).toBe('none');
});

test('a meeting of three minutes is not told of after its end', () => {
  expect(stateAt(noon + 3 * minute, { meetings: [{ ...meeting, endAt: noon + 3 * minute }] })).toBe('none');
  expect(stateAt(noon + 3 * minute, { meetings: [{ ...meeting, endAt: noon }] })).toBe('due');
});

test('held while another meeting runs or the user wants quiet; what it is about itself holds nothing', () => {
  const before = { id: 2, startAt: noon - 60 * minute, endAt: noon };
  expect(stateAt(noon - minute, { busy: [busy, before] })).toBe('held');
  expect(stateAt(noon, { busy: [busy, before] })).toBe('due');
  expect(stateAt(noon - minute, { quietUntil: noon })).toBe('held');
  expect(stateAt(noon, { quietUntil: noon })).toBe('due');
});

test('closed for this time, later, and never', () => {
  const said = (answer: PopupMeeting['answer']) => ({ meetings: [{ ...meeting, answer }] });
  expect(stateAt(noon - minute, said({ answer: 'closed', at: noon }))).toBe('none');
  // Moved by an hour it is told anew.
  expect(stateAt(noon - minute, said({ answer: 'closed', at: noon - 60 * minute }))).toBe('due');
  expect(stateAt(noon - 6 * minute, said({ answer: 'later', at: noon - 5 * minute }))).toBe('soon');
  expect(stateAt(noon - 5 * minute, said({ answer: 'later', at: noon - 5 * minute }))).toBe('due');
  expect(stateAt(noon - minute, said({ answer: 'never', at: 0 }))).toBe('none');
});

test('several at once', () => {
  const other = { ...meeting, id: 2, startAt: noon + 5 * minute };
  expect(popupPlan({ ...facts, meetings: [meeting, other] }, noon - 5 * minute)).toMatchObject({
    state: 'due',
    meetings: [1, 2],
  });
});

const moment = fc.integer({ min: noon - 5000, max: noon + 5000 });
const anyMeeting = fc.record({
  id: fc.nat(5),
  startAt: moment,
  endAt: moment,
  answer: fc.option(fc.record({ answer: fc.constantFrom('closed', 'later', 'never'), at: moment })),
});
const anyFacts = fc.record({
  meetings: fc.uniqueArray(anyMeeting, { selector: ({ id }) => id, maxLength: 4 }),
  busy: fc.array(fc.record({ id: fc.nat(5), startAt: moment, endAt: moment }), { maxLength: 4 }),
  minutes: fc.constantFrom(0, 5, 10, 30),
  quietUntil: fc.option(moment),
});

test('whatever the calendar: until the moment it names the plan stays what it is', () => {
  fc.assert(
    fc.property(anyFacts, moment, fc.double({ min: 0, max: 1, noNaN: true }), (all, now, part) => {
      const { until, ...plan } = popupPlan(all, now);
      const end = until ?? now + 10_000;
      expect(end).toBeGreaterThan(now);
      const { until: same, ...then } = popupPlan(all, now + Math.floor(part * (end - 1 - now)));
      expect(then).toEqual(plan);
      expect(same).toBe(until);
    }),
  );
});
