import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PursuitField } from '../contract/opportunities.ts';
import { areColumns, guessColumns, headerShape } from './columns.ts';
import { crmKey, mergedPeople, readPursuits } from './pursuit-rows.ts';
import type { PursuitPerson } from './pursuit-rows.ts';

function read(header: readonly string[], ...rows: readonly (readonly string[])[]) {
  return readPursuits(
    rows.map((cells, i) => ({ line: i + 2, cells })),
    guessColumns(header),
  );
}

const salesforce = [
  'Opportunity Owner',
  'Account Name',
  'Opportunity Name',
  'Stage',
  'Close Date',
  'Created Date',
  'Opportunity ID',
];
const dataLoader = [
  'Id',
  'IsDeleted',
  'AccountId',
  'Name',
  'StageName',
  'CloseDate',
  'IsClosed',
  'IsWon',
  'CreatedDate',
];
const hubspot = [
  'Record ID',
  'Deal Name',
  'Deal Stage',
  'Close Date',
  'Deal owner',
  'Amount',
  'Pipeline',
  'Create Date',
  'Associated Contact',
  'Associated Company',
];
const dynamics = ['(Do Not Modify) Opportunity', '(Do Not Modify) Row Checksum', 'Topic', 'Potential Customer', 'Contact', 'Est. Close Date', 'Actual Close Date', 'Created On', 'Status', 'Pipeline Phase']; // prettier-ignore

test.each<[string, readonly string[], (PursuitField | null)[]]>([
  ['a Salesforce report', salesforce, [null, 'organisation', 'name', 'stage', 'decided', 'opened', 'id']],
  ['Salesforce Data Loader', dataLoader, ['id', null, null, 'name', 'stage', 'decided', 'closed', 'won', 'opened']],
  ['HubSpot deals', hubspot, ['id', 'name', 'stage', 'decided', null, null, null, 'opened', 'person', 'organisation']],
  [
    'Dynamics 365',
    dynamics,
    ['id', null, 'name', 'organisation', 'person', null, 'decided', 'opened', 'outcome', 'stage'],
  ],
  [
    'a list of one’s own',
    ['Deal', 'Client', 'E-Mail', 'Lost on', 'Colour'],
    ['name', 'organisation', 'email', 'decided', null],
  ],
])('the columns of %s are known by their names', (_, header, columns) => {
  expect(guessColumns(header)).toEqual(columns);
  expect(areColumns(columns, header)).toBe(true);
});

test('a mapping needs a name and gives no meaning twice; it is found again by the names of columns', () => {
  expect(areColumns(['stage'], ['A'])).toBe(false);
  expect(areColumns(['name', 'name'], ['A', 'B'])).toBe(false);
  expect(areColumns(['name'], ['A', 'B'])).toBe(false);
  expect(headerShape(['Deal  Name', 'ÉTAT'])).toBe(headerShape(['deal name', 'etat']));
});

test('a Salesforce report: one row a contact is one pursuit with its people', () => {
  const header = [
    'Opportunity ID',
    'Opportunity Name',
    'Account Name',
    'Stage',
    'Close Date',
    'Contact Name',
    'Contact: Email',
    'Contact Role',
  ];
  const { drafts, broken } = read(
    header,
    [
      '006A0000001abcD',
      'Refinancing',
      'Acme',
      'Closed Lost',
      '5/30/2024',
      'Jane Doe',
      'Jane@acme.com',
      'Economic Buyer',
    ],
    ['006A0000001abcDEFG', 'Refinancing', 'Acme', 'Closed Lost', '5/30/2024', 'Ben Ober', 'ben@acme.com', 'Influencer'],
  );
  expect(broken).toEqual([]);
  expect(drafts).toEqual([
    expect.objectContaining({
      name: 'Refinancing',
      outcome: 'lost',
      decidedOn: '2024-05-30',
      people: [
        { name: 'Jane Doe', email: 'jane@acme.com', title: null, decides: true },
        { name: 'Ben Ober', email: 'ben@acme.com', title: null, decides: false },
      ],
    }),
  ]);
  expect(crmKey('006A0000001abcDEFG')).toBe('006A0000001abcD');
});

