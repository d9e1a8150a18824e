import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import type { Interactions } from '../strength/interactions.ts';
import {
  asksToSend,
  listAsks,
  listReceived,
  receivedFrom,
  storeAsk,
  storeOffer,
  storeReceived,
  unansweredAsks,
} from './asks.ts';

const now = Date.UTC(2026, 10, 26, 17, 40) / 1000;
const six = Date.UTC(2026, 10, 26, 18) / 1000;
const colleague = { id: 'm', name: 'Ann', practice: null, address: 'ann@firm.example' };
const interactions = { start: new Int32Array(0) } as Interactions;

test('an own ask is over from the time it was needed by, is not sent any more, and yet an offer is shown', () => {
  const db = temporaryDatabase();
  storeAsk(db, { ask: 'a', about: 'jane@acme.com', domain: 'acme.com', reason: '', neededBy: six, waiting: '{}' }, now);
  const stateAt = (at: number) => listAsks(db, { now: at, interactions }).map(({ state }) => state);
  expect([now, six - 1, six].map(stateAt)).toEqual([['open'], ['open'], ['over']]);
  expect([six - 1, six].map((at) => asksToSend(db, at).length)).toEqual([1, 0]);
  expect(listAsks(db, { now, interactions })).toMatchObject([{ neededBy: '2026-11-26T18:00:00.000Z' }]);
  storeOffer(db, 'a', colleague, '', six + 60);
  expect(stateAt(six + 60)).toEqual(['offered']);
});

test('a colleague’s ask can be answered until the time it is needed by; what was offered on stays', () => {
  const db = temporaryDatabase();
  db.exec(`INSERT INTO organisation (id, name, domain) VALUES (1, 'Acme', 'acme.com')`);
  const received = {
    from: colleague,
    about: 'acme.com',
    reason: '',
    neededBy: six,
    what: { domain: 'acme.com' },
    partner: false,
  };
  storeReceived(db, { ask: 'a', ...received });
  expect(listReceived(db, six - 1)).toMatchObject([{ id: 'a', name: 'Acme', neededBy: '2026-11-26T18:00:00.000Z' }]);
  expect([unansweredAsks(db, six - 1), receivedFrom(db, 'a', six - 1)]).toEqual([['a'], 'm']);
  expect([unansweredAsks(db, six), receivedFrom(db, 'a', six), listReceived(db, six)]).toEqual([[], undefined, []]);
  db.exec(`UPDATE ask_received SET answer = 'offer'`);
  expect(listReceived(db, six)).toMatchObject([{ answer: 'offer' }]);
});

test('of whom the user keeps private since nobody asks them, but as the responsible partner, and then of nobody they know', () => {
  const db = temporaryDatabase();
  const person = addPerson(db, { name: 'Jane Roe', emails: ['jane@acme.com'] });
  const address = db.prepare('SELECT id FROM address WHERE person_id = ?').pluck().get(person) as number;
  const about = { from: colleague, about: 'Jane', reason: '', neededBy: six };
  storeReceived(db, { ask: 'a', ...about, what: { address }, partner: false });
  storeReceived(db, { ask: 'b', ...about, what: { address }, partner: true });
  storeReceived(db, { ask: 'c', ...about, what: null, partner: true });
  const shown = () => listReceived(db, now).map(({ id, name, partner }) => [id, name, partner]);
  expect(shown()).toEqual([
    ['a', 'Jane Roe', false],
    ['b', 'Jane Roe', true],
    ['c', null, true],
  ]);
  db.prepare('INSERT INTO private_address VALUES (?)').run(address);
  expect(shown()).toEqual([
    ['b', null, true],
    ['c', null, true],
  ]);
  expect(unansweredAsks(db, now)).toEqual(['b', 'c']);
});

test('an ask that is heard again is as of now about whom the user knows and whether as partner; another’s of that name changes nothing', () => {
  const db = temporaryDatabase();
  db.exec(`INSERT INTO organisation (id, name, domain) VALUES (1, 'Acme', 'acme.com')`);
  const received = { ask: 'a', from: colleague, about: 'Acme', reason: '', neededBy: six };
  storeReceived(db, { ...received, what: null, partner: false });
  db.exec(`UPDATE ask_received SET answer = 'later'`);
  expect(listReceived(db, now)).toEqual([]);
  storeReceived(db, { ...received, what: { domain: 'acme.com' }, partner: true });
  const shown = { name: 'Acme', partner: true, answer: 'later', from: { id: 'm' } };
  expect(listReceived(db, now)).toMatchObject([shown]);
  storeReceived(db, { ...received, from: { ...colleague, id: 'other' }, what: null, partner: false });
  expect(listReceived(db, now)).toMatchObject([shown]);
});
