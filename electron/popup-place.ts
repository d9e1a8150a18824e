/** Where the popup stands, and whether it can be a window at all. Pure. */
import type { Bounds } from './window-state.ts';

export const popupWidth = 380;
const margin = 12;

/**
 * In the corner where most systems have their tray: below the menu bar of a Mac, at the bottom right elsewhere. `height` in the page's own
 * pixels, which `zoom` makes larger; all of it stays in the work area of the display.
 */
export function popupBounds(workArea: Bounds, height: number, zoom: number, platform: NodeJS.Platform): Bounds {
  const tall = Math.max(1, Math.min(Math.ceil(height * zoom), workArea.height - 2 * margin));
  const wide = Math.min(Math.round(popupWidth * zoom), workArea.width - 2 * margin);
  return {
    x: workArea.x + workArea.width - wide - margin,
    y: platform === 'darwin' ? workArea.y + margin : workArea.y + workArea.height - tall - margin,
    width: wide,
    height: tall,
  };
}

export function isIn(point: { readonly x: number; readonly y: number }, { x, y, width, height }: Bounds): boolean {
  return point.x >= x && point.x < x + width && point.y >= y && point.y < y + height;
}

/** Under Wayland no program may place its windows or keep them in front; Electron is its client since version 38. */
export function canPlaceWindows(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  electronVersion: string,
  ozonePlatform: string,
): boolean {
  if (platform !== 'linux' || ozonePlatform === 'x11') return true;
  const isWayland = env['XDG_SESSION_TYPE'] === 'wayland' || (env['WAYLAND_DISPLAY'] ?? '') !== '';
  return !isWayland || (ozonePlatform !== 'wayland' && Number.parseInt(electronVersion, 10) < 38);
}
