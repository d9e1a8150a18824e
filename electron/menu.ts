/** The menus each system expects; what the page can do has its own place there. */
import { Menu } from 'electron/main';
import type { MenuItemConstructorOptions } from 'electron/main';

export function setMenu(platform: NodeJS.Platform, isPackaged: boolean): void {
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    { type: 'separator' },
    { role: 'togglefullscreen' },
    ...(isPackaged ? [] : [{ type: 'separator' } as const, { role: 'toggleDevTools' } as const]),
  ];
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(platform === 'darwin' ? [{ role: 'appMenu' } as const] : []),
      { role: 'fileMenu' },
      { role: 'editMenu' },
      { label: '&View', submenu: view },
      { role: 'windowMenu' },
      // macOS has "About" in the menu of the app, and its search in this one.
      { role: 'help', submenu: platform === 'darwin' ? [] : [{ role: 'about' }] },
    ]),
  );
}
