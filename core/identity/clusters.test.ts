import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addressId, assign, card, day, exchange, groups, mail, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses } from './acts.ts';

const me = 'me@own.com';

/** A database that knows the user, with the items in it. */
function mailbox(items: readonly SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, [me]);
  record(db, items);
  return db;
}

function together(items: readonly SourceItem[], ...emails: string[]): boolean {
  const db = mailbox(items);
  assign(db);
  return groups(db).some((group) => emails.every((email) => group.split(' ').includes(email)));
}

const from = (...senders: string[]): SourceItem[] =>
  senders.map((sender, i) => mail({ from: sender, to: [me], at: start + i * day }));
const asked = mail({ from: me, to: ['Anna Weber <anna@acme.com>'], ref: 1 });

test.each<[string, readonly [string, string], readonly SourceItem[]]>([
  ['one mailbox by spelling', ['a.w@gmail.com', 'aw+x@gmail.com'], from('a.w@gmail.com', 'aw+x@gmail.com')],
  [
    'a shared card',
    ['anna@acme.com', 'a@home.net'],
    [...from('anna@acme.com', 'a@home.net'), card('Anna Weber', ['anna@acme.com', 'a@home.net'])],
  ],
  [
    'an answer from elsewhere under the same name',
    ['anna@acme.com', 'a@home.net'],
    [asked, mail({ from: 'Weber, Anna <a@home.net>', to: [me], answers: 1 })],
  ],
  [
    'a Reply-To under the same name',
    ['anna@acme.com', 'a@home.net'],
    [mail({ from: 'Anna Weber <anna@acme.com>', to: [me], replyTo: ['Anna Weber <a@home.net>'] })],
  ],
  [
    'a full name at one organisation',
    ['anna@acme.com', 'aw@de.acme.com'],
    from('Anna Weber <anna@acme.com>', 'WEBER, Anna <aw@de.acme.com>'),
  ],
])('joined by %s', (_, emails, items) => {
  expect(together(items, ...emails)).toBe(true);
});

test.each<[string, readonly [string, string], readonly SourceItem[]]>([
  [
    'a name at two organisations',
    ['anna@acme.com', 'anna@other.com'],
    from('Anna Weber <anna@acme.com>', 'Anna Weber <anna@other.com>'),
  ],
  [
    'a name at a free mail host',
    ['anna@gmail.com', 'weber@gmail.com'],
    from('Anna Weber <anna@gmail.com>', 'Anna Weber <weber@gmail.com>'),
  ],
  [
    'a first name at one organisation',
    ['a1@acme.com', 'a2@acme.com'],
    from('Anna <a1@acme.com>', 'Anna <a2@acme.com>'),
  ],
  [
    'a full name of two who were written to side by side',
    ['a1@acme.com', 'a2@acme.com'],
    [
      ...from('Anna Weber <a1@acme.com>', 'Anna Weber <a2@acme.com>'),
      mail({ from: me, to: ['a1@acme.com', 'a2@acme.com'] }),
    ],
  ],
  [
    'an answer under another name',
    ['anna@acme.com', 'a@home.net'],
    [asked, mail({ from: 'Bea Huber <a@home.net>', to: [me], answers: 1 })],
  ],
  [
    'an answer of one who was asked too',
    ['anna@acme.com', 'a@home.net'],
    [
      mail({ from: me, to: ['Anna Weber <anna@acme.com>', 'Anna Weber <a@home.net>'], ref: 1 }),
      mail({ from: 'Anna Weber <a@home.net>', to: [me], answers: 1 }),
    ],
  ],
  [
    'an answer to somebody else',
    ['anna@acme.com', 'a@home.net'],
    [
      mail({ from: 'bob@x.com', to: ['Anna Weber <anna@acme.com>'], ref: 1 }),
      mail({ from: 'Anna Weber <a@home.net>', to: ['bob@x.com'], answers: 1 }),
    ],
  ],
  [
    'a card shared with a machine',
    ['anna@acme.com', 'no-reply@acme.com'],
    [...from('anna@acme.com'), card('Anna Weber', ['anna@acme.com', 'no-reply@acme.com'])],
  ],
  [
    'a card shared with the user',
    ['anna@acme.com', me],
    [...from('anna@acme.com'), card('All of us', ['anna@acme.com', me])],
  ],
])('not joined by %s', (_, emails, items) => {
  expect(together(items, ...emails)).toBe(false);
});

