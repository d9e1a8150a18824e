import { expect, test } from 'vitest';
import { noTie } from '../strength/ties.ts';
import { inOrderOfLoss } from './contact-now.ts';
import type { Candidate, Prospect } from './contact-now.ts';

const candidate = (person: number, reason: Candidate['reason'], usual = 0): Candidate => ({
  person,
  reason,
  since: 5,
  usual,
});
const prospect = (now: number, later: number, probability: number): Prospect => ({
  now: { ...noTie(1), closeness: now, probability },
  later: { ...noTie(1), closeness: later, probability: probability / 2 },
});

test('where silence costs most comes first: the exchange lost, times the chance of an answer', () => {
  const prospects = new Map([
    [1, prospect(1, 0.5, 0.5)],
    [2, prospect(1, 0.5, 0.9)],
    [3, prospect(0.1, 0.05, 0.5)],
  ]);
  const ranked = inOrderOfLoss(
    [candidate(1, 'owed'), candidate(2, 'awaited'), candidate(3, 'quiet', 2)],
    (person) => prospects.get(person) as Prospect,
  );
  expect(ranked.map(({ person }) => person)).toEqual([3, 2, 1]);
  expect(ranked.map(({ loss }) => loss)).toEqual([expect.closeTo(0.975), expect.closeTo(0.45), expect.closeTo(0.25)]);
});

test('one reason a person, the most pressing; equals in order of their number', () => {
  const ranked = inOrderOfLoss(
    [candidate(2, 'quiet'), candidate(1, 'awaited'), candidate(1, 'quiet'), candidate(2, 'owed')],
    () => prospect(1, 0.5, 0.5),
  );
  expect(ranked.map(({ person, reason }) => [person, reason])).toEqual([
    [1, 'quiet'],
    [2, 'owed'],
  ]);
});
