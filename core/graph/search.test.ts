import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { createSearchIndex, titleWords } from './search.ts';

function index() {
  const db = temporaryDatabase();
  const ids = {
    anna: addPerson(db, {
      name: 'Anna Weber',
      emails: ['anna.weber@mail.acme-capital.com'],
      title: 'Chief Financial Officer',
      tie: { band: 'weak', probability: 0.4, closeness: 1 },
    }),
    annaToo: addPerson(db, {
      name: 'Anna Zürn',
      emails: ['az@gmail.com'],
      tie: { band: 'strong', probability: 0.9, closeness: 9 },
    }),
    annabel: addPerson(db, { name: 'Annabel Lee', emails: ['lee@raven.com'], tie: { band: 'strong', closeness: 20 } }),
    soren: addPerson(db, { name: 'Søren Großmann', emails: ['sg@raven.com'] }),
    katharina: addPerson(db, { name: 'Katharina Wiśniewska', emails: ['kw@acme-capital.com'] }),
    machine: addPerson(db, { name: 'Anna News', emails: ['news@acme-capital.com'], kind: 'machine' }),
    me: addPerson(db, { name: 'Anna Me', emails: ['me@own.com'], kind: 'own' }),
  };
  const { search } = createSearchIndex(db);
  const names = (words: string, limit?: number) => search(words, limit).map(({ name }) => name);
  return { ids, search, names };
}

test('whole words come before beginnings, then the closer first; machines and the user are not found', () => {
  const { names } = index();
  expect(names('anna')).toEqual(['Anna Zürn', 'Anna Weber', 'Annabel Lee']);
  expect(names('anna', 1)).toEqual(['Anna Zürn']);
});

test.each([
  ['soren grossmann', 'Søren Großmann'],
  ['WISNIEWSKA', 'Katharina Wiśniewska'],
  ['weber, anna', 'Anna Weber'],
  ['anna at acme', 'Anna Weber'],
  ['acme cfo', 'Anna Weber'],
  ['acme chief financial', 'Anna Weber'],
  ['anna.weber@mail.acme-capital.com', 'Anna Weber'],
  ['Webre anna', 'Anna Weber'],
  ['kathrina', 'Katharina Wiśniewska'],
  ['ktaharnia', 'Katharina Wiśniewska'],
  ['anna weber quux', 'Anna Weber'],
])('%s finds %s first', (words, name) => {
  const { names } = index();
  expect(names(words)[0]).toBe(name);
});

test('typing errors are not guessed at where something matches, nor in short words', () => {
  const { names } = index();
  expect(names('zurn')).toEqual(['Anna Zürn']);
  expect(names('lee')).toEqual(['Annabel Lee']);
  expect(names('lea')).toEqual([]);
});

test.each([
  'acme',
  'acme capital',
  'acme-capital.com',
  'mail.acme-capital.com',
  'Acme Capital GmbH',
  'bob@acme-capital.com',
])('%s finds the organisation first, then who works there', (words) => {
  const { search } = index();
  const [first, ...others] = search(words);
  expect(first).toMatchObject({ kind: 'organisation', name: 'Acme Capital' });
  expect(others.every(({ onlyOrganisation }) => onlyOrganisation)).toBe(true);
});

test('a free mail host is nobody’s organisation', () => {
  const { names } = index();
  expect(names('gmail.com')).toEqual([]);
  expect(names('someone@gmail.com')).toEqual([]);
});

test('a match says whether the words are the whole name', () => {
  const { search, ids } = index();
  const flags = (words: string, id: number) => {
    const match = search(words).find((one) => one.id === id && one.kind === 'person');
    return match && [match.exact, match.whole];
  };
  expect(flags('anna weber', ids.anna)).toEqual([true, true]);
  expect(flags('anna', ids.anna)).toEqual([true, false]);
  expect(flags('ann', ids.anna)).toEqual([false, false]);
  expect(flags('anna.weber@mail.acme-capital.com', ids.anna)).toEqual([true, true]);
  expect(flags('weeber', ids.anna)).toEqual([false, false]);
});

test.each([
  ['Chief Financial Officer', 'cfo'],
  ['Chief Executive', 'ceo'],
  ['Head of Strategy', 'hs'],
  ['Partner', 'partner'],
])('the title %s is found as %s', (title, word) => {
  expect(titleWords(title)).toContain(word);
});
