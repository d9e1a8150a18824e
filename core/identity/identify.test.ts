import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, card, connection, day, exchange, mail, personOf, record, start } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import type { SourceItem } from '../ingest/record.ts';
import { declareOwnAddresses } from './acts.ts';
import { companyKey } from './identify.ts';

const me = 'me@own.com';
const anna = 'Anna Weber <anna@weber-capital.com>';
const at = (sender: string, days: number): SourceItem => mail({ from: sender, to: [me], at: start + days * day });

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, [me]);
  record(db, items);
  assign(db);
  return db;
}

test('a person has the best name, else the address last used', () => {
  const db = mailbox(at('Anna <anna@acme.com>', 0), at('"Weber, Anna" <anna@acme.com>', -60), at('bea@x.com', 0));
  expect(personOf(db, 'anna@acme.com').name).toBe('Anna Weber');
  expect(personOf(db, 'bea@x.com').name).toBe('bea@x.com');
});

test('somebody belongs to the organisation of the address last used that has one', () => {
  const db = mailbox(
    at('Anna Weber <anna@acme.com>', 0),
    at('Anna Weber <anna@other.com>', 10),
    at('Anna Weber <anna@gmail.com>', 20),
    card('Anna Weber', ['anna@acme.com', 'anna@other.com', 'anna@gmail.com']),
  );
  expect(personOf(db, 'anna@acme.com')).toMatchObject({ organisation: 'Other', kind: 'person' });
  expect(db.prepare('SELECT domain FROM organisation').pluck().all()).not.toContain('gmail.com');
});

test('colleagues are current by the address last used, former by an earlier one', () => {
  const both = (name: string, local: string) =>
    card(name, [`${local}@own.com`, `${local}@acme.com`, `${local}@gmail.com`]);
  const db = mailbox(
    at('Cora Stay <cora@mail.own.com>', 0),
    at('Fred Left <fred@own.com>', 0),
    at('Fred Left <fred@acme.com>', 9),
    both('Fred Left', 'fred'),
    at('Jo Joined <jo@acme.com>', 0),
    at('Jo Joined <jo@own.com>', 9),
    both('Jo Joined', 'jo'),
    at(anna, 0),
  );
  const colleague = (email: string) => personOf(db, email).colleague;
  expect(colleague('cora@mail.own.com')).toBe('current');
  expect(colleague('fred@own.com')).toBe('former');
  expect(colleague('jo@acme.com')).toBe('current');
  expect(colleague('anna@weber-capital.com')).toBe('no');
});

test('nobody is a colleague for sharing a free mail host with the user', () => {
  const db = mailbox(at('anna@gmail.com', 0));
  declareOwnAddresses(db, ['me@gmail.com']);
  assign(db);
  expect(personOf(db, 'anna@gmail.com').colleague).toBe('no');
});

test('a machine at the same organisation is a person of its own', () => {
  const db = mailbox(...exchange(me, anna, 1), at('Anna Weber <no-reply@weber-capital.com>', 3));
  expect(personOf(db, 'no-reply@weber-capital.com')).toMatchObject({ kind: 'machine' });
  expect(personOf(db, 'anna@weber-capital.com')).toMatchObject({ kind: 'person', organisation: 'Weber Capital' });
});

test.each<[string, SourceItem[], string | null]>([
  ['a card of the address', [card('A', ['anna@weber-capital.com'], { title: 'Partner', revisedAt: start })], 'Partner'],
  [
    'LinkedIn, by name and company without its legal form',
    [connection('Weber, Anna', 'Weber Capital GmbH', 'Partner', '2020-01-01')],
    'Partner',
  ],
  ['LinkedIn of another company', [connection('Anna Weber', 'Acme', 'Partner', '2020-01-01')], null],
  ['LinkedIn of another name', [connection('Anna Huber', 'Weber Capital', 'Partner', '2020-01-01')], null],
  [
    'the newest of several',
    [
      card('A', ['anna@weber-capital.com'], { title: 'Associate', revisedAt: start - 9999 * day }),
      connection('Anna Weber', 'Weber Capital', 'Partner', '2020-01-01'),
    ],
    'Partner',
  ],
])('a title comes from %s', (_, items, title) => {
  expect(personOf(mailbox(at(anna, 0), ...items), 'anna@weber-capital.com').title).toBe(title);
});

test('an organisation is called what most cards of its people say, else as LinkedIn spells it, else by its domain', () => {
  const name = (...items: SourceItem[]) =>
    personOf(mailbox(at(anna, 0), ...items), 'anna@weber-capital.com').organisation;
  const cards = ['WC Group', 'Weber & Co', 'WC Group'].map((organisation, i) =>
    card(`Card ${i}`, [`a${i}@weber-capital.com`], { organisation }),
  );
  const linkedIn = connection('Somebody Else', 'WeberCapital AG', 'Partner', '2020-01-01');
  expect(name(linkedIn, ...cards)).toBe('WC Group');
  expect(name(linkedIn)).toBe('WeberCapital AG');
  expect(name(connection('Somebody Else', 'Weber Capitals', 'Partner', '2020-01-01'))).toBe('Weber Capital');
});

test.each([
  ['Weber Capital GmbH', 'webercapital'],
  ['WEBER CAPITAL', 'webercapital'],
  ['Groupon, Inc.', 'groupon'],
  ['AG', 'ag'],
])('%s is compared as %s', (name, key) => {
  expect(companyKey(name)).toBe(key);
});
