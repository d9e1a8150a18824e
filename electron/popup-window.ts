/** The briefing popup: a frameless window in the corner that comes by plan, or when it is asked for, and never takes the focus itself. */
import { ipcMain, nativeTheme, Notification, screen } from 'electron/main';
import type { BrowserWindow, IpcMainEvent } from 'electron/main';
import { z } from 'zod';
import type { PopupPlan } from '../core/contract/briefing.ts';
import { channels } from './channels.ts';
import { openPage } from './page-window.ts';
import { notificationWords } from './plan-words.ts';
import { popupBounds, popupWidth } from './popup-place.ts';

export interface PopupWindow {
  readonly follow: (plan: PopupPlan) => void;
  /** Shows it with the focus, whatever the plan; once more puts it away. */
  readonly ask: () => void;
  readonly current: () => BrowserWindow | null;
}

export interface PopupShell {
  readonly isOurs: (event: IpcMainEvent) => boolean;
  readonly asWindow: boolean;
  /** Opens the main window, on a person where one is named. */
  readonly openMain: (person: number | null) => void;
}

const heightSchema = z.number().min(1).max(10_000);
const personSchema = z.number().int().positive().nullable();

export function createPopupWindow({ isOurs, asWindow, openMain }: PopupShell): PopupWindow {
  let window: BrowserWindow | null = null;
  let state: PopupPlan['state'] = 'none';
  let height: number | null = null;
  let { workArea } = screen.getPrimaryDisplay();
  // The user wants to see it now.
  let isAsked = false;
  let told = '';

  ipcMain.on(channels.popupDrawn, (event, raw: unknown) => {
    const drawn = heightSchema.safeParse(raw);
    if (!isOurs(event) || event.sender !== window?.webContents || !drawn.success) return;
    height = drawn.data;
    if (window.isVisible()) place();
    else showWhereDue();
  });
  ipcMain.on(channels.popupHide, (event) => {
    if (isOurs(event)) putAway();
  });
  ipcMain.on(channels.popupPerson, (event, raw: unknown) => {
    const person = personSchema.safeParse(raw);
    if (!isOurs(event) || !person.success) return;
    putAway();
    openMain(person.data);
  });

  function prepare(): void {
    if (window) return;
    const opened = openPage('popup', {
      width: popupWidth,
      height: 120,
      frame: false,
      resizable: false,
      minimizable: false,
      maximizable: false,
      fullscreenable: false,
      skipTaskbar: true,
      alwaysOnTop: true,
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#222220' : '#ffffff',
    });
    // Over programs in full screen too; what a shared screen shows, where the system can leave a window out.
    opened.setAlwaysOnTop(true, 'pop-up-menu');
    opened.setVisibleOnAllWorkspaces(true);
    opened.setContentProtection(true);
    opened.on('focus', () => opened.webContents.send(channels.popupFocus, true));
    opened.on('blur', () => {
      opened.webContents.send(channels.popupFocus, false);
      if (isAsked && state !== 'due') putAway();
      isAsked = false;
    });
    opened.on('closed', () => {
      if (window === opened) [window, height] = [null, null];
    });
    window = opened;
  }

  /** On the display where the user is working as it comes. */
  function place(): void {
    if (window === null || height === null) return;
    if (!window.isVisible()) ({ workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint()));
    window.setBounds(popupBounds(workArea, height, process.platform));
  }

  function showWhereDue(): void {
    if (window === null || height === null) return;
    place();
    if (isAsked) {
      window.show();
      window.focus();
    } else if (state === 'due' && !window.isVisible()) window.showInactive();
  }

  function putAway(): void {
    isAsked = false;
    window?.destroy();
    [window, height] = [null, null];
  }

  return {
    follow(plan) {
      ({ state } = plan);
      if (!asWindow) {
        const words = notificationWords(plan);
        if (words !== null && words !== told) notify(words, () => openMain(null));
        told = words ?? '';
        return;
      }
      if (state === 'soon' || state === 'due') prepare();
      else if (!isAsked) putAway();
      showWhereDue();
    },
    ask() {
      if (!asWindow) return openMain(null);
      if (window?.isFocused() === true) return putAway();
      isAsked = true;
      prepare();
      showWhereDue();
    },
    current: () => window,
  };
}

function notify(body: string, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: 'Warmpath', body });
  notification.on('click', onClick);
  notification.show();
}
