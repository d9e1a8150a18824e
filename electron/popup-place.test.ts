import { expect, test } from 'vitest';
import { canPlaceWindows, isIn, popupBounds } from './popup-place.ts';

const area = { x: 1920, y: 25, width: 1600, height: 875 };

test('in the corner of the tray, as high as it is, on the display that is given', () => {
  expect(popupBounds(area, 200.4, 1, 'linux')).toEqual({ x: 3128, y: 687, width: 380, height: 201 });
  expect(popupBounds(area, 200, 1, 'darwin')).toEqual({ x: 3128, y: 37, width: 380, height: 200 });
});

test('as large as the page is shown', () => {
  expect(popupBounds(area, 100, 2, 'linux')).toEqual({ x: 2748, y: 688, width: 760, height: 200 });
  expect(isIn({ x: 2748, y: 688 }, popupBounds(area, 100, 2, 'linux'))).toBe(true);
  expect(isIn({ x: 2747, y: 688 }, popupBounds(area, 100, 2, 'linux'))).toBe(false);
});

test('never higher than the display', () => {
  expect(popupBounds(area, 5000, 1, 'win32')).toEqual({ x: 3128, y: 37, width: 380, height: 851 });
});

test.each([
  ['Windows', 'win32', {}, '45.4.1', '', true],
  ['X11', 'linux', { XDG_SESSION_TYPE: 'x11' }, '45.4.1', '', true],
  ['Wayland', 'linux', { XDG_SESSION_TYPE: 'wayland' }, '45.4.1', '', false],
  ['Wayland that says no more', 'linux', { WAYLAND_DISPLAY: 'wayland-0' }, '45.4.1', '', false],
  ['Wayland, through X11 by the user', 'linux', { XDG_SESSION_TYPE: 'wayland' }, '45.4.1', 'x11', true],
  ['Wayland, through X11 by an older runtime', 'linux', { XDG_SESSION_TYPE: 'wayland' }, '37.2.0', '', true],
  ['Wayland asked for in an older one', 'linux', { XDG_SESSION_TYPE: 'wayland' }, '37.2.0', 'wayland', false],
] as const)('windows can be placed: %s', (_what, platform, env, version, ozone, can) => {
  expect(canPlaceWindows(platform, env, version, ozone)).toBe(can);
});
