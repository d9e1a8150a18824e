/** Ignoring: what is stored goes, later imports leave it out, and taking it back lets it come again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import {
  addressId,
  assign,
  card,
  connection,
  day,
  groups,
  mail,
  meeting,
  personOf,
  record,
  start,
} from '../../test/builders/records.ts';
import type { IgnoredEntry } from '../contract/kept.ts';
import type { Writer } from '../db/database.ts';
import { canonicalDump } from '../db/dump.ts';
import { ensureIndexes } from '../db/indexes.ts';
import { declareOwnAddresses, keepPrivate } from '../identity/acts.ts';
import type { SourceItem } from '../ingest/record.ts';
import { ignore, ignorePreview, unignore } from './ignored.ts';
import { matcher } from './limits.ts';

const me = 'Max Own <max@own.com>';
const people = [
  'Anna Weber <anna@acme.com>', 'Ben Lund <ben@acme.com>', 'Cleo Diaz <cleo@mail.acme.com>', 'Dora Klein <dora@notacme.com>',
  'Emil Own <emil@own.com>',
]; // prettier-ignore
const entries: IgnoredEntry[] = [
  { kind: 'domain', text: 'acme.com' },
  { kind: 'domain', text: 'mail.acme.com' },
  { kind: 'domain', text: 'own.com' },
  { kind: 'address', text: 'anna@acme.com' },
  { kind: 'address', text: 'nobody@nowhere.com' },
];

function mailbox(items: readonly SourceItem[], entry?: IgnoredEntry): Writer {
  const db = temporaryDatabase();
  ensureIndexes(db);
  declareOwnAddresses(db, ['max@own.com']);
  if (entry) expect(ignore(db, entry).ok).toBe(true);
  // The user's own name is known from elsewhere: it stays when a message with it goes.
  record(db, [mail({ from: me, to: ['Fritz Base <fritz@base.org>'] }), ...items]);
  assign(db);
  return db;
}

/**
 * Everything but when a name was last seen, which may have been in a message that has gone, and proposals, whose words follow the
 * order of addresses.
 */
const stored = (db: Writer): string[] =>
  canonicalDump(db, { decayed: false })
    .filter((line) => !line.startsWith('proposal'))
    .map((line) => line.replace(/,"last_seen":\d+/, ''));

const someone = fc.constantFrom(...people);
const at = fc.integer({ min: 0, max: 300 }).map((days) => start + days * day);
const parties = fc.uniqueArray(fc.constantFrom(me, ...people), { minLength: 1, maxLength: 4 });
const anything: fc.Arbitrary<SourceItem> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ from: someone, to: fc.constant([me]), cc: fc.array(someone, { maxLength: 2 }), at, subject: fc.constantFrom('a', 'b') }).map(mail) }, // prettier-ignore
  { weight: 2, arbitrary: fc.record({ from: fc.constant(me), to: parties, at, subject: fc.constant('c') }).map(mail) },
  fc.tuple(fc.constantFrom('Lunch', 'Board'), parties, at).map(([title, who, when]) => meeting(title, who, when)),
  fc.constantFrom('Anna Weber <anna@acme.com>', 'Dora Klein <dora@notacme.com>').map((who) => card(who.split(' <')[0] as string, [/<(.*)>/.exec(who)?.[1] as string])), // prettier-ignore
  fc.constant(connection('Anna Weber', 'Acme', 'Partner', '2012-01-01')),
);
// One copy of each meeting, as of each card: of two that differ, the one that is ignored may be the one that was kept.
const content = fc.uniqueArray(anything, {
  maxLength: 20,
  selector: (item) =>
    item.kind === 'card' ? item.card.key : item.kind === 'meeting' ? item.meeting.uid : JSON.stringify(item),
});

