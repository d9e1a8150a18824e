import { expect, test } from 'vitest';
import { interactionsOf, model } from '../../test/builders/interactions.ts';
import { historyOf } from './history.ts';
import { tieOf } from './ties.ts';

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;
const asOf = at('2026-11-23T12:00');
const rows = interactionsOf([
  { kind: 'sent', at: at('2024-11-30T23:59') },
  { kind: 'sent', at: at('2026-09-30T23:59') },
  { kind: 'received', at: at('2026-10-01T00:00') },
  { kind: 'meeting', at: at('2026-10-31T23:59') },
  { kind: 'seen', at: at('2026-10-15T10:00') },
  { kind: 'received', at: at('2026-11-23T11:59') },
  { kind: 'received', at: asOf },
]);

test('two years by calendar months in UTC, up to the moment and no further', () => {
  const history = historyOf(rows, 1, model, asOf);
  expect(history).toHaveLength(24);
  expect(history[0]?.month).toBe('2024-12');
  expect(history.slice(-3)).toMatchObject([
    { month: '2026-09', sent: 1, received: 0, meetings: 0 },
    { month: '2026-10', sent: 0, received: 1, meetings: 1 },
    { month: '2026-11', sent: 0, received: 1, meetings: 0 },
  ]);
});

test('each month ends as the tie stood then', () => {
  const letters = Array.from({ length: 60 }, (_, i) => at('2025-02-03T10:00') + i * 4 * 86_400);
  const warm = interactionsOf(letters.flatMap((moment) => [
    { kind: 'sent', at: moment },
    { kind: 'received', at: moment + 3600 },
  ])); // prettier-ignore
  const bands = historyOf(warm, 1, model, asOf).map(({ band }) => band);
  const ends = Array.from({ length: 24 }, (_, i) => Math.min(Date.UTC(2025, i, 1) / 1000, asOf));
  expect(bands).toEqual(ends.map((end) => tieOf(warm, 1, model, end)?.band ?? 'unknown'));
  expect(bands[0]).toBe('unknown');
  expect(new Set(bands).size).toBeGreaterThan(2);
});
