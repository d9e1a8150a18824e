import { expect, test } from 'vitest';
import { whoSchema } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { ensureIndexes } from '../db/indexes.ts';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addConnection, addLink, addPerson } from '../../test/builders/people.ts';
import { planOf, recordStatements } from '../../test/builders/statements.ts';
import { loadReach } from './reach.ts';
import { createSearchIndex } from './search.ts';
import { who } from './who.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 20, 12) / 1000;
const inMay = Date.UTC(2026, 4, 10) / 1000;

/** Of a firm that has answered nothing. */
const alone = { entries: [], partners: new Map() };
const ask = (db: Writer, words: string) =>
  whoSchema.parse(who(db, createSearchIndex(db), loadReach(db), words, now, alone));

const strong = {
  band: 'strong',
  probability: 0.9,
  closeness: 9,
  sent: 10,
  received: 12,
  last: now - 12 * day,
} as const;
const weak = { band: 'weak', probability: 0.2, closeness: 1, sent: 1, received: 1, last: inMay } as const;

test('a person the user knows: one hop, and why it is believed', () => {
  const db = temporaryDatabase();
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  expect(ask(db, 'anna weber')).toEqual({
    matches: [{ id: anna, kind: 'person', name: 'Anna Weber', organisation: 'Acme' }],
    paths: [
      {
        target: anna,
        people: [anna],
        hops: [
          {
            from: 'You',
            to: 'Anna Weber',
            band: 'strong',
            basis: 'You and Anna write both ways; last mail 12 days ago',
          },
        ],
        reason: 'Anna Weber, at Acme, answers most of your mail; last mail 12 days ago',
      },
    ],
    linkedInOnly: [],
    without: null,
    partner: null,
  });
});

test('somebody nobody knows at a known organisation: the way to the organisation, and the word that was left out', () => {
  const db = temporaryDatabase();
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  for (const words of ['acme cfo', 'cfo at acme', 'cfo acme inc', 'CFO at acme.com']) {
    expect(ask(db, words)).toMatchObject({
      without: { words: /CFO/.test(words) ? 'CFO' : 'cfo', linkedIn: false },
      matches: [{ name: 'Acme' }],
      paths: [{ target: anna }],
    });
  }
  expect(ask(db, 'Who knows the head of legal at Acme?')).toMatchObject({
    without: { words: 'head of legal' },
    paths: [{ target: anna }],
  });
  expect(ask(db, 'quux cfo')).toMatchObject({ without: null, matches: [], paths: [] });
});

test('a whole question leads to whom it names, and who leads a company is its head', () => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  const jane = addPerson(db, { name: 'Jane Roe', emails: ['jane@acme.com'], title: 'Chief Executive', tie: weak });
  for (const words of [
    'head of acme',
    'Who should introduce me to the head of Acme?',
    'who knows Jane Roe',
    'How can I reach the CEO of Acme?',
  ]) {
    const { without, paths } = ask(db, words);
    expect(without).toBeNull();
    expect(paths[0]).toMatchObject({
      target: jane,
      reason: expect.stringMatching(/^Jane Roe, Chief Executive at Acme, sometimes/) as string,
    });
  }
  // A name that begins like a question is a name.
  const will = addPerson(db, { name: 'Can Best', emails: ['can@quux.com'], tie: weak });
  expect(ask(db, 'can best').paths[0]?.target).toBe(will);
});

test('somebody only LinkedIn knows: the way to where they work', () => {
  const db = temporaryDatabase();
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  addConnection(db, 'Joyce Tan', 'Acme');
  expect(ask(db, 'joyce tan')).toMatchObject({
    without: { words: 'joyce tan', linkedIn: true },
    paths: [{ target: anna }],
    linkedInOnly: [{ name: 'Joyce Tan' }],
  });
});

test('an organisation: its people, the warmest path first; they are not matches of their own', () => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Cold Carl', emails: ['carl@acme.com'], tie: { band: 'unknown' } });
  const tom = addPerson(db, { name: 'Tom Low', emails: ['tom@acme.com'], tie: weak });
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  for (const words of ['acme', 'acme.com', 'new@acme.com', 'Acme Inc']) {
    const { matches, paths } = ask(db, words);
    expect(matches).toMatchObject([{ kind: 'organisation', name: 'Acme' }]);
    expect(paths.map(({ target }) => target)).toEqual([anna, tom]);
  }
});

