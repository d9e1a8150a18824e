import type { Band, History } from '../../core/contract/shapes.ts';

export const chart = { width: 308, months: 92, axis: 46, reach: 36, strip: 96, labels: 120, height: 124 } as const;

interface Bar {
  readonly month: string;
  /** Left edge and width, in units of the drawing. */
  readonly x: number;
  readonly width: number;
  /** Heights upwards (they wrote) and downwards (you wrote) from the axis. */
  readonly up: number;
  readonly down: number;
  readonly met: boolean;
  readonly band: Band;
  /** Height of the band's strip: thicker is warmer, so that the colour is not alone in saying so. */
  readonly strip: number;
  /** The year, where one begins and at the first bar. */
  readonly year: string | null;
}

const strips: Record<Band, number> = { strong: 8, moderate: 6, weak: 4, none: 2, unknown: 0 };

/** Bars on one scale both ways; `most` is the count that reaches furthest. Null where there is nothing to draw. */
export function barsOf(history: History): { bars: Bar[]; most: number } | null {
  if (history.every(({ sent, received, meetings }) => sent + received + meetings === 0)) return null;
  const most = Math.max(1, ...history.map(({ sent, received }) => Math.max(sent, received)));
  const step = chart.width / history.length;
  // One message is a mark one can see, however many the best month had.
  const heightOf = (count: number): number => (count === 0 ? 0 : Math.max(2, (count / most) * chart.reach));
  const bars = history.map(({ month, sent, received, meetings, band }, i) => ({
    month,
    x: i * step + 1,
    width: step - 2,
    up: heightOf(received),
    down: heightOf(sent),
    met: meetings > 0,
    band,
    strip: strips[band],
    // A year that begins right after the first bar would stand on the first one's.
    year: month.endsWith('-01') || (i === 0 && !history.slice(0, 4).some(({ month: near }) => near.endsWith('-01'))) ? month.slice(0, 4) : null, // prettier-ignore
  }));
  return { bars, most };
}
