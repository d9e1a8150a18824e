import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { exchange, mail, meeting, personOf, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { briefSchema } from '../contract/briefing.ts';
import type { Brief } from '../contract/briefing.ts';
import type { Writer } from '../db/database.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { loadReach } from '../graph/reach.ts';
import { declareOwnAddresses, setSide } from '../identity/acts.ts';
import type { SourceItem } from '../ingest/record.ts';
import { briefs } from './briefs.ts';

const hour = 3600;
const day = 86_400;
const now = Date.UTC(2026, 10, 24, 9) / 1000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';
const bob = 'Bob Huber <bob@x.com>';

type Shared = Pick<ColleagueEntry, 'colleague' | 'practice' | 'person'>;

function ask(
  items: readonly SourceItem[],
  change: (db: Writer) => void = () => undefined,
  sharedIn: (db: Writer) => Shared[] = () => [],
): Brief[] {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  change(db);
  const standings = standingsAt(db, now);
  const colleagues = sharedIn(db).map((some): ColleagueEntry => ({
    ...some,
    stranger: { name: null, email: null },
    organisation: { id: 1, domain: 'x.com', name: 'X' },
    band: 'strong',
    month: '2026-10',
  }));
  const input = { ...standings, reach: loadReach(db), colleagues };
  return z.array(briefSchema).parse(briefs(db, input, now, now + 14 * day));
}
const said = (found: readonly Brief[]) =>
  found.map(({ people }) => people.map(({ name, lines }) => [name, ...lines.map(({ words }) => words)]));

test('who is met next, with what is outstanding, new, or last', () => {
  const found = ask([
    ...exchange(me, anna, 1, now - 20 * day),
    mail({ from: anna, to: [me], ref: 90, at: now - 5 * day }),
    meeting('Lunch', [me, anna, bob], now + hour),
    meeting('Earlier', [me, anna], now - 30 * day),
  ]);
  expect(said(found)).toEqual([
    [
      ['Anna Weber', 'you owe a reply, they wrote 5 days ago'],
      ['Bob Huber', 'first meeting'],
    ],
  ]);
  expect(found[0]).toMatchObject({ title: 'Lunch', allDay: false });
});

test('meetings in order of time; none past, beyond two weeks, cancelled, declined, or among colleagues alone', () => {
  const found = ask(
    [
      meeting('Second', [me, bob], now + 2 * day),
      meeting('First', [me, anna], now + hour),
      meeting('Running', [me, anna], now - hour / 2),
      meeting('Past', [me, anna], now - 3 * hour),
      meeting('Far', [me, anna], now + 15 * day),
      meeting('Inside', [me, 'Cora Own <cora@own.com>'], now + hour),
      meeting('Cancelled', [me, anna], now + 3 * hour),
      meeting('Declined', [me, anna], now + 4 * hour),
    ],
    (db) => {
      db.exec(`UPDATE meeting SET status = 'cancelled' WHERE title = 'Cancelled'`);
      db.exec(`UPDATE meeting_party SET partstat = 'declined' WHERE meeting_id = (SELECT id FROM meeting WHERE title = 'Declined')
        AND address_id = (SELECT id FROM address WHERE email = 'max@own.com')`);
    },
  );
  expect(found.map(({ title }) => title)).toEqual(['Running', 'First', 'Second']);
});

const mariaKnowsBob = (db: Writer): Shared[] => [
  { colleague: 'Tom Baker', practice: null, person: null },
  { colleague: null, practice: 'Law', person: personOf(db, 'bob@x.com').id },
  { colleague: 'Maria Ortiz', practice: 'Tax', person: personOf(db, 'bob@x.com').id },
];

test('a stranger has a way in through a colleague who has shared that they know them, unless on another side', () => {
  const items = [...exchange(me, anna, 1, now - 20 * day), meeting('Pitch', [me, anna, bob], now + hour)];
  expect(said(ask(items, undefined, mariaKnowsBob))[0]?.map(([, ...lines]) => lines.at(-1))).toEqual([
    'wrote to you 19 days ago',
    'Maria Ortiz (Tax) knows them',
  ]);
  const closed = (db: Writer): Shared[] => {
    setSide(db, [personOf(db, 'bob@x.com').id], 'other side');
    return mariaKnowsBob(db);
  };
  expect(said(ask(items, undefined, closed))[0]?.[1]).toEqual(['Bob Huber', 'first meeting']);
});

test('who has declined is not met; a stranger has a way in where somebody known is seen with them', () => {
  const seen = Array.from({ length: 6 }, (_, i) =>
    mail({ from: anna, to: [bob], cc: [me], at: now - (10 + i) * day, ref: 500 + i }),
  );
  const items = [
    ...Array.from({ length: 8 }, (_, i) => exchange(me, anna, 10 * i + 1, now - (5 + 4 * i) * day)).flat(),
    ...seen,
    meeting('Pitch', [me, anna, bob], now + hour),
  ];
  const [people] = said(ask(items));
  const wayIn = ['Bob Huber', 'first meeting', 'Anna Weber knows them: 6 small threads together, last 10 days ago'];
  expect(people?.[1]).toEqual(wayIn);
  // The user's own introducer comes before any colleague.
  expect(said(ask(items, undefined, mariaKnowsBob))[0]?.[1]).toEqual(wayIn);
  const without = ask(items, (db) => {
    db.exec(
      `UPDATE meeting_party SET partstat = 'declined' WHERE address_id = (SELECT id FROM address WHERE email = 'bob@x.com')`,
    );
  });
  expect(without[0]?.people.map(({ name }) => name)).toEqual(['Anna Weber']);
});
