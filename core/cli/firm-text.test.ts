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

test('an own ask says how it stands, also where it was never sent', () => {
  const ask = {
    id: 'a',
    about: 'Jane Roe, Acme',
    reason: '',
    neededBy: '2026-11-28T18:00:00.000Z',
    state: 'open' as const,
    waiting: false,
    offers: [],
    introduced: null,
    partners: [],
  };
  const linesOf = (change: Partial<AskMade>) =>
    asksText([{ ...ask, ...change }], [], Date.UTC(2026, 10, 26))
      .trimEnd()
      .split('\n  ');
  const stands = (change: Partial<AskMade>) => linesOf(change)[0]?.replace(/^.*: /, '');
  expect(stands({})).toBe('open');
  expect(stands({ waiting: true })).toBe('waits for the firm exchange');
  expect(stands({ waiting: true, state: 'over' })).toMatch(/^over/);
  expect(linesOf({})).toHaveLength(1);
});

test('who answers for a client is asked too once the ask is sent to them, and else to be asked first', () => {
  const partner = { name: 'Tom Low', practice: 'Tax', address: 'tom@firm.example', member: 'tom' };
  const ask = { id: 'a', about: 'Jane Roe', reason: '', neededBy: '2026-11-28T18:00:00.000Z', offers: [], introduced: null };
  const said = (changed: Partial<AskMade>) =>
    asksText([{ ...ask, state: 'open', waiting: false, partners: [partner], ...changed }], [], Date.UTC(2026, 10, 26)).split('\n  ')[1]?.trim();
  const askFirst = 'Tom Low (Tax) answers for this client: ask them first.';
  expect(said({})).toBe('Tom Low (Tax), who answers for this client, is asked too.');
  expect(said({ state: 'offered' })).toBe('Tom Low (Tax), who answers for this client, is asked too.');
  expect([said({ waiting: true }), said({ state: 'over' })]).toEqual([askFirst, askFirst]);
  // Two members give this address: neither has the ask.
  expect(said({ partners: [{ ...partner, member: null }] })).toBe(askFirst);
  expect(said({ partners: [] })).toBeUndefined();
}); // prettier-ignore
