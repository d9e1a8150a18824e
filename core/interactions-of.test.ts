import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { interactionSchema } from './contract/shapes.ts';
import type { Writer } from './db/database.ts';
import { loadEvidence } from './db/evidence.ts';
import { ensureIndexes } from './db/indexes.ts';
import { temporaryDatabase } from '../test/builders/database.ts';
import { addPerson } from '../test/builders/people.ts';
import { planOf, recordStatements } from '../test/builders/statements.ts';
import { loadPeople } from './identity/people.ts';
import { messageFlag, partyRole } from './ingest/flags.ts';
import { interactionsOf } from './interactions-of.ts';
import { writeSetting } from './db/settings.ts';
import { interactionsByPerson } from './strength/interactions.ts';
import { tieOf } from './strength/ties.ts';
import { model } from '../test/builders/interactions.ts';

type Role = keyof typeof partyRole;

function setUp() {
  const db = temporaryDatabase();
  ensureIndexes(db);
  db.prepare(`INSERT INTO source VALUES (1, 'mbox', 'a.mbox', '', 0, 1, 0)`).run();
  addPerson(db, { name: 'Me', emails: ['me@own.com', 'alias@own.com'], kind: 'own' });
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@x.com', 'anna@y.com'] });
  addPerson(db, { name: 'Bob', emails: ['bob@x.com'] });
  addPerson(db, { name: 'A list', emails: ['list@x.com'], kind: 'machine' });
  return { db, anna };
}

function addMail(
  db: Writer,
  at: number,
  parties: readonly (readonly [Role, string])[],
  flags = 0,
  subject = 's',
): void {
  const { lastInsertRowid: id } = db
    .prepare('INSERT INTO message (key, source_id, sent_at, flags, subject) VALUES (randomblob(12), 1, ?, ?, ?)')
    .run(at, flags, subject);
  for (const [role, email] of parties) {
    db.prepare('INSERT INTO message_party SELECT ?, id, ? FROM address WHERE email = ?').run(
      id,
      partyRole[role],
      email,
    );
  }
}

function addMeeting(db: Writer, at: number, status: string, parties: readonly (readonly [string, string])[]): void {
  const { lastInsertRowid: id } = db
    .prepare(
      `INSERT INTO meeting (uid, recurrence_id, source_id, sequence, start_at, end_at, flags, status, title)
       VALUES (hex(randomblob(8)), '', 1, 0, ?, ?, 0, ?, 'Lunch')`,
    )
    .run(at, at + 3600, status);
  for (const [email, partstat] of parties) {
    db.prepare('INSERT INTO meeting_party SELECT ?, id, 0, ? FROM address WHERE email = ?').run(id, partstat, email);
  }
}

const ask = (db: Writer, person: number, limit = 50) =>
  z.array(interactionSchema).parse(interactionsOf(db, person, limit));
const iso = (at: number) => new Date(at * 1000).toISOString();

test.each([
  [
    'sent',
    [
      ['from', 'me@own.com'],
      ['to', 'anna@x.com'],
    ],
    0,
    2,
  ],
  [
    'sent',
    [
      ['from', 'alias@own.com'],
      ['bcc', 'anna@y.com'],
      ['to', 'bob@x.com'],
    ],
    0,
    3,
  ],
  [
    'sent',
    [
      ['from', 'me@own.com'],
      ['to', 'anna@x.com'],
      ['cc', 'anna@y.com'],
    ],
    0,
    2,
  ],
  [
    'received',
    [
      ['from', 'anna@y.com'],
      ['cc', 'me@own.com'],
    ],
    0,
    2,
  ],
  [
    'received',
    [
      ['from', 'anna@x.com'],
      ['to', 'bob@x.com'],
      ['deliveredTo', 'me@own.com'],
    ],
    0,
    3,
  ],
  [
    'seen together',
    [
      ['from', 'anna@x.com'],
      ['to', 'list@x.com'],
      ['deliveredTo', 'me@own.com'],
    ],
    messageFlag.list,
    2,
  ],
  [
    'received',
    [
      ['from', 'anna@x.com'],
      ['to', 'me@own.com'],
      ['cc', 'list@x.com'],
    ],
    messageFlag.list,
    2,
  ],
  [
    'seen together',
    [
      ['from', 'bob@x.com'],
      ['to', 'me@own.com'],
      ['cc', 'anna@x.com'],
    ],
    0,
    3,
  ],
  [
    'seen together',
    [
      ['from', 'anna@x.com'],
      ['to', 'bob@x.com'],
    ],
    0,
    3,
  ],
] as const)('%s: %j', (kind, parties, flags, people) => {
  const { db, anna } = setUp();
  addMail(db, 1_700_000_000, parties, flags);
  expect(ask(db, anna)).toEqual([{ at: iso(1_700_000_000), kind, subject: 's', people }]);
});

test('a secretary who sends for somebody, and an address for answers, are no interaction', () => {
  const { db, anna } = setUp();
  addMail(db, 1, [
    ['from', 'bob@x.com'],
    ['sender', 'anna@x.com'],
    ['to', 'me@own.com'],
  ]);
  addMail(db, 2, [
    ['from', 'bob@x.com'],
    ['replyTo', 'anna@x.com'],
    ['to', 'me@own.com'],
  ]);
  expect(ask(db, anna)).toEqual([]);
});

