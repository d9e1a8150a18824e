import { expect, test } from 'vitest';
import { z } from 'zod';
import { addPerson } from '../test/builders/people.ts';
import { temporaryDatabase } from '../test/builders/database.ts';
import type { PeopleFilter, PeopleOrder } from './contract/shapes.ts';
import { everybody, peopleOrders, personRowSchema } from './contract/shapes.ts';
import { peopleInOrder, peoplePage } from './people-list.ts';

const warm = (closeness: number) => ({ band: 'strong', probability: 0.9, closeness, last: 1_700_000_000 }) as const;

function cast() {
  const db = temporaryDatabase();
  const ids = {
    near: addPerson(db, { name: 'Near Nora', emails: ['nora@acme.com', 'n@gmail.com'], tie: warm(9), title: 'CFO' }),
    twin: addPerson(db, { name: 'Even Eve', emails: ['eve@x.com'], tie: warm(5) }),
    even: addPerson(db, { name: 'even Adam', emails: ['adam@x.com'], tie: warm(5) }),
    lapsed: addPerson(db, { name: 'Lapsed Lou', emails: ['lou@x.com'], tie: { band: 'none', closeness: 0.1 } }),
    unknown: addPerson(db, { name: 'Unknown Una', emails: ['una@x.com'], tie: { band: 'unknown', closeness: 50 } }),
    colleague: addPerson(db, { name: 'Col League', emails: ['col@own.com'], colleague: 'current' }),
    counsel: addPerson(db, { name: 'Other Side', emails: ['o@law.com'], tie: warm(80), side: 'other side' }),
  };
  addPerson(db, { name: 'Machine', emails: ['no-reply@x.com'], kind: 'machine', tie: warm(90) });
  addPerson(db, { name: 'Me', emails: ['me@own.com'], kind: 'own' });
  const list = (filter: Partial<PeopleFilter>, order: PeopleOrder = 'warmth', limit = 100, offset = 0) =>
    peoplePage(
      db,
      peopleInOrder(db, {
        matching: null,
        filter: { ...everybody, ...filter },
        order,
        now: 1_700_000_000 + 30 * 86_400,
      }),
      limit,
      offset,
    );
  return { db, ids, list };
}

test('everybody but the user and machines, page by page, ties before the rest', () => {
  const { db, ids, list } = cast();
  const { total, rows } = list({});
  expect(total).toBe(7);
  expect(
    z
      .array(personRowSchema)
      .parse(rows)
      .map(({ person }) => person),
  ).toEqual(['Other Side', 'Near Nora', 'Even Eve', 'even Adam', 'Lapsed Lou', 'Unknown Una', 'Col League']);
  expect(rows[0]).toMatchObject({ id: ids.counsel, side: 'other side', colleague: 'no', private: false });
  expect(list({}, 'warmth', 2, 1).rows.map(({ id }) => id)).toEqual([ids.near, ids.twin]);
  const some = peoplePage(
    db,
    peopleInOrder(db, { matching: [ids.unknown, ids.near], filter: everybody, order: 'warmth', now: 0 }),
    1,
    0,
  );
  expect([some.total, some.rows.map(({ id }) => id)]).toEqual([2, [ids.near]]);
});

test('letters are ordered as people read them: no capitals first, no accents last', () => {
  const db = temporaryDatabase();
  for (const [name, email] of [
    ['Zoe', 'z@zeta.com'],
    ['Ägir', 'a@x.com'],
    ['bruno', 'b@acme.com'],
    ['Åse', 's@gmail.com'],
  ] as const)
    addPerson(db, { name, emails: [email], tie: warm(1) });
  const named = (order: PeopleOrder) =>
    peoplePage(db, peopleInOrder(db, { matching: null, filter: everybody, order, now: 0 }), 10, 0).rows.map(
      ({ person }) => person,
    );
  expect(named('name')).toEqual(['Ägir', 'Åse', 'bruno', 'Zoe']);
  expect(named('organisation')).toEqual(['bruno', 'Ägir', 'Zoe', 'Åse']);
});

test('a filter leaves people out and the counts tell of those before it', () => {
  const { ids, list } = cast();
  const { total, rows, counts } = list({ bands: ['strong'], sides: ['unfiled'] });
  expect(total).toBe(3);
  expect(rows.map(({ id }) => id)).toEqual([ids.near, ids.twin, ids.even]);
  expect(counts.toSorted((a, b) => (a.band + a.side < b.band + b.side ? -1 : 1))).toEqual([
    { band: 'none', side: 'unfiled', people: 1 },
    { band: 'strong', side: 'other side', people: 1 },
    { band: 'strong', side: 'unfiled', people: 3 },
    { band: 'unknown', side: 'unfiled', people: 2 },
  ]);
  const { organisationId } = rows[0] ?? { organisationId: null };
  expect(list({ organisation: organisationId }).rows.map(({ id }) => id)).toEqual([ids.near]);
  expect(list({ days: 30 }).total).toBe(4);
  expect(list({ days: 29 }).total).toBe(0);
});

test.each(peopleOrders)('the list by %s holds everybody once', (order) => {
  const { list } = cast();
  const ids = [...list({}, order, 4).rows, ...list({}, order, 4, 4).rows].map(({ id }) => id);
  expect(new Set(ids).size).toBe(7);
});

test('names are ordered as they are read, and who has no organisation comes last', () => {
  const { list } = cast();
  expect(list({}, 'name').rows.map(({ person }) => person)[1]).toBe('even Adam');
  const { rows } = list({}, 'organisation');
  expect(rows[0]?.organisation).toBe('Acme');
});
