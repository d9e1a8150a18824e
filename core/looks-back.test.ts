import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../test/builders/database.ts';
import { addressId, day, exchange, personOf, record, start } from '../test/builders/records.ts';
import { looksBack } from './looks-back.ts';
import { readLine } from './opportunities/one-line.ts';
import { loadEverywhere, loadPlaces } from './opportunities/places.ts';
import { keepPursuits, loadPursuits } from './opportunities/pursuits.ts';
import { createStandings } from './standings.ts';
import { readModel } from './strength/model.ts';

const model = readModel(readFileSync(new URL('../resources/strength-model.json', import.meta.url), 'utf8'));
const me = 'max@own.com';

test('the mailbox is read once for the same question, until it has changed; another is answered for itself', () => {
  const db = temporaryDatabase();
  const write = (from: number): void => {
    record(db, Array.from({ length: 8 }, (_, i) => exchange(me, 'jane@acme.com', from + i)).flat());
  };
  write(0);
  db.prepare(`INSERT INTO own_address VALUES (?, 'declared', 1)`).run(addressId(db, me));
  const standings = createStandings(
    db,
    model,
    () => start + 200 * day,
    () => false,
  );
  standings.refresh();
  let read = 0;
  const counted = {
    ...standings,
    evidence() {
      read++;
      return standings.evidence();
    },
  };
  const line = readLine('Refinancing, jane@acme.com');
  keepPursuits(db, line.ok ? [line.value] : [], start);
  const pursuits = loadPursuits(db);
  const look = (daysLater: number, leftOut: readonly number[] = []) => {
    const at = new Date((start + daysLater * day) * 1000).toISOString().slice(0, 10);
    const places = loadPlaces(db, pursuits, loadEverywhere(db));
    const dated = pursuits.map((pursuit) => ({ pursuit, day: at }));
    return looksBack(db, counted, places, dated, leftOut)[0]?.at(-1)?.tie?.person;
  };
  const jane = personOf(db, 'jane@acme.com').id;
  expect([look(20), look(20), read]).toEqual([jane, jane, 1]);
  expect([look(20, [jane]), read]).toEqual([undefined, 2]);
  expect([look(-1), read]).toEqual([undefined, 3]);
  write(10);
  standings.refresh();
  expect([look(20), read]).toEqual([jane, 4]);
});
