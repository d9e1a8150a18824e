import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { canonicalDump } from '../db/dump.ts';
import { loadEvidence } from '../db/evidence.ts';
import { keepPrivate, mergePeople, setSide, setTitle, splitPerson, spoke } from './acts.ts';
import { assignPeople } from './assign.ts';
import { createUndo } from './undo.ts';

function threePeople() {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com', 'anna@gmail.com'], side: 'client' });
  addPerson(db, { name: 'Ben Ober', emails: ['ben@x.com'] });
  addPerson(db, { name: 'Cleo Marr', emails: ['cleo@y.com'], side: 'supplier' });
  mergePeople(db, 1, 2, 0);
  assignPeople(db, loadEvidence(db));
  return db;
}

const person = fc.integer({ min: 1, max: 4 });
const acts = fc.array(
  fc.oneof(
    fc.tuple(fc.constant('side'), person, fc.constantFrom('client', 'personal', 'adviser')),
    fc.tuple(fc.constant('private'), person, fc.constantFrom('keep', 'not')),
    fc.tuple(fc.constant('title'), person, fc.constantFrom('CFO', '')),
    fc.tuple(fc.constant('spoke'), person, fc.constantFrom('2026-01-01', '2026-02-01')),
    fc.tuple(fc.constant('merge'), person, fc.constantFrom('1', '2', '3')),
    fc.tuple(fc.constant('split'), person, fc.constantFrom('anna@gmail.com', 'ben@x.com')),
  ),
  { maxLength: 8 },
);

test('taking back every act leaves the database as it was', () => {
  fc.assert(
    fc.property(acts, (said) => {
      const db = threePeople();
      const undo = createUndo(db);
      const start = canonicalDump(db);
      for (const [act, id, word] of said) {
        const other = Number(word);
        const about = act === 'merge' ? [id, other] : [id];
        undo.remembering(about, () => {
          switch (act) {
            case 'side':
              return setSide(db, [id], word);
            case 'private':
              return keepPrivate(db, [id], word === 'keep');
            case 'title':
              return setTitle(db, id, word, 5);
            case 'spoke':
              return spoke(db, id, word);
            case 'merge':
              return mergePeople(db, id, other, 5);
            default:
              return splitPerson(db, id, word, 5);
          }
        });
        assignPeople(db, loadEvidence(db));
      }
      while (undo.takeBack()) assignPeople(db, loadEvidence(db));
      expect(canonicalDump(db)).toEqual(start);
    }),
    { numRuns: 60 },
  );
});

test('a failed act is nothing to take back, and after forgetting nothing is', () => {
  const db = threePeople();
  const undo = createUndo(db);
  undo.remembering([99], () => setSide(db, [99], 'client'));
  expect(undo.takeBack()).toBe(false);
  undo.remembering([1], () => setSide(db, [1], 'personal'));
  undo.forget();
  expect(undo.takeBack()).toBe(false);
});
