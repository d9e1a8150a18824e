import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { assign, exchange, mail, meeting, personOf, record } from '../../test/builders/records.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { valueOf } from '../contract/errors.ts';
import type { WayNews } from '../contract/opportunities.ts';
import { wayNewsSchema } from '../contract/opportunities.ts';
import type { Partner } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { withColleagues } from '../graph/colleagues.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { loadReach } from '../graph/reach.ts';
import { declareOwnAddresses } from '../identity/acts.ts';
import type { SourceItem } from '../ingest/record.ts';
import { interactionsOf } from '../interactions-of.ts';
import { loadEverywhere, loadPlaces } from './places.ts';
import { keepPursuits, loadPursuits } from './pursuits.ts';
import { readLine } from './one-line.ts';
import { loadBands } from './standing.ts';
import { wayNews } from './tell-way-news.ts';
import type { WayNewsContext } from './tell-way-news.ts';
import { dismissWayNews } from './way-news-rows.ts';

const day = 86_400;
const long = '2026-01-01T00:00:00.000Z';
const now = Date.UTC(2026, 5, 15, 12) / 1000;
const me = 'Max Own <max@own.com>';
const anna = 'Anna Weber <anna@acme.com>';
const jane = 'Jane Roe <jane@target.com>';

let number = 0;
const ref = (): number => (number += 10);
const regular = (other: string, from: number, to: number): SourceItem[] =>
  Array.from({ length: Math.ceil((from - to) / 4) }, (_, i) =>
    exchange(me, other, ref(), now - (from - i * 4) * day),
  ).flat();
const seenTogether = [5, 15, 25, 40, 60, 80].map((ago) =>
  mail({ from: anna, to: [jane], cc: [me], at: now - ago * day, ref: ref() }),
);
const cold = mail({ from: me, to: ['Cleo Vance <cleo@target.com>'], at: now - 2 * day, ref: ref() });
/** Anna is warm and knows somebody at target.com, whom the user has never written to. */
const warmAnna = [...regular(anna, 400, 1), ...seenTogether];

function mailbox(...items: SourceItem[]): Writer {
  const db = temporaryDatabase();
  declareOwnAddresses(db, ['max@own.com']);
  record(db, items, now);
  assign(db);
  return db;
}

/** As the engine asks, so many days later. */
function newsOf(
  db: Writer,
  {
    later = 0,
    shared = [],
    leftOut = [],
    partners = new Map(),
    accounts = [],
  }: {
    later?: number;
    shared?: readonly ColleagueEntry[];
    leftOut?: readonly number[];
    partners?: ReadonlyMap<string, Partner>;
    accounts?: WayNewsContext['accounts'];
  } = {},
): WayNews[] {
  const at = now + later * day;
  const { interactions: rows, threads } = standingsAt(db, at);
  const open = loadPursuits(db).filter(({ outcome }) => outcome === 'open');
  const everywhere = loadEverywhere(db);
  const standing = {
    rows,
    threads,
    firm: withColleagues(loadReach(db), shared),
    partners,
    places: loadPlaces(db, open, everywhere),
    bands: loadBands(db),
    now: at,
  };
  const news = wayNews(
    db,
    {
      standing,
      everywhere,
      open,
      accounts,
      leftOut: new Set(leftOut),
      interactionsOf: (person, limit, moments) => interactionsOf(db, person, limit, moments),
    },
    new Date(at * 1000).toISOString().slice(0, 10),
  );
  return news.map((one) => wayNewsSchema.parse(one));
}

/** What a colleague in Tax has shared of target.com. */
function ofTax(db: Writer, band: ColleagueEntry['band']): ColleagueEntry {
  const id = db.prepare(`SELECT id FROM organisation WHERE domain = 'target.com'`).pluck().get() as number;
  return {
    colleague: null,
    practice: 'Tax',
    person: null,
    stranger: { name: null, email: null },
    organisation: { id, domain: 'target.com', name: 'Target' },
    band,
    month: '2026-05',
  };
}

const addPursuit = (db: Writer, line: string): void => {
  const draft = valueOf(readLine(line));
  keepPursuits(db, [draft], now);
};

