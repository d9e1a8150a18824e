/** How the desktop app itself is set, kept and put into force: global keys, start at login, staying in the background, the daily sheet. */
import { join } from 'node:path';
import { app, dialog, globalShortcut, ipcMain } from 'electron/main';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron/main';
import { assertNever } from '../core/contract/errors.ts';
import { shellChangeSchema } from '../core/contract/shell.ts';
import type { ShellChange, ShellState } from '../core/contract/shell.ts';
import { channels } from './channels.ts';
import { startAtLogin, startsAtLogin } from './login-item.ts';
import { notify } from './notify.ts';
import { isSheetDue, localDay } from './sheet-time.ts';
import { writeSheet } from './sheet.ts';
import { readShellSettings, writeShellSettings } from './shell-settings.ts';
import type { ShellSettings } from './shell-settings.ts';

interface Shell {
  /** Whether the app goes on once its window is closed; the first time the user is told so. */
  readonly staysInBackground: () => boolean;
}

interface ShellContext {
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly window: () => BrowserWindow | null;
  readonly popup: ShellState['popup'];
  readonly onShortcut: () => void;
  /** Whether the engine's data lies open. */
  readonly isReady: () => boolean;
}

const sheetLook = 60_000;

export function createShell({ isOurs, window, popup, onShortcut, isReady }: ShellContext): Shell {
  const file = join(app.getPath('userData'), 'shell.json');
  let settings = readShellSettings(file);
  let isTaken = false;
  let isWriting = false;

  function keep(change: Partial<ShellSettings>): void {
    settings = { ...settings, ...change };
    writeShellSettings(file, settings);
  }

  function listen(): void {
    globalShortcut.unregisterAll();
    isTaken = settings.shortcut !== null && !globalShortcut.register(settings.shortcut, onShortcut);
  }

  async function lookAtSheet(): Promise<void> {
    const { sheet } = settings;
    const now = new Date();
    if (sheet === null || isWriting || !isReady() || !isSheetDue(sheet.time, sheet.written, now)) return;
    isWriting = true;
    const problem = await writeSheet(sheet.folder);
    isWriting = false;
    if (settings.sheet !== null) keep({ sheet: { ...settings.sheet, written: localDay(now), problem } });
  }

  async function chooseFolder(): Promise<string | null> {
    if (settings.sheet !== null) return settings.sheet.folder;
    const over = window();
    if (over === null) return null;
    const { filePaths } = await dialog.showOpenDialog(over, {
      title: 'A folder for the sheet',
      properties: ['openDirectory', 'createDirectory'],
    });
    return filePaths[0] ?? null;
  }

  async function apply(change: ShellChange): Promise<void> {
    switch (change.set) {
      case 'shortcut':
        keep({ shortcut: change.shortcut });
        return listen();
      case 'background':
        return keep({ background: change.background });
      case 'login':
        return startAtLogin(change.login);
      case 'sheet': {
        const { time } = change;
        if (time === null) return keep({ sheet: null });
        const folder = await chooseFolder();
        if (folder === null) return;
        keep({ sheet: { written: null, problem: null, ...settings.sheet, folder, time } });
        // The first is there at once; it takes a moment.
        if (settings.sheet?.written === null) void lookAtSheet();
        return;
      }
      default:
        return assertNever(change);
    }
  }

  function state(): ShellState {
    const { shortcut, background, sheet } = settings;
    return {
      popup,
      shortcut,
      shortcutTaken: isTaken,
      background,
      login: startsAtLogin(),
      sheet: sheet === null ? null : { folder: sheet.folder, time: sheet.time, problem: sheet.problem },
    };
  }

  ipcMain.handle(channels.shell, async (event, change: unknown): Promise<ShellState | null> => {
    if (!isOurs(event)) return null;
    if (change !== null) await apply(shellChangeSchema.parse(change));
    return state();
  });
  listen();
  setInterval(() => void lookAtSheet(), sheetLook);

  return {
    staysInBackground() {
      if (!settings.background) return false;
      const words = 'Warmpath goes on in the background, to brief you before meetings. Settings can change that.';
      if (!settings.toldBackground && notify(words)) keep({ toldBackground: true });
      return true;
    },
  };
}
