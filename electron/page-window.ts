/** What every window of ours has in common: the page alone, walled in. */
import { join } from 'node:path';
import { app, BrowserWindow } from 'electron/main';
import type { BrowserWindowConstructorOptions } from 'electron/main';
import { stayOnPage } from './lock-down.ts';
import { pageOrigin } from './page-files.ts';

/** Opens a page of ours, hidden until it is shown. */
export function openPage(
  page: 'index' | 'popup' | 'sheet',
  options: Omit<BrowserWindowConstructorOptions, 'webPreferences'>,
): BrowserWindow {
  const window = new BrowserWindow({
    ...options,
    show: false,
    title: 'Warmpath',
    webPreferences: {
      preload: join(__dirname, '..', 'preload', page === 'index' ? 'preload.cjs' : 'popup-preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  stayOnPage(window.webContents);
  void window.loadURL(page === 'index' ? `${pageOrigin}/` : `${pageOrigin}/${page}.html`);
  return window;
}