test('what is left is what an import would have stored with it in place; the preview says what goes and changes nothing', () => {
  fc.assert(
    fc.property(content, fc.constantFrom(...entries), (items, entry) => {
      const db = mailbox(items);
      const before = canonicalDump(db);
      const counts = () => ['message', 'meeting', `person WHERE kind = 'person'`].map((from) => db.prepare(`SELECT count(*) FROM ${from}`).pluck().get() as number); // prettier-ignore
      const countsBefore = counts();
      const preview = ignorePreview(db, entry);
      expect(canonicalDump(db)).toEqual(before);
      expect(ignore(db, entry)).toEqual(preview);
      assign(db);
      const [messages, meetings, persons] = counts().map((after, i) => (countsBefore[i] as number) - after);
      expect(preview).toEqual({ ok: true, value: { messages, meetings, people: persons } });
      const left = stored(db);
      expect(left).toEqual(stored(mailbox(items, entry)));
      record(db, items);
      assign(db);
      expect(stored(db)).toEqual(left);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('taken back, the same import brings back all that was there', () => {
  fc.assert(
    fc.property(content, fc.constantFrom(...entries), (items, entry) => {
      const db = mailbox(items);
      const before = stored(db);
      ignore(db, entry);
      assign(db);
      expect(unignore(db, entry).ok).toBe(true);
      record(db, items);
      assign(db);
      expect(stored(db)).toEqual(before);
    }),
    { numRuns: 40 },
  );
}, 30_000);

test('a domain means all below it, and no other that ends alike', () => {
  const matches = matcher([{ kind: 'domain', text: 'acme.com' }, { kind: 'address', text: 'a@b.org' }]); // prettier-ignore
  expect(['x@acme.com', 'x@de.mail.acme.com', 'a@b.org'].filter((email) => !matches(email))).toEqual([]);
  expect(['x@notacme.com', 'acme.com@b.org', 'x@acme.com.evil.net', 'aa@b.org'].filter(matches)).toEqual([]);
});

test("the user's own addresses stay with a domain that is ignored, and cannot be ignored themselves", () => {
  const items = [mail({ from: me, to: ['dora@notacme.com'] }), mail({ from: 'emil@own.com', to: [me] })];
  const db = mailbox(items);
  expect(ignore(db, { kind: 'address', text: 'Max@Own.com' })).toMatchObject({ ok: false, error: { code: 'usage' } });
  expect(ignore(db, { kind: 'domain', text: 'own.com' })).toMatchObject({
    ok: true,
    value: { messages: 1, people: 1 },
  });
  assign(db);
  expect(groups(db)).toEqual(['dora@notacme.com', 'fritz@base.org', 'max@own.com']);
});

test.each([
  ['address', ' Anna@ACME.com ', 'anna@acme.com'],
  ['domain', '@Acme.COM', 'acme.com'],
  ['domain', 'bücher.example', 'xn--bcher-kva.example'],
  ['folder', ' Private ', 'Private'],
  ['address', 'anna', null],
  ['address', 'acme.com', null],
  ['domain', 'com', null],
  ['domain', 'a@acme.com', null],
  ['domain', 'acme com', null],
  ['folder', '  ', null],
] as const)('%s "%s" is kept as %s', (kind, text, kept) => {
  const db = temporaryDatabase();
  expect(ignore(db, { kind, text })).toMatchObject(
    kept === null ? { ok: false, error: { code: 'usage' } } : { ok: true },
  );
  expect(db.prepare('SELECT text FROM ignored').pluck().all()).toEqual(kept === null ? [] : [kept]);
});

test('whoever is kept private is still so once ignoring is taken back; until then only the address is left', () => {
  const items = [mail({ from: 'Anna Weber <anna@acme.com>', to: [me] })];
  const db = mailbox(items);
  keepPrivate(db, [personOf(db, 'anna@acme.com').id], true);
  const entry: IgnoredEntry = { kind: 'domain', text: 'acme.com' };
  ignore(db, entry);
  assign(db);
  expect(personOf(db, 'anna@acme.com').name).toBe('anna@acme.com');
  unignore(db, entry);
  record(db, items);
  assign(db);
  expect(db.prepare('SELECT address_id FROM private_address').pluck().all()).toEqual([addressId(db, 'anna@acme.com')]);
});

test('a source that was cut off is read from its beginning once something may come back', () => {
  const db = mailbox([]);
  const entry: IgnoredEntry = { kind: 'domain', text: 'acme.com' };
  ignore(db, entry);
  db.exec(`UPDATE source SET cursor = 900, done = 0`);
  unignore(db, entry);
  expect(db.prepare('SELECT cursor FROM source').pluck().all()).toEqual([0]);
});
