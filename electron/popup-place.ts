/** Where the popup stands, and whether it can be a window at all. Pure. */
import type { Bounds } from './window-state.ts';

export const popupWidth = 380;
const margin = 12;

/**
 * In the corner where the system has its tray: below the menu bar of a Mac, above the task bar elsewhere. All of it stays in the work
 * area of the display, in the same units.
 */
export function popupBounds(workArea: Bounds, height: number, platform: NodeJS.Platform): Bounds {
  const tall = Math.max(1, Math.min(Math.ceil(height), workArea.height - 2 * margin));
  return {
    x: workArea.x + workArea.width - popupWidth - margin,
    y: platform === 'darwin' ? workArea.y + margin : workArea.y + workArea.height - tall - margin,
    width: popupWidth,
    height: tall,
  };
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
