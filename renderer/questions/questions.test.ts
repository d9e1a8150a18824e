import { expect, test } from 'vitest';
import { questionsOf } from './questions.ts';

const proposal = (kind: 'merge' | 'move' | 'assistant', a: number) =>
  ({ a, b: a + 1, kind, evidence: 'Why.', people: ['Ann', 'Ann B'], addresses: ['a@x.com', 'b@y.com'] }) as const;

test('moves come first, then who is whose, then sides', () => {
  const sides = [
    { person: 9, name: 'Cy', organisation: null, side: 'other side', evidence: 'E.' },
    { person: 8, name: 'Di', organisation: 'Acme', side: 'personal', evidence: 'E.' },
  ] as const;
  expect(
    questionsOf(
      [proposal('merge', 1), proposal('assistant', 5), proposal('move', 3)].map((each) => ({
        ...each,
        people: [...each.people],
        addresses: [...each.addresses],
      })),
      sides,
    ).map(({ title }) => title),
  ).toEqual([
    'Has Ann moved?',
    'Are these one person?',
    'Is Ann the assistant of Ann B?',
    'Was Cy on the other side?',
    'File Di as personal?',
  ]);
});