test('who answers for the client is said with it', () => {
  const partner = { name: 'Tom Low', practice: 'Tax' };
  const [line] = newsOf(mailbox(...warmAnna, cold), { partners: new Map([['target.com', partner]]) });
  expect(line).toMatchObject({ change: 'wrote', partner });
});

test('a cold first letter, where somebody warm knows somebody there: said once, with the letter and the last with whom to ask', () => {
  const db = mailbox(...warmAnna, cold);
  const [line, ...others] = newsOf(db);
  expect(others).toEqual([]);
  expect(line).toMatchObject({
    kind: 'organisation',
    name: 'Target',
    change: 'wrote',
    words: 'You wrote to Target cold 2 days ago.',
  });
  expect(line?.path.reason).toMatch(/^Ask Anna Weber, at Acme, seen with Jane Roe in 6 small threads/);
  expect(line?.partner).toBeNull();
  const [cleo, anne] = [personOf(db, 'cleo@target.com').id, personOf(db, 'anna@acme.com').id];
  expect(line?.interactions.map(({ kind, person }) => [kind, person.id])).toEqual([
    ['sent', cleo],
    ['received', anne],
    ['sent', anne],
    ['received', anne],
  ]);
  expect(newsOf(db, { later: 2 })).toHaveLength(1);
  expect(newsOf(db, { later: 4 })).toEqual([]);
});

test('no line where nobody warm knows anybody there well, where they have answered, or where the user wants to hear nothing of whom to ask', () => {
  expect(newsOf(mailbox(...regular(anna, 400, 1), cold))).toEqual([]);
  expect(newsOf(mailbox(...regular(anna, 400, 1), ...seenTogether.slice(0, 2), cold))).toEqual([]);
  const answer = mail({ from: 'Cleo Vance <cleo@target.com>', to: [me], at: now - day, ref: ref() });
  expect(newsOf(mailbox(...warmAnna, cold, answer))).toEqual([]);
  const db = mailbox(...warmAnna, cold);
  expect(newsOf(db, { leftOut: [personOf(db, 'anna@acme.com').id] })).toEqual([]);
});

test('no line while an account is read for the first time, when the newest letters are all there is', () => {
  const db = mailbox(...warmAnna, cold);
  for (const state of ['reading', 'waiting', 'offline'] as const)
    expect(
      newsOf(db, {
        accounts: [
          { state: 'up to date', syncedAt: long },
          { state, syncedAt: null },
        ],
      }),
    ).toEqual([]);
  expect(newsOf(db, { accounts: [{ state: 'reading', syncedAt: long }] })).toHaveLength(1);
});

test('an account that is paused or cannot be read keeps nothing from being said', () => {
  for (const state of ['paused', 'sign in again', 'trouble'] as const)
    expect(newsOf(mailbox(...warmAnna, cold), { accounts: [{ state, syncedAt: null }] })).toHaveLength(1);
});

test('no line about whom to ask where they are in the letter or the meeting themselves', () => {
  const cleo = 'Cleo Vance <cleo@target.com>';
  const withAnna = mail({ from: me, to: [cleo], cc: [anna], at: now - 2 * day, ref: ref() });
  expect(newsOf(mailbox(...warmAnna, withAnna))).toEqual([]);
  expect(newsOf(mailbox(...warmAnna, meeting('Hello', [me, anna, cleo], now + 3 * day)))).toEqual([]);
});

test('a first meeting is a reason too', () => {
  const first = meeting('Hello', [me, 'Cleo Vance <cleo@target.com>'], now + 3 * day);
  expect(newsOf(mailbox(...warmAnna, first))).toMatchObject([
    { change: 'booked', words: 'In 3 days you meet Target for the first time.' },
  ]);
});

test('colleagues count as they have shared: somebody in Tax who is warm there, not one who hardly is', () => {
  const db = mailbox(cold);
  expect(newsOf(db, { shared: [ofTax(db, 'weak')] })).toEqual([]);
  const [line] = newsOf(db, { shared: [ofTax(db, 'strong')] });
  expect(line).toMatchObject({ change: 'wrote', path: { people: [null, null] } });
  expect(line?.path.reason).toMatch(/in Tax/);
  expect(line?.interactions.map(({ kind }) => kind)).toEqual(['sent']);
});

