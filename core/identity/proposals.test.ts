import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addressId, assign, card, day, groups, mail, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses, decideProposal } from './acts.ts';

const me = 'me@own.com';
const at = (sender: string, days: number): SourceItem => mail({ from: sender, to: [me], at: start + days * day });

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, [me]);
  record(db, items);
  assign(db);
  return db;
}

const proposals = (db: Writer): unknown[] =>
  db.prepare('SELECT kind, evidence FROM proposal ORDER BY a, b').raw().all();
const pairs = (db: Writer): string[] =>
  db
    .prepare('SELECT x.email, y.email FROM proposal JOIN address x ON x.id = a JOIN address y ON y.id = b')
    .raw()
    .all()
    .map((emails) => (emails as string[]).sort().join(' '))
    .sort();

const [acme, other, home] = ['Anna Weber <anna@acme.com>', 'Anna Weber <anna@other.com>', 'Anna Weber <aw@gmail.com>'];

test.each<[string, SourceItem[], unknown[]]>([
  [
    'somebody who fell silent here and began there has moved',
    [at(acme, 0), at(other, 40)],
    [
      'move',
      'Both are called Anna Weber. anna@acme.com has been silent since 2023-11-14; anna@other.com first wrote on 2023-12-24.',
    ],
  ],
  [
    'somebody who never wrote from the old address too',
    [mail({ from: me, to: [acme] }), at(other, 40)],
    ['move', 'Both are called Anna Weber. anna@acme.com never wrote; anna@other.com first wrote on 2023-12-24.'],
  ],
  [
    'who goes on writing from both may be one person, or two of one name',
    [at(acme, 0), at(other, 10), at(acme, 100)],
    ['merge', 'Both are called Anna Weber: anna@other.com and anna@acme.com.'],
  ],
  [
    'nobody moves to a free mail host',
    [at(acme, 0), at(home, 100)],
    ['merge', 'Both are called Anna Weber: anna@acme.com and aw@gmail.com.'],
  ],
])('%s', (_, items, proposal) => {
  expect(proposals(mailbox(...items))).toEqual([proposal]);
});

test.each([
  ['a first name alone', [at('Anna <anna@acme.com>', 0), at('Anna <anna@other.com>', 1)]],
  ['a machine', [at(acme, 0), at('Anna Weber <no-reply@other.com>', 1)]],
  ['the user', [at('Max Own <max@acme.com>', 0), mail({ from: `Max Own <${me}>`, to: ['max@acme.com'] })]],
  ['a name that too many bear', [1, 2, 3, 4].map((n) => at(`Anna Weber <anna@x${n}.com>`, n))],
])('nothing is proposed for %s', (_, items) => {
  expect(proposals(mailbox(...items))).toEqual([]);
});

test('a person of several addresses is stood for by the one last used', () => {
  const one = card('Anna Weber', ['anna@acme.com', 'aw@gmail.com']);
  const items = [at(acme, 0), at(home, 50), at(other, 1), one];
  expect(pairs(mailbox(...items))).toEqual(['anna@other.com aw@gmail.com']);
});

test('two people are proposed once, however many names they share', () => {
  const items = [
    at('Anna Weber <anna@acme.com>', 0),
    at('Anna Huber <aw@gmail.com>', 1),
    card('Anna', ['anna@acme.com', 'aw@gmail.com']),
    at('Anna Weber <anna@other.com>', 2),
    at('Anna Huber <anna@other.com>', 3),
  ];
  expect(pairs(mailbox(...items))).toHaveLength(1);
});

const decide = (db: Writer, a: string, b: string, same: boolean) =>
  decideProposal(db, addressId(db, a), addressId(db, b), same, start);

test('a rejection holds over new evidence, also when another address comes to stand for one of them', () => {
  const db = mailbox(at(acme, 0), at(home, 1), at(other, 2), card('Anna Weber', ['anna@acme.com', 'aw@gmail.com']));
  expect(decide(db, 'anna@other.com', 'aw@gmail.com', false).ok).toBe(true);
  assign(db);
  expect(pairs(db)).toEqual([]);
  record(db, [at(acme, 200), at(other, 201)]);
  assign(db);
  expect(pairs(db)).toEqual([]);
  expect(decide(db, 'anna@other.com', 'aw@gmail.com', true)).toMatchObject({ ok: false, error: { code: 'not_found' } });
});

test('an accepted proposal makes them one, from then on', () => {
  const db = mailbox(at(acme, 0), at(other, 40));
  expect(decide(db, 'anna@other.com', 'anna@acme.com', true).ok).toBe(true);
  for (const item of [at(acme, 200), at(other, 201)]) {
    assign(db);
    expect(groups(db)).toContain('anna@acme.com anna@other.com');
    expect(pairs(db)).toEqual([]);
    record(db, [item]);
  }
});
