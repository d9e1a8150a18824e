/** Starting with the computer, as each system arranges it. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { app } from 'electron/main';
import { autostartEntry, autostartFile, hiddenFlag } from './autostart.ts';

/** Null where the app is not installed: what would start is a builder's copy. */
export function startsAtLogin(): boolean | null {
  if (!app.isPackaged) return null;
  return process.platform === 'linux'
    ? existsSync(autostartFile(process.env))
    : app.getLoginItemSettings({ args: [hiddenFlag] }).openAtLogin;
}

export function startAtLogin(start: boolean): void {
  if (!app.isPackaged) return;
  if (process.platform !== 'linux') return app.setLoginItemSettings({ openAtLogin: start, args: [hiddenFlag] });
  const file = autostartFile(process.env);
  if (!start) return rmSync(file, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, autostartEntry(process.env['APPIMAGE'] ?? process.execPath));
}

/** Whether this start is one of these. */
export function isLoginStart(): boolean {
  return process.argv.includes(hiddenFlag) || app.getLoginItemSettings().wasOpenedAtLogin;
}
