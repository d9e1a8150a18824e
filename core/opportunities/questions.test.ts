import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { pursuitDraft } from '../../test/builders/pursuits.ts';
import { loadEverywhere } from './places.ts';
import { keepPursuits } from './pursuits.ts';
import { pursuitQuestions } from './questions.ts';

const person = (name: string | null, email: string | null) => ({ name, email, title: null, decides: false });

test('people and organisations of open ones, organisations of won ones, nothing of lost ones, each once', () => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Kim Vale', emails: ['kim@beta.com'] });
  const jane = person('Jane Roe', 'jane@acme.com');
  keepPursuits(
    db,
    [
      pursuitDraft('one', { domain: 'acme.com', people: [jane] }),
      pursuitDraft('two', { domain: 'acme.com', people: [jane, person('Ben', null)] }),
      pursuitDraft('by the name of a place the mailbox knows', { organisation: 'Beta' }),
      pursuitDraft('won', { domain: 'won.com', outcome: 'won', people: [person('Will Gone', 'will@won.com')] }),
      pursuitDraft('lost', { domain: 'lost.com', outcome: 'lost' }),
      pursuitDraft('with a private address', { people: [person(null, 'una@gmail.com')] }),
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
