import { expect, test } from 'vitest';
import { whenWords } from '../strength/spans.ts';
import { shortName, tieBasis, togetherBasis } from './words.ts';
import type { PathPerson } from './words.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 20, 12) / 1000;

test.each([
  [0, 'today'],
  [1, 'yesterday'],
  [12, '12 days ago'],
  [27, '27 days ago'],
  [28, 'in October'],
  [200, 'in May'],
  [290, 'in February'],
  [340, 'in December 2025'],
])('%i days back is %s', (days, words) => {
  expect(whenWords(now - days * day, now)).toBe(words);
});

test.each([
  ['Anna Weber', 'Anna'],
  ['Íñigo Múgica', 'Íñigo'],
  ['Dr. Anna Weber', 'Dr. Anna Weber'],
  ['Sir Edmund Farleigh', 'Sir Edmund Farleigh'],
  ['de Groot', 'de Groot'],
  ['A. Weber', 'A. Weber'],
  ['anna@acme.com', 'anna@acme.com'],
  ['Madonna', 'Madonna'],
])('%s may be called %s', (name, short) => {
  expect(shortName(name)).toBe(short);
});

const anna: PathPerson = {
  id: 1,
  name: 'Anna Weber',
  organisation: 'Acme',
  formerly: null,
  title: null,
  alumnus: false,
  band: 'strong',
  sent: 3,
  received: 4,
  meetings: 0,
  lastInteraction: now - 12 * day,
  spoke: false,
  knownWell: false,
  probability: 0.7,
};

test.each([
  [{}, 'You and Anna write both ways; last mail 12 days ago'],
  [{ meetings: 3 }, 'You and Anna write both ways and met 3 times; last contact 12 days ago'],
  [{ sent: 0, meetings: 1 }, 'You and Anna met once; last contact 12 days ago'],
  [{ received: 0, spoke: true }, 'You and Anna are in touch; last contact 12 days ago'],
  [{ lastInteraction: null }, 'You and Anna write both ways'],
])('with %j: %s', (what, words) => {
  expect(tieBasis({ ...anna, ...what }, now)).toBe(words);
});

test('two of one given name are told apart', () => {
  const other = { ...anna, id: 2, name: 'Anna Zürn' };
  const seen = { weight: 1, threads: 0, meetings: 2, lastAt: now };
  expect(togetherBasis(anna, other, seen, now)).toBe(
    'Anna Weber and Anna Zürn were in 2 small meetings together, last today',
  );
});
