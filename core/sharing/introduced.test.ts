import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { exchange, mail, meeting, personOf, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { declareOwnAddresses } from '../identity/acts.ts';
import type { SourceItem } from '../ingest/record.ts';
import { introducedBy, introducedTo, peopleAbout } from './introduced.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 24, 9) / 1000;
const asked = now - 9 * day;
const me = 'Max Own <max@own.com>';
const jane = 'Jane Roe <jane@acme.com>';
const ben = 'Ben Ott <ben@acme.com>';
const tom = 'Tom Baker <tom@firm.example>';

function given(...items: readonly SourceItem[]) {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  const { interactions } = standingsAt(db, now);
  return { db, after: (about: string) => introducedTo(interactions, peopleAbout(db, about), asked, now) };
}
const on = (at: number): string => new Date(at * 1000).toISOString();

test('whoever wrote both ways, or met, for the first time after the ask was introduced', () => {
  const wrote = given(...exchange(me, jane, 1, now - 3 * day), meeting('Lunch', [me, jane], now - day));
  expect(wrote.after('jane@acme.com')).toEqual({ how: 'wrote', on: on(now - 3 * day + 60) });
  const met = given(mail({ from: me, to: [jane], ref: 1, at: now - 20 * day }), meeting('Lunch', [me, jane], now - day));
  // However the ask was worded: by name with a place, or by the place alone.
  for (const about of ['Jane Roe, Acme', 'jane roe at acme.com', 'Acme', 'acme.com'])
    expect(met.after(about)).toEqual({ how: 'met', on: on(now - day) });
  expect(met.after('Jane Doe, Acme')).toBeNull();
}); // prettier-ignore

test('one side alone, what is still to come, and whom the user knew before are no introduction', () => {
  expect(given(mail({ from: me, to: [jane], ref: 1, at: now - day })).after('jane@acme.com')).toBeNull();
  expect(given(meeting('Lunch', [me, jane], now + day)).after('jane@acme.com')).toBeNull();
  const known = given(...exchange(me, jane, 1, now - 30 * day), ...exchange(me, jane, 3, now - day));
  expect(known.after('jane@acme.com')).toBeNull();
  // Nor does an old acquaintance at a place hide a new one.
  const another = given(...exchange(me, jane, 1, now - 30 * day), ...exchange(me, ben, 3, now - day));
  expect(another.after('Acme')).toEqual({ how: 'wrote', on: on(now - day + 60) });
});

test('who offered has introduced once they wrote to both, or met both', () => {
  const both = given(
    mail({ from: me, to: [tom], cc: [jane], ref: 1, at: now - 2 * day }),
    meeting('Lunch', [me, jane, tom], now - day),
    mail({ from: jane, to: [tom, me], ref: 2, at: now - 3 * day }),
  );
  const { id: person } = personOf(both.db, 'jane@acme.com');
  const organisation = both.db.prepare(`SELECT id FROM organisation WHERE domain = 'acme.com'`).pluck().get() as number;
  const to = 'tom@firm.example';
  const wrote = { how: 'wrote', on: on(now - 2 * day) };
  expect(introducedBy(both.db, { to, person, organisation: null }, asked, now)).toEqual(wrote);
  expect(introducedBy(both.db, { to, person: null, organisation }, asked, now)).toEqual(wrote);
  expect(introducedBy(both.db, { to, person, organisation: null }, now - 1.5 * day, now)).toMatchObject({ how: 'met' });
  expect(introducedBy(both.db, { to, person, organisation: null }, now - 1.5 * day, now - 1.2 * day)).toBeNull();
  expect(introducedBy(both.db, { to: 'zoe@firm.example', person, organisation: null }, asked, now)).toBeNull();
});
