import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addressId, assign, day, groups, mail, meeting, personOf, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import type { SourceItem } from '../ingest/record.ts';
import { listProposals } from '../people-queries.ts';
import { declareOwnAddresses, decideProposal, setSide } from './acts.ts';
import { addressesWithoutEvidence, deleteAddresses } from './addresses.ts';

const me = 'me@own.com';
const jane = 'Jane Roe <jane@acme.com>';
const rosa = 'Rosa Lind <rosa@acme.com>';
const tom = 'Tom Berg <tom@acme.com>';

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, [me]);
  record(db, items);
  assign(db);
  return db;
}

const proposed = (db: Writer) =>
  listProposals(db).map(({ kind, people: [first, second], evidence }) => ({ kind, first, second, evidence }));

const times = (count: number, make: (n: number) => SourceItem[]): SourceItem[] =>
  Array.from({ length: count }, (_, n) => make(n)).flat();
const at = (n: number) => start + n * day;
/** Written to the principal alone, answered by somebody else. */
const answeredBy = (who: string, count: number, first = 0, cc: string[] = []): SourceItem[] =>
  times(count, (n) => [
    mail({ from: me, to: [jane], ref: first + 10 * n + 1, at: at(first + n) }),
    mail({ from: who, to: [me], cc, ref: first + 10 * n + 2, answers: first + 10 * n + 1, at: at(first + n) + 60 }),
  ]);
const inName = (who: string, count: number): SourceItem[] =>
  times(count, (n) => [
    mail({ from: jane, sender: who, to: [me], at: at(n) }),
    mail({ from: who, to: [me], at: at(n) + 5 }),
  ]);
const meetingsOf = (who: string, count: number): SourceItem[] =>
  times(count, (n) => [meeting(`Talk ${n}`, [who, jane, me], at(n))]);

test.each<[string, SourceItem[], string]>([
  ['writes in their name', inName(rosa, 3), 'Rosa Lind wrote 3 times in the name of Jane Roe.'],
  ['answers for them', answeredBy(rosa, 2), 'Rosa Lind answered 2 times what you had sent to Jane Roe alone.'],
  ['arranges their meetings', meetingsOf(rosa, 3), 'Rosa Lind organised 3 of your meetings with Jane Roe.'],
])('proposed is who %s', (_, items, evidence) => {
  expect(proposed(mailbox(...items))).toEqual([
    { kind: 'assistant', first: 'Rosa Lind', second: 'Jane Roe', evidence },
  ]);
});

const elsewhere = 'Rosa Lind <rosa@other.com>';
test.each<[string, SourceItem[]]>([
  ['somebody who stood in once', [...answeredBy(rosa, 1), ...inName(rosa, 1).slice(0, 1)]],
  ['another organisation', [...answeredBy(elsewhere, 4), ...meetingsOf(elsewhere, 4)]],
  [
    'a colleague with much of their own to say',
    [...answeredBy(rosa, 2), ...times(5, (n) => [mail({ from: rosa, to: [me], at: at(40 + n) })])],
  ],
  ['colleagues who invite by turns', [...meetingsOf(rosa, 3), meeting('Another', [jane, rosa, me], at(9))]],
  [
    'somebody who meets many',
    [...meetingsOf(rosa, 3), meeting('Alone', [rosa, me], at(8)), meeting('Too', [rosa, me], at(9))],
  ],
  [
    'a system that only relays',
    times(3, (n) => [mail({ from: jane, sender: 'out@relay.example', to: [me], at: at(n) })]),
  ],
  [
    'an assistant of several',
    [...inName(rosa, 3), ...times(3, (n) => [mail({ from: tom, sender: rosa, to: [me], at: at(20 + n) })])],
  ],
  [
    'a list',
    times(3, (n) => [
      mail({ from: jane, sender: rosa, to: [me], flags: 1, at: at(n) }),
      mail({ from: rosa, to: [me], at: at(n) }),
    ]),
  ],
  [
    'the user’s own assistant',
    times(3, (n) => [
      mail({ from: me, sender: rosa, to: [jane], at: at(n) }),
      mail({ from: rosa, to: [me], at: at(n) }),
    ]),
  ],
])('not proposed: %s', (_, items) => {
  expect(proposed(mailbox(...items)).filter(({ kind }) => kind === 'assistant')).toEqual([]);
});

function accepted(): Writer {
  const second = mail({ from: 'Rosa Lind <r.lind@acme.com>', to: [me], at: at(60) });
  const db = mailbox(...inName(rosa, 3), second);
  setSide(db, [personOf(db, 'jane@acme.com').id], 'client');
  const [a, b] = [addressId(db, 'rosa@acme.com'), addressId(db, 'jane@acme.com')];
  expect(decideProposal(db, a, b, true, start)).toEqual({ ok: true, value: {} });
  assign(db);
  return db;
}

test('an assistant is credited to the principal, who keeps name and side', () => {
  const db = accepted();
  expect(groups(db)).toContain('jane@acme.com r.lind@acme.com rosa@acme.com');
  expect(personOf(db, 'rosa@acme.com')).toMatchObject({ name: 'Jane Roe', side: 'client' });
  record(db, [
    mail({ from: 'Rosa M. Lind <rosa@acme.com>', to: [me], at: at(90) }),
    ...times(3, (n) => [mail({ from: tom, sender: rosa, to: [me], at: at(95 + n) })]),
  ]);
  assign(db);
  expect(proposed(db)).toEqual([]);
  expect(groups(db)).toContain('jane@acme.com r.lind@acme.com rosa@acme.com');
});

test('a refusal is remembered', () => {
  const db = mailbox(...inName(rosa, 3));
  decideProposal(db, addressId(db, 'rosa@acme.com'), addressId(db, 'jane@acme.com'), false, start);
  record(db, meetingsOf(rosa, 4));
  assign(db);
  expect(proposed(db)).toEqual([]);
});

test('stays an assistant where the address that stood for the principal is forgotten', () => {
  const db = accepted();
  const rest = addressId(db, 'rosa@acme.com');
  record(db, [mail({ from: 'Jane Roe <j.roe@acme.com>', to: [me], at: at(99) })]);
  assign(db);
  db.prepare('INSERT INTO merge VALUES (?, ?, 1, 0, NULL)').run(
    ...[addressId(db, 'jane@acme.com'), addressId(db, 'j.roe@acme.com')].sort((a, b) => a - b),
  );
  const gone = addressId(db, 'jane@acme.com');
  db.prepare('DELETE FROM message_party WHERE address_id = ?').run(gone);
  expect(addressesWithoutEvidence(db)).toContain(gone);
  deleteAddresses(db, JSON.stringify([gone]));
  expect(db.prepare('SELECT assistant FROM merge').pluck().all()).toEqual([rest]);
  assign(db);
  expect(personOf(db, 'rosa@acme.com').name).toBe('Jane Roe');
});
