import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, day, exchange, mail, meeting, personOf, record, start } from '../../test/builders/records.ts';
import { messageFlag } from '../ingest/flags.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses } from './acts.ts';

const me = 'me@own.com';
const { list, bulk, auto } = messageFlag;

/** What an address is taken for, given the mail of a mailbox. */
function kindOf(email: string, items: readonly SourceItem[]): string {
  const db = temporaryDatabase();
  declareOwnAddresses(db, [me]);
  record(db, items);
  assign(db);
  return personOf(db, email).kind;
}

const sends = (from: string, times: number, flags: number): SourceItem[] =>
  Array.from({ length: times }, (_, i) => mail({ from, to: [me], at: start + i * day, flags }));

test.each([
  'no-reply@acme.com',
  'noreply@acme.com',
  'do-not-reply@acme.com',
  'anna.noreply@acme.com',
  'mailer-daemon@acme.com',
  'bounces+77-me=own.com@acme.com',
  'list-bounces@acme.com',
  'review-bot@acme.com',
  'patch-bot+net@acme.com',
])('%s is a machine even where somebody wrote back', (email) => {
  expect(kindOf(email, exchange(me, `Anna Weber <${email}>`, 1))).toBe('machine');
});

test.each(['info@acme.com', 'support@acme.com', 'cs6@acme.com', 'news-de@acme.com', 'help-desk.emea@acme.com'])(
  'the desk %s is a machine until it shows a person',
  (email) => {
    expect(kindOf(email, sends(`Acme <${email}>`, 3, 0))).toBe('machine');
    expect(kindOf(email, exchange(me, `Anna Weber <${email}>`, 1))).toBe('person');
    expect(kindOf(email, [meeting('Call', [me, email])])).toBe('person');
  },
);

test.each([
  'infoatti@acme.com',
  'teamer@acme.com',
  'newsome@acme.com',
  'talbot@acme.com',
  'jan.bot@acme.com',
  'bouncer@acme.com',
])('%s only begins like a desk', (email) => {
  expect(kindOf(email, sends(email, 1, 0))).toBe('person');
});

test.each([
  ['bulk mail only', 'Anna Weber <anna@acme.com>', bulk, 'machine'],
  ['automatic mail only', 'Anna Weber <anna@acme.com>', auto, 'machine'],
  ['plain mail', 'anna@acme.com', 0, 'person'],
  ['mail through a list', 'Anna Weber <anna@acme.com>', list, 'person'],
])('%s makes of its sender: %s, flags %i, a %s', (_, from, flags, kind) => {
  expect(kindOf('anna@acme.com', sends(from, 5, flags))).toBe(kind);
});

test('a newsletter stays one although the user wrote to it, until it answers', () => {
  const news = sends('Acme News <anna@acme.com>', 5, bulk);
  const asked = mail({ from: me, to: ['anna@acme.com'], ref: 1 });
  expect(kindOf('anna@acme.com', news)).toBe('machine');
  expect(kindOf('anna@acme.com', [...news, asked, mail({ from: 'anna@acme.com', to: [me], answers: 1 })])).toBe(
    'person',
  );
});

test('bulk marks count for less than half only without a human name', () => {
  const mixed = (from: string) => [...sends(from, 2, bulk), ...sends(from, 3, 0)];
  expect(kindOf('acme@acme.com', mixed('Acme <acme@acme.com>'))).toBe('machine');
  expect(kindOf('acme@acme.com', mixed('Anna Weber <acme@acme.com>'))).toBe('person');
});

const posters = ['Anna Weber <a@x.com>', 'Bob Huber <b@x.com>', 'Cai Lund <c@x.com>', 'Dee Roy <d@x.com>'];
const posts = posters.flatMap((from, i) =>
  [1, 2].map((n) => mail({ from, to: ['talk@forum.com'], cc: [me], at: start + n * day + i, flags: list | bulk })),
);

test('what several people write to through a list is the list; they are people', () => {
  expect(kindOf('talk@forum.com', posts)).toBe('machine');
  expect(kindOf('a@x.com', posts)).toBe('person');
  expect(kindOf('talk@forum.com', posts.slice(0, 2))).toBe('person');
});

test('a host for lists is enough for what never writes', () => {
  const once = (to: string) => [mail({ from: 'anna@x.com', to: [to, me] })];
  expect(kindOf('talk@lists.forum.com', once('talk@lists.forum.com'))).toBe('machine');
  expect(kindOf('talk@playlists.com', once('talk@playlists.com'))).toBe('person');
});

test.each(['kernel test robot', 'Mail Delivery Daemon'])('%s is a machine by its name', (name) => {
  expect(kindOf('lkp@acme.com', exchange(me, `${name} <lkp@acme.com>`, 1))).toBe('machine');
});
