import type { Band } from '../../core/contract/shapes.ts';
import { bands } from '../../core/contract/shapes.ts';

/** The page's tokens as sigma and canvas need them: plain colours, read anew when the theme changes. */
export interface MapColours {
  readonly bands: Readonly<Record<Band, string>>;
  readonly ink: string;
  readonly quietInk: string;
  readonly paper: string;
  readonly raised: string;
  readonly line: string;
  readonly edge: string;
  readonly edgeFocus: string;
  readonly dim: string;
  readonly accent: string;
}

/** Reads the map's colours from the tokens in force. */
export function readColours(element: Element): MapColours {
  const style = getComputedStyle(element);
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim();
  return {
    bands: Object.fromEntries(bands.map((band) => [band, token(`band-${band}`)])) as Record<Band, string>,
    ink: token('ink'),
    quietInk: token('ink-2'),
    paper: token('paper'),
    raised: token('raised'),
    line: token('line'),
    edge: token('edge'),
    edgeFocus: token('edge-focus'),
    dim: token('node-dim'),
    accent: token('accent'),
  };
}

/** `#rrggbb`, or `#rgb` as the build shortens it, as three shares from 0 to 1, as shaders take it. */
export function shares(hex: string): [number, number, number] {
  const digits = hex.slice(1);
  const value = Number.parseInt(digits.length === 3 ? digits.replace(/./gu, '$&$&') : digits, 16);
  return [((value >> 16) & 255) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255];
}
