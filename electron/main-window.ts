/** The one large window: where it was last, and whom it is to show. */
import { join } from 'node:path';
import { app, screen } from 'electron/main';
import type { BrowserWindow, WebContents } from 'electron/main';
import { channels } from './channels.ts';
import { openPage } from './page-window.ts';
import { keepWindowState, readWindowState, visibleBounds } from './window-state.ts';

export interface MainWindow {
  readonly current: () => BrowserWindow | null;
  /** Opens it, or brings it to the front; with a person, shows them. */
  readonly open: (person?: number | null) => void;
  /** The page of these contents listens from now on. */
  readonly listens: (contents: WebContents) => void;
}

export function createMainWindow(onClosed: () => void): MainWindow {
  let window: BrowserWindow | null = null;
  let wanted: number | null = null;

  function show(person: number): void {
    window?.webContents.send(channels.showPerson, person);
  }

  return {
    current: () => window,
    open(person = null) {
      if (window) {
        if (window.isMinimized()) window.restore();
        window.show();
        window.focus();
        if (person !== null) show(person);
        return;
      }
      wanted = person;
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
        window = null;
        onClosed();
      });
    },
    listens(contents) {
      if (contents !== window?.webContents || wanted === null) return;
      show(wanted);
      wanted = null;
    },
  };
}
