import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import type { PersonToAdd } from '../../test/builders/people.ts';
import { pursuitDraft } from '../../test/builders/pursuits.ts';
import { standingsAt } from '../../test/builders/standings.ts';
import { withColleagues } from '../graph/colleagues.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { loadReach } from '../graph/reach.ts';
import { clientsOf } from './clients.ts';
import type { Client } from './cross-sell.ts';
import { loadEverywhere, loadPlaces } from './places.ts';
import type { PursuitDraft, PursuitPerson } from './pursuit-rows.ts';
import { keepPursuits, loadPursuits } from './pursuits.ts';
import { loadBands } from './standing.ts';

const now = Date.UTC(2026, 5, 15) / 1000;

const draft = (name: string, more: Partial<PursuitDraft>): PursuitDraft =>
  pursuitDraft(name, { practice: 'Debt', outcome: 'open', ...more });
const person = (email: string, decides = false): PursuitPerson => ({ name: null, email, title: null, decides });
const counsel = person('jane@lawfirm.com');
const shared = (domain: string, name: string, more: Partial<ColleagueEntry> = {}): ColleagueEntry => ({
  colleague: 'Maria Ortiz',
  practice: 'Tax',
  person: null,
  stranger: { name: null, email: null },
  organisation: { id: null, domain, name },
  band: 'strong',
  month: '2026-05',
  ...more,
});
const tom = { name: 'Tom', practice: null };
const zoe = { name: 'Zoe', practice: null };

function clients(
  drafts: readonly PursuitDraft[],
  entries: readonly ColleagueEntry[] = [],
  people: readonly PersonToAdd[] = [],
) {
  const db = temporaryDatabase();
  keepPursuits(db, drafts, now);
  const pursuits = loadPursuits(db);
  const { interactions: rows, threads } = standingsAt(db, now);
  for (const one of people) addPerson(db, one);
  return clientsOf(pursuits, {
    rows,
    threads,
    firm: withColleagues(loadReach(db), entries),
    partners: new Map(Object.entries({ 'acme.com': tom, 'lawfirm.com': zoe })),
    places: loadPlaces(db, pursuits, loadEverywhere(db)),
    bands: loadBands(db),
    now,
  });
}

/** "Acme: 2 pursuits, shared Tax" */
const brief = ({ organisation, pursuits, shared: told }: Client): string =>
  `${organisation}: ${String(pursuits.length)} pursuits, ${String(told.length)} shared`;

test('one domain is one organisation however it is spelled, and one name at two domains is two', () => {
  const found = clients(
    [
      draft('A', { organisation: 'Acme', domain: 'acme.com' }),
      draft('B', { organisation: 'ACME Industries', people: [person('ben@acme.com', true)] }),
      draft('C', { organisation: 'Mercury', domain: 'mercury.com' }),
      draft('D', { organisation: 'Mercury', domain: 'mercury.de' }),
    ],
    [shared('mercury.de', 'Mercury')],
  );
  expect(found.map(brief)).toEqual([
    'Acme: 2 pursuits, 0 shared',
    'Mercury (mercury.com): 1 pursuits, 0 shared',
    'Mercury (mercury.de): 1 pursuits, 1 shared',
  ]);
});

test('where no domain is known the name says which', () => {
  const found = clients(
    [
      draft('A', { organisation: 'Acme' }),
      draft('B', { organisation: 'Acme', domain: 'acme.com' }),
      draft('C', { organisation: 'Beta Ltd' }),
      draft('D', { organisation: 'Nobody' }),
    ],
    [shared('beta.com', 'Beta')],
  );
  expect(found.map(brief)).toEqual([
    'Acme: 2 pursuits, 0 shared',
    'Beta: 1 pursuits, 1 shared',
    'Nobody: 1 pursuits, 0 shared',
  ]);
});

test.each<[string, Partial<PursuitDraft>]>([
  ['website', { domain: 'acme.com', people: [counsel] }],
  ['who decides', { people: [counsel, person('ben@acme.com', true)] }],
  ['name', { people: [counsel, person('ben@acme.com')] }],
])('whose the organisation is, its %s says before a counsel on the list', (_, more) => {
  const entries = [shared('lawfirm.com', 'Lawfirm'), shared('acme.com', 'Acme', { practice: 'Audit' })];
  const [acme, lawfirm] = clients([draft('A', { organisation: 'Acme', ...more })], entries);
  expect(acme).toMatchObject({ organisation: 'Acme', partner: tom, shared: [{ practice: 'Audit' }] });
  expect(lawfirm).toMatchObject({ organisation: 'Lawfirm', partner: zoe, pursuits: [] });
});

test('all hangs on one person unless a colleague has shared that they know somebody there well', () => {
  const ben: PersonToAdd = { name: 'Ben Ober', emails: ['ben@acme.com'], tie: { band: 'strong' } };
  const acme = draft('A', { organisation: 'Acme', domain: 'acme.com' });
  const threaded = (...entries: ColleagueEntry[]) => clients([acme], entries, [ben])[0]?.singleThreaded;
  expect([threaded(), threaded(shared('acme.com', 'Acme', { band: 'weak' }))]).toEqual([true, true]);
  expect(threaded(shared('acme.com', 'Acme'))).toBe(false);
});
