import { expect, test } from 'vitest';
import type { PursuitRow } from '../contract/opportunities.ts';
import { crossSell } from './cross-sell.ts';

const row = (more: Partial<PursuitRow>): PursuitRow => ({
  id: 1,
  crmId: null,
  name: 'x',
  organisation: null,
  practice: null,
  stage: null,
  outcome: 'open',
  openedOn: null,
  decidedOn: null,
  state: null,
  decision: null,
  disagreement: null,
  wayIn: null,
  warm: 0,
  singleThreaded: false,
  lastContact: null,
  ...more,
});

test('a small matrix of who is warm and which practice has not been tried there', () => {
  const jane = { first: { id: 7, name: 'Jane' }, target: { id: 7, name: 'Jane' }, direct: true };
  const sold = crossSell([
    row({ organisation: 'Acme', practice: 'Tax', outcome: 'won', warm: 1, lastContact: '2026-01-01T00:00:00.000Z' }),
    row({ organisation: 'Acme GmbH', practice: 'Tax', outcome: 'lost', warm: 1, wayIn: jane }),
    row({ organisation: 'Beta', practice: 'M&A', warm: 2 }),
    row({ organisation: 'Beta', practice: 'Tax', outcome: 'lost', warm: 2 }),
    row({ organisation: 'Cold', practice: 'M&A', outcome: 'lost' }),
    row({ organisation: 'All', practice: 'M&A', outcome: 'won', warm: 9 }),
    row({ organisation: 'All', practice: 'Tax', outcome: 'won', warm: 9 }),
    row({ practice: 'Nowhere' }),
  ]);
  expect(sold.practices).toEqual(['M&A', 'Tax']);
  expect(sold.rows).toEqual([
    { organisation: 'Beta', warm: 2, lastContact: null, wayIn: null, cells: ['open', 'lost'] },
    { organisation: 'Acme', warm: 1, lastContact: '2026-01-01T00:00:00.000Z', wayIn: jane, cells: ['none', 'won'] },
    { organisation: 'Cold', warm: 0, lastContact: null, wayIn: null, cells: ['lost', 'none'] },
  ]);
});
