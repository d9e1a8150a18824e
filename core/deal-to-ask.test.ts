import { expect, test } from 'vitest';
import { dealToAsk } from './deal-to-ask.ts';
import { latestDay } from './opportunities/days.ts';

const pursuit = { organisation: 'Acme', decidedOn: '2026-11-26', people: [] };
const latest = '2026-11-26';
const person = (name: string, decides = false) => ({ name, email: null, title: 'CFO', decides });

test('a deal is asked about with those who decide first, three at most, and nothing else of them', () => {
  const people = [person('Ann'), person('Ben'), person('Cai', true), person('Dee')];
  expect(dealToAsk({ ...pursuit, people }, 'acme.com', latest)).toEqual({
    organisation: 'Acme',
    domain: 'acme.com',
    people: ['Cai', 'Ann', 'Ben'].map((name) => ({ name, email: null })),
    decided: Date.UTC(2026, 10, 26) / 86_400_000,
  });
  expect(dealToAsk({ ...pursuit, organisation: null }, 'acme.com', latest)).toMatchObject({ organisation: 'acme.com' });
});

test('one that cannot be asked about says why', () => {
  expect(dealToAsk({ ...pursuit, decidedOn: null }, 'acme.com', latest)).toMatch(/^has no day/);
  expect(dealToAsk({ ...pursuit, decidedOn: '2026-11-27' }, 'acme.com', latest)).toMatch(/still to come, 2026-11-27/);
  expect(dealToAsk(pursuit, undefined, latest)).toMatch(/^names no website/);
  expect(dealToAsk({ ...pursuit, organisation: 'Acme'.repeat(36) }, 'acme.com', latest)).toMatch(/too long/);
  expect(dealToAsk({ ...pursuit, people: [person('Ann'.repeat(27))] }, 'acme.com', latest)).toMatch(/too long/);
});

test('east of UTC a deal that was decided today is not still to come', () => {
  // Ten in the morning of the 27th in Auckland.
  const now = Date.UTC(2026, 10, 26, 21) / 1000;
  expect(dealToAsk({ ...pursuit, decidedOn: '2026-11-27' }, 'acme.com', latestDay(now))).toMatchObject({ domain: 'acme.com' });
  expect(dealToAsk({ ...pursuit, decidedOn: '2026-11-28' }, 'acme.com', latestDay(now))).toMatch(/still to come/);
}); // prettier-ignore
