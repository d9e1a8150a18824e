import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, exchange, personOf, record } from '../../test/builders/records.ts';
import { writeSetting } from '../db/settings.ts';
import { declareOwnAddresses, knowWell, mergePeople, spoke } from './acts.ts';
import { knownWell, wordGiven, wordOn } from './word.ts';

const noon = Date.UTC(2026, 10, 24, 12) / 1000;
const day = 86_400;

function cast() {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  const others = ['anna@acme.com', 'bob@x.com'];
  record(
    db,
    others.flatMap((email, i) => exchange('max@own.com', email, 10 * i + 1, noon - 20 * day)),
  );
  assign(db);
  writeSetting(db, 'tie_as_of', String(noon));
  return { db, anna: personOf(db, 'anna@acme.com').id, bob: personOf(db, 'bob@x.com').id };
}

const word = { spoke: null, knowsWell: null, neverSuggested: false, neverBriefed: false };

test('the user’s word stands for a year, and is theirs to take back', () => {
  const { db, anna, bob } = cast();
  knowWell(db, anna, '2025-11-25');
  spoke(db, anna, '2025-11-24');
  spoke(db, bob, '2026-02-01');
  spoke(db, bob, '2026-03-01');
  expect(wordOn(db, anna)).toEqual({ ...word, knowsWell: '2025-11-25' });
  expect(wordOn(db, bob)).toEqual({ ...word, spoke: '2026-03-01' });
  expect([...knownWell(db)]).toEqual([anna]);
  expect([...knownWell(db, JSON.stringify([bob]))]).toEqual([]);
  expect([...wordGiven(db)].sort((a, b) => a - b)).toEqual([anna, bob].sort((a, b) => a - b));
  writeSetting(db, 'tie_as_of', String(noon + day));
  expect(knownWell(db).size).toBe(0);
  writeSetting(db, 'tie_as_of', String(noon));
  knowWell(db, anna, null);
  expect(wordOn(db, anna).knowsWell).toBeNull();
});

test('it is said again, not twice, and stays with who two entries become', () => {
  const { db, anna, bob } = cast();
  knowWell(db, bob, '2026-01-01');
  knowWell(db, bob, '2026-02-01');
  expect(wordOn(db, bob).knowsWell).toBe('2026-02-01');
  mergePeople(db, anna, bob, noon);
  assign(db);
  const [one] = [personOf(db, 'anna@acme.com').id];
  expect(wordOn(db, one).knowsWell).toBe('2026-02-01');
});
