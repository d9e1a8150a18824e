import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../test/builders/database.ts';
import { readWindowState, visibleBounds, writeWindowState } from './window-state.ts';

const screen = { x: 0, y: 0, width: 1920, height: 1080 };
const left = { x: -1280, y: 0, width: 1280, height: 1024 };
const bounds = { x: 100, y: 50, width: 1280, height: 800 };

test('what was kept is read again; anything else is as if nothing was', () => {
  const file = join(temporaryFolder(), 'window.json');
  expect(readWindowState(file)).toBeNull();
  writeWindowState(file, { bounds, maximised: true });
  expect(readWindowState(file)).toEqual({ bounds, maximised: true });
  for (const text of ['', '{}', '{"bounds":{"x":0,"y":0,"width":-5,"height":1},"maximised":false}']) {
    writeFileSync(file, text);
    expect(readWindowState(file)).toBeNull();
  }
  writeWindowState(join(temporaryFolder(), 'no', 'such', 'folder'), { bounds, maximised: false });
  expect(readFileSync(file, 'utf8')).toContain('-5');
});

test('a window comes back where a hand can reach it', () => {
  expect(visibleBounds(bounds, [screen])).toEqual(bounds);
  expect(visibleBounds({ ...bounds, x: -700 }, [screen, left])).not.toBeNull();
  // The second screen is gone; the title is above the edge, or below it.
  expect(visibleBounds({ ...bounds, x: -1270 }, [screen])).toBeNull();
  expect(visibleBounds({ ...bounds, y: -40 }, [screen])).toBeNull();
  expect(visibleBounds({ ...bounds, y: 1060 }, [screen])).toBeNull();
});
