import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { valueOf } from '../contract/errors.ts';
import type { Writer } from '../db/database.ts';
import { loadEvidence } from '../db/evidence.ts';
import { readLine } from '../opportunities/one-line.ts';
import { dropPursuit, dropPursuitsOf, keepPursuits } from '../opportunities/pursuits.ts';
import { assignPeople } from './assign.ts';
import { erasePerson } from './erase.ts';
import { createUndo } from './undo.ts';

/** With something said and put away of an organisation and of a pursuit. */
function withNews() {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'] });
  assignPeople(db, loadEvidence(db));
  db.exec(`INSERT INTO way_news SELECT id, NULL, NULL, 'wrote', '2026-06-15' FROM organisation`);
  const pursuit = addPursuit(db);
  db.exec('INSERT INTO dismissed_news SELECT organisation_id, pursuit_id, said_on FROM way_news');
  expect(left(db)).toEqual(['organisation', 'pursuit', 'organisation', 'pursuit']);
  return { db, pursuit };
}

function addPursuit(db: Writer): number {
  const draft = valueOf(readLine('Acme deal, anna@acme.com'));
  const [id] = keepPursuits(db, [{ ...draft, crmId: 'sample-1' }], 0).ids as [number];
  db.prepare(`INSERT INTO way_news VALUES (NULL, ?, 'good', 'opened', '2026-06-15')`).run(id);
  return id;
}

function left(db: Writer): unknown[] {
  const kind = `iif(pursuit_id IS NULL, 'organisation', 'pursuit') AS kind`;
  return ['way_news', 'dismissed_news'].flatMap((table) =>
    db.prepare(`SELECT ${kind} FROM ${table} ORDER BY kind`).pluck().all(),
  );
}

test('of an organisation that nobody works at any more nothing is left, whichever way it went', () => {
  const gone = withNews().db;
  gone.exec('DELETE FROM address_name; UPDATE address SET person_id = NULL; DELETE FROM address');
  assignPeople(gone, loadEvidence(gone));
  expect(left(gone)).toEqual(['pursuit', 'pursuit']);
  const erased = withNews().db;
  expect(erasePerson(erased, 1, (size) => Buffer.alloc(size, 1)).ok).toBe(true);
  expect(left(erased)).toEqual(['pursuit', 'pursuit']);
});

test('of a pursuit that is dropped nothing is left for the next with its id', () => {
  const { db, pursuit } = withNews();
  dropPursuit(db, pursuit);
  expect(left(db)).toEqual(['organisation', 'organisation']);
  const sample = withNews().db;
  dropPursuitsOf(sample, 'sample-');
  expect(left(sample)).toEqual(['organisation', 'organisation']);
});

test('of a pursuit whose adding is taken back nothing is left', () => {
  const db = temporaryDatabase();
  const undo = createUndo(db);
  undo.remembering([], () => ({ ok: addPursuit(db) > 0 }));
  expect(left(db)).toEqual(['pursuit']);
  undo.takeBack();
  expect(left(db)).toEqual([]);
});
