import { expect, test } from 'vitest';
import { actHash, brokenAt } from '../../core/exchange/acts.ts';
import type { Act } from '../../core/exchange/acts.ts';
import { insideOf } from './evidence.ts';

/** A record of these, each line with the hash of the one before. */
function recordOf(...lines: readonly Partial<Act>[]): Act[] {
  const acts: Act[] = [];
  for (const each of lines) {
    const nobody = { with: null, inside: [], from: null, member: null, until: null, note: '' };
    const line = {
      ...nobody,
      protection: 'falcon',
      kind: 'set' as const,
      by: 'cleo',
      day: 10,
      ...each,
      number: acts.length + 1,
    };
    acts.push({ ...line, hash: actHash(line, acts.at(-1)?.hash ?? '') });
  }
  return acts;
}

const record = recordOf(
  { inside: ['tom'] },
  { kind: 'asked', day: 12 },
  { kind: 'crossed', day: 12, with: 'dana', member: 'maria', until: 15 },
  { kind: 'asked', day: 20 },
  { kind: 'lifted', day: 20, with: 'dana' },
);

test('a line that is changed, left out or put in shows', () => {
  expect(brokenAt(record)).toBeNull();
  expect(brokenAt([])).toBeNull();
  expect(brokenAt(record.map((act) => (act.number === 3 ? { ...act, until: 14 } : act)))).toBe(3);
  expect(brokenAt(record.filter(({ number }) => number !== 3))).toBe(3);
  expect(brokenAt([...record.slice(0, 2), ...recordOf({}).slice(-1), ...record.slice(2)])).toBe(3);
});

test('inside in a period is who it was set with, and who was let across while they were', () => {
  const names = (from: number, until: number) => insideOf(record, from, until).map(({ member }) => member);
  expect(names(10, 11)).toEqual(['tom']);
  expect(names(11, 12)).toEqual(['tom', 'maria']);
  expect(names(15, 18)).toEqual(['tom', 'maria']);
  expect(names(16, 18)).toEqual(['tom']);
  expect(names(18, 30)).toEqual(['tom']);
  expect(names(21, 30)).toEqual([]);
  expect(names(1, 9)).toEqual([]);
});

test('inside a closed client is whoever answers for it, until another does', () => {
  const acts = recordOf(
    { kind: 'closed', by: 'tom' },
    { kind: 'answered', day: 12, by: 'ada', member: 'ada' },
    { kind: 'answered', day: 13, by: 'ada', member: 'tom' },
  );
  expect(insideOf(acts, 11, 14)).toEqual([
    { member: 'tom', until: 12 },
    { member: 'ada', until: 13 },
    { member: 'tom', until: null },
  ]);
  expect(insideOf(acts, 10, 11)).toEqual([{ member: 'tom', until: 12 }]);
  expect(insideOf(acts, 14, 20)).toEqual([{ member: 'tom', until: null }]);
});
