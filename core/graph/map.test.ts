import { expect, test } from 'vitest';
import { mapSchema } from '../contract/shapes.ts';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addLink, addPerson } from '../../test/builders/people.ts';
import { relationshipMap } from './map.ts';

const warm = (closeness: number) => ({ band: 'strong', probability: 0.9, closeness }) as const;

test('the closest people and the links among them; ties before people who were only seen writing', () => {
  const db = temporaryDatabase();
  const a = addPerson(db, { name: 'A', emails: ['a@x.com'], tie: warm(3) });
  const b = addPerson(db, { name: 'B', emails: ['b@y.com'], tie: warm(9) });
  const c = addPerson(db, { name: 'C', emails: ['c@y.com'], tie: { band: 'unknown', closeness: 99, received: 4 } });
  const silent = addPerson(db, { name: 'D', emails: ['d@y.com'], tie: { band: 'unknown' } });
  addPerson(db, { name: 'Colleague', emails: ['e@own.com'], tie: warm(50), colleague: 'current' });
  addPerson(db, { name: 'Nobody', emails: ['f@z.com'], tie: warm(50), side: 'not a relationship' });
  addPerson(db, { name: 'Machine', emails: ['g@z.com'], tie: warm(50), kind: 'machine' });
  addLink(db, a, b, 2);
  addLink(db, b, c, 3);
  addLink(db, b, silent, 3);
  const map = mapSchema.parse(relationshipMap(db, 10));
  expect(map.nodes.map(({ id }) => id)).toEqual([b, a, c]);
  expect(map.nodes[0]).toMatchObject({ label: 'B', organisation: 'Y', band: 'strong', closeness: 9 });
  expect(map.edges).toEqual([
    { a: b, b: c, weight: 3 },
    { a, b, weight: 2 },
  ]);
  const small = relationshipMap(db, 1);
  expect(small.nodes.map(({ id }) => id)).toEqual([b]);
  expect(small.edges).toEqual([]);
});

test('of many links only each person’s strongest are drawn', () => {
  const db = temporaryDatabase();
  const ids = Array.from({ length: 30 }, (_, i) =>
    addPerson(db, { name: `P${String(i)}`, emails: [`p${String(i)}@x.com`], tie: warm(i) }),
  );
  ids.forEach((one, i) => ids.slice(i + 1).forEach((other, k) => addLink(db, one, other, 1 + i + k)));
  const { edges } = relationshipMap(db, 100);
  expect(edges.length).toBeLessThanOrEqual(30 * 6);
  for (const id of ids) expect(edges.some(({ a, b }) => a === id || b === id)).toBe(true);
});

test('a new map leaves people where the last one had them', () => {
  const db = temporaryDatabase();
  for (let i = 0; i < 40; i++) {
    addPerson(db, { name: `P${String(i)}`, emails: [`p${String(i)}@org${String(i % 9)}.com`], tie: warm(i) });
  }
  const before = relationshipMap(db, 100);
  db.prepare('UPDATE tie SET closeness = 40 - closeness').run();
  const after = relationshipMap(db, 100);
  for (const { id, x, y } of after.nodes) {
    const old = before.nodes.find((node) => node.id === id);
    expect(Math.hypot(x - old!.x, y - old!.y)).toBeLessThan(0.01);
  }
  expect(relationshipMap(db, 100)).toEqual(relationshipMap(db, 100));
});
