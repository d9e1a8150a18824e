import { expect, test } from 'vitest';
import { crossSell } from './cross-sell.ts';
import type { Client } from './cross-sell.ts';

const client = (organisation: string, more: Partial<Client>): Client => ({
  organisation,
  warm: 0,
  singleThreaded: false,
  band: null,
  lastContact: null,
  partner: null,
  wayIn: null,
  pursuits: [],
  shared: [],
  ...more,
});
const pursuit = (practice: string, outcome: Client['pursuits'][number]['outcome']) => ({ practice, outcome });
const shared = (practice: string, band: Client['shared'][number]['band'], month = '2026-05') => ({
  practice,
  band,
  month,
});

/** One line an organisation: "Acme: M&A won, Tax none strong 2026-05". */
function told(clients: readonly Client[], own: string | null = null): string[] {
  const { practices, rows } = crossSell(clients, own);
  return rows.map(
    ({ organisation, cells }) =>
      `${organisation}: ${cells.map(({ outcome, band, month }, i) => [practices[i], outcome, band, month].filter(Boolean).join(' ')).join(', ')}`,
  );
}

test('which practice has not been tried where, by the pursuits alone where no firm was joined', () => {
  expect(
    told([
      client('Acme', { band: 'moderate', warm: 1, pursuits: [pursuit('Tax', 'won'), pursuit('tax ', 'lost')] }),
      client('Beta', { band: 'strong', warm: 2, pursuits: [pursuit('M&A', 'open'), pursuit('Tax', 'lost')] }),
      client('Cold', { pursuits: [pursuit('M&A', 'lost')] }),
      client('All', { band: 'strong', warm: 9, pursuits: [pursuit('M&A', 'won'), pursuit('Tax', 'won')] }),
    ]),
  ).toEqual(['Beta: M&A open, Tax lost', 'Acme: M&A none, Tax won', 'Cold: M&A lost, Tax none']);
});

test('the user is warm in their own practice, colleagues in theirs; where all are at home nothing is left', () => {
  const lastContact = '2026-09-03T10:00:00.000Z';
  expect(
    told(
      [
        client('Acme', {
          band: 'weak',
          lastContact,
          shared: [
            shared('Tax', 'weak', '2026-08'),
            shared('Tax', 'strong', '2026-06'),
            shared('tax', 'strong', '2026-07'),
          ],
        }),
        client('Beta', { band: 'strong', lastContact, shared: [shared('Tax', 'moderate')] }),
        client('Gamma', { band: 'strong', lastContact, pursuits: [pursuit('M&A', 'open')] }),
      ],
      'M&A',
    ),
  ).toEqual(['Acme: M&A none weak 2026-09, Tax none strong 2026-07', 'Gamma: M&A open strong 2026-09, Tax none']);
});

test('as warm, the freshest first', () => {
  const warmIn = (month: string) => ({ shared: [shared('Tax', 'strong', month)], pursuits: [pursuit('Law', 'open')] });
  expect(
    told([client('Old', warmIn('2026-01')), client('New', warmIn('2026-08'))]).map((line) => line.slice(0, 3)),
  ).toEqual(['New', 'Old']);
});
