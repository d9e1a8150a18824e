import { expect, test } from 'vitest';
import { interactionsOfPeople } from '../../test/builders/interactions.ts';
import type { Item } from '../../test/builders/interactions.ts';
import type { LateThreads } from '../strength/late-threads.ts';
import type { Fact } from './facts.ts';
import { observe } from './observe.ts';
import type { Observed } from './observe.ts';

const day = 86_400;
const now = 1_800_000_000;
const ago = (days: number): number => now - days * day;
const names = ['', 'Anna Weber', 'Ben Ober', 'Cleo Marr'];

function look(
  people: readonly (readonly Item[])[],
  threads: LateThreads = { begunBy: new Map(), ours: new Map() },
): Observed {
  return observe({
    rows: interactionsOfPeople(people),
    threads,
    everybody: people.map((_, i) => i + 1),
    deciders: [1],
    nameOf: (person) => names[person] ?? '',
    since: ago(100),
    now,
  });
}

const kinds = ({ facts }: Observed): Fact['kind'][] => facts().map(({ kind }) => kind);
const words = ({ facts }: Observed, kind: Fact['kind']): string | undefined =>
  facts().find((one) => one.kind === kind)?.words;

test('nothing since it began is said to be nothing, whatever was before', () => {
  const seen = look([[{ kind: 'received', at: ago(120) }]]);
  expect(kinds(seen)).toEqual(['nothing yet']);
  expect(seen).toMatchObject({ lastSent: null, lastHeard: null, isTwoWay: false });
});

test('writing both ways, meeting, several people, and the next meeting, each with its moments', () => {
  const seen = look([
    [
      { kind: 'sent', at: ago(20) },
      { kind: 'received', at: ago(19) },
      { kind: 'meeting', at: ago(5) },
      { kind: 'meeting', at: now + 3 * day },
    ],
    [{ kind: 'meeting', at: ago(5) }],
  ]);
  expect(kinds(seen)).toEqual(['decision-maker reached', 'two-way', 'met', 'several people', 'next meeting']);
  expect(words(seen, 'decision-maker reached')).toBe('You met Anna Weber, who decides, 5 days ago');
  expect(words(seen, 'met')).toBe('Met Anna Weber and Ben Ober once, last 5 days ago');
  expect(words(seen, 'next meeting')).toBe('A meeting with Anna Weber is in the calendar, in 3 days');
  expect(seen.facts().find(({ kind }) => kind === 'met')?.behind).toEqual(new Map([[1, [ago(5)]], [2, [ago(5)]]])); // prettier-ignore
  expect(seen).toMatchObject({ nextMeeting: now + 3 * day, lastHeard: ago(5), isDeciderReached: true, isTwoWay: true });
});

test('"we spoke" counts, as said; mass mail and mail merely seen do not', () => {
  const seen = look([
    [{ kind: 'touch', at: ago(2) - 43_200 }],
    [{ kind: 'received', at: ago(1), automatic: true }],
    [{ kind: 'seen', at: ago(1) }],
  ]);
  expect(kinds(seen)).toEqual(['decision-maker reached', 'spoke']);
  expect(words(seen, 'spoke')).toBe('You said you spoke with Anna Weber, last 2 days ago');
});

test('who was first seen beside somebody who already wrote was drawn in by them', () => {
  const people: Item[][] = [
    [
      { kind: 'received', at: ago(30), series: 4 },
      { kind: 'received', at: ago(20), series: 5 },
    ],
    [
      { kind: 'seen', at: ago(20), series: 5 },
      { kind: 'received', at: ago(19), series: 5 },
    ],
    // First seen beside nobody known.
    [{ kind: 'seen', at: ago(18), series: 9 }],
  ];
  expect(words(look(people), 'introduced')).toBe('Anna Weber drew in Ben Ober');
  expect(kinds(look([people[0]?.slice(1) ?? [], people[1] ?? []]))).not.toContain('introduced');
});

test('answers twice as slow as before are said to be slower, and fewer than three of either are not compared', () => {
  const answers = (at: number, hours: number): Item[] =>
    [0, 1, 2].map((i) => ({ kind: 'received', at: at + i * day, delay: hours * 3600 }));
  const slower = look([[...answers(ago(95), 5), ...answers(ago(30), 48)]]);
  expect(words(slower, 'pace')).toBe('Anna Weber answers slower than before: within 2 days, once 5 hours');
  expect(kinds(look([[...answers(ago(95), 5), ...answers(ago(30), 6)]]))).not.toContain('pace');
  expect(kinds(look([[...answers(ago(95), 5), ...answers(ago(30), 48).slice(1)]]))).not.toContain('pace');
});

test('who waits for whom, and how long', () => {
  const begunBy = new Map([[3, 1], [4, 0]]); // prettier-ignore
  const owed = look([[{ kind: 'received', at: ago(4), series: 3 }]], { begunBy, ours: new Map() });
  expect(words(owed, 'they wait')).toBe('Anna Weber has waited 4 days for your answer');
  expect(owed.owedSince).toBe(ago(4));
  const awaited = look([[{ kind: 'sent', at: ago(9), series: 4 }]], { begunBy, ours: new Map() });
  expect(words(awaited, 'you wait')).toBe('You have waited 9 days for an answer from Anna Weber');
});
