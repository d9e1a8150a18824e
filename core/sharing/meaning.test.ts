import { expect, test } from 'vitest';
import { temporaryDatabase } from '../../test/builders/database.ts';
import { addPerson } from '../../test/builders/people.ts';
import { createSearchIndex } from '../graph/search.ts';
import { meaningOf } from './meaning.ts';

function meaning(words: string, answers: Parameters<typeof meaningOf>[3] = []) {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Jane Roe', emails: ['jane@acme.com', 'jr@home.net'], tie: { band: 'strong', closeness: 1 } });
  const meant = meaningOf(db, createSearchIndex(db), words, answers);
  return meant && { about: meant.about, found: meant.targets.map(({ target }) => `${target.kind} ${target.value}`) };
}

test.each([
  ['jane@acme.com', 'Jane Roe, Acme', ['person jane@acme.com', 'name jane roe@acme.com', 'person jr@home.net', 'organisation acme.com']],
  ['Jane Roe', 'Jane Roe, Acme', ['person jane@acme.com', 'name jane roe@acme.com', 'person jr@home.net', 'organisation acme.com']],
  ['acme', 'Acme', ['organisation acme.com']],
  // As "Who knows …" takes it: nobody there is known as that.
  ['acme cfo', 'Acme', ['organisation acme.com']],
  ['who knows the CFO of Acme', 'Acme', ['organisation acme.com']],
  // Whom the user does not know.
  ['Kim <kim@mail.quill.co.uk>', 'kim@mail.quill.co.uk', ['person kim@mail.quill.co.uk', 'organisation quill.co.uk']],
  ['kim@gmail.com', 'kim@gmail.com', ['person kim@gmail.com']],
  ['Kim Vale at www.quill.com', 'Kim Vale at quill.com', ['name kim vale@quill.com', 'organisation quill.com']],
  ['Kim Vale, quill.com', 'Kim Vale at quill.com', ['name kim vale@quill.com', 'organisation quill.com']],
  ['https://www.quill.com/', 'quill.com', ['organisation quill.com']],
])('%s', (words, about, found) => {
  expect(meaning(words)).toEqual({ about, found });
}); // prettier-ignore

test('words that mean nobody are asked of nobody', () => {
  expect(meaning('Kim Vale')).toBeNull();
});

test('whom a colleague has named, and where, is meant by name, unless the user’s own people are', () => {
  const introducer = { kind: 'practice', practice: 'Tax' } as const;
  const of = (name: string | null, domain: string) =>
    ({
      domain,
      body: { kind: 'tie', person: name === null ? null : { name }, band: 'weak', freshness: '2026-06', introducer },
    }) as const;
  const answers = [
    of('Kim Väle', 'quill.com'),
    of('Jane Roe', 'else.com'),
    of(null, 'big-norvane.com'),
    of('Jane Row', 'rowing.com'),
  ];
  const about = (words: string) => meaning(words, answers)?.about;
  expect(meaning('who knows kim vale', answers)).toEqual({
    about: 'Kim Väle at quill.com',
    found: ['name kim vale@quill.com', 'organisation quill.com'],
  });
  expect(['quill cfo', 'Big Norvane', 'norvane'].map(about)).toEqual(['quill.com', 'big-norvane.com', undefined]);
  // One's own by the very name, before somebody else of it; somebody else before what is only like it.
  expect(['jane roe', 'jane row', 'acme cfo'].map(about)).toEqual(['Jane Roe, Acme', 'Jane Row at rowing.com', 'Acme']);
});

test('what a colleague has shared takes no question over: its name is typed in full, and nothing beside it means another', () => {
  const introducer = { kind: 'practice', practice: 'Tax' } as const;
  const of = (name: string | null, domain: string) =>
    ({
      domain,
      body: { kind: 'tie', person: name === null ? null : { name }, band: 'weak', freshness: '2026-06', introducer },
    }) as const;
  const meant = (words: string, ...answers: Parameters<typeof meaningOf>[3]) => meaning(words, answers)?.about;
  for (const name of ['', '—', '#Jane-Roe', '/Jane/Roe', 'Globex'])
    expect(meant('globex ceo', of(name, 'acme-holding.com'))).toBeUndefined();
  // Nor is what only says a title or the place anybody's name.
  for (const name of ['CEO of', 'Globex CEO', 'of the'])
    expect(meant('the ceo of globex', of(name, 'globex.com'))).toBe('globex.com');
  expect(meant('globex.com', of('Globex', 'acme-holding.com'))).toBe('globex.com');
  // A domain is the domain, whatever is known by that name.
  const known = [of(null, 'acme.com'), of(null, 'smith.com'), of('Jane Smith', 'smith.com')];
  expect(['acme.de', 'https://acme.org/', 'smith-partners.com'].map((words) => meant(words, ...known))).toEqual([
    'acme.de',
    'acme.org',
    'smith-partners.com',
  ]);
  const others = [
    'Smith Kline',
    'Jane Smith Kline',
    'smith smith.de',
    'Jane Smith smith.de',
    'Smith/Kline',
    'Smith Financial',
  ];
  expect(others.map((words) => meant(words, ...known))).toEqual(others.map(() => undefined));
  expect(['smith cfo', 'the CFO of Smith', 'jane smith (smith.com)'].map((words) => meant(words, ...known))).toEqual([
    'smith.com',
    'smith.com',
    'Jane Smith at smith.com',
  ]);
  // Any Jane at Smith could be meant.
  expect(['Jane Smith', 'Jane Smith, smith'].map((words) => meant(words, ...known))).toEqual([undefined, undefined]);
  // Nor do names that read like another's, or hold the place.
  const like = ['Kım Vale', 'Kim Vale Globex', 'Kim Kim Vale', 'Globex Legal', 'Legal Globex', 'Globex Com'].map(
    (name) => of(name, 'globex.com'),
  );
  for (const words of ['kim vale', 'kim vale globex', 'globex legal', 'cfo globex.com'])
    expect(meant(words, ...like)).toBe(words === 'cfo globex.com' ? 'globex.com' : undefined);
});

test('whether the words alone say whom they mean', () => {
  const db = temporaryDatabase();
  addPerson(db, { name: 'Jane Roe', emails: ['jane@acme.com'], tie: { band: 'strong', closeness: 1 } });
  const index = createSearchIndex(db);
  const introducer = { kind: 'practice', practice: 'Tax' } as const;
  const body = { kind: 'tie', person: { name: 'Kim Vale' }, band: 'weak', freshness: '2026-06', introducer } as const;
  const exact = (words: string) => meaningOf(db, index, words, [{ domain: 'quill.com', body }])?.exact;
  const alone = [
    'Jane Roe',
    'Jane Roe, Acme',
    'acme',
    'acme.com',
    'jane@acme.com',
    'who knows jane roe',
    'Kim Vale at quill.com',
  ];
  expect(alone.filter((words) => exact(words) !== true)).toEqual([]);
  const taken = ['Kim Vale', 'Kim Vale Acme', 'Acme Norvane', 'quill'];
  expect(taken.filter((words) => exact(words) !== false)).toEqual([]);
});