test('what is put away is gone, and comes back where that is taken back', () => {
  const db = mailbox(...warmAnna, cold);
  const [line] = newsOf(db);
  if (line === undefined) throw new Error('no line');
  expect(dismissWayNews(db, { kind: 'pursuit', about: line.about })).toBe(false);
  expect(dismissWayNews(db, line)).toBe(true);
  expect(newsOf(db)).toEqual([]);
  db.exec('DELETE FROM dismissed_news');
  expect(newsOf(db)).toHaveLength(1);
});

test('a way into a pursuit opens by what a colleague shares, and one of the user’s own begins to lapse', () => {
  const db = mailbox(
    ...regular(anna, 400, 1),
    mail({ from: jane, to: ['x@acme.com'], cc: [me], at: now - 300 * day, ref: ref() }),
  );
  addPursuit(db, 'Target deal, jane@target.com');
  addPursuit(db, 'Acme deal, anna@acme.com');
  expect(newsOf(db)).toEqual([]);
  expect(newsOf(db, { later: 1, shared: [ofTax(db, 'moderate')] })).toMatchObject([
    { kind: 'pursuit', name: 'Target deal', change: 'opened', words: 'A way into Target deal has opened.' },
  ]);
  expect(newsOf(db, { later: 20, shared: [ofTax(db, 'weak')] })).toMatchObject([
    { name: 'Target deal', change: 'lapsing', words: 'The way into Target deal is not as good as it was.' },
  ]);
  const lapsing = newsOf(db, { later: 40, shared: [ofTax(db, 'weak')] });
  expect(lapsing).toMatchObject([
    { kind: 'pursuit', name: 'Acme deal', change: 'lapsing', words: 'The way into Acme deal begins to lapse: no mail or meeting with Anna Weber for 6 weeks.' },
  ]); // prettier-ignore
  expect(lapsing[0]?.interactions).toHaveLength(3);
});

test('who is to be left out does not hide another good way', () => {
  const db = mailbox(...regular(anna, 400, 1), ...regular('Ben Ober <ben@acme.com>', 400, 1));
  addPursuit(db, 'Acme deal, anna@acme.com');
  const leftOut = [personOf(db, 'anna@acme.com').id];
  newsOf(db, { leftOut });
  expect(db.prepare('SELECT way FROM way_news').pluck().all()).toEqual(['good']);
});

test('a pursuit that was lost and is open again begins anew, though nothing else changed in between', () => {
  const db = mailbox(...regular(anna, 400, 1));
  addPursuit(db, 'Acme deal, anna@acme.com');
  newsOf(db);
  db.exec(`UPDATE pursuit SET outcome = 'lost'`);
  newsOf(db, { later: 1 });
  db.exec(`UPDATE pursuit SET outcome = 'open'`);
  expect(newsOf(db, { later: 40 })).toEqual([]);
});

test('of somebody who has probably moved, what is told is of the entry the relationship is with', () => {
  const db = mailbox(
    ...regular(anna, 400, 4),
    mail({ from: 'Anna Weber <anna@beta.com>', to: ['x@beta.com'], cc: [me], at: now - day, ref: ref() }),
  );
  const [before, after] = [personOf(db, 'anna@acme.com').id, personOf(db, 'anna@beta.com').id];
  addPursuit(db, 'Beta deal, anna@beta.com');
  newsOf(db);
  expect(loadReach(db).movedFrom[after]).toBe(before);
  const [line] = newsOf(db, { later: 40 });
  expect(line).toMatchObject({
    name: 'Beta deal',
    change: 'lapsing',
    words: 'The way into Beta deal begins to lapse: no mail or meeting with Anna Weber for 6 weeks.',
  });
  expect(line?.interactions.map(({ person }) => person.id)).toEqual([before, before, before]);
});

test('a pursuit that is decided, dropped or opened again begins anew', () => {
  const db = mailbox(...regular(anna, 400, 1));
  addPursuit(db, 'Acme deal, anna@acme.com');
  newsOf(db);
  db.exec(`UPDATE pursuit SET outcome = 'lost'`);
  addPursuit(db, 'Another, x@acme.com');
  newsOf(db, { later: 1 });
  db.exec(`UPDATE pursuit SET outcome = 'open'`);
  expect(newsOf(db, { later: 40 }).map(({ name }) => name)).toEqual(['Another']);
});
