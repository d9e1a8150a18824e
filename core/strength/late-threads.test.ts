import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, mail, personOf, record } from '../../test/builders/records.ts';
import { loadEvidence } from '../db/evidence.ts';
import { declareOwnAddresses } from '../identity/acts.ts';
import { loadPeople } from '../identity/people.ts';
import { lateThreads } from './late-threads.ts';

const me = 'Max Own <max@own.com>';
const cora = 'Cora Own <cora@own.com>';
const anna = 'Anna Weber <anna@acme.com>';

test('who began each thread, and when the user or a colleague last wrote in it', () => {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, [
    mail({ from: anna, to: [me], ref: 1, at: 1000 }),
    mail({ from: cora, to: [anna], cc: [me], ref: 2, answers: 1, at: 2000 }),
    mail({ from: me, to: [anna], ref: 10, at: 1500 }),
    mail({ from: anna, to: [me], ref: 11, answers: 10, at: 3000 }),
    mail({ from: anna, to: [me], ref: 21, answers: 20, at: 3000 }),
    mail({ from: anna, to: [me], ref: 30, at: 10 }),
    mail({ from: anna, to: [me], at: 4000 }),
  ]);
  assign(db);
  const evidence = loadEvidence(db);
  const { begunBy, ours } = lateThreads(evidence, loadPeople(db, evidence.addressLimit), 100);
  const id = personOf(db, 'anna@acme.com').id;
  expect([...begunBy].sort(([a], [b]) => a - b)).toEqual([
    [1, id],
    [10, 0],
  ]);
  expect([...ours].sort(([a], [b]) => a - b)).toEqual([
    [1, 2000],
    [10, 1500],
  ]);
});
