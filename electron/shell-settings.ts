/** What the user chose for the desktop app itself, as a small file beside the window's place. */
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { shellStateSchema } from '../core/contract/shell.ts';

const { shortcut, background } = shellStateSchema.shape;
const settingsSchema = z.strictObject({
  shortcut: shortcut.default('CommandOrControl+Alt+B'),
  background: background.default(true),
  /** `written`: the last day (YYYY-MM-DD) on which the sheet was written or could not be. */
  sheet: z
    .strictObject({ folder: z.string(), time: z.string(), written: z.string().nullable(), problem: z.string().nullable() })
    .nullable()
    .default(null),
  /** Whether the user has been told that closing the window ends nothing. */
  toldBackground: z.boolean().default(false),
}); // prettier-ignore
export type ShellSettings = z.infer<typeof settingsSchema>;

/** What was kept; where nothing was, or nothing that can be read, what is usual. */
export function readShellSettings(file: string): ShellSettings {
  try {
    return settingsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return settingsSchema.parse({});
  }
}

/** A choice that cannot be kept holds until the app ends. */
export function writeShellSettings(file: string, settings: ShellSettings): void {
  try {
    writeFileSync(file, JSON.stringify(settings), { mode: 0o600 });
  } catch {}
}
