import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { pursuitDraft } from '../../test/builders/pursuits.ts';
import { canonicalDump } from '../db/dump.ts';
import { erasePerson } from '../identity/erase.ts';
import { createUndo } from '../identity/undo.ts';
import { keepList, previewList, readList } from './import-list.ts';
import { decidePursuit, dropPursuit, dropPursuitsOf, keepPursuits, loadPursuits } from './pursuits.ts';
import type { PursuitDraft } from './pursuit-rows.ts';

const draft = ({ name, ...more }: Partial<PursuitDraft> & { name: string }): PursuitDraft => pursuitDraft(name, more);

// A list that does not contradict itself: one id for one name and organisation, written one way or another, or left out.
const drafts = fc.array(
  fc
    .record({
      name: fc.constantFrom('A', 'B', 'a'),
      organisation: fc.constantFrom(null, 'Acme', 'Beta'),
      id: fc.constantFrom(null, '', 'EFG'),
      stage: fc.constantFrom(null, 'Proposal', 'Closed'),
      outcome: fc.constantFrom(null, 'lost' as const),
      people: fc.array(
        fc.record({
          name: fc.constantFrom('Jane Doe', 'Ben Ober'),
          email: fc.constantFrom(null, 'jane@acme.com'),
          title: fc.constant(null),
          decides: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
    })
    .map(({ id, ...more }) => {
      const number = `${more.name.toLowerCase()}${more.organisation ?? ''}`.padEnd(12, '0');
      return draft({ ...more, crmId: id === null ? null : `006${number}${id}` });
    }),
  { maxLength: 6 },
);

test('importing a list again adds nothing, and again changes nothing', () => {
  fc.assert(
    fc.property(drafts, (list) => {
      const db = temporaryDatabase();
      keepPursuits(db, list, 0);
      const count = loadPursuits(db).length;
      expect(keepPursuits(db, list, 5).added).toBe(0);
      expect(loadPursuits(db)).toHaveLength(count);
      const keys = loadPursuits(db).flatMap(({ crmId }) => crmId?.slice(0, 15) ?? []);
      expect(new Set(keys).size).toBe(keys.length);
    }),
    { numRuns: 30 },
  );
});

test('an update is known by the id of the CRM, whatever it is called by now, or by name and organisation', () => {
  const db = temporaryDatabase();
  keepPursuits(
    db,
    [draft({ name: 'Acme refinancing', organisation: 'Acme' }), draft({ crmId: '2', name: 'Old', stage: 'Proposal' })],
    0,
  );
  const kept = keepPursuits(
    db,
    [draft({ crmId: '1', name: 'Acme Refinancing', organisation: 'ACME' }), draft({ crmId: '2', name: 'New', outcome: 'lost' }), draft({ crmId: '3', name: 'New' })],
    0,
  ); // prettier-ignore
  expect(kept).toEqual({ added: 1, updated: 2, unchanged: 0, ids: [1, 2, 3] });
  expect(loadPursuits(db).map(({ crmId, name, stage, outcome }) => [crmId, name, stage, outcome])).toEqual([
    ['1', 'Acme Refinancing', null, 'open'],
    ['2', 'New', 'Proposal', 'lost'],
    ['3', 'New', null, 'open'],
  ]);
});

test('what the user says of columns is asked for once', async () => {
  const db = temporaryDatabase();
  const list = Buffer.from('Vorhaben,Wer,Wann\nGross,Acme,2024-01-02\n');
  expect(await previewList(db, list)).toMatchObject({
    value: { columns: [null, null, null], remembered: false, total: 1 },
  });
  expect(await readList(db, list, null)).toMatchObject({ ok: false, error: { code: 'usage' } });
  const said = await readList(db, list, ['name', 'organisation', 'decided']);
  expect(said.ok && keepList(db, said.value, 0, 'lost')).toMatchObject({ added: 1, broken: [] });
  const again = await readList(db, Buffer.from('title of a report\n\nVorhaben,Wer,Wann\nKlein,Beta,\n'), null);
  expect(again.ok && keepList(db, again.value, 0, 'open')).toMatchObject({ added: 1 });
  expect(loadPursuits(db).map(({ name, outcome }) => [name, outcome])).toEqual([['Gross', 'lost'], ['Klein', 'open']]); // prettier-ignore
});

test('taking back an import, a decision or a dropped pursuit leaves the database as it was', () => {
  const db = temporaryDatabase();
  keepPursuits(db, [draft({ name: 'A', people: [{ name: 'Jane Doe', email: null, title: null, decides: true }] })], 0);
  const undo = createUndo(db);
  const acts = [
    () => keepPursuits(db, [draft({ name: 'B' }), draft({ name: 'A', stage: 'Proposal' })], 0),
    () => decidePursuit(db, 1, 'won', '2024-01-02'),
    () => dropPursuit(db, 1),
  ];
  for (const act of acts) {
    const before = canonicalDump(db);
    undo.remembering([], () => ({ ok: true, done: act() }));
    expect(canonicalDump(db)).not.toEqual(before);
    expect(undo.takeBack()).toBe(true);
    expect(canonicalDump(db)).toEqual(before);
  }
});

test('an erased person goes from pursuits, and no list brings them back', () => {
  const db = temporaryDatabase();
  const jane = addPerson(db, { name: 'Jane Quetzal', emails: ['jane@acme.com'] });
  const list = [
    draft({
      name: 'Work for Jane Quetzal',
      organisation: 'Jane Quetzal Ltd',
      people: [
        { name: 'Jane Quetzal', email: null, title: null, decides: true },
        { name: null, email: 'jane@acme.com', title: null, decides: false },
        { name: 'Ben Ober', email: 'ben@acme.com', title: null, decides: false },
      ],
    }),
  ];
  keepPursuits(db, list, 0);
  erasePerson(db, jane, randomBytes);
  expect(JSON.stringify(loadPursuits(db))).not.toMatch(/jane|quetzal/i);
  keepPursuits(db, list, 0);
  const after = loadPursuits(db);
  expect(JSON.stringify(after)).not.toMatch(/jane|quetzal/i);
  expect(after).toHaveLength(1);
  expect(after[0]?.people.map(({ name }) => name)).toEqual(['Ben Ober']);
});

test('what was made up goes by its ids, and what the user typed stays', () => {
  const db = temporaryDatabase();
  const people = [{ name: 'Jane Doe', email: null, title: null, decides: true }];
  keepPursuits(db, [draft({ name: 'A', crmId: 'sample-1', people }), draft({ name: 'B', people }), draft({ name: 'C', crmId: '7' })], 0); // prettier-ignore
  dropPursuitsOf(db, 'sample-');
  expect(loadPursuits(db).map(({ name }) => name)).toEqual(['B', 'C']);
  expect(db.prepare('SELECT count(*) FROM pursuit_person').pluck().get()).toBe(1);
});
