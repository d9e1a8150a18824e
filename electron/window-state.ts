/** Where the window was when it was last closed. */
import { readFileSync, writeFileSync } from 'node:fs';
import type { BrowserWindow } from 'electron/main';
import { z } from 'zod';

const boundsSchema = z.strictObject({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
});
const stateSchema = z.strictObject({ bounds: boundsSchema, maximised: z.boolean() });
export type Bounds = z.infer<typeof boundsSchema>;
type WindowState = z.infer<typeof stateSchema>;

/** What was kept in the file; null where there is none, or one nobody can read. */
export function readWindowState(file: string): WindowState | null {
  try {
    return stateSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** Keeps the place whenever the window is closed. */
export function keepWindowState(window: BrowserWindow, file: string): void {
  window.on('close', () => {
    writeWindowState(file, { bounds: window.getNormalBounds(), maximised: window.isMaximized() });
  });
}

/** A place that cannot be kept is no reason to hold up the closing of a window. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(file, JSON.stringify(state));
  } catch {}
}

// So much of the window's top must be on a screen for it to be found and moved.
const grip = 80;

/** The kept bounds where they can still be seen on one of the displays' work areas, else null. */
export function visibleBounds(kept: Bounds, displays: readonly Bounds[]): Bounds | null {
  const isSeen = displays.some(
    ({ x, y, width, height }) =>
      Math.min(kept.x + kept.width, x + width) - Math.max(kept.x, x) >= grip &&
      kept.y >= y &&
      kept.y <= y + height - grip,
  );
  return isSeen ? kept : null;
}
