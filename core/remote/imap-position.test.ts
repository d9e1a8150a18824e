import fc from 'fast-check';
import { expect, test } from 'vitest';
import { atTheEnd, batches, beginning, isUpToDate, positionIn } from './imap-position.ts';
import type { FolderState, ImapPosition } from './imap-position.ts';
import { fromSequenceSet, sequenceSet } from './sequence-set.ts';

const ascending = fc
  .uniqueArray(fc.integer({ min: 1, max: 3000 }), { maxLength: 400 })
  .map((some) => some.sort((a, b) => a - b));

function stateOf(uids: readonly number[], validity = '7'): FolderState {
  return { validity, next: (uids.at(-1) ?? 0) + 1, exists: uids.length, modseq: null };
}

test('a set of UIDs comes back as it was', () => {
  expect(sequenceSet([1, 2, 3, 7, 9, 10])).toBe('1:3,7,9:10');
  fc.assert(
    fc.property(ascending, (uids) => {
      expect(fromSequenceSet(sequenceSet(uids))).toEqual(uids);
    }),
  );
});

/** Reads until `stop` batches have been stored (all of them: Infinity); answers with what was fetched and where it stands. */
function readFolder(text: string | null, uids: readonly number[], follow: boolean, stop: number, validity = '7') {
  const state = stateOf(uids, validity);
  let position = positionIn(text, state, follow);
  if (position && isUpToDate(position, state)) return { fetched: [], gone: [] as readonly string[], text };
  position ??= beginning(state, uids.at(-1) ?? null, follow);
  const fetched: number[] = [];
  let done = 0;
  for (const batch of batches(position, uids, 100)) {
    if (done++ >= stop) return { fetched, gone: [] as readonly string[], text: JSON.stringify(position) };
    fetched.push(...batch.uids);
    position = batch.after;
  }
  const end = atTheEnd(position, state, uids);
  return { fetched, gone: end.gone, text: JSON.stringify(end.position) };
}

test('wherever it is cut off and whatever comes or goes meanwhile, every message is fetched once, and what went is named once', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ add: fc.integer({ min: 0, max: 300 }), drop: fc.nat(20), stop: fc.nat(4) }), {
        minLength: 1,
        maxLength: 6,
      }),
      fc.boolean(),
      (rounds, follow) => {
        let here: number[] = [];
        let next = 1;
        let text: string | null = null;
        const held = new Set<number>();
        const known = new Set<number>();
        const step = (stop: number): void => {
          const round = readFolder(text, here, follow, stop);
          for (const uid of round.fetched) {
            expect(known.has(uid)).toBe(false);
            known.add(uid);
            held.add(uid);
          }
          for (const id of round.gone) expect(held.delete(Number(id.split(':')[1]))).toBe(true);
          text = round.text;
        };
        for (const { add, drop, stop } of rounds) {
          for (let i = 0; i < add; i++) here.push((next += 1 + (i % 3)));
          here = here.filter((_, i) => i % 21 !== drop);
          step(stop);
        }
        step(Infinity);
        expect(here.filter((uid) => !known.has(uid))).toEqual([]);
        if (follow) expect([...held].sort((a, b) => a - b)).toEqual(here);
        // Once more finds nothing to do, with nothing asked.
        expect(
          isUpToDate(positionIn(text, stateOf(here), follow) as ImapPosition, {
            ...stateOf(here),
            next: Math.max(stateOf(here).next ?? 0, JSON.parse(text as unknown as string).next as number),
          }),
        ).toBe(true);
      },
    ),
  );
});

test('the newest comes first, in small steps at the beginning', () => {
  const uids = Array.from({ length: 5000 }, (_, i) => i + 1);
  const state = stateOf(uids);
  const sizes = [...batches(beginning(state, null, false), uids, 2000)].map(({ uids: some }) => [
    some.at(-1),
    some.length,
  ]);
  expect(sizes).toEqual([[5000, 250], [4750, 1000], [3750, 2000], [1750, 1750]]); // prettier-ignore
});

test('another UIDVALIDITY means all anew; what was held under the old one goes when all has been read', () => {
  const before = readFolder(null, [3, 5], true, Infinity);
  const after = readFolder(before.text, [1, 2], true, Infinity, '8');
  expect(after.fetched).toEqual([1, 2]);
  expect(after.gone).toEqual(['7:3', '7:5']);
  const third = readFolder(after.text, [1, 2], true, Infinity, '8');
  expect(third).toMatchObject({ fetched: [], gone: [] });
});

test('cut off after a change of UIDVALIDITY, nothing held under the old one is forgotten to be let go', () => {
  const before = readFolder(null, [3, 5], true, Infinity);
  const cut = readFolder(
    before.text,
    Array.from({ length: 300 }, (_, i) => i + 1),
    true,
    1,
    '8',
  );
  const end = readFolder(
    cut.text,
    Array.from({ length: 300 }, (_, i) => i + 1),
    true,
    Infinity,
    '8',
  );
  expect(end.gone).toEqual(['7:3', '7:5']);
});

test('a position that means nothing to this version is none', () => {
  expect(positionIn('{"other":1}', stateOf([1]), false)).toBeNull();
});

test('MODSEQ never hides new mail, and a deletion shows by it or by the count', () => {
  const { text } = readFolder(null, [1, 2, 3], true, Infinity);
  const position = positionIn(text, stateOf([1, 2, 3]), true) as ImapPosition;
  expect(isUpToDate(position, stateOf([1, 2, 3]))).toBe(true);
  expect(isUpToDate(position, { ...stateOf([1, 2, 3]), next: 5 })).toBe(false);
  expect(isUpToDate(position, { ...stateOf([1, 2, 3]), exists: 2 })).toBe(false);
  expect(isUpToDate(position, { ...stateOf([1, 2, 3]), modseq: '9' })).toBe(false);
  expect(isUpToDate(position, { ...stateOf([1, 2, 3]), validity: '8' })).toBe(false);
});
