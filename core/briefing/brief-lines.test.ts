import { expect, test } from 'vitest';
import { briefLines } from './brief-lines.ts';
import type { BriefFacts } from './brief-lines.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 24, 9) / 1000;
const nothing: BriefFacts = {
  owedSince: null,
  awaitedSince: null,
  moved: null,
  firstTime: false,
  lastContact: null,
  lastMeeting: null,
  wayIn: null,
};
const words = (facts: Partial<BriefFacts>) => briefLines({ ...nothing, ...facts }, now).map((line) => line.words);
const met = (ago: number, others: string[] = []) => ({
  lastContact: { at: now - ago * day, kind: 'meeting' as const },
  lastMeeting: { at: now - ago * day, others },
});

test('two lines at most: what is outstanding, then a change, then the last contact, then a way in', () => {
  const all: BriefFacts = {
    owedSince: now - 5 * day,
    awaitedSince: now - 9 * day,
    moved: { organisation: 'Norvane', formerly: 'Brunnhalde' },
    firstTime: true,
    ...met(12),
    wayIn: 'Maria and Jane were in 4 small threads together, last in May',
  };
  expect(briefLines(all, now).map(({ kind }) => kind)).toEqual(['owed', 'moved']);
  expect(words({ ...all, owedSince: null })).toEqual([
    'has not answered what you wrote 9 days ago',
    'now at Norvane, before at Brunnhalde',
  ]);
  expect(briefLines({ ...all, owedSince: null, awaitedSince: null }, now).map(({ kind }) => kind)).toEqual([
    'moved',
    'first meeting',
  ]);
  expect(words({ firstTime: true, wayIn: all.wayIn })).toEqual(['first meeting', all.wayIn]);
});

test.each<[string, Partial<BriefFacts>]>([
  ['you owe a reply, they wrote 5 days ago', { owedSince: now - 5 * day }],
  ['met 12 days ago', met(12)],
  ['met yesterday with Paul Lind', met(1, ['Paul Lind'])],
  ['met 3 days ago with Paul Lind and Ann Roe', met(3, ['Paul Lind', 'Ann Roe'])],
  ['met 3 days ago with Paul Lind, Ann Roe and 2 more', met(3, ['Paul Lind', 'Ann Roe', 'Bo Ek', 'Cy Fox'])],
  ['you wrote 3 days ago', { ...met(12), lastContact: { at: now - 3 * day, kind: 'sent' } }],
  ['wrote to you 3 days ago', { ...met(12), lastContact: { at: now - 3 * day, kind: 'received' } }],
  ['you spoke yesterday', { ...met(12), lastContact: { at: now - day, kind: 'touch' } }],
  [
    'you owe a reply, they wrote 5 days ago',
    { owedSince: now - 5 * day, lastContact: { at: now - 5 * day, kind: 'received' } },
  ],
  ['no mail or meeting for 7 weeks', met(50)],
])('%s', (line, facts) => {
  expect(words(facts)).toEqual([line]);
});

test('of somebody nothing is known of nothing is said', () => {
  expect(words({})).toEqual([]);
});
