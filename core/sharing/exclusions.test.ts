/** What the list of this computer says, and that it is worked out anew only where who is kept out has changed. */
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, mail, personOf, record } from '../../test/builders/records.ts';
import type { Writer } from '../db/database.ts';
import { exclusionTags, mostTags } from '../exchange/exclusions.ts';
import { organisationTarget, personTarget } from '../exchange/targets.ts';
import { declareOwnAddresses, keepPrivate, setSide } from '../identity/acts.ts';
import { countUntold, createElsewhere, createOwnTags, storeList } from './exclusions.ts';

const key = Buffer.alloc(32, 7);
const tag = (email: string): string => exclusionTags(key)(personTarget(email)!);
const place = exclusionTags(key)(organisationTarget('never.com')!);
const erased = tag('erased@gone.com');

function mailbox(): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['me@own.com']);
  record(
    db,
    ['filed@x.com', 'jane@x.com', 'ben@x.com'].map((from) => mail({ from, to: ['me@own.com'] })),
  );
  assign(db);
  return db;
}

test('what was said word by word comes first, then what was told before, then who was filed; only who is freed is left out', () => {
  const db = mailbox();
  const ownTags = createOwnTags(db);
  setSide(db, [personOf(db, 'filed@x.com').id], 'personal');
  keepPrivate(db, [personOf(db, 'jane@x.com').id], true);
  db.prepare('INSERT INTO unshared_organisation VALUES (?)').run('never.com');
  const before = { device: '', version: 1, key, tags: [erased, tag('ben@x.com')] };
  const tags = [place, tag('jane@x.com'), erased, tag('filed@x.com')];
  expect(ownTags(before)).toEqual(tags);
  keepPrivate(db, [personOf(db, 'jane@x.com').id], false);
  expect(ownTags({ ...before, version: 2, tags })).toEqual([place, erased, tag('filed@x.com')]);
});

test('no address is hashed again where nobody was kept out or freed', () => {
  const db = mailbox();
  const ownTags = createOwnTags(db);
  const before = { device: '', version: 1, key, tags: [erased] };
  const first = ownTags(before);
  record(db, [mail({ from: 'new@x.com', to: ['me@own.com'] })]);
  assign(db);
  expect(ownTags(before)).toBe(first);
  keepPrivate(db, [personOf(db, 'new@x.com').id], true);
  expect(ownTags(before)).toEqual([tag('new@x.com'), erased]);
});

test('lists of other computers are heard again where one says something else', () => {
  const db = temporaryDatabase();
  storeList(db, { device: 'other', version: 1, key, tags: [tag('jane@x.com'), tag('ben@x.com')] });
  const elsewhere = createElsewhere(db);
  const hears = (): boolean[] => ['jane@x.com', 'ben@x.com'].map(elsewhere().hasAddress);
  expect(hears()).toEqual([true, true]);
  // Taken over from it: of the same version, and shorter.
  storeList(db, { device: 'other', version: 1, key, tags: [tag('ben@x.com')] });
  expect(hears()).toEqual([false, true]);
  storeList(db, { device: 'other', version: 2, key, tags: [tag('jane@x.com')] });
  expect(hears()).toEqual([true, false]);
});

test('what there is no room for is counted', () => {
  const db = temporaryDatabase();
  expect(countUntold(db)).toBe(0);
  storeList(db, {
    device: '',
    version: 1,
    key,
    tags: Array.from({ length: mostTags + 3 }, (_, i) => tag(`${i}@x.com`)),
  });
  expect(countUntold(db)).toBe(3);
});
