import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { loadEverywhere } from './places.ts';
import type { PursuitDraft } from './pursuit-rows.ts';
import { keepPursuits } from './pursuits.ts';
import { pursuitQuestions } from './questions.ts';

const draft = (name: string, more: Partial<PursuitDraft>): PursuitDraft => ({
  crmId: null,
  name,
  organisation: null,
  domain: null,
  practice: null,
  stage: null,
  outcome: null,
  openedOn: null,
  decidedOn: null,
  people: [],
  ...more,
});
const person = (name: string | null, email: string | null) => ({ name, email, title: null, decides: false });

test('people and organisations of open ones, organisations of won ones, nothing of lost ones, each once', () => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Kim Vale', emails: ['kim@beta.com'] });
  const jane = person('Jane Roe', 'jane@acme.com');
  keepPursuits(
    db,
    [
      draft('one', { domain: 'acme.com', people: [jane] }),
      draft('two', { domain: 'acme.com', people: [jane, person('Ben', null)] }),
      draft('by the name of a place the mailbox knows', { organisation: 'Beta' }),
      draft('won', { domain: 'won.com', outcome: 'won', people: [person('Will Gone', 'will@won.com')] }),
      draft('lost', { domain: 'lost.com', outcome: 'lost' }),
      draft('with a private address', { people: [person(null, 'una@gmail.com')] }),
    ],
    0,
  );
  const asked = pursuitQuestions(db, loadEverywhere(db));
  expect(asked.map(({ email, name, domain }) => [email, name, domain].filter(Boolean).join(' '))).toEqual([
    'jane@acme.com acme.com',
    'Jane Roe acme.com',
    'acme.com',
    'Ben acme.com',
    'beta.com',
    'won.com',
    'una@gmail.com',
  ]);
});
