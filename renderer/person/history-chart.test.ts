import { expect, test } from 'vitest';
import type { History } from '../../core/contract/shapes.ts';
import { barsOf, chart } from './history-chart.ts';

const month = (name: string, more: Partial<History[number]> = {}): History[number] => ({
  month: name,
  sent: 0,
  received: 0,
  meetings: 0,
  band: 'unknown',
  ...more,
});

test('nothing is drawn of nothing', () => {
  expect(barsOf([month('2026-01'), month('2026-02')])).toBeNull();
});

test('both ways have one scale, and one message can be seen', () => {
  const { bars, most } = barsOf([month('2026-03', { sent: 1 }), month('2026-04', { received: 200, meetings: 1 })])!;
  expect(most).toBe(200);
  expect(bars[0]).toMatchObject({ up: 0, down: 2, met: false });
  expect(bars[1]).toMatchObject({ up: chart.reach, down: 0, met: true });
});

test('years are written where they begin, and first where there is room', () => {
  const years = (from: number): (string | null)[] =>
    barsOf(Array.from({ length: 8 }, (_, i) => {
      const at = new Date(Date.UTC(2025, from + i, 1));
      return month(at.toISOString().slice(0, 7), { sent: 1 });
    }))!.bars.map(({ year }) => year); // prettier-ignore
  expect(years(5)).toEqual(['2025', null, null, null, null, null, null, '2026']);
  expect(years(10)).toEqual([null, null, '2026', null, null, null, null, null]);
});

test('warmer is thicker', () => {
  const bands = ['strong', 'moderate', 'weak', 'none', 'unknown'] as const;
  const { bars } = barsOf(bands.map((band, i) => month(`2026-0${String(i + 1)}`, { sent: 1, band })))!;
  expect(bars.map(({ strip }) => strip)).toEqual([8, 6, 4, 2, 0]);
});
