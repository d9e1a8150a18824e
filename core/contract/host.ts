/** What a host offers its page beside the engine. The page never names a path; it hands over what the user chose or dropped. */
import type { Result } from './errors.ts';
import type { Letter } from './letter.ts';
import type { Port } from './rpc.ts';
import type { OpenedBackup, SavedBackup } from './kept.ts';
import type { ImportResult } from './shapes.ts';
import type { Paper, ShellChange, ShellState } from './shell.ts';

/** What came of handing files over: the import's result once it has ended, or null where the user chose nothing. */
export type HandedOver = Result<ImportResult | null>;

/** What came of saving a backup: null where the user chose no place for it. */
export type BackupSaved = Result<SavedBackup | null>;
export type BackupOpened = Result<OpenedBackup>;

/** The name of the file, or null where the user chose no place for it. */
export type PdfSaved = Result<string | null>;

/** What the shell asks the large window to show. */
export type Shown = { readonly kind: 'person'; readonly person: number } | { readonly kind: 'firm' };

/** The host as the page uses it, the same for the desktop app and the browser. */
export interface Host<PageFile> {
  readonly kind: 'electron' | 'web';
  /** A port that first speaks core/contract/unlock.ts and then core/contract/rpc.ts. */
  readonly connect: () => Promise<Port>;
  /** Imports files that were dropped or chosen in the page; resolves when the import has ended. */
  readonly addFiles: (files: readonly PageFile[]) => Promise<HandedOver>;
  /** The host's own dialog; only the desktop app has one, elsewhere the page uses a file input. */
  readonly chooseFiles?: (what: 'files' | 'folder') => Promise<HandedOver>;
  /** Opens the user's own mail program with this in it; nothing is sent. */
  readonly openLetter: (letter: Letter) => void;
  /** Saves everything as one file under a passphrase of its own, where the user says. */
  readonly saveBackup: (passphrase: string) => Promise<BackupSaved>;
  /** Checks a backup and keeps it ready for the method `restoreBackup`; nothing is replaced yet. */
  readonly openBackup: (file: PageFile, passphrase: string) => Promise<BackupOpened>;
  /** Saves the view as it is printed where the user says; only the desktop app can, elsewhere the browser prints. */
  readonly savePdf?: (paper: Paper) => Promise<PdfSaved>;
  /** How the desktop app itself is set, after the change where one is given; elsewhere there is nothing to set. */
  readonly shell?: (change: ShellChange | null) => Promise<ShellState>;
  /** The popup or a notification asks for it. */
  readonly onShow?: (listener: (shown: Shown) => void) => void;
}

/**
 * `window.warmpath` in the desktop app: all that crosses from the preload. A port cannot cross there, so `requestPort` asks
 * for one that then arrives at the window as a message with `portMessage` as its data.
 */
export interface PreloadBridge<PageFile> {
  readonly requestPort: () => void;
  /** The engine's process has ended; asked for anew by `requestPort`. */
  readonly onEngineGone: (listener: () => void) => void;
  readonly addFiles: (files: readonly PageFile[]) => Promise<HandedOver>;
  readonly chooseFiles: (what: 'files' | 'folder') => Promise<HandedOver>;
  readonly openLetter: (letter: Letter) => void;
  readonly saveBackup: (passphrase: string) => Promise<BackupSaved>;
  readonly openBackup: (file: PageFile, passphrase: string) => Promise<BackupOpened>;
  readonly savePdf: (paper: Paper) => Promise<PdfSaved>;
  readonly shell: (change: ShellChange | null) => Promise<ShellState>;
  readonly onShow: (listener: (shown: Shown) => void) => void;
}

export const portMessage = 'warmpath engine port';

/** Where the web host's page finds the secret that opens its WebSocket and its uploads: the content of this meta element. */
export const secretMetaName = 'warmpath-secret';
export const socketPath = '/engine';
export const socketProtocol = 'warmpath';
export const uploadPath = '/import';
export const backupPath = '/backup';
export const restorePath = '/restore';
export const secretHeader = 'x-warmpath-secret';
