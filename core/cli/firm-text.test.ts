import { expect, test } from 'vitest';
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
