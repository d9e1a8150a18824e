/** The shell: one window, one engine process, the keychain and the dialogs. No mail passes through here. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  MessageChannelMain,
  protocol,
  safeStorage,
  screen,
  session,
} from 'electron/main';
import type { IpcMainEvent, IpcMainInvokeEvent } from 'electron/main';
import { shell } from 'electron/common';
import { z } from 'zod';
import { failure } from '../core/contract/errors.ts';
import type { HandedOver } from '../core/contract/host.ts';
import { letterSchema, mailtoOf } from '../core/contract/letter.ts';
import { answerBackups } from './backup-requests.ts';
import { channels } from './channels.ts';
import { startEngine } from './engine-client.ts';
import type { EngineProcess } from './engine-client.ts';
import { isRealKeychain, startUnlock } from './keychain.ts';
import { lockDown, stayOnPage } from './lock-down.ts';
import { setMenu } from './menu.ts';
import { createPageHandler, pageOrigin } from './page-files.ts';
import { keepWindowState, readWindowState, visibleBounds } from './window-state.ts';

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
protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true } }]);

if (!app.requestSingleInstanceLock()) app.quit();
else void app.whenReady().then(run);

let engine: EngineProcess | null = null;
let window: BrowserWindow | null = null;

function run(): void {
  protocol.handle('app', createPageHandler(join(appRoot, 'out', 'renderer')));
  lockDown(session.defaultSession);
  setMenu(process.platform, app.isPackaged);
  ipcMain.on(channels.requestPort, (event) => {
    if (isOurs(event)) sendPort(event);
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
  answerBackups({ isOurs, window: () => window, engine: runningEngine });
  app.on('second-instance', focusWindow);
  app.on('activate', openWindow);
  app.on('window-all-closed', () => {
    engine?.close();
    if (process.platform !== 'darwin') app.quit();
  });
  openWindow();
}

const refused: HandedOver = failure('usage', 'Only the app itself can do that.');

function openWindow(): void {
  if (window) return focusWindow();
  const placeFile = join(app.getPath('userData'), 'window.json');
  const kept = readWindowState(placeFile);
  const displays = screen.getAllDisplays().map(({ workArea }) => workArea);
  const opened = new BrowserWindow({
    width: 1280,
    height: 800,
    ...(kept && visibleBounds(kept.bounds, displays)),
    minWidth: 960,
    minHeight: 640,
    show: false,
    title: 'Warmpath',
    webPreferences: {
      preload: join(__dirname, '..', 'preload', 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      devTools: !app.isPackaged,
    },
  });
  window = opened;
  stayOnPage(opened.webContents);
  opened.once('ready-to-show', () => {
    // Maximising shows a window at once, so it waits for the page too.
    if (kept?.maximised) opened.maximize();
    opened.show();
  });
  keepWindowState(opened, placeFile);
  opened.on('closed', () => {
    window = null;
  });
  void opened.loadURL(`${pageOrigin}/`);
}

function focusWindow(): void {
  if (window?.isMinimized()) window.restore();
  window?.focus();
}

function isOurs({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && senderFrame.url.startsWith(`${pageOrigin}/`);
}

/** One end to the engine, the other to the page; what passes between them is theirs. */
function sendPort(event: IpcMainEvent): void {
  const { port1, port2 } = new MessageChannelMain();
  runningEngine().servePage(port1);
  event.senderFrame?.postMessage(channels.port, null, [port2]);
}

function runningEngine(): EngineProcess {
  if (engine) return engine;
  const keychain = isRealKeychain(safeStorage, process.platform, app.commandLine.getSwitchValue('password-store'))
    ? safeStorage
    : null;
  const dataFolder = join(app.getPath('userData'), 'data');
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const started = startEngine({
    script: join(__dirname, 'engine.cjs'),
    dataFolder,
    appRoot,
    unlock: startUnlock(dataFolder, keychain),
    onBrowse: (url) => void shell.openExternal(url).catch(() => undefined),
    onGone: () => {
      if (engine === started) engine = null;
      window?.webContents.send(channels.engineGone);
    },
  });
  engine = started;
  return started;
}

async function importPaths(paths: readonly string[]): Promise<HandedOver> {
  return paths.length === 0 ? { ok: true, value: null } : runningEngine().importPaths(paths);
}

async function chooseFiles(what: 'files' | 'folder'): Promise<HandedOver> {
  if (!window) return { ok: true, value: null };
  const { filePaths } = await dialog.showOpenDialog(window, {
    title: what === 'files' ? 'Mail, calendars, contacts' : 'A folder of mail',
    properties: what === 'files' ? ['openFile', 'multiSelections'] : ['openDirectory'],
  });
  return importPaths(filePaths);
}
