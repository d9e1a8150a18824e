import { expect, test } from 'vitest';
import type { PursuitRow } from '../../core/contract/opportunities.ts';
import { coverageWords, importedWords, matching, ofTheOutcome, wayInWords } from './pursuits.ts';

const row: PursuitRow = {
  id: 1,
  crmId: null,
  name: 'Refinancing',
  organisation: 'Acme',
  practice: 'Tax',
  stage: null,
  outcome: 'open',
  openedOn: null,
  decidedOn: null,
  state: 'gone quiet',
  decision: null,
  disagreement: null,
  wayIn: null,
  partner: null,
  warm: 0,
  singleThreaded: false,
  lastContact: null,
};

test('the way in and who is warm, in few words', () => {
  const [anna, jane] = [{ id: 1, name: 'Anna Weber' }, { id: 2, name: 'Jane Roe' }]; // prettier-ignore
  expect(wayInWords(row)).toBe('No way in yet');
  const direct = { first: anna, target: anna, direct: true, colleague: false };
  const through = { first: anna, target: jane, direct: false, colleague: false };
  const colleague = { ...through, first: { id: null, name: 'somebody in Tax' }, colleague: true };
  expect(wayInWords({ wayIn: direct, partner: null })).toBe('You know Anna Weber');
  expect(wayInWords({ wayIn: through, partner: null })).toBe('Anna Weber, to Jane Roe');
  expect(wayInWords({ wayIn: colleague, partner: null })).toBe('Somebody in Tax, to Jane Roe');
  const partner = { name: 'Tom Low', practice: 'Tax' };
  expect(wayInWords({ wayIn: direct, partner })).toBe('Tom Low first; you know Anna Weber');
  expect(wayInWords({ wayIn: through, partner })).toBe('Tom Low first; Anna Weber, to Jane Roe');
  expect(wayInWords({ wayIn: null, partner })).toBe('Tom Low first');
  const himself = { ...colleague, first: { id: null, name: 'Tom Low (Tax)' } };
  expect(wayInWords({ wayIn: himself, partner })).toBe('Tom Low first, about Jane Roe');
  expect(coverageWords(row)).toBe('Nobody warm with you');
  expect(coverageWords({ warm: 1, singleThreaded: true })).toBe('One warm, single-threaded');
  expect(coverageWords({ warm: 3, singleThreaded: false })).toBe('3 warm');
});

test('what an import came to', () => {
  const none = { added: 0, updated: 0, unchanged: 0, ids: [], broken: [], columns: [] };
  expect(importedWords(none)).toBe('Nothing was added');
  expect(importedWords({ ...none, added: 1, updated: 2, unchanged: 3 })).toBe(
    '1 pursuit added, 2 brought up to date, 3 as they were',
  );
});

test('narrowed by every word of name, organisation, practice and state', () => {
  expect(matching([row], ' acme QUIET ')).toEqual([row]);
  expect(matching([row], 'tax refin')).toEqual([row]);
  expect(matching([row], 'acme engaged')).toEqual([]);
  expect(matching([row], '')).toEqual([row]);
});

test('of those that are decided the last comes first', () => {
  const lost = (id: number, decidedOn: string | null): PursuitRow => ({ ...row, id, outcome: 'lost', decidedOn });
  const rows = [lost(2, '2026-01-31'), row, lost(3, null), lost(4, '2026-05-30')];
  expect(ofTheOutcome(rows, 'lost').map(({ id }) => id)).toEqual([4, 2, 3]);
  expect(ofTheOutcome(rows, 'open')).toEqual([row]);
});
