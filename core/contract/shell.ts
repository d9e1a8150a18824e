/** What the desktop app alone can do, and how it is set: the popup's window, its keys, the tray, the sheet as a file. */
import { z } from 'zod';

/** Keys that work in every program; `null` for none. */
export const globalShortcuts = [
  'CommandOrControl+Alt+B',
  'CommandOrControl+Alt+W',
  'CommandOrControl+Shift+F9',
] as const;
const shortcutSchema = z.enum(globalShortcuts).nullable();
/** HH:MM by the computer's clock. */
const timeSchema = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/);

/** What can be put on paper, as its file is called. */
export const paperSchema = z.enum(['meetings', 'Monday sheet', 'lost deals', 'lost deals without names']);
export type Paper = z.infer<typeof paperSchema>;

export const shellStateSchema = z.strictObject({
  /** Where no program may place its windows, a notification takes the popup's place. */
  popup: z.enum(['window', 'notification']),
  shortcut: shortcutSchema,
  /** Another program has these keys already. */
  shortcutTaken: z.boolean(),
  /** Closing the window leaves the app running. */
  background: z.boolean(),
  /** Starts with the computer; null where the system does not let the app arrange that. */
  login: z.boolean().nullable(),
  /** Written anew each day at this time; `problem` says why the last one could not be. */
  sheet: z.strictObject({ folder: z.string(), time: timeSchema, problem: z.string().nullable() }).nullable(),
});
export type ShellState = z.infer<typeof shellStateSchema>;

export const shellChangeSchema = z.discriminatedUnion('set', [
  z.strictObject({ set: z.literal('shortcut'), shortcut: shortcutSchema }),
  z.strictObject({ set: z.literal('background'), background: z.boolean() }),
  z.strictObject({ set: z.literal('login'), login: z.boolean() }),
  /** Asks for the folder where there is none yet. */
  z.strictObject({ set: z.literal('sheet'), time: timeSchema.nullable() }),
]);
export type ShellChange = z.infer<typeof shellChangeSchema>;

/** `window.warmpathPopup`: all that the popup and the sheet can ask of the shell. Their port comes as the main window's does. */
export interface PopupBridge {
  readonly requestPort: () => void;
  readonly onEngineGone: (listener: () => void) => void;
  /** The page is drawn and this high, in CSS pixels. */
  readonly drawn: (height: number) => void;
  readonly hide: () => void;
  /** Whether the user has gone to the window with a key or a click. */
  readonly onFocus: (listener: (focused: boolean) => void) => void;
  /** Shows a person, or with null the window as it is. */
  readonly openPerson: (person: number | null) => void;
}
