import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addLink, addPerson } from '../../test/builders/people.ts';
import { knowWell } from '../identity/acts.ts';
import { writeSetting } from '../db/settings.ts';
import { whoSchema } from '../contract/shapes.ts';
import type { Writer } from '../db/database.ts';
import { withColleagues } from './colleagues.ts';
import type { ColleagueEntry, OfFirm } from './colleagues.ts';
import { loadReach } from './reach.ts';
import { createSearchIndex } from './search.ts';
import { who } from './who.ts';

const day = 86_400;
const now = Date.UTC(2026, 10, 20, 12) / 1000;
const weak = { band: 'weak', probability: 0.2, closeness: 1, sent: 1, received: 1, last: now - 40 * day } as const;

function cast() {
  const db = temporaryDatabase();
  const jane = addPerson(db, { name: 'Jane Roe', emails: ['jane@acme.com'] });
  const acme = db.prepare(`SELECT id FROM organisation WHERE domain = 'acme.com'`).pluck().get() as number;
  return { db, jane, organisation: { id: acme, domain: 'acme.com', name: 'Acme' } };
}
const answer = (db: Writer, words: string, ofFirm: OfFirm) =>
  whoSchema.parse(who(db, createSearchIndex(db), loadReach(db), words, now, ofFirm));
const ask = (db: Writer, words: string, entries: readonly ColleagueEntry[]) =>
  answer(db, words, { entries, partners: new Map() }).paths;
const entry = (more: Partial<ColleagueEntry> & Pick<ColleagueEntry, 'organisation'>): ColleagueEntry => ({
  colleague: 'Tom Low',
  practice: 'Tax',
  person: null,
  stranger: { name: null, email: null },
  band: 'moderate',
  month: '2026-09',
  ...more,
});

test('who answers for the client is named with its people and with itself, and with nobody elsewhere', () => {
  const { db } = cast();
  addPerson(db, { name: 'Kim Vale', emails: ['kim@quill.com'] });
  const partner = { name: 'Ann Lee', practice: 'Audit' };
  const named = (words: string) =>
    answer(db, words, { entries: [], partners: new Map([['acme.com', partner]]) }).partner;
  expect(['jane roe', 'acme', 'acme cfo'].map(named)).toEqual([partner, partner, partner]);
  expect(['kim vale', 'quill', 'nobody'].map(named)).toEqual([null, null, null]);
});

test('a colleague who shared that they know somebody is a path; the hop to them is sure and has no band', () => {
  const { db, jane, organisation } = cast();
  expect(ask(db, 'jane roe', [entry({ organisation, person: jane })])).toEqual([
    {
      target: jane,
      people: [null, jane],
      hops: [
        { from: 'You', to: 'Tom Low', band: null, basis: 'Tom is a colleague in Tax' },
        {
          from: 'Tom Low',
          to: 'Jane Roe',
          band: 'moderate',
          basis: 'Tom shared that they know Jane Roe, last in touch in September',
        },
      ],
      reason: 'Ask your colleague Tom Low (Tax), who knows Jane Roe',
    },
  ]);
});

test('only the organisation disclosed: somebody there, unnamed', () => {
  const { db, organisation } = cast();
  const [path] = ask(db, 'acme', [entry({ organisation, practice: null })]);
  expect(path).toMatchObject({
    target: null,
    people: [null, null],
    reason: 'Ask your colleague Tom Low, who knows somebody at Acme',
  });
  expect(ask(db, 'jane roe', [entry({ organisation })])).toEqual([]);
});

test('who is none of the user’s people goes by the name that was disclosed; who gave no name is somebody in their practice', () => {
  const { db, organisation } = cast();
  const ben = { name: 'Ben Ott', email: null };
  expect(ask(db, 'acme', [entry({ organisation, stranger: ben, colleague: null })])).toMatchObject([
    {
      target: null,
      hops: [
        { to: 'Somebody in Tax', basis: 'Somebody in Tax is a colleague' },
        {
          from: 'Somebody in Tax',
          to: 'Ben Ott at Acme',
          basis: expect.stringMatching(/^Somebody in Tax shared that they know Ben Ott at Acme/) as string,
        },
      ],
      reason: 'Ask somebody in Tax, who knows Ben Ott at Acme',
    },
  ]);
});

test('people who are in no ranking have ids of their own, whoever else is in the graph', () => {
  const { db, organisation } = cast();
  for (const name of ['Ulf', 'Una']) addPerson(db, { name, emails: [`${name}@acme.com`] });
  db.exec(`UPDATE person SET side = 'other side' WHERE name IN ('Ulf', 'Una')`);
  expect(ask(db, 'una', [entry({ organisation })])).toEqual([]);
});

test('what is asked again with the same answers is found in the same graph', () => {
  const { db, jane, organisation } = cast();
  const reach = loadReach(db);
  const shared = [entry({ organisation, person: jane })];
  expect(withColleagues(reach, shared).reach).toBe(withColleagues(reach, shared).reach);
  expect(withColleagues(reach, []).reach).toBe(reach);
});

test('a colleague may know who is seen with the target: three hops, and a better own way goes first', () => {
  const { db, jane, organisation } = cast();
  const anna = addPerson(db, { name: 'Anna Weber', emails: ['anna@x.com'] });
  addLink(db, jane, anna, 9);
  const shared = [entry({ organisation, person: anna, band: 'strong' })];
  expect(ask(db, 'jane roe', shared)).toMatchObject([{ target: jane, people: [null, anna, jane] }]);
  const near = addPerson(db, {
    name: 'Near By',
    emails: ['near@y.com'],
    tie: { ...weak, band: 'strong', probability: 0.9 },
  });
  addLink(db, jane, near, 9);
  expect(ask(db, 'jane roe', shared).map(({ people }) => people)).toEqual([
    [near, jane],
    [null, anna, jane],
  ]);
});

test('equal colleagues come in order of name, however much each shares; the best entry of one counts', () => {
  const { db, jane, organisation } = cast();
  const shared = [
    entry({ organisation, person: jane, colleague: 'Zoe' }),
    entry({ organisation, person: jane, colleague: 'Abe' }),
    entry({ organisation, colleague: 'Zoe' }),
    entry({ organisation, person: jane, colleague: 'Abe', band: 'weak' }),
  ];
  const order = (list: readonly ColleagueEntry[]) => ask(db, 'jane roe', list).map(({ hops }) => hops[0]?.to);
  expect(order(shared)).toEqual(['Abe', 'Zoe']);
  expect(order([...shared].reverse())).toEqual(['Abe', 'Zoe']);
});

test('nobody is led to whose side is no relationship', () => {
  const { db, jane, organisation } = cast();
  db.prepare(`UPDATE person SET side = 'other side' WHERE id = ?`).run(jane);
  expect(ask(db, 'jane roe', [entry({ organisation, person: jane })])).toEqual([]);
});

test('whom the user said they know well is a way in, by their own word, for a year', () => {
  const { db, jane } = cast();
  knowWell(db, jane, '2026-01-10');
  expect(ask(db, 'jane roe', [])).toEqual([]);
  writeSetting(db, 'tie_as_of', String(now));
  expect(ask(db, 'jane roe', [])).toMatchObject([
    {
      hops: [{ basis: 'You said you know Jane well. You and Jane are in touch' }],
      reason: 'Jane Roe, at Acme, you know well, as you said',
    },
  ]);
  writeSetting(db, 'tie_as_of', String(now + 365 * day));
  expect(ask(db, 'jane roe', [])).toEqual([]);
});
