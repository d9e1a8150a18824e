import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { valueOf } from '../contract/errors.ts';
import { readLine } from './one-line.ts';
import { loadEverywhere, loadPlaces } from './places.ts';
import type { PursuitDraft } from './pursuit-rows.ts';
import { keepPursuits, loadPursuits } from './pursuits.ts';

const person = (email: string, decides: boolean) => ({ name: null, email, title: null, decides });
const jane = person('jane@lawfirm.com', false);

test.each<[string, Partial<PursuitDraft>, string[], string[]]>([
  [
    'its website',
    { domain: 'acme.de', people: [person('ben@acme.com', true)] },
    ['acme.de'],
    ['acme.com', 'holding.example'],
  ],
  [
    'who decides',
    { people: [jane, person('ben@acme.com', true), person('una@acme.com', true)] },
    ['acme.com'],
    ['lawfirm.com', 'holding.example'],
  ],
  [
    'its name, as the domain says it',
    { people: [jane, person('ben@acme.com', false)] },
    ['acme.com'],
    ['lawfirm.com', 'holding.example'],
  ],
  [
    'its name, as the mailbox knows it',
    { people: [jane, person('ben@holding.example', false)] },
    ['holding.example'],
    ['lawfirm.com'],
  ],
  ['its name alone', {}, ['holding.example'], []],
  ['whoever is named', { organisation: 'Nothing alike', people: [jane] }, ['lawfirm.com'], []],
])('an organisation’s own domain is that of %s', (_, more, domains, otherDomains) => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Ben Ober', emails: ['ben@holding.example'] });
  db.prepare(`UPDATE organisation SET name = 'Acme Inc'`).run();
  const line = valueOf(readLine('Refinancing'));
  keepPursuits(db, [{ ...line, organisation: 'Acme', domain: null, people: [], ...more }], 0);
  const pursuits = loadPursuits(db);
  const { placeOf } = loadPlaces(db, pursuits, loadEverywhere(db));
  expect(placeOf(pursuits[0]!)).toMatchObject({ domains, otherDomains });
});
