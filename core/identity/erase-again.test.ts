/** P8: a backup from before an erasure brings nobody back. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import {
  assign,
  card,
  connection,
  day,
  exchange,
  mail,
  meeting,
  personOf,
  record,
  start,
} from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import { canonicalDump } from '../db/dump.ts';
import { ensureIndexes } from '../db/indexes.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses } from './acts.ts';
import { erasePerson } from './erase.ts';
import { eraseAgain } from './erase-again.ts';

const me = 'Max Own <max@own.com>';
const zoe = 'Zoe Quetzal <zoe@cormorant.com>';
const bea = 'Bea Huber <bea@x.com>';

const items: SourceItem[] = [
  ...exchange(me, bea, 1),
  ...exchange(me, zoe, 11),
  mail({ from: bea, to: [me], cc: [zoe], subject: 'In copy', at: start + 62 * day }),
  mail({ from: bea, to: [me], subject: 'Have you met Zoe Quetzal?', at: start + 63 * day }),
  mail({ from: bea, to: [me], subject: 'A subject that stays', at: start + 64 * day }),
  meeting('Lunch', [me, zoe]),
  meeting('About Zoe Quetzal', [me, bea]),
  card('Zoe Quetzal', ['zoe@cormorant.com']),
  card('Zoe Quetzal', []),
  connection('Zoe Quetzal', 'Cormorant', 'CEO', '2020-01-01'),
  connection('Bea Huber', 'X', 'Partner', '2020-01-01'),
];

function mailbox(own = 'max@own.com'): Writer {
  const db = temporaryDatabase();
  ensureIndexes(db);
  declareOwnAddresses(db, [own]);
  record(db, items);
  assign(db);
  return db;
}

const traces = (db: Writer): string[] => canonicalDump(db).filter((line) => /zoe|quetzal|cormorant/i.test(line));

test('a person erased in the one goes from the other, in every trace, and nothing else does', () => {
  const [now, before] = [mailbox(), mailbox()];
  erasePerson(now, personOf(now, 'zoe@cormorant.com').id, randomBytes);
  assign(now);
  expect(eraseAgain(before, now, randomBytes)).toBe(1);
  assign(before);
  expect(traces(before)).toEqual([]);
  const kept = (db: Writer): string[] => canonicalDump(db).filter((line) => !/^(?:setting|suppression)\t/.test(line));
  expect(kept(before)).toEqual(kept(now));
  expect(eraseAgain(before, now, randomBytes)).toBe(0);
});

test('where nobody was erased, nothing is touched', () => {
  const [now, before] = [mailbox(), mailbox()];
  const untouched = canonicalDump(before);
  expect(eraseAgain(before, now, randomBytes)).toBe(0);
  expect(canonicalDump(before)).toEqual(untouched);
});

test('an address somebody shares with the erased one goes alone', () => {
  const [now, before] = [mailbox(), mailbox()];
  record(before, exchange(me, 'Zoe Quetzal <zq@home.org>', 30));
  before.exec(
    `UPDATE address SET person_id = (SELECT person_id FROM address WHERE email = 'zoe@cormorant.com') WHERE email = 'zq@home.org'`,
  );
  erasePerson(now, personOf(now, 'zoe@cormorant.com').id, randomBytes);
  eraseAgain(before, now, randomBytes);
  assign(before);
  expect(personOf(before, 'zq@home.org').name).toBe('Zoe Quetzal');
});

test('what is remembered under two keys is known under both', () => {
  const [now, other] = [mailbox(), mailbox()];
  erasePerson(now, personOf(now, 'zoe@cormorant.com').id, randomBytes);
  erasePerson(other, personOf(other, 'bea@x.com').id, randomBytes);
  expect(eraseAgain(other, now, randomBytes)).toBe(1);
  record(other, items);
  assign(other);
  expect(canonicalDump(other).filter((line) => /zoe|quetzal|bea@|huber/i.test(line))).toEqual([]);
});

test("the user's own addresses stay, and mail to them can still be read", () => {
  const [now, theirs] = [mailbox(), mailbox('zoe@cormorant.com')];
  erasePerson(now, personOf(now, 'zoe@cormorant.com').id, randomBytes);
  expect(eraseAgain(theirs, now, randomBytes)).toBe(0);
  const messages = (): unknown => theirs.prepare('SELECT count(*) FROM message').pluck().get();
  const count = messages();
  expect(record(theirs, exchange(zoe, 'Carl Maier <carl@m.com>', 90))).toBeDefined();
  expect(messages()).toBeGreaterThan(count as number);
});
