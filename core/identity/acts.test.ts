import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addressId, assign, card, day, groups, mail, personOf, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import { personRows, titleOf } from '../people-queries.ts';
import {
  declareOwnAddresses,
  decideOwnAddress,
  decideProposal,
  keepPrivate,
  mergePeople,
  setSide,
  setTitle,
  splitPerson,
  spoke,
} from './acts.ts';

const me = 'me@own.com';
const ok = { ok: true, value: {} };
const usage = { ok: false, error: { code: 'usage' } };
const notFound = { ok: false, error: { code: 'not_found' } };

/** Anna with two addresses on one card, then Bea and Cai with one each. */
function cast(): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, [me]);
  const senders = ['anna@acme.com', 'anna@home.net', 'bea@x.com', 'cai@y.com'];
  record(db, [
    ...senders.map((from, i) => mail({ from, to: [me], at: start + i * day })),
    card('Anna', ['anna@acme.com', 'anna@home.net']),
  ]);
  assign(db);
  return db;
}

const id = (db: Writer, email: string): number => personOf(db, email).id;

test('merging keeps the id and side of the one kept, also where the other has more addresses', () => {
  for (const [keep, absorb] of [
    ['bea@x.com', 'anna@acme.com'],
    ['anna@acme.com', 'bea@x.com'],
  ] as const) {
    const db = cast();
    const [kept, absorbed] = [id(db, keep), id(db, absorb)];
    setSide(db, [kept], 'client');
    setSide(db, [absorbed], 'supplier');
    expect(mergePeople(db, kept, absorbed, start)).toEqual(ok);
    assign(db);
    expect(groups(db)).toContain('anna@acme.com anna@home.net bea@x.com');
    expect(personOf(db, absorb)).toMatchObject({ id: kept, side: 'client' });
  }
});

test('splitting takes one address out, with the rest keeping id and side, and keeps evidence from joining it again', () => {
  for (const [out, rest] of [
    ['anna@acme.com', 'anna@home.net'],
    ['anna@home.net', 'anna@acme.com'],
  ] as const) {
    const db = cast();
    const anna = id(db, out);
    setSide(db, [anna], 'client');
    expect(splitPerson(db, anna, out.toUpperCase(), start)).toEqual(ok);
    assign(db);
    expect(personOf(db, rest)).toMatchObject({ id: anna, side: 'client' });
    expect(personOf(db, out)).toMatchObject({ side: 'unfiled' });
    expect(id(db, out)).not.toBe(anna);
    record(db, [card('The same again', [out, rest])]);
    assign(db);
    expect(id(db, out)).not.toBe(anna);
  }
});

test('merging undoes a split, splitting undoes a merge', () => {
  const db = cast();
  const before = groups(db);
  const merge = (a: string, b: string) => {
    mergePeople(db, id(db, a), id(db, b), start);
    assign(db);
  };
  const split = (email: string) => {
    splitPerson(db, id(db, email), email, start);
    assign(db);
  };
  split('anna@home.net');
  expect(groups(db)).toHaveLength(before.length + 1);
  merge('anna@acme.com', 'anna@home.net');
  expect(groups(db)).toEqual(before);
  merge('anna@acme.com', 'bea@x.com');
  expect(groups(db)).toHaveLength(before.length - 1);
  split('bea@x.com');
  expect(groups(db)).toEqual(before);
});

test('the last word on two addresses holds, whatever acts came before', () => {
  const db = cast();
  const emails = ['anna@acme.com', 'anna@home.net', 'bea@x.com', 'cai@y.com'];
  const act = fc.record({
    kind: fc.constantFrom('merge', 'split'),
    pair: fc.uniqueArray(fc.constantFrom(...emails), { minLength: 2, maxLength: 2 }),
  });
  fc.assert(
    fc.property(fc.array(act, { maxLength: 8 }), (acts) => {
      db.exec('SAVEPOINT cast');
      try {
        for (const { kind, pair } of acts) {
          const [a, b] = pair.map((email) => id(db, email)) as [number, number];
          const merged = groups(db).filter((group) => [a, b].includes(id(db, group.split(' ')[0]!)));
          const expected = kind === 'split' ? pair[0]! : merged.join(' ').split(' ').sort().join(' ');
          const result = kind === 'merge' ? mergePeople(db, a, b, start) : splitPerson(db, a, pair[0]!, start);
          assign(db);
          expect(groups(db).includes(expected) || !result.ok).toBe(true);
          if (kind === 'merge' && result.ok) expect(id(db, pair[1]!)).toBe(a);
          const once = groups(db);
          assign(db);
          expect(groups(db)).toEqual(once);
        }
      } finally {
        db.exec('ROLLBACK TO cast; RELEASE cast');
      }
    }),
  );
});