test('HubSpot: several contacts in a cell; Data Loader: outcome from its flags; Dynamics: from its status', () => {
  const hub = read(hubspot, ['7', 'Big', 'Closed won', '2024-05-30 14:22', 'Me', '10', 'Tax', '2024-01-02 08:00', 'Jane Doe (jane@acme.com);Ben Ober (123)', 'Acme']); // prettier-ignore
  expect(hub.drafts[0]).toMatchObject({ outcome: 'won', practice: null, openedOn: '2024-01-02' });
  expect(hub.drafts[0]?.people.map(({ name, email }) => [name, email])).toEqual([['Jane Doe', 'jane@acme.com'], ['Ben Ober', null]]); // prettier-ignore
  const loader = (won: string, closed: string) =>
    read(dataLoader, ['1', 'false', 'x', 'N', 'Negotiation', '2024-05-30', closed, won, '2024-05-01T09:12:33.000Z']).drafts[0]?.outcome; // prettier-ignore
  expect([loader('true', 'true'), loader('false', 'true'), loader('false', 'false')]).toEqual(['won', 'lost', 'open']);
  const flagged = (stage: string, closed: string) =>
    read(['Name', 'Stage', 'Closed'], ['N', stage, closed]).drafts[0]?.outcome;
  expect([flagged('Closed Won', 'true'), flagged('Signed', 'true'), flagged('Signed', 'false')]).toEqual(['won', 'lost', 'open']); // prettier-ignore
  const status = (text: string) => read(['Topic', 'Status'], ['N', text]);
  expect(['Open', 'Won', 'Lost', 'Verloren', 'Out-Sold', ''].map((text) => status(text).drafts[0]?.outcome)).toEqual(['open', 'won', 'lost', 'lost', 'lost', null]); // prettier-ignore
  expect(status('Banana').broken).toEqual([
    { line: 2, reason: 'neither open, won nor lost: Banana', cells: ['N', 'Banana'] },
  ]);
});

test('broken rows are named by their line and kept out; the others come in', () => {
  const { drafts, broken } = read(
    ['Deal', 'Close date', 'Email'],
    ['', '2024-01-01', ''],
    ['A', 'tomorrow', ''],
    ['B', '', 'nobody'],
    ['C', '', '', 'more'],
    ['D', '31.12.2024', 'd@acme.com'],
  );
  expect(broken.map(({ line, reason }) => [line, reason])).toEqual([
    [2, 'no name'],
    [3, 'no date: tomorrow'],
    [4, 'no e-mail address: nobody'],
    [5, 'more cells than columns'],
  ]);
  expect(drafts.map(({ name, decidedOn }) => [name, decidedOn])).toEqual([['D', '2024-12-31']]);
});

test('every row is either read or named, whatever is in it', () => {
  const cell = fc.oneof(
    fc.string({ maxLength: 12 }),
    fc.constantFrom('', 'Acme', 'a@b.com', '2024-01-02', 'Closed Lost'),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 8, maxLength: 8 }), { maxLength: 20 }), (cells) => {
      const { drafts, broken } = read(
        ['Id', 'Deal', 'Account', 'Contact', 'Email', 'Stage', 'Status', 'Close Date'],
        ...cells,
      );
      const lines = new Set(broken.map(({ line }) => line));
      const names = new Set(drafts.map(({ name }) => name));
      cells.forEach(([id, name = ''], i) => {
        if (!lines.has(i + 2) && id === '') expect(names).toContain(name);
      });
      for (const { people, decidedOn } of drafts) {
        for (const { name, email } of people) expect(name ?? email).toBeTruthy();
        expect(decidedOn ?? '2024-01-02').toMatch(/^\d{4}-\d\d-\d\d$/);
      }
    }),
  );
});

test('nobody is there twice, however often they are named', () => {
  const person = fc.record<PursuitPerson>({
    name: fc.constantFrom('Jane Doe', 'Doe, Jane', 'Ben Ober'),
    email: fc.constantFrom(null, 'jane@acme.com', 'ben@acme.com'),
    title: fc.constantFrom(null, 'CFO'),
    decides: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(person, { maxLength: 6 }), (people) => {
      const once = mergedPeople([], people);
      expect(mergedPeople(once, once)).toEqual(once);
      const emails = once.flatMap(({ email }) => email ?? []);
      expect(new Set(emails).size).toBe(emails.length);
    }),
  );
});
