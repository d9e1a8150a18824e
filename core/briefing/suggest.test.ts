import { expect, test } from 'vitest';
import { z } from 'zod';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { card, exchange, mail, meeting, personOf, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { contactNowSchema } from '../contract/briefing.ts';
import type { Writer } from '../db/database.ts';
import { declareOwnAddresses, knowWell, never, putOff, setSide, spoke } from '../identity/acts.ts';
import type { SourceItem } from '../ingest/record.ts';
import { suggestions } from './suggest.ts';

const day = 86_400;
const noon = Date.UTC(2026, 10, 24, 12) / 1000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';

function mailbox(...items: readonly (readonly SourceItem[])[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items.flat());
  return db;
}

function ask(db: Writer, now = noon, aside: readonly number[] = []) {
  const today = new Date(now * 1000).toISOString().slice(0, 10);
  return z.array(contactNowSchema).parse(suggestions(db, standingsAt(db, now, aside), now, today));
}

let number = 0;
/** A question and its answer every four days, from `from` to `to` days ago. */
const regular = (other: string, from: number, to: number): SourceItem[] =>
  Array.from({ length: Math.ceil((from - to) / 4) }, (_, i) =>
    exchange(me, other, (number += 10), noon - (from - i * 4) * day),
  ).flat();
const letter = (from: string, to: string, ago: number): SourceItem[] => [
  mail({ from, to: [to], at: noon - ago * day, ref: (number += 10) }),
];
const told = (found: ReturnType<typeof ask>) => found.map(({ name, reason, words }) => [name, reason, words]);
const person = (db: Writer, email: string): number => personOf(db, email).id;

test('every reason in words, and none is a good day', () => {
  expect(ask(mailbox())).toEqual([]);
  expect(told(ask(mailbox(regular(anna, 300, 10), letter(anna, me, 6))))).toEqual([
    ['Anna Weber', 'owed', 'wrote to you 6 days ago and has not heard back'],
  ]);
  expect(told(ask(mailbox(regular(anna, 300, 14), letter(me, anna, 9))))).toEqual([
    ['Anna Weber', 'awaited', 'has not answered what you wrote 9 days ago'],
  ]);
  expect(told(ask(mailbox(regular(anna, 300, 110))))).toEqual([
    ['Anna Weber', 'quiet', 'no mail or meeting for 4 months'],
  ]);
  const lunch = meeting('Lunch', [me, anna], noon - 8 * day);
  expect(told(ask(mailbox([lunch])))).toEqual([
    ['Anna Weber', 'met', 'met for the first time 8 days ago, and nothing has followed'],
  ]);
  expect(told(ask(mailbox([lunch], letter(me, anna, 3))))).toEqual([]);
  const moved = mailbox(
    regular('Anna Weber <anna.weber@brunnhalde.com>', 400, 130),
    [card('Anna Weber', ['anna.weber@brunnhalde.com', 'anna.weber@norvane.com'])],
    letter('Anna Weber <anna.weber@norvane.com>', me, 40),
  );
  expect(told(ask(moved))).toEqual([
    ['Anna Weber', 'moved', 'is at Norvane now, before at Brunnhalde; you have not written there'],
  ]);
});

test('no answer is awaited where somebody else has given it with them in copy', () => {
  const asked = mail({ from: me, to: [anna], at: noon - 9 * day, ref: 7 });
  const answer = { from: 'Bo Berg <bo@acme.com>', to: [me], at: noon - 8 * day, ref: 8, answers: 7 };
  const reasons = (items: SourceItem[]) =>
    ask(mailbox(regular(anna, 300, 14), [asked, ...items])).map((one) => one.reason);
  expect(reasons([mail(answer)])).toEqual(['awaited']);
  expect(reasons([mail({ ...answer, cc: [anna] })])).toEqual([]);
});

test('three a day and no more, where most is lost first; the next day brings the others', () => {
  const names = ['Ada One', 'Ben Two', 'Cyd Three', 'Dan Four', 'Eve Five'];
  const boxes = names.map((name, i) => `${name} <p${String(i)}@x${String(i)}.com>`);
  const db = mailbox(
    ...boxes.map((box, i) => regular(box, 300, 60 + 4 * i)),
    ...boxes.map((box, i) => letter(box, me, 5 + i)),
  );
  const first = ask(db);
  expect(first).toHaveLength(3);
  expect(ask(db)).toEqual(first);
  // Done: the answer has gone out, and nobody takes the place that day.
  record(db, letter(me, `p0@x0.com`, 0.1));
  expect(ask(db).map(({ name }) => name)).toEqual(first.map(({ name }) => name).filter((name) => name !== 'Ada One'));
  const second = ask(db, noon + day).map(({ name }) => name);
  expect(second).toHaveLength(3);
  expect(second).not.toContain('Ada One');
});

test('who was named on three days gives way to others, and comes back when they have not been for two weeks', () => {
  const db = mailbox(regular(anna, 300, 60));
  const namedAfter = (days: number): number => ask(db, noon + days * day).length;
  expect([0, 1, 2, 3, 4, 13].map(namedAfter)).toEqual([1, 1, 1, 0, 0, 0]);
  expect(namedAfter(16)).toBe(1);
});

test('never is for good, not now for a while; also when everything is read again', () => {
  const items = [regular(anna, 300, 10), letter(anna, me, 6)];
  const db = mailbox(...items);
  expect(ask(db)).toHaveLength(1);
  const id = person(db, 'anna@acme.com');
  putOff(db, id, '2026-11-30');
  expect(ask(db)).toEqual([]);
  expect(ask(db, noon + 6 * day)).toHaveLength(1);
  never(db, 'never_suggested', id, true);
  record(db, items.flat());
  expect(ask(db, noon + 7 * day)).toEqual([]);
  never(db, 'never_suggested', id, false);
  expect(ask(db, noon + 7 * day)).toHaveLength(1);
});

test('nobody of another side, filed or shown by a pattern; no silence the user has explained', () => {
  const db = mailbox(regular(anna, 300, 110));
  expect(ask(db)).toHaveLength(1);
  const id = person(db, 'anna@acme.com');
  expect(ask(db, noon, [id])).toEqual([]);
  knowWell(db, id, '2026-05-01');
  expect(ask(db)).toEqual([]);
  knowWell(db, id, null);
  spoke(db, id, '2026-03-01');
  expect(ask(db)).toEqual([]);
  setSide(db, [id], 'other side');
  expect(ask(db)).toEqual([]);
});
