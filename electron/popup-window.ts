/** The briefing popup: a frameless window in the corner that comes by plan, or when it is asked for, and never takes the focus itself. */
import { ipcMain, nativeTheme, screen } from 'electron/main';
import type { BrowserWindow, IpcMainEvent } from 'electron/main';
import { z } from 'zod';
import type { PopupPlan } from '../core/contract/briefing.ts';
import type { Shown } from '../core/contract/host.ts';
import { channels } from './channels.ts';
import { notify } from './notify.ts';
import { openPage } from './page-window.ts';
import { notificationWords } from './plan-words.ts';
import { isIn, popupBounds, popupWidth } from './popup-place.ts';

export interface PopupWindow {
  /** Null where the engine has stopped. */
  readonly follow: (plan: PopupPlan | null) => void;
  /** Shows it with the focus, whatever the plan; once more puts it away. */
  readonly ask: () => void;
}

interface PopupShell {
  readonly isOurs: (event: IpcMainEvent) => boolean;
  readonly asWindow: boolean;
  /** Opens the main window, on a person where one is named. */
  readonly openMain: (shown?: Shown) => void;
}

const heightSchema = z.number().min(1).max(10_000);
const personSchema = z.number().int().positive().nullable();
const isMac = process.platform === 'darwin';
const pointerLook = 150;

export function createPopupWindow({ isOurs, asWindow, openMain }: PopupShell): PopupWindow {
  let window: BrowserWindow | null = null;
  let height: number | null = null;
  let { workArea } = screen.getPrimaryDisplay();
  let plan: PopupPlan | null = null;
  // The user wants to see it now.
  let isAsked = false;
  // What has been put away or notified of, by what it was about: it does not come twice.
  let done = '';

  const isPopup = (event: IpcMainEvent): boolean => isOurs(event) && event.sender === window?.webContents;
  ipcMain.on(channels.popupDrawn, (event, raw: unknown) => {
    const drawn = heightSchema.safeParse(raw);
    if (!isPopup(event) || !drawn.success) return;
    height = drawn.data;
    if (window?.isVisible() === true) place();
    else showWhereDue();
  });
  ipcMain.on(channels.popupHide, (event) => {
    if (isPopup(event)) putAway();
  });
  ipcMain.on(channels.popupPerson, (event, raw: unknown) => {
    const person = personSchema.safeParse(raw);
    if (!isPopup(event) || !person.success) return;
    putAway();
    openMain(person.data === null ? undefined : { kind: 'person', person: person.data });
  });
  // A display that went away may have had the popup.
  const replace = (): void => {
    if (window === null) return;
    ({ workArea } = screen.getDisplayMatching(window.getBounds()));
    place();
  };
  screen.on('display-removed', replace);
  screen.on('display-metrics-changed', replace);

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
      // A click counts although the window has no focus.
      acceptFirstMouse: true,
      // On a Mac only a panel shows over programs in full screen without coming forward with the whole app.
      ...(isMac ? { type: 'panel' } : {}),
      backgroundColor: nativeTheme.shouldUseDarkColors ? '#222220' : '#ffffff',
    });
    opened.setAlwaysOnTop(true, 'pop-up-menu');
    opened.setVisibleOnAllWorkspaces(true, { visibleOnFullScreen: true, skipTransformProcessType: true });
    // What others see of a shared screen, where the system can leave a window out.
    opened.setContentProtection(true);
    opened.on('focus', () => opened.webContents.send(channels.popupFocus, true));
    opened.on('blur', () => {
      opened.webContents.send(channels.popupFocus, false);
      if (isAsked && plan?.state !== 'due') putAway();
      isAsked = false;
    });
    if (isMac) watchPointer(opened);
    opened.webContents.on('render-process-gone', putAway);
    opened.on('closed', () => {
      if (window !== opened) return;
      [window, height, isAsked] = [null, null, false];
    });
    window = opened;
  }

  /** On the display where the user is working as it comes. The page may be zoomed; windows are not. */
  function place(): void {
    if (window === null || height === null) return;
    if (!window.isVisible()) ({ workArea } = screen.getDisplayNearestPoint(screen.getCursorScreenPoint()));
    window.setBounds(popupBounds(workArea, height, window.webContents.getZoomFactor(), process.platform));
  }

  function showWhereDue(): void {
    if (window === null || height === null) return;
    if (isAsked) {
      place();
      window.show();
      window.focus();
    } else if (plan?.state === 'due' && aboutOf(plan) !== done) {
      if (window.isVisible()) return;
      place();
      window.showInactive();
    } else if (window.isVisible()) window.hide();
  }

  function putAway(): void {
    if (plan?.state === 'due') done = aboutOf(plan);
    isAsked = false;
    window?.destroy();
    [window, height] = [null, null];
  }

  return {
    follow(next) {
      plan = next;
      if (!asWindow) {
        const words = plan === null || aboutOf(plan) === done ? null : notificationWords(plan);
        if (plan === null || words === null) return;
        done = aboutOf(plan);
        notify(words, () => openMain());
        return;
      }
      // One that is held back is ready for when it may come.
      if (plan !== null && plan.state !== 'none' && aboutOf(plan) !== done) prepare();
      else if (plan === null || !isAsked) putAway();
      showWhereDue();
    },
    ask() {
      if (!asWindow) return openMain();
      if (window?.isFocused() === true) return putAway();
      isAsked = true;
      prepare();
      showWhereDue();
    },
  };
}

/** Which meetings, at which time: moved they are told anew. */
function aboutOf({ startAt, meetings }: PopupPlan): string {
  return `${startAt ?? ''} ${meetings.join(' ')}`;
}

/** On a Mac a window without the focus is not told that the pointer is on it (electron/electron#45246). */
function watchPointer(window: BrowserWindow): void {
  let wasOn = false;
  const timer = setInterval(() => {
    const isOn = window.isVisible() && isIn(screen.getCursorScreenPoint(), window.getBounds());
    if (isOn !== wasOn) window.webContents.send(channels.popupFocus, isOn || window.isFocused());
    wasOn = isOn;
  }, pointerLook);
  window.on('closed', () => clearInterval(timer));
}