test('through somebody seen together with the target: who is warm with whom, never the introducer’s warmth as the user’s', () => {
  const db = temporaryDatabase();
  const jane = addPerson(db, { name: 'Jane Doe', emails: ['jane@target.com'], tie: { band: 'unknown' } });
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  addLink(db, anna, jane, 6, { threads: 14, meetings: 1, last: inMay });
  const { paths } = ask(db, 'Jane Doe');
  expect(paths).toEqual([
    {
      target: jane,
      people: [anna, jane],
      hops: [
        { from: 'You', to: 'Anna Weber', band: 'strong', basis: 'You and Anna write both ways; last mail 12 days ago' },
        {
          from: 'Anna Weber',
          to: 'Jane Doe',
          band: 'moderate',
          basis: 'Anna and Jane were in 14 small threads and 1 small meeting together, last in May',
        },
      ],
      reason: 'Ask Anna Weber, at Acme, seen with Jane Doe in 14 small threads and 1 small meeting, last in May',
    },
  ]);
});

test('through two people, told as two hops of being seen together', () => {
  const db = temporaryDatabase();
  const jane = addPerson(db, { name: 'Jane Doe', emails: ['jane@target.com'] });
  const bob = addPerson(db, { name: 'Bob Between', emails: ['bob@between.com'] });
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  addLink(db, anna, bob, 9, { threads: 9, last: inMay });
  addLink(db, bob, jane, 1, { threads: 2, last: inMay });
  const [path] = ask(db, 'Jane').paths;
  expect(path?.hops.map(({ from, to, band }) => [from, to, band])).toEqual([
    ['You', 'Anna Weber', 'strong'],
    ['Anna Weber', 'Bob Between', 'moderate'],
    ['Bob Between', 'Jane Doe', 'weak'],
  ]);
  expect(path?.reason).toBe(
    'Ask Anna Weber, at Acme, about Bob Between, who was seen with Jane Doe in 2 small threads, last in May',
  );
});

test.each([
  ['a current colleague', { colleague: 'current' }],
  ['opposing counsel', { side: 'other side' }],
  ['a supplier', { side: 'supplier' }],
  ['a friend', { side: 'personal' }],
  ['no relationship', { side: 'not a relationship' }],
  ['a machine', { kind: 'machine' }],
] as const)('%s neither introduces nor is led to', (_, what) => {
  const db = temporaryDatabase();
  const jane = addPerson(db, { name: 'Jane Doe', emails: ['jane@target.com'] });
  const other = addPerson(db, { name: 'Olga Other', emails: ['olga@other.com'], tie: strong, ...what });
  addLink(db, other, jane, 9, { threads: 9 });
  expect(ask(db, 'Jane Doe').paths).toEqual([]);
  expect(ask(db, 'Olga Other').paths).toEqual([]);
});

test('paths lead to who is named best: a whole name before part of one, a company and its namesakes alike', () => {
  const db = temporaryDatabase();
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['aw@x.com'], tie: weak });
  const double = addPerson(db, { name: 'Anna Weber Graf', emails: ['awg@x.com'], tie: strong });
  const there = addPerson(db, { name: 'Tom Low', emails: ['tom@weber.com'], tie: weak });
  addPerson(db, { name: 'Kim Far', emails: ['kim@weber-bau.com'], tie: strong });
  const targets = (words: string) => ask(db, words).paths.map(({ target }) => target);
  expect(targets('anna weber')).toEqual([anna]);
  expect(
    targets('weber')
      .map(Number)
      .sort((x, y) => x - y),
  ).toEqual([anna, double, there]);
  expect(ask(db, 'weber').matches).toHaveLength(4);
});

test('a tie that died and one never answered are no paths', () => {
  const db = temporaryDatabase();
  addPerson(db, {
    name: 'Lapsed Lou',
    emails: ['lou@acme.com'],
    tie: { band: 'none', probability: 0.1, sent: 3, received: 3 },
  });
  addPerson(db, { name: 'Silent Sue', emails: ['sue@acme.com'], tie: { band: 'unknown', sent: 3 } });
  expect(ask(db, 'acme')).toMatchObject({ matches: [{ kind: 'organisation' }], paths: [] });
});

/** A message from this address. */
function addMail(db: Writer, from: string, at: number): void {
  db.prepare(`INSERT OR IGNORE INTO source VALUES (1, 'mbox', 'a.mbox', '', 0, 1, 0)`).run();
  const { lastInsertRowid: id } = db
    .prepare('INSERT INTO message (key, source_id, sent_at, flags) VALUES (randomblob(12), 1, ?, 0)')
    .run(at);
  db.prepare('INSERT INTO message_party SELECT ?, id, 0 FROM address WHERE email = ?').run(id, from);
}

