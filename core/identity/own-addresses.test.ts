import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, day, mail, personOf, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import { messageFlag } from '../ingest/flags.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses, decideOwnAddress } from './acts.ts';

const me = 'Max Own <max@own.com>';

function mailbox(items: readonly SourceItem[], declared: readonly string[] = []): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, declared);
  record(db, items);
  assign(db);
  return db;
}

const own = (db: Writer): unknown[] =>
  db
    .prepare(`SELECT email, basis FROM own_address JOIN address ON id = address_id WHERE confirmed IS NOT 0 ORDER BY 1`)
    .raw()
    .all();

/** Mail of `n` people with the user, who writes every third one. */
function correspondence(n: number, user = me): SourceItem[] {
  return Array.from({ length: n }, (_, i) => {
    const other = `Other ${i} <other${i}@x${i}.com>`;
    const at = start + i * day;
    return i % 3 === 0 ? mail({ from: user, to: [other], at }) : mail({ from: other, to: [user], at });
  });
}

test('the address that is party to most messages, and writes', () => {
  expect(own(mailbox(correspondence(9)))).toEqual([['max@own.com', 'party to most messages, and writes']]);
});

test.each([
  ['too little mail', correspondence(4)],
  ['it never writes', correspondence(9).filter((_, i) => i % 3 !== 0)],
  ['two lead alike', Array.from({ length: 8 }, (_, i) => mail({ from: me, to: ['Bea <bea@x.com>'], at: start + i }))
      .concat(mail({ from: 'Bea <bea@x.com>', to: [me] }))],
  ['it is party to too few', [...correspondence(9), ...Array.from({ length: 30 }, (_, i) =>
      mail({ from: `a${i}@x.com`, to: [`b${i}@x.com`], at: start + i }))]],
])('nobody is taken for the user where %s', (_, items) => {
  expect(own(mailbox(items))).toEqual([]);
}); // prettier-ignore

test('senders of mail in sent folders, but not a stray one sent on behalf', () => {
  const sent = (from: string, i: number) =>
    mail({ from, to: ['bea@x.com'], at: start + i, flags: messageFlag.sentFolder });
  const folder = Array.from({ length: 30 }, (_, i) => sent(i % 3 === 0 ? 'max@home.com' : 'max@own.com', i));
  const basis = 'sender of mail in a sent folder';
  expect(own(mailbox([...folder, sent('boss@own.com', 99)]))).toEqual([
    ['max@home.com', basis],
    ['max@own.com', basis],
  ]);
});

test('another address that writes under the same name and domain; not one of that name elsewhere, or that is only written to', () => {
  const db = mailbox(
    [
      ...correspondence(3),
      mail({ from: 'Own, Max <max.own@own.com>', to: ['bea@x.com'] }),
      mail({ from: 'Max Own <max@gmail.com>', to: ['bea@x.com'] }),
      mail({ from: 'bea@x.com', to: ['Max Own <m@own.com>'] }),
    ],
    ['max@own.com'],
  );
  expect(own(db)).toEqual([
    ['max.own@own.com', 'writes under the name and domain of max@own.com'],
    ['max@own.com', 'declared'],
  ]);
  expect(personOf(db, 'max.own@own.com').id).toBe(personOf(db, 'max@own.com').id);
});

test('where an own address is declared, none is guessed from coverage', () => {
  expect(own(mailbox(correspondence(9), ['other@home.com']))).toEqual([['other@home.com', 'declared']]);
});

test('a refused address is not found again, a confirmed one stays without evidence', () => {
  const db = mailbox(correspondence(9));
  decideOwnAddress(db, 'Max@Own.com', false);
  assign(db);
  expect(own(db)).toEqual([]);
  expect(personOf(db, 'max@own.com').kind).toBe('person');
  decideOwnAddress(db, 'max@own.com', true);
  assign(db);
  expect(own(db)).toHaveLength(1);
  expect(personOf(db, 'max@own.com').kind).toBe('own');
});

test('a found address that the evidence no longer shows goes', () => {
  const db = mailbox(correspondence(9));
  record(
    db,
    Array.from({ length: 99 }, (_, i) => mail({ from: `a${i}@x.com`, to: [`b${i}@x.com`], at: start + i })),
  );
  assign(db);
  expect(own(db)).toEqual([]);
});

test('a declared address always is own, whatever the mail says', () => {
  const db = temporaryDatabase();
  const emails = ['max@own.com', 'info@own.com', 'no-reply@own.com', 'bea@x.com', 'cai@x.com'];
  const someMail = fc.record({
    from: fc.constantFrom(...emails),
    to: fc.uniqueArray(fc.constantFrom(...emails), { maxLength: 3 }),
    flags: fc.constantFrom(0, messageFlag.list, messageFlag.bulk, messageFlag.sentFolder),
    at: fc.nat({ max: 1000 }),
  });
  fc.assert(
    fc.property(
      fc.array(someMail, { maxLength: 12 }),
      fc.uniqueArray(fc.constantFrom(...emails), { minLength: 1, maxLength: 3 }),
      (mails, declared) => {
        db.exec('SAVEPOINT empty');
        try {
          record(db, mails.map(mail));
          assign(db);
          declareOwnAddresses(db, declared);
          assign(db);
          for (const email of declared) expect(personOf(db, email).kind).toBe('own');
          expect(new Set(declared.map((email) => personOf(db, email).id)).size).toBe(1);
        } finally {
          db.exec('ROLLBACK TO empty; RELEASE empty');
        }
      },
    ),
  );
});
