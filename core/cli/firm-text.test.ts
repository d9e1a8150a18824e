import { expect, test } from 'vitest';
import type { AskMade } from '../contract/sharing.ts';
import { asksText } from './firm-text.ts';

test('an ask says whom the user knows of it, and whether they are asked as the responsible partner', () => {
  const ask = {
    id: 'a',
    from: { id: 'm', name: 'Tom Baker', practice: null, address: 'tom@firm.example' },
    about: 'Jane Roe, Acme',
    reason: '',
    neededBy: '2026-11-28T18:00:00.000Z',
    person: null,
    organisation: null,
    answer: null,
    introduced: null,
  };
  const now = Date.UTC(2026, 10, 26);
  const endOf = (name: string | null, partner: boolean) =>
    asksText([], [{ ...ask, name, partner }], now).replace(/^.*?\. /, '');
  expect(endOf('Jane Roe', false)).toBe('You know Jane Roe.\n');
  expect(endOf('Jane Roe', true)).toBe('You are asked as the responsible partner. You know Jane Roe.\n');
  expect(endOf(null, true)).toBe('You are asked as the responsible partner.\n');
});

test('an own ask says how it stands, also where it was never sent, and who answers for the client', () => {
  const ask = {
    id: 'a',
    about: 'Jane Roe, Acme',
    reason: '',
    neededBy: '2026-11-28T18:00:00.000Z',
    state: 'open' as const,
    waiting: false,
    offers: [],
    introduced: null,
    partner: null,
  };
  const linesOf = (change: Partial<AskMade>) =>
    asksText([{ ...ask, ...change }], [], Date.UTC(2026, 10, 26))
      .trimEnd()
      .split('\n  ');
  const stands = (change: Partial<AskMade>) => linesOf(change)[0]?.replace(/^.*: /, '');
  expect(stands({})).toBe('open');
  expect(stands({ waiting: true })).toBe('waits for the firm exchange');
  expect(stands({ waiting: true, state: 'over' })).toMatch(/^over/);
  const partner = { name: 'Tom Low', practice: 'Tax', address: 'tom@firm.example' };
  expect(linesOf({})).toHaveLength(1);
  expect(linesOf({ partner })[1]).toContain('Tom Low (Tax) <tom@firm.example>');
});
