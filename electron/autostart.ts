/** An entry in the autostart folder of Linux desktops (freedesktop.org Desktop Application Autostart Specification). Pure. */
import { homedir } from 'node:os';
import { join } from 'node:path';

/** On the command line of such a start: no window opens. */
export const hiddenFlag = '--hidden';

export function autostartFile(env: NodeJS.ProcessEnv): string {
  // The specification takes an empty one for none.
  return join(env['XDG_CONFIG_HOME'] || join(homedir(), '.config'), 'autostart', 'warmpath.desktop');
}

/** The program is quoted by the rules of the Desktop Entry specification, "The Exec key". */
export function autostartEntry(program: string): string {
  const quoted = program
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return `[Desktop Entry]\nType=Application\nName=Warmpath\nExec="${quoted}" ${hiddenFlag}\nTerminal=false\n`;
}
