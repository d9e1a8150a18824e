import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { interactionKind } from '../strength/interactions.ts';
import type { Interactions } from '../strength/interactions.ts';
import { forgetAsks } from './asks.ts';
import { keepFigures, ownFigures } from './own-figures.ts';

const hour = 3_600;
const day = 24 * hour;
const now = Date.UTC(2026, 10, 26, 12) / 1000;
const quarters = ['2026-Q4', '2026-Q3', '2026-Q2', '2026-Q1'];
const nothing = { made: 0, answered: [0, 0, 0, 0, 0], met: 0 };

/** Jane (person 1) wrote both ways with the user on these days, and met on those. */
function withJane(wrote: readonly number[], met: readonly number[]): Interactions {
  const rows = [
    ...wrote.flatMap((at) => [
      { at, kind: interactionKind.sent },
      { at: at + hour, kind: interactionKind.received },
    ]),
    ...met.map((at) => ({ at, kind: interactionKind.meeting })),
  ].sort((a, b) => a.at - b.at);
  const zeros = rows.map(() => 0);
  return {
    start: Int32Array.of(0, 0, rows.length),
    at: Float64Array.from(rows, ({ at }) => at),
    kind: Uint8Array.from(rows, ({ kind }) => kind),
    share: Float32Array.from(rows, () => 1),
    automatic: Uint8Array.from(zeros),
    series: Float64Array.from(zeros),
    delay: Float32Array.from(zeros),
  };
}

function asked() {
  const db = temporaryDatabase();
  db.exec(`INSERT INTO person (id, name, kind, organisation_id, colleague, side) VALUES (1, 'Jane Roe', 'person', NULL, 'no', 'unfiled');
    INSERT INTO address (id, email, person_id) VALUES (1, 'jane@acme.com', 1)`);
  const ask = (id: string, at: number, offeredAfter: number | null, sealed: string | null = null): void => {
    db.prepare(`INSERT INTO ask_made (ask, about, reason, needed_by, asked_at, sealed) VALUES (?, 'jane@acme.com', '', ?, ?, ?)`).run(id, at + 2 * day, at, sealed);
    if (offeredAfter !== null)
      db.prepare(`INSERT INTO ask_offer (ask, member, name, practice, address, words, offered_at) VALUES (?, 'm', 'Ann', NULL, 'a@f', '', ?)`).run(id, at + offeredAfter);
  }; // prettier-ignore
  return { db, ask };
}

test('asks count in the quarter they were made in, answers by how soon the first came, introductions once they met', () => {
  const { db, ask } = asked();
  ask('of today', now - day, null);
  ask('answered soon', now - 2 * day, 3 * hour);
  ask('answered late', now - 3 * day, 70 * hour);
  ask('of another quarter', Date.UTC(2026, 8, 30) / 1000, 5 * hour);
  ask('not sent', now - hour, null, '{}');
  db.exec(`INSERT INTO ask_offer (ask, member, name, practice, address, words, offered_at) VALUES ('answered soon', 'n', 'Ben', NULL, 'b@f', '', ${now})`);
  const met = { now, interactions: withJane([], [now - day]) };
  expect(ownFigures(db, quarters, met)).toEqual([
    { made: 3, answered: [1, 0, 1, 0, 0], met: 2 },
    { made: 1, answered: [0, 1, 0, 0, 0], met: 1 },
    nothing,
    nothing,
  ]);
  // Wrote, but did not meet; or had known her before.
  for (const interactions of [withJane([now - day], []), withJane([now - 400 * day], [now - day])])
    expect(ownFigures(db, quarters, { now, interactions }).map((one) => one.met)).toEqual([0, 0, 0, 0]);
}); // prettier-ignore

test('what is forgotten stays counted, once, without whom it was about, for as long as a poll may ask', () => {
  const { db, ask } = asked();
  ask('past', now - 20 * day, 30 * hour);
  ask('open', now - day, null);
  const interactions = withJane([], [now - 5 * day]);
  const before = ownFigures(db, quarters, { now, interactions });
  for (let twice = 0; twice < 2; twice++) {
    keepFigures(db, now - 7 * day, now, () => interactions);
    forgetAsks(db, now - 7 * day);
  }
  expect(db.prepare('SELECT ask FROM ask_made').pluck().all()).toEqual(['open']);
  expect(ownFigures(db, quarters, { now, interactions })).toEqual(before);
  expect(before[0]).toEqual({ made: 2, answered: [0, 0, 1, 0, 0], met: 1 });
  expect(db.prepare('SELECT quarter, what, count FROM ask_figure ORDER BY what').raw().all()).toEqual([
    ['2026-Q4', '72', 1],
    ['2026-Q4', 'made', 1],
    ['2026-Q4', 'met', 1],
  ]);
  keepFigures(db, now + 359 * day, now + 366 * day, () => interactions);
  expect(db.prepare(`SELECT count(*) FROM ask_figure WHERE quarter = '2026-Q4'`).pluck().get()).toBe(0);
});

test('nothing is read of the mailbox where nothing is forgotten', () => {
  const { db, ask } = asked();
  ask('open', now - day, null);
  expect(() => {
    keepFigures(db, now - 7 * day, now, () => expect.unreachable());
  }).not.toThrow();
});
