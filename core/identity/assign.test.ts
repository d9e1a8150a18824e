import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, card, day, exchange, groups, mail, personOf, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import { messageFlag } from '../ingest/flags.ts';
import { declareOwnAddresses, decideOwnAddress, decideProposal, mergePeople, setSide, splitPerson } from './acts.ts';

const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';
const bea = 'Bea Huber <bea@x.com>';
const cora = 'Cora Colleague <cora@own.com>';
const news = 'Acme News <news@acme.com>';

function mailbox(): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, [
    ...exchange(me, anna, 1),
    ...exchange(me, bea, 3),
    ...exchange(me, cora, 5),
    mail({ from: news, to: [me], flags: messageFlag.bulk }),
    mail({ from: 'Anna Weber <anna@other.com>', to: [me], at: start + 200 * day }),
  ]);
  assign(db);
  return db;
}

const id = (db: Writer, email: string): number => personOf(db, email).id;
const everything = (db: Writer): unknown =>
  ['person', 'address', 'organisation', 'own_address', 'proposal', 'merge'].map((table) =>
    db.prepare(`SELECT * FROM "${table}" ORDER BY 1, 2`).raw().all(),
  );

test('people, machines, colleagues and the user are told apart', () => {
  const db = mailbox();
  expect(groups(db)).toHaveLength(6);
  expect(personOf(db, 'max@own.com')).toMatchObject({ kind: 'own', name: 'Max Own' });
  expect(personOf(db, 'anna@acme.com')).toMatchObject({ kind: 'person', colleague: 'no', organisation: 'Acme' });
  expect(personOf(db, 'cora@own.com')).toMatchObject({ kind: 'person', colleague: 'current' });
  expect(personOf(db, 'news@acme.com')).toMatchObject({ kind: 'machine', organisation: 'Acme' });
});

test('running again changes nothing, and writes no person, address or organisation', () => {
  const db = mailbox();
  const before = everything(db);
  for (const table of ['person', 'address', 'organisation']) {
    db.exec(`CREATE TEMP TRIGGER no_${table} AFTER UPDATE ON "${table}" BEGIN SELECT raise(FAIL, 'written'); END`);
  }
  assign(db);
  expect(everything(db)).toEqual(before);
});

test('ids stay through any new evidence about others and the same people', () => {
  const db = mailbox();
  const emails = ['max@own.com', 'anna@acme.com', 'bea@x.com', 'cora@own.com', 'news@acme.com'];
  const ids = emails.map((email) => id(db, email));
  const someone = fc.oneof(
    fc.constantFrom(me, anna, bea, cora, news),
    fc.nat({ max: 50 }).map((n) => `New Person${n} <new${n}@y${n % 5}.com>`),
  );
  const someMail = fc.record({
    from: someone,
    to: fc.uniqueArray(someone, { minLength: 1, maxLength: 4 }),
    at: fc.nat({ max: 400 }).map((n) => start + n * day),
  });
  fc.assert(
    fc.property(fc.array(fc.array(someMail, { maxLength: 5 }), { maxLength: 4 }), (imports) => {
      db.exec('SAVEPOINT before');
      try {
        for (const mails of imports) {
          record(db, mails.map(mail));
          assign(db);
          expect(emails.map((email) => id(db, email))).toEqual(ids);
        }
      } finally {
        db.exec('ROLLBACK TO before; RELEASE before');
      }
    }),
    { numRuns: 50 },
  );
});

test('when evidence joins two people, the one with more addresses keeps id and side; nobody else changes', () => {
  const db = mailbox();
  record(db, [card('Anna', ['anna@acme.com', 'a@gmail.com']), mail({ from: 'a@gmail.com', to: [me] })]);
  assign(db);
  const [kept, other] = [id(db, 'anna@acme.com'), id(db, 'bea@x.com')];
  setSide(db, [kept], 'client');
  record(db, [card('Anna again', ['anna@other.com', 'anna@acme.com'])]);
  assign(db);
  expect(personOf(db, 'anna@other.com')).toMatchObject({ id: kept, side: 'client' });
  expect(id(db, 'bea@x.com')).toBe(other);
  expect(db.prepare('SELECT count(*) FROM person WHERE id NOT IN (SELECT person_id FROM address)').pluck().get()).toBe(
    0,
  );
});

test('when evidence goes, its join goes with it', () => {
  const db = mailbox();
  record(db, [card('Anna', ['anna@acme.com', 'anna@other.com'])]);
  assign(db);
  const joined = id(db, 'anna@acme.com');
  expect(id(db, 'anna@other.com')).toBe(joined);
  db.exec('DELETE FROM card_address; DELETE FROM card');
  assign(db);
  expect(new Set([id(db, 'anna@acme.com'), id(db, 'anna@other.com')])).toContain(joined);
  expect(id(db, 'anna@acme.com')).not.toBe(id(db, 'anna@other.com'));
});

test('an organisation nobody belongs to any more goes', () => {
  const db = mailbox();
  const domains = () => db.prepare('SELECT domain FROM organisation ORDER BY 1').pluck().all();
  expect(domains()).toEqual(['acme.com', 'other.com', 'own.com', 'x.com']);
  record(db, [card('Bea', ['bea@x.com', 'bea@z.com']), mail({ from: 'bea@z.com', to: [me], at: start + 300 * day })]);
  assign(db);
  expect(domains()).toEqual(['acme.com', 'other.com', 'own.com', 'z.com']);
  expect(personOf(db, 'bea@x.com').organisation).toBe('Z');
});

test('what the user decided survives later imports', () => {
  const db = mailbox();
  mergePeople(db, id(db, 'bea@x.com'), id(db, 'cora@own.com'), start);
  assign(db);
  splitPerson(db, id(db, 'bea@x.com'), 'cora@own.com', start);
  const [a, b] = db.prepare('SELECT a, b FROM proposal').raw().get() as [number, number];
  expect(decideProposal(db, a, b, true, start).ok).toBe(true);
  setSide(db, [id(db, 'bea@x.com')], 'other side');
  decideOwnAddress(db, 'max@home.net', true);
  assign(db);
  for (let round = 0; round < 3; round++) {
    record(db, [
      ...exchange(me, anna, 100 + 2 * round),
      mail({ from: bea, to: ['cora@own.com', me], at: start + (300 + round) * day }),
      card(`Both ${round}`, ['bea@x.com', 'cora@own.com']),
    ]);
    assign(db);
    expect(groups(db)).toContain('anna@acme.com anna@other.com');
    expect(groups(db)).toContain('max@home.net max@own.com');
    expect(personOf(db, 'bea@x.com')).toMatchObject({ side: 'other side', colleague: 'no' });
    expect(personOf(db, 'cora@own.com')).toMatchObject({ side: 'unfiled', colleague: 'current' });
    expect(db.prepare('SELECT count(*) FROM proposal').pluck().get()).toBe(0);
  }
});