test('tags under which a relay sends for different people are those people', () => {
  const relayed = (name: string, tag: string) => mail({ from: `${name} <devnull+${tag}@relay.org>`, to: [me] });
  const db = mailbox([
    relayed('Anna Weber', 'anna.acme.com'),
    relayed('Anna Weber', 'anna.home.net'),
    relayed('Bea Huber', 'bea.x.com'),
    relayed('', 'cai.y.com'),
  ]);
  assign(db);
  expect(groups(db)).toEqual([
    'devnull+anna.acme.com@relay.org devnull+anna.home.net@relay.org',
    'devnull+bea.x.com@relay.org',
    'devnull+cai.y.com@relay.org',
    'me@own.com',
  ]);
});

const evidence = [
  ...from('Anna Weber <anna@acme.com>', 'Weber, Anna <a.weber@acme.com>', 'Anna Weber <anna@other.com>'),
  ...from('aw@gmail.com', 'a.w+x@gmail.com', 'Bea Huber <bea@acme.com>', 'Cai <cai@x.com>'),
  ...exchange(me, 'Bea Huber <bea@acme.com>', 10),
  mail({ from: me, to: ['Bea Huber <bea@acme.com>'], ref: 20 }),
  mail({ from: 'Bea Huber <bea@home.net>', to: [me], answers: 20, at: start + 99 }),
  card('Anna Weber', ['anna@other.com', 'aw@gmail.com']),
  mail({ from: me, to: ['Cai Lund <cai@x.com>', 'Cai Lund <lund@x.com>'] }),
];

test('who is one person does not depend on the order of the evidence', () => {
  const db = mailbox([]);
  const outcome = (items: readonly SourceItem[]): string[] => {
    db.exec('SAVEPOINT empty');
    try {
      record(db, items);
      assign(db);
      return groups(db);
    } finally {
      db.exec('ROLLBACK TO empty; RELEASE empty');
    }
  };
  const expected = [
    'a.w+x@gmail.com anna@other.com aw@gmail.com',
    'a.weber@acme.com anna@acme.com',
    'bea@acme.com bea@home.net',
    'cai@x.com',
    'lund@x.com',
    'me@own.com',
  ];
  fc.assert(
    fc.property(fc.shuffledSubarray(evidence, { minLength: evidence.length }), (shuffled) => {
      expect(outcome(shuffled)).toEqual(expected);
    }),
    { examples: [[evidence]] },
  );
});

test("the user's word on pairs is kept, whatever the evidence says and in whatever order it comes", () => {
  const emails = [
    'anna@acme.com',
    'a.weber@acme.com',
    'anna@other.com',
    'aw@gmail.com',
    'a.w+x@gmail.com',
    'bea@acme.com',
  ];
  const db = mailbox([]);
  const decision = fc
    .tuple(fc.uniqueArray(fc.constantFrom(...emails), { minLength: 2, maxLength: 2 }), fc.boolean())
    .map(([pair, same]) => ({ pair, same }));
  fc.assert(
    fc.property(
      fc.shuffledSubarray(evidence, { minLength: evidence.length }),
      fc.array(decision),
      (items, decisions) => {
        db.exec('SAVEPOINT empty');
        try {
          record(db, items);
          const apart = new Set<string>();
          for (const { pair, same } of decisions) {
            const [a, b] = pair.map((email) => addressId(db, email)).sort((x, y) => x - y);
            db.prepare('INSERT OR REPLACE INTO merge VALUES (?, ?, ?, 0, NULL)').run(a, b, same ? 1 : 0);
            if (same) apart.delete([...pair].sort().join(' '));
            else apart.add([...pair].sort().join(' '));
          }
          assign(db);
          const found = groups(db).map((group) => group.split(' '));
          const areTogether = (pair: readonly string[]): boolean =>
            found.some((group) => pair.every((email) => group.includes(email)));
          for (const pair of apart) expect(areTogether(pair.split(' '))).toBe(false);
          if (apart.size === 0) {
            for (const { pair } of decisions) expect(areTogether(pair)).toBe(true);
          }
        } finally {
          db.exec('ROLLBACK TO empty; RELEASE empty');
        }
      },
    ),
  );
});
