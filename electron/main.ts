/** The shell: the window, the popup and the tray, one engine process, the keychain and the dialogs. No mail passes through here. */
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, MessageChannelMain, protocol, session } from 'electron/main';
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron/main';
import { shell } from 'electron/common';
import { z } from 'zod';
import { failure } from '../core/contract/errors.ts';
import type { HandedOver } from '../core/contract/host.ts';
import { letterSchema, mailtoOf } from '../core/contract/letter.ts';
import { answerBackups } from './backup-requests.ts';
import { channels } from './channels.ts';
import { lockDown } from './lock-down.ts';
import { isLoginStart } from './login-item.ts';
import { createMainWindow } from './main-window.ts';
import type { MainWindow } from './main-window.ts';
import { setMenu } from './menu.ts';
import { createPageHandler, pageOrigin } from './page-files.ts';
import { notify } from './notify.ts';
import { answerPdf } from './pdf.ts';
import { canPlaceWindows } from './popup-place.ts';
import { createPopupWindow } from './popup-window.ts';
import type { PopupWindow } from './popup-window.ts';
import { createRunningEngine } from './running-engine.ts';
import type { RunningEngine } from './running-engine.ts';
import { createShell } from './shell.ts';
import { createTray } from './tray.ts';
import type { TrayIcon } from './tray.ts';

const appRoot = join(__dirname, '..', '..');

// Chromium looks things up by itself (components, experiments, safe DNS); this app has nothing to look up.
for (const name of [
  'disable-background-networking',
  'disable-component-update',
  'disable-domain-reliability',
  'no-pings',
]) {
  app.commandLine.appendSwitch(name);
}
app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
// Under Wayland keys that work everywhere are asked of the desktop.
app.commandLine.appendSwitch('enable-features', 'GlobalShortcutsPortal');
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

if (!app.requestSingleInstanceLock()) app.quit();
else void app.whenReady().then(run);

let engine: RunningEngine;
let window: MainWindow;
let popup: PopupWindow;
let tray: TrayIcon;

function run(): void {
  protocol.handle('app', createPageHandler(join(appRoot, 'out', 'renderer')));
  lockDown(session.defaultSession);
  setMenu(process.platform, app.isPackaged);
  ipcMain.on(channels.requestPort, (event) => {
    if (!isOurs(event)) return;
    sendPort(event);
    window.listens(event.sender);
  });
  ipcMain.handle(channels.addFiles, (event, paths: unknown) =>
    isOurs(event) ? importPaths(z.array(z.string()).parse(paths)) : refused,
  );
  ipcMain.handle(channels.chooseFiles, (event, what: unknown) =>
    isOurs(event) ? chooseFiles(z.enum(['files', 'folder']).parse(what)) : refused,
  );
  ipcMain.on(channels.openLetter, (event, letter: unknown) => {
    const parsed = letterSchema.safeParse(letter);
    // Where there is no mail program the text can still be copied.
    if (isOurs(event) && parsed.success) shell.openExternal(mailtoOf(parsed.data)).catch(() => undefined);
  });
  engine = createRunningEngine({
    onPlan: (plan) => {
      popup.follow(plan);
      tray.follow(plan);
    },
    onLocked: () => {
      if (window.current() === null) notify('Unlock Warmpath to be briefed before meetings.', () => window.open());
    },
    onAsked: () => {
      const isLooking = window.current()?.isFocused() === true;
      if (!isLooking) notify('A colleague asks about somebody you know.', () => window.open({ kind: 'firm' }));
    },
    onBrowse: (url) => void shell.openExternal(url).catch(() => undefined),
    onGone: () => {
      for (const { webContents } of BrowserWindow.getAllWindows()) webContents.send(channels.engineGone);
    },
  });
  window = createMainWindow(() => {
    // A Mac's programs stay without a window in any case; for others the user says.
    if (!settings.staysInBackground() && process.platform !== 'darwin') app.quit();
  });
  const asWindow = canPlaceWindows(
    process.platform,
    process.env,
    process.versions.electron,
    app.commandLine.getSwitchValue('ozone-platform'),
  );
  popup = createPopupWindow({ isOurs, asWindow, openMain: window.open });
  const brief = (): void => popup.ask();
  const settings = createShell({
    isOurs,
    window: window.current,
    popup: asWindow ? 'window' : 'notification',
    onShortcut: brief,
    isReady: engine.isOpen,
  });
  const quiet = (until: string | null): void => engine.current().keepQuiet(until);
  tray = createTray(join(appRoot, 'resources', 'icons'), { open: window.open, brief, quiet, quit: () => app.quit() });
  answerBackups({ isOurs, window: window.current, engine: engine.current });
  answerPdf({ isOurs, window: window.current });
  app.on('second-instance', () => window.open());
  app.on('activate', () => window.open());
  // The popup and the sheet are windows too: whether the app goes on is decided when the large one closes.
  app.on('window-all-closed', () => undefined);
  app.on('before-quit', engine.close);
  if (isLoginStart()) engine.current();
  else window.open();
}

const refused: HandedOver = failure('usage', 'Only the app itself can do that.');

function isOurs({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${pageOrigin}/`);
}

/** One end to the engine, the other to the page; what passes between them is theirs. */
function sendPort(event: IpcMainEvent): void {
  const { port1, port2 } = new MessageChannelMain();
  // Whatever else it may be, only the large window is given everything.
  engine.current().servePage(port1, event.sender === window.current()?.webContents ? 'window' : 'popup');
  event.senderFrame?.postMessage(channels.port, null, [port2]);
}

async function importPaths(paths: readonly string[]): Promise<HandedOver> {
  return paths.length === 0 ? { ok: true, value: null } : engine.current().importPaths(paths);
}

async function chooseFiles(what: 'files' | 'folder'): Promise<HandedOver> {
  const over = window.current();
  if (!over) return { ok: true, value: null };
  const { filePaths } = await dialog.showOpenDialog(over, {
    title: what === 'files' ? 'Mail, calendars, contacts' : 'A folder of mail',
    properties: what === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory'],
  });
  return importPaths(filePaths);
}
