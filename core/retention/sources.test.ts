/** Removing a source with its data leaves what the others hold; forgetting one leaves everything. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, card, connection, day, mail, meeting, personOf, start } from '../../test/builders/records.ts';
import { sourceEntrySchema } from '../contract/kept.ts';
import type { Writer } from '../db/database.ts';
import { canonicalDump } from '../db/dump.ts';
import { ensureIndexes } from '../db/indexes.ts';
import { declareOwnAddresses, keepPrivate, setSide } from '../identity/acts.ts';
import { createRecorder, noCounts } from '../ingest/recorder.ts';
import type { SourceItem } from '../ingest/record.ts';
import { ignore } from './ignored.ts';
import { areListed, forgetSources, listSources, pathOfSource, removeSources, sourceLoss } from './sources.ts';

const me = 'Max Own <max@own.com>';

/** Each list is what one source holds, read in order; ids from 1. */
function mailbox(...sources: readonly (readonly SourceItem[])[]): Writer {
  const db = temporaryDatabase();
  ensureIndexes(db);
  declareOwnAddresses(db, ['max@own.com']);
  sources.forEach((items, i) => {
    db.prepare(`INSERT INTO source VALUES (?, 'mbox', ?, '', 0, 1, ?)`).run(i + 1, `/mail/${i + 1}.mbox`, i);
    createRecorder(db).record([...items], i + 1, noCounts());
  });
  assign(db);
  return db;
}

/** All but where it was read and the names, which may have been seen in what is gone. */
const content = (db: Writer): string[] =>
  canonicalDump(db).filter((line) =>
    /^(message|message_party|meeting|card|connection|address|organisation)\t/.test(line),
  );

const letters = fc.uniqueArray(
  fc.record({
    from: fc.constantFrom('anna@x.com', 'ben@y.org', me, 'cleo@z.net'),
    to: fc.constantFrom([me], ['anna@x.com'], ['cleo@z.net', 'ben@y.org']),
    at: fc.nat({ max: 20 }).map((n) => start + n * day),
  }),
  { maxLength: 8, selector: (one) => JSON.stringify(one) },
);

test('what only one source held goes, the rest is as if it had never been read', () => {
  fc.assert(
    fc.property(letters, letters, letters, fc.boolean(), (one, both, other, isFirst) => {
      const [gone, stays] = [[...one, ...both].map(mail), [...both, ...other].map(mail)];
      const db = isFirst ? mailbox(gone, stays) : mailbox(stays, gone);
      const id = isFirst ? 1 : 2;
      const before = db.prepare('SELECT count(*) FROM message').pluck().get() as number;
      const { messages } = sourceLoss(db, [id]);
      removeSources(db, [id]);
      assign(db);
      const alone = mailbox(stays);
      const without = (lines: string[]) => lines.map((line) => line.replace(/"source_id":"[^"]*"/, '"source_id":""'));
      expect(without(content(db))).toEqual(without(content(alone)));
      expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(before - messages);
      expect(db.prepare('SELECT count(*) FROM message_copy').pluck().get()).toBe(0);
    }),
    { numRuns: 60 },
  );
});

test('meetings, cards and connections go with their source; what was said of those who stay is kept', () => {
  const db = mailbox(
    [mail({ from: 'anna@x.com', to: [me] })],
    [
      meeting('Lunch', [me, 'anna@x.com', 'ben@y.org']),
      card('Ben', ['ben@y.org']),
      connection('Cleo', 'Z', 'CFO', '2020-01-01'),
    ],
  );
  const anna = db.prepare(`SELECT person_id FROM address WHERE email = 'anna@x.com'`).pluck().get() as number;
  setSide(db, [anna], 'client');
  expect(sourceLoss(db, [2])).toEqual({ messages: 0, meetings: 1, cards: 1, connections: 1 });
  removeSources(db, [2]);
  assign(db);
  expect(sourceLoss(db, [1, 2])).toEqual({ messages: 1, meetings: 0, cards: 0, connections: 0 });
  expect(db.prepare(`SELECT side FROM person WHERE kind = 'person'`).pluck().all()).toEqual(['client']);
});

test('whoever is kept private stays so when the only source that speaks of them goes', () => {
  const db = mailbox([mail({ from: 'anna@x.com', to: [me] })]);
  keepPrivate(db, [personOf(db, 'anna@x.com').id], true);
  removeSources(db, [1]);
  expect(db.prepare('SELECT email FROM private_address JOIN address ON id = address_id').pluck().all()).toEqual([
    'anna@x.com',
  ]);
});

test('a source forgotten leaves the list and nothing else', () => {
  const db = mailbox([mail({ from: 'anna@x.com', to: [me] })], [mail({ from: 'ben@y.org', to: [me] })]);
  const before = content(db).length;
  forgetSources(db, [1]);
  expect(listSources(db).map(({ location }) => location)).toEqual(['/mail/2.mbox']);
  expect(content(db)).toHaveLength(before);
  expect([areListed(db, [1]), areListed(db, [2]), areListed(db, [2, 9])]).toEqual([false, true, false]);
  expect(pathOfSource(db, 1)).toMatchObject({ ok: false, error: { code: 'not_found' } });
  expect(pathOfSource(db, 2)).toEqual({ ok: true, value: '/mail/2.mbox' });
});

test('what was forgotten goes with the file that was read again', () => {
  const letter = mail({ from: 'anna@x.com', to: [me] });
  const db = mailbox([letter]);
  forgetSources(db, [1]);
  db.exec(`INSERT INTO source VALUES (2, 'mbox', '/mail/1.mbox', '', 0, 1, 0)`);
  createRecorder(db).record([letter], 2, noCounts());
  expect(sourceLoss(db, [2]).messages).toBe(1);
  removeSources(db, [2]);
  expect(db.prepare('SELECT count(*) FROM message').pluck().get()).toBe(0);
});

test('a file in a folder that is ignored is not read again', () => {
  const db = mailbox([]);
  db.exec(`UPDATE source SET location = '/home/me/Private/inbox.mbox'`);
  ignore(db, { kind: 'folder', text: 'Private' });
  expect(pathOfSource(db, 1)).toMatchObject({ ok: false, error: { code: 'usage' } });
});

test('the list says what each holds, the sample as one', () => {
  const letter = mail({ from: 'anna@x.com', to: [me], at: start });
  const db = mailbox([letter, mail({ from: me, to: ['anna@x.com'], at: start + day })], [letter], []);
  db.exec(`UPDATE source SET location = 'upload:sample/' || id || '.mbox' WHERE id <> 1`);
  const list = z.array(sourceEntrySchema).parse(listSources(db));
  expect(list).toHaveLength(2);
  expect(list[0]).toMatchObject({
    ids: [1],
    messages: 2,
    first: new Date(start * 1000).toISOString(),
    last: new Date((start + day) * 1000).toISOString(),
    canReadAgain: true,
  });
  expect(list[1]).toMatchObject({ ids: [3, 2], kind: 'sample', messages: 1, first: null, canReadAgain: false });
});
