import { expect, test } from 'vitest';
import { z } from 'zod';
import { proposalSchema, tieSchema } from './contract/shapes.ts';
import { temporaryDatabase } from '../test/builders/database.ts';
import { addLink, addPerson } from '../test/builders/people.ts';
import { planOf, recordStatements } from '../test/builders/statements.ts';
import { findPerson } from './find-person.ts';
import { createSearchIndex } from './graph/search.ts';
import { listProposals, listTies, namesOf, personRows, seenWith, tiesFromRanked } from './people-queries.ts';

const warm = (closeness: number) => ({ band: 'strong', probability: 0.9, closeness, last: 1_700_000_000 }) as const;

function cast() {
  const db = temporaryDatabase();
  return {
    db,
    near: addPerson(db, { name: 'Near Nora', emails: ['nora@acme.com', 'n@gmail.com'], tie: warm(9), title: 'CFO' }),
    twin: addPerson(db, { name: 'Even Eve', emails: ['eve@x.com'], tie: warm(5) }),
    even: addPerson(db, { name: 'Even Adam', emails: ['adam@x.com'], tie: warm(5) }),
    lapsed: addPerson(db, { name: 'Lapsed Lou', emails: ['lou@x.com'], tie: { band: 'none', closeness: 0.1 } }),
    unknown: addPerson(db, { name: 'Unknown Una', emails: ['una@x.com'], tie: { band: 'unknown', closeness: 50 } }),
    colleague: addPerson(db, { name: 'Col League', emails: ['col@own.com'], colleague: 'current' }),
    counsel: addPerson(db, { name: 'Other Side', emails: ['o@law.com'], tie: warm(80), side: 'other side' }),
    machine: addPerson(db, { name: 'Machine', emails: ['no-reply@x.com'], kind: 'machine', tie: warm(90) }),
    me: addPerson(db, { name: 'Me', emails: ['me@own.com'], kind: 'own' }),
  };
}

test('ties: the closest first, then by id; without unknown ones, colleagues, other sides and machines', () => {
  const { db, near, twin, even, lapsed } = cast();
  const ties = z.array(tieSchema).parse(listTies(db, 50));
  expect(ties.map(({ id }) => id)).toEqual([near, twin, even, lapsed]);
  expect(ties[0]).toEqual({
    id: near,
    person: 'Near Nora',
    addresses: ['nora@acme.com', 'n@gmail.com'],
    organisation: 'Acme',
    band: 'strong',
    probability: 0.9,
    closeness: 9,
    trend: null,
    lastInteraction: '2023-11-14T22:13:20.000Z',
    sent: 0,
    received: 0,
    meetings: 0,
  });
  expect(listTies(db, 2).map(({ id }) => id)).toEqual([near, twin]);
});

test('ties of another moment are named and left out by the same rules', () => {
  const { db, near, even, unknown, counsel } = cast();
  const then = (person: number, closeness: number, band: 'weak' | 'unknown' = 'weak') =>
    ({
      person,
      band,
      probability: 0.3,
      closeness,
      trend: 'rising',
      peak: null,
      lastInteraction: null,
      sent: 1,
      received: 2,
      meetings: 3,
    }) as const;
  const ranked = [then(near, 1), then(even, 2), then(unknown, 3, 'unknown'), then(counsel, 4)];
  const ties = z.array(tieSchema).parse(tiesFromRanked(db, ranked, 50));
  expect(ties.map(({ id }) => id)).toEqual([even, near]);
  expect(ties[1]).toMatchObject({
    person: 'Near Nora',
    band: 'weak',
    sent: 1,
    received: 2,
    meetings: 3,
    lastInteraction: null,
  });
});

test('the statement behind ties follows the index on closeness and sorts nothing', () => {
  const { db } = cast();
  const { db: spy, asked } = recordStatements(db);
  listTies(spy, 5);
  const plan = planOf(db, asked[0] ?? '', 5);
  expect(plan.join('\n')).toContain('SCAN tie USING INDEX tie_closeness');
  expect(plan).not.toContain('USE TEMP B-TREE FOR ORDER BY');
});

test('a row by id: also of a machine, never of the user', () => {
  const { db, near, machine, me } = cast();
  const rows = personRows(db, [near, machine, me, 999]);
  expect([...rows.keys()]).toEqual([near, machine]);
  expect(rows.get(near)).toMatchObject({ title: 'CFO', side: 'unfiled', colleague: 'no' });
});

test('names, latest first, and who somebody is seen with, strongest first', () => {
  const { db, near, twin, even } = cast();
  db.prepare(
    `INSERT INTO address_name SELECT id, 'Weber, Nora (Acme)', 1700000000 FROM address WHERE email = 'nora@acme.com'`,
  ).run();
  expect(namesOf(db, near)[0]).toEqual({
    name: 'Nora Weber',
    address: 'nora@acme.com',
    lastSeen: '2023-11-14T22:13:20.000Z',
  });
  addLink(db, near, twin, 1);
  addLink(db, near, even, 2);
  expect(seenWith(db, near)).toEqual([
    { id: even, person: 'Even Adam', band: 'strong' },
    { id: twin, person: 'Even Eve', band: 'strong' },
  ]);
  expect(seenWith(db, twin).map(({ id }) => id)).toEqual([near]);
});

test('proposals name both sides', () => {
  const { db } = cast();
  db.prepare(`INSERT INTO proposal VALUES (1, 3, 'merge', 'Both are called Nora.', NULL)`).run();
  expect(z.array(proposalSchema).parse(listProposals(db))).toEqual([
    {
      a: 1,
      b: 3,
      kind: 'merge',
      evidence: 'Both are called Nora.',
      people: ['Near Nora', 'Even Eve'],
      addresses: ['nora@acme.com', 'eve@x.com'],
    },
  ]);
});

test('a person is found by id, address or whole words of the name, and never guessed at', () => {
  const { db, near, machine, twin } = cast();
  const find = (text: string) => findPerson(db, createSearchIndex(db), text);
  const found = { ok: true, value: { id: near, name: 'Near Nora' } };
  for (const text of [String(near), 'NORA@acme.com', 'nora', 'Nora Near', ' near nora '])
    expect(find(text)).toEqual(found);
  expect(find('no-reply@x.com')).toMatchObject({ ok: true, value: { id: machine } });
  expect(find('even')).toMatchObject({ ok: false, error: { code: 'ambiguous' } });
  expect(find('even eve')).toMatchObject({ ok: true, value: { id: twin } });
  const guessed = find('nor');
  expect(guessed).toMatchObject({ ok: false, error: { code: 'not_found' } });
  expect(JSON.stringify(guessed)).toContain(`Did you mean Near Nora, Acme (${String(near)})?`);
  for (const text of ['999', 'me@own.com', 'quux', 'acme']) {
    expect(find(text)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  }
});