test('acts that cannot be say why and change nothing', () => {
  const db = cast();
  const [anna, bea, own] = [id(db, 'anna@acme.com'), id(db, 'bea@x.com'), id(db, me)];
  const decisions = () => db.prepare('SELECT count(*) FROM merge').pluck().get();
  expect(mergePeople(db, anna, anna, start)).toMatchObject(usage);
  expect(mergePeople(db, anna, 999, start)).toMatchObject(notFound);
  expect(mergePeople(db, own, anna, start)).toMatchObject(notFound);
  expect(splitPerson(db, bea, 'bea@x.com', start)).toMatchObject(usage);
  expect(splitPerson(db, bea, 'anna@acme.com', start)).toMatchObject(notFound);
  expect(splitPerson(db, anna, 'not an address', start)).toMatchObject(notFound);
  expect(decideProposal(db, 1, 2, true, start)).toMatchObject(notFound);
  expect(setSide(db, [own], 'client')).toMatchObject(notFound);
  expect(setSide(db, [999], 'client')).toMatchObject(notFound);
  expect(spoke(db, own, '2024-01-02')).toMatchObject(notFound);
  expect(declareOwnAddresses(db, ['not an address'])).toMatchObject(usage);
  expect(decideOwnAddress(db, '@', true)).toMatchObject(usage);
  expect(decisions()).toBe(0);
});

test('"we spoke" goes with the address through a merge and back, and counts once a day', () => {
  const db = cast();
  const touches = (): unknown[] => db.prepare('SELECT address_id, day FROM touch').raw().all();
  const bea = id(db, 'bea@x.com');
  expect(spoke(db, bea, '2024-01-02')).toEqual(ok);
  expect(spoke(db, bea, '2024-01-02')).toEqual(ok);
  const kept = [[addressId(db, 'bea@x.com'), '2024-01-02']];
  expect(touches()).toEqual(kept);
  mergePeople(db, id(db, 'anna@acme.com'), bea, start);
  assign(db);
  expect(touches()).toEqual(kept);
});

test('a declared address nobody has seen yet is known, and refusing it forgets it', () => {
  const db = cast();
  declareOwnAddresses(db, ['New@Own.com']);
  assign(db);
  expect(personOf(db, 'new@own.com')).toMatchObject({ kind: 'own', id: id(db, me) });
  decideOwnAddress(db, 'new@own.com', false);
  assign(db);
  expect(personOf(db, 'new@own.com')).toBeUndefined();
});

test('private stays with the person through merges and splits, until taken back', () => {
  const db = cast();
  const [anna, bea] = [id(db, 'anna@acme.com'), id(db, 'bea@x.com')];
  expect(keepPrivate(db, [anna], true)).toEqual(ok);
  mergePeople(db, bea, anna, start);
  assign(db);
  expect(personRows(db, [bea]).get(bea)?.private).toBe(true);
  splitPerson(db, bea, 'bea@x.com', start);
  assign(db);
  const [annaNow, beaNow] = [id(db, 'anna@acme.com'), id(db, 'bea@x.com')];
  expect([annaNow, beaNow].map((one) => personRows(db, [one]).get(one)?.private)).toEqual([true, false]);
  expect(keepPrivate(db, [annaNow], false)).toEqual(ok);
  expect(personRows(db, [annaNow]).get(annaNow)?.private).toBe(false);
  expect(keepPrivate(db, [annaNow, 999], true)).toMatchObject(notFound);
  expect(personRows(db, [annaNow]).get(annaNow)?.private).toBe(false);
});

test('a title in the own words goes before any other source, and says so', () => {
  const db = cast();
  const anna = id(db, 'anna@acme.com');
  record(db, [card('Anna', ['anna@acme.com'], { title: 'CFO' })]);
  setTitle(db, anna, 'Chair', start);
  assign(db);
  expect(personRows(db, [anna]).get(anna)?.title).toBe('Chair');
  expect(titleOf(db, anna)).toEqual({ source: 'you', at: new Date(start * 1000).toISOString() });
  setTitle(db, anna, '', start);
  assign(db);
  expect(personRows(db, [anna]).get(anna)?.title).toBe('CFO');
  expect(titleOf(db, anna)).toMatchObject({ source: 'contact card' });
});
