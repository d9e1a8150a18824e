import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { exchange, mail, meeting, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import type { BriefDetails } from '../contract/briefing.ts';
import { briefDetailsSchema } from '../contract/briefing.ts';
import { declareOwnAddresses } from '../identity/acts.ts';
import type { SourceItem } from '../ingest/record.ts';
import { briefDetails } from './brief-details.ts';

const hour = 3600;
const day = 86_400;
const now = Date.UTC(2026, 10, 24, 9) / 1000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';
const carl = 'Carl Berg <carl@acme.com>';
const bob = 'Bob Huber <bob@x.com>';

/** Of the person with this address, in the last meeting that was recorded. */
function detailsOf(email: string, items: readonly SourceItem[]): BriefDetails {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  const { interactions } = standingsAt(db, now);
  const meetingId = db.prepare('SELECT max(id) FROM meeting').pluck().get() as number;
  const person = db.prepare('SELECT person_id FROM address WHERE email = ?').pluck().get(email) as number;
  const asked = { meeting: meetingId, person, sentence: 'Strong.' };
  return briefDetailsSchema.parse(briefDetails(db, interactions, asked, now));
}

const ahead = meeting('Ahead', [me, anna, bob], now + hour);

test('how it stands, what has passed, and through whom it began', () => {
  const { facts } = detailsOf('anna@acme.com', [
    mail({ from: bob, to: [me, anna], at: now - 40 * day, ref: 900 }),
    ...exchange(me, anna, 1, now - 30 * day),
    meeting('Lunch', [me, anna], now - 10 * day),
    ahead,
  ]);
  expect(facts).toEqual([
    'Strong.',
    '2 messages and 1 meeting so far.',
    'First contact in October, through Bob Huber.',
  ]);
});

test('a mail to many is no introduction, and nothing is said of what never was', () => {
  const crowd = Array.from({ length: 8 }, (_, i) => `Guest ${String(i)} <guest${String(i)}@y.com>`);
  const { facts } = detailsOf('anna@acme.com', [
    mail({ from: bob, to: [me, anna, ...crowd], at: now - 40 * day, ref: 900 }),
    ahead,
  ]);
  expect(facts).toEqual(['Strong.']);
});

test('whom they know in the meeting, and who else of theirs the user knows', () => {
  const together = Array.from({ length: 5 }, (_, i) =>
    mail({ from: anna, to: [me], cc: [bob], at: now - (3 + i) * day, ref: 500 + i }),
  );
  const warm = Array.from({ length: 6 }, (_, i) => exchange(me, carl, 10 * i + 1, now - (2 + 3 * i) * day)).flat();
  const { knows, colleagues } = detailsOf('anna@acme.com', [...together, ...warm, ahead]);
  expect(knows.map(({ name }) => name)).toEqual(['Bob Huber']);
  expect(colleagues.map(({ name }) => name)).toEqual(['Carl Berg']);
});
