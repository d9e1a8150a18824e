import { expect, test } from 'vitest';
import type { Look } from './audit.ts';
import { auditCsv, tellAudit, withoutNames } from './audit-report.ts';

const decidedAt = Date.parse('2026-01-31') / 1000;
const nameOf = (person: number): string => ['', 'Anna Weber', '=Ben Ober'][person] ?? '';

function look(daysBefore: Look['daysBefore'], path: Look['path'], person = 1): Look {
  return {
    daysBefore,
    asOf: decidedAt - daysBefore * 86_400,
    tie: path === null ? null : { person, band: 'moderate', last: decidedAt - 100 * 86_400 },
    path,
  };
}

const unused = { people: [1, 2], chance: 0.3, good: true, used: false } as const;
const used = { people: [1], chance: 0.5, good: true, used: true } as const;
const thin = { people: [2], chance: 0.1, good: false, used: true } as const;

const deals = [
  ['Unseen', [look(90, unused), look(30, null), look(0, null)]],
  ['Seen', [look(90, thin), look(30, used), look(0, unused)]],
  ['Thin', [look(90, null), look(30, null), look(0, thin)]],
  ['Strange', [look(90, null), look(30, null), look(0, null)]],
] as const;

const told = tellAudit(
  deals.map(([name, looks], i) => ({ pursuit: i + 1, name, organisation: 'Acme', decidedOn: '2026-01-31', looks })),
  [{ pursuit: 9, name: 'Whenever' }],
  nameOf,
);

test('the summary counts what could have been, and says what it leaves out', () => {
  expect(told.summary).toBe(
    'In 1 of 4 lost deals a good path existed and was not used. In 1 it was used. 1 more without a decision date in the past is left out.',
  );
  expect(told.deals.map(({ verdict }) => verdict)).toEqual([
    'good path not used',
    'good path used',
    'no good path',
    'nobody there known',
  ]);
  expect(told.deals[0]?.words).toBe('90 days before, Anna Weber was seen with =Ben Ober, and you did not turn to it');
  expect(tellAudit([], [], nameOf).summary).toBe('No lost deal with a decision date in the past.');
});

test('without names it says the same of nobody', () => {
  const bare = withoutNames(told);
  const text = JSON.stringify(bare);
  for (const name of ['Unseen', 'Seen', 'Thin', 'Strange', 'Whenever', 'Acme', 'Anna', 'Weber', 'Ben', 'Ober'])
    expect(text).not.toContain(name);
  expect(bare.deals.map(({ verdict }) => verdict)).toEqual(told.deals.map(({ verdict }) => verdict));
  expect(bare.deals[0]?.words).toBe(
    '90 days before, somebody else was seen with somebody there, and you did not turn to it',
  );
});

test('as CSV a row a deal and date, by the id of the CRM, nothing to be run', () => {
  const lines = auditCsv(told, (id) => (id === 1 ? '006A' : null)).split('\r\n');
  expect(lines).toHaveLength(1 + 4 * 3 + 1);
  expect(lines[1]).toBe(
    '006A,Unseen,Acme,2026-01-31,90,good,Anna Weber,2025-10-23,Anna Weber > =Ben Ober,yes,no,good path not used',
  );
  expect(lines[4]).toContain(",'=Ben Ober,no,yes,");
});