test('a list that writes in the name of a person: the person wrote', () => {
  const { db, anna } = setUp();
  db.prepare(
    `INSERT INTO address_name SELECT id, 'Anna Weber via List', 5 FROM address WHERE email = 'list@x.com'`,
  ).run();
  addMail(db, 3, [
    ['from', 'list@x.com'],
    ['replyTo', 'anna@x.com'],
    ['to', 'me@own.com'],
  ]);
  expect(ask(db, anna)).toMatchObject([{ kind: 'received', people: 2 }]);
});

test('meetings and touches, newest first and cut at the limit; no declined, cancelled or coming ones', () => {
  const { db, anna } = setUp();
  const day = Date.UTC(2024, 4, 2) / 1000;
  const both = [
    ['me@own.com', 'accepted'],
    ['anna@x.com', 'needs-action'],
    ['bob@x.com', 'accepted'],
  ] as const;
  addMeeting(db, day, 'confirmed', both);
  addMeeting(db, day + 10, 'cancelled', both);
  addMeeting(db, day + 20, 'confirmed', [
    ['me@own.com', 'declined'],
    ['anna@x.com', 'accepted'],
  ]);
  addMeeting(db, day + 30, 'confirmed', [
    ['me@own.com', 'accepted'],
    ['anna@x.com', 'declined'],
  ]);
  addMeeting(db, day + 86_400 * 400, 'confirmed', both);
  writeSetting(db, 'tie_as_of', String(day + 86_400));
  db.prepare(`INSERT INTO touch SELECT id, '2024-05-01' FROM address WHERE email = 'anna@y.com'`).run();
  addMail(db, day - 86_400 * 9, [
    ['from', 'me@own.com'],
    ['to', 'anna@x.com'],
  ]);
  expect(ask(db, anna)).toEqual([
    { at: iso(day), kind: 'meeting', subject: 'Lunch', people: 3 },
    { at: '2024-05-01T12:00:00.000Z', kind: 'spoke', subject: null, people: null },
    { at: iso(day - 86_400 * 9), kind: 'sent', subject: 's', people: 2 },
  ]);
  expect(ask(db, anna, 2).map(({ kind }) => kind)).toEqual(['meeting', 'spoke']);
  expect(ask(db, anna, 0)).toEqual([]);
});

test('what is listed is what strength counts', () => {
  const email = fc.constantFrom('me@own.com', 'alias@own.com', 'anna@x.com', 'anna@y.com', 'bob@x.com', 'list@x.com');
  const role = fc.constantFrom<Role[]>('to', 'cc', 'bcc', 'sender', 'replyTo', 'deliveredTo');
  const aMail = fc.record({
    from: email,
    parties: fc.uniqueArray(fc.tuple(role, email), { maxLength: 5, selector: (party) => party.join() }),
    flags: fc.constantFrom(0, messageFlag.list, messageFlag.bulk, messageFlag.list | messageFlag.bulk),
  });
  const aMeeting = fc.record({
    status: fc.constantFrom('confirmed', 'cancelled'),
    guests: fc.uniqueArray(fc.tuple(email, fc.constantFrom('accepted', 'declined')), { selector: ([guest]) => guest }),
  });
  const { db, anna } = setUp();
  fc.assert(
    fc.property(fc.array(aMail, { maxLength: 8 }), fc.array(aMeeting, { maxLength: 4 }), (mails, meetings) => {
      db.exec('SAVEPOINT before');
      try {
        mails.forEach(({ from, parties, flags }, i) => addMail(db, 1000 + i, [['from', from], ...parties], flags));
        meetings.forEach(({ status, guests }, i) => addMeeting(db, 2000 + i, status, guests));
        const evidence = loadEvidence(db);
        const people = loadPeople(db, evidence.addressLimit);
        const tie = tieOf(interactionsByPerson(evidence, people), anna, model, 9000);
        const listed = ask(db, anna);
        const count = (kind: string) => listed.filter((item) => item.kind === kind).length;
        expect([count('sent'), count('received'), count('meeting')]).toEqual([
          tie?.sent ?? 0,
          tie?.received ?? 0,
          tie?.meetings ?? 0,
        ]);
      } finally {
        db.exec('ROLLBACK TO before; RELEASE before');
      }
    }),
  );
});

test('only those of given moments, where they are asked for', () => {
  const { db, anna } = setUp();
  for (const at of [100, 200, 300]) {
    addMail(db, at, [
      ['from', 'anna@x.com'],
      ['to', 'me@own.com'],
    ]);
  }
  const at = (moments: readonly number[] | null) =>
    interactionsOf(db, anna, 10, moments).map((one) => Date.parse(one.at) / 1000);
  expect(at([100, 300, 999])).toEqual([300, 100]);
  expect(at([])).toEqual([]);
  expect(at(null)).toEqual([300, 200, 100]);
});

test('the mail of a person is found by the index on addresses', () => {
  const { db, anna } = setUp();
  const { db: spy, asked } = recordStatements(db);
  interactionsOf(spy, anna, 10);
  const mail = asked.find((sql) => sql.includes('own_address.address_id'));
  const plan = planOf(db, mail ?? '', { person: anna, limit: 10, asOf: 1, via: '[]', moments: null });
  expect(plan.some((line) => line.includes('USING COVERING INDEX message_party_address'))).toBe(true);
  expect(plan.filter((line) => /^SCAN (?:message|message_party|one|address)\b/.test(line))).toEqual([]);
});
