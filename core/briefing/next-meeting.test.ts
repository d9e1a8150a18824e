import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { mail, meeting, personOf, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { declareOwnAddresses } from '../identity/acts.ts';
import type { MeetingParty, SourceItem } from '../ingest/record.ts';
import { nextMeeting } from './next-meeting.ts';

const hour = 3600;
const now = 1_800_000_000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';
const bob = 'Bob Huber <bob@x.com>';
const cora = 'Cora Colleague <cora@own.com>';

/** Bob waits for an answer in each of these tests. */
function next(...items: SourceItem[]): ReturnType<typeof nextMeeting> {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items);
  const { interactions } = standingsAt(db, now);
  return nextMeeting(db, interactions, now, new Map([[personOf(db, 'bob@x.com')?.id ?? 0, now - 5 * 24 * hour]]));
}

const changed = (item: SourceItem, more: object, party: Partial<MeetingParty> = {}, of = ''): SourceItem =>
  item.kind !== 'meeting'
    ? item
    : {
        ...item,
        meeting: {
          ...item.meeting,
          ...more,
          parties: item.meeting.parties.map((each) => (each.email === of ? { ...each, ...party } : each)),
        },
      };

test('the first with somebody from outside, and who is met for the first time', () => {
  const found = next(
    meeting('Team', [me, cora], now + hour),
    meeting('Later', [me, bob], now + 9 * hour),
    meeting('Lunch', [me, anna, bob, cora], now + 2 * hour),
    meeting('Long ago', [me, anna], now - 900 * hour),
  );
  expect(found).toMatchObject({ title: 'Lunch', startAt: new Date((now + 2 * hour) * 1000).toISOString() });
  expect(new Map(found?.people.map(({ name, firstTime }) => [name, firstTime]))).toEqual(
    new Map([
      ['Anna Weber', false],
      ['Bob Huber', true],
    ]),
  );
});

test('an answer owed is said beside the one who waits', () => {
  const found = next(
    mail({ from: bob, to: [me], at: now - 5 * 24 * hour }),
    meeting('Lunch', [me, bob, anna], now + hour),
  );
  const since = new Date((now - 5 * 24 * hour) * 1000).toISOString();
  expect(found?.people.map(({ name, owedSince }) => [name, owedSince]).sort()).toEqual([
    ['Anna Weber', null],
    ['Bob Huber', since],
  ]);
});

test('one that runs now is the next; one that is over is not', () => {
  expect(next(meeting('Now', [me, anna], now - hour / 2))?.title).toBe('Now');
  expect(next(meeting('Over', [me, anna], now - 2 * hour))).toBeNull();
});

test('cancelled, declined by the user, and beyond two weeks: none', () => {
  const lunch = meeting('Lunch', [anna, me], now + hour);
  expect(next(changed(lunch, { status: 'cancelled' }))).toBeNull();
  expect(next(changed(lunch, {}, { partstat: 'declined' }, 'max@own.com'))).toBeNull();
  expect(next(meeting('Next year', [me, anna], now + 400 * 24 * hour))).toBeNull();
});

test('who has declined does not come', () => {
  const lunch = meeting('Lunch', [me, anna, bob], now + hour);
  expect(next(changed(lunch, {}, { partstat: 'declined' }, 'bob@x.com'))?.people).toMatchObject([
    { name: 'Anna Weber' },
  ]);
});

test('only colleagues, or nobody else: none', () => {
  expect(next(meeting('Team', [me, cora], now + hour), meeting('Focus', [me], now + hour))).toBeNull();
});
