/** The tray: what comes next without a name, quiet, and the way back to the window. A dot says that a popup is held back. */
import { join } from 'node:path';
import { nativeImage } from 'electron/common';
import { app, Menu, Tray } from 'electron/main';
import type { MenuItemConstructorOptions } from 'electron/main';
import type { PopupPlan } from '../core/contract/briefing.ts';
import { nextWords } from './plan-words.ts';

interface TrayActs {
  readonly open: () => void;
  readonly brief: () => void;
  /** ISO 8601; null ends it. */
  readonly quiet: (until: string | null) => void;
  readonly quit: () => void;
}

export interface TrayIcon {
  readonly follow: (plan: PopupPlan | null) => void;
}

const hour = 3_600_000;

export function createTray(iconFolder: string, acts: TrayActs): TrayIcon {
  // Template images follow a Mac's menu bar by themselves.
  const suffix = process.platform === 'darwin' ? 'Template' : '';
  const image = (name: string) => nativeImage.createFromPath(join(iconFolder, `${name}${suffix}.png`));
  const [plain, dotted] = [image('tray'), image('tray-dot')];
  const tray = new Tray(plain);
  // A Mac opens the menu with the same click.
  if (process.platform !== 'darwin') tray.on('click', acts.brief);
  const follow = (plan: PopupPlan | null): void => {
    tray.setImage(plan?.state === 'held' ? dotted : plain);
    tray.setToolTip(tooltip(plan));
    tray.setContextMenu(Menu.buildFromTemplate(menu(plan, acts)));
  };
  follow(null);
  return { follow };
}

function tooltip(plan: PopupPlan | null): string {
  return plan === null ? app.getName() : `${app.getName()}: ${nextWords(plan)}`;
}

function menu(plan: PopupPlan | null, acts: TrayActs): MenuItemConstructorOptions[] {
  const quiet: MenuItemConstructorOptions[] =
    plan?.quietUntil == null
      ? [
          { label: 'Quiet for an hour', click: () => acts.quiet(new Date(Date.now() + hour).toISOString()) },
          { label: 'Quiet until tomorrow', click: () => acts.quiet(tomorrow(new Date()).toISOString()) },
        ]
      : [{ label: 'End quiet', click: () => acts.quiet(null) }];
  return [
    ...(plan === null ? [] : [{ label: nextWords(plan), enabled: false }, { type: 'separator' } as const]),
    { label: 'Open Warmpath', click: () => acts.open() },
    { label: 'Briefing', click: () => acts.brief() },
    ...(plan === null ? [] : quiet),
    { type: 'separator' },
    { label: 'Quit Warmpath', click: () => acts.quit() },
  ];
}

function tomorrow(now: Date): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1);
}
