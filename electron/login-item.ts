/** Starting with the computer, as each system arranges it. On Linux an entry in the autostart folder (freedesktop.org Autostart specification). */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app } from 'electron/main';

/** On the command line of such a start: no window opens. */
export const hiddenFlag = '--hidden';

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

function autostartFile(env: NodeJS.ProcessEnv): string {
  return join(env['XDG_CONFIG_HOME'] ?? join(homedir(), '.config'), 'autostart', 'warmpath.desktop');
}

/** The program is quoted by the rules of the Desktop Entry specification, "The Exec key". */
export function autostartEntry(program: string): string {
  const quoted = program
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return `[Desktop Entry]\nType=Application\nName=Warmpath\nExec="${quoted}" ${hiddenFlag}\nTerminal=false\n`;
}