test('somebody who moved is told with the earlier employer; a second address in use is no earlier employer', () => {
  const db = temporaryDatabase();
  addPerson(db, {
    name: 'Anna Weber',
    emails: ['anna@norvane.com', 'weber@brunnhalde.com'],
    tie: { ...strong, meetings: 2 },
  });
  addPerson(db, { name: 'Tina Two', emails: ['tina@board.com', 'tina@firm.com'], tie: weak });
  addPerson(db, { name: 'Al Umnus', emails: ['al@fund.com', 'al@own.com'], tie: weak, colleague: 'former' });
  for (const [from, days] of [
    ['anna@norvane.com', 1],
    ['weber@brunnhalde.com', 200],
    ['tina@board.com', 1],
    ['tina@firm.com', 9],
    ['al@fund.com', 1],
    ['al@own.com', 500],
  ] as const) {
    addMail(db, from, now - days * day);
  }
  expect(ask(db, 'anna').paths[0]?.reason).toBe(
    'Anna Weber, now at Norvane, before at Brunnhalde, answers most of your mail; last contact 12 days ago',
  );
  expect(ask(db, 'tina').paths[0]?.reason).toBe('Tina Two, at Board, sometimes answers you; last mail in May');
  expect(ask(db, 'umnus').paths[0]?.reason).toBe(
    'Al Umnus, a former colleague now at Fund, sometimes answers you; last mail in May',
  );
});

test('an open question whether somebody has moved makes a path, worded as one', () => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Anna Weber', emails: ['weber@brunnhalde.com'], tie: strong });
  const anna = addPerson(db, {
    name: 'Anna Weber',
    emails: ['anna@norvane.com'],
    tie: { band: 'unknown', received: 1 },
  });
  db.prepare(
    `INSERT INTO proposal SELECT min(id), max(id), 'move', 'Both are called Anna Weber.', NULL FROM address`,
  ).run();
  const { paths } = ask(db, 'norvane');
  expect(paths).toEqual([
    {
      target: anna,
      people: [anna],
      hops: [
        {
          from: 'You',
          to: 'Anna Weber',
          band: 'strong',
          basis:
            'Probably the same person as weber@brunnhalde.com: you and Anna write both ways; last mail 12 days ago',
        },
      ],
      reason:
        'Anna Weber, at Norvane, is probably the same person you know from Brunnhalde, who answers most of your mail; last mail 12 days ago',
    },
  ]);
  db.prepare(`UPDATE proposal SET kind = 'merge'`).run();
  expect(ask(db, 'norvane').paths).toEqual([]);
});

test('connections are named by whole words of name or company, and left out where they are in the mail', () => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  addConnection(db, 'Anna Weber', 'Acme GmbH');
  addConnection(db, 'Anna Weber', 'Elsewhere');
  addConnection(db, 'Linked Lara', 'Acme Inc.');
  addConnection(db, 'Known Kim', 'Acme', 'anna@acme.com');
  addConnection(db, 'Max Macmeier', 'Pacmen');
  const names = (words: string) =>
    ask(db, words).linkedInOnly.map(({ name, company }) => `${name}, ${String(company)}`);
  expect(names('acme')).toEqual(['Linked Lara, Acme Inc.']);
  expect(names('lara')).toEqual(['Linked Lara, Acme Inc.']);
  expect(names('lar')).toEqual([]);
  expect(names('anna weber')).toEqual(['Anna Weber, Elsewhere']);
});

test('without a path the nearest hint is a connection where the person works', () => {
  const db = temporaryDatabase();
  const jane = addPerson(db, { name: 'Jane Doe', emails: ['jane@target.com'] });
  addConnection(db, 'Linked Lara', 'Target AG');
  expect(ask(db, 'jane doe')).toMatchObject({ paths: [], linkedInOnly: [{ name: 'Linked Lara' }] });
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  addLink(db, jane, anna, 5);
  expect(ask(db, 'jane doe')).toMatchObject({ paths: [{ target: jane }], linkedInOnly: [] });
});

test('nobody of that name is an answer too', () => {
  expect(ask(temporaryDatabase(), 'quux')).toEqual({
    matches: [],
    paths: [],
    linkedInOnly: [],
    without: null,
    partner: null,
  });
  expect(ask(temporaryDatabase(), '?!')).toEqual({
    matches: [],
    paths: [],
    linkedInOnly: [],
    without: null,
    partner: null,
  });
});

test('no statement of a question reads a table from end to end', () => {
  const db = temporaryDatabase();
  ensureIndexes(db);
  const jane = addPerson(db, { name: 'Jane Doe', emails: ['jane@target.com'] });
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@acme.com'], tie: strong });
  addLink(db, jane, anna, 5);
  const index = createSearchIndex(db);
  const reach = loadReach(db);
  const { db: spy, asked } = recordStatements(db);
  expect(who(spy, index, reach, 'target', now, alone).paths).toHaveLength(1);
  expect(asked.length).toBeGreaterThan(3);
  const scans = asked
    .flatMap((sql) => planOf(db, sql, '[]'))
    .filter((line) => /^SCAN (?!json_each|CONSTANT ROW)/.test(line));
  expect(scans).toEqual([]);
});
