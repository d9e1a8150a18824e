import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, exchange, mail, personOf, record } from '../../test/builders/records.ts';
import type { SideProposal } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { loadEvidence } from '../db/evidence.ts';
import { refreshAcquaintances } from '../graph/acquaintances.ts';
import { decideSides, declareOwnAddresses } from '../identity/acts.ts';
import { loadPeople } from '../identity/people.ts';
import type { SourceItem } from '../ingest/record.ts';
import { interactionsByPerson } from '../strength/interactions.ts';
import { proposeSides } from './side-proposals.ts';

const day = 86_400;
const now = 1_800_000_000;
const me = 'Max Own <max@own.com>';
const fiona = 'Fiona Strathmore <fiona@aird.com>';
const others = ['Client One <one@client.com>', 'Client Two <two@client.com>', 'Gregor Aird <gregor@aird.com>'];

/** A letter each way every three days among five, from `from` to `to` days ago. */
const deal = (from: number, to: number): SourceItem[] =>
  Array.from({ length: Math.floor((from - to) / 3) }, (_, i) => now - (from - 3 * i) * day).flatMap((at) => [
    mail({ from: me, to: [fiona, ...others], at }),
    mail({ from: fiona, to: [me, ...others], at: at + 3600 }),
  ]);

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  return db;
}

function ask(db: Writer): SideProposal[] {
  assign(db);
  const evidence = loadEvidence(db);
  const people = loadPeople(db, evidence.addressLimit);
  refreshAcquaintances(db, evidence, people, now);
  return proposeSides(db, interactionsByPerson(evidence, people), people, now);
}

test('who wrote among many for six weeks only, and has not since, was on the other side', () => {
  expect(ask(mailbox(...deal(200, 158)))).toMatchObject([
    { name: 'Fiona Strathmore', organisation: 'Aird', side: 'other side' },
  ]);
});

test.each([
  ['still goes on', deal(50, 8)],
  ['goes on for long', deal(400, 158)],
  ['was written between two', Array.from({ length: 12 }, (_, i) => exchange(me, fiona, i * 10, now - (200 - i) * day)).flat()],
  ['was a few letters', deal(200, 190)],
])('no deal: what %s', (_, items) => {
  expect(ask(mailbox(...items))).toEqual([]);
}); // prettier-ignore

test('the user’s own family name on a private address is personal', () => {
  const db = mailbox(
    ...exchange(me, 'Ida Own <ida.own@gmail.com>', 1),
    ...exchange(me, 'Eva Own <eva@own-company.com>', 11),
    ...exchange(me, 'Ida Other <ida.other@gmail.com>', 21),
    mail({ from: me, to: ['ida.own@gmail.com'] }),
  );
  expect(ask(db)).toMatchObject([{ name: 'Ida Own', side: 'personal' }]);
});

test('an answer is kept: accepted people are filed, refused ones are not asked about again', () => {
  const db = mailbox(...deal(200, 158));
  ask(db);
  const { id } = personOf(db, 'fiona@aird.com');
  expect(decideSides(db, [id, 999], 'other side', true).ok).toBe(false);
  expect(decideSides(db, [id], 'other side', false).ok).toBe(true);
  expect(ask(db)).toEqual([]);
  expect(personOf(db, 'fiona@aird.com').side).toBe('unfiled');
  db.exec('DELETE FROM refused_side');
  expect(ask(db)).toHaveLength(1);
  decideSides(db, [id], 'other side', true);
  expect(ask(db)).toEqual([]);
  expect(personOf(db, 'fiona@aird.com').side).toBe('other side');
});
