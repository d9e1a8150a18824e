/** The one large window: where it was last, and whom it is to show. */
import { join } from 'node:path';
import { app, screen } from 'electron/main';
import type { BrowserWindow, WebContents } from 'electron/main';
import type { Shown } from '../core/contract/host.ts';
import { channels } from './channels.ts';
import { openPage } from './page-window.ts';
import { keepWindowState, readWindowState, visibleBounds } from './window-state.ts';

export interface MainWindow {
  readonly current: () => BrowserWindow | null;
  /** Opens it, or brings it to the front, on what is to be shown. */
  readonly open: (shown?: Shown) => void;
  /** The page of these contents listens from now on. */
  readonly listens: (contents: WebContents) => void;
}

export function createMainWindow(onClosed: () => void): MainWindow {
  let window: BrowserWindow | null = null;
  let wanted: Shown | null = null;

  /** A window is gone a moment before it says that it is closed. */
  function current(): BrowserWindow | null {
    return window?.isDestroyed() === false ? window : null;
  }

  return {
    current,
    open(shown) {
      const there = current();
      if (there) {
        if (there.isMinimized()) there.restore();
        there.show();
        there.focus();
        if (shown) there.webContents.send(channels.show, shown);
        return;
      }
      wanted = shown ?? null;
      const placeFile = join(app.getPath('userData'), 'window.json');
      const kept = readWindowState(placeFile);
      const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
      const opened = openPage('index', {
        width: 1280,
        height: 800,
        ...(kept && visibleBounds(kept.bounds, displays)),
        minWidth: 960,
        minHeight: 640,
      });
      window = opened;
      opened.once('ready-to-show', () => {
        // Maximising shows a window at once, so it waits for the page too.
        if (kept?.maximised) opened.maximize();
        opened.show();
      });
      keepWindowState(opened, placeFile);
      opened.on('closed', () => {
        // Another may have been asked for in that moment.
        if (window !== opened) return;
        window = null;
        onClosed();
      });
    },
    listens(contents) {
      if (contents !== current()?.webContents || wanted === null) return;
      contents.send(channels.show, wanted);
      wanted = null;
    },
  };
}
