import { expect, test } from 'vitest';
import { answerInWords, askInWords, changesInWords, introducedInWords, lineInWords, meantInWords } from './firm.ts';

test('changes are counted, and only those there are', () => {
  expect(changesInWords({ counts: { new: 3, changed: 2, renewed: 0, same: 9, gone: 1 } })).toBe(
    '3 new, 2 changed, 1 no longer shared',
  );
  expect(changesInWords({ counts: { new: 0, changed: 0, renewed: 0, same: 4, gone: 0 } })).toBe('');
});

const answer = {
  about: 'Acme',
  colleague: { name: 'Maria Ortiz', practice: 'Tax', address: 'maria@firm.example' },
  practice: 'Tax',
  partner: false,
  person: null,
  band: 'moderate' as const,
  month: '2026-04',
  fetchedAt: '2026-05-03T09:00:00.000Z',
};

test('what a colleague has shared, by name and without', () => {
  expect(answerInWords(answer, [])).toMatch(/^Maria Ortiz \(Tax\) knows somebody at Acme: good, last in touch in /);
  expect(answerInWords({ ...answer, colleague: null, person: 'Jane Roe' }, [])).toMatch(
    /^Somebody in Tax knows Jane Roe:/,
  );
  expect(answerInWords({ ...answer, partner: true, band: null, month: null }, [])).toBe(
    'Maria Ortiz (Tax) is the responsible partner for Acme.',
  );
  expect(lineInWords({ band: 'weak', month: '2026-04' })).toMatch(/^light/);
});

test('an own ask says how it stands, and what came of it', () => {
  const ask = { state: 'offered', waiting: false, introduced: null } as const;
  expect(askInWords(ask)).toBe('offered');
  expect(askInWords({ ...ask, introduced: { how: 'met', on: '2026-11-03T15:00:00.000Z' } })).toMatch(
    /^introduced: you met on .*2026/,
  );
  expect(askInWords({ ...ask, state: 'open', waiting: true })).toBe('not sent yet');
  expect(askInWords({ ...ask, state: 'over', waiting: true })).toBe('over, it could not be sent');
  expect(introducedInWords({ how: 'wrote', on: '2026-11-03T15:00:00.000Z' })).toMatch(
    /^Introduced: you wrote to both on /,
  );
});

test('whom an ask would be about, or what to say instead', () => {
  expect(meantInWords('Jane Roe, Acme')).toBe('This asks about Jane Roe, Acme.');
  expect(meantInWords(null)).toMatch(/^Nobody by these words: give an address/);
});
