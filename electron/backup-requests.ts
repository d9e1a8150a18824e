/** Backups as the page asks for them: it never names a path, the system's dialogs and file inputs do. */
import { join } from 'node:path';
import { app, dialog, ipcMain } from 'electron/main';
import type { BrowserWindow, IpcMainInvokeEvent } from 'electron/main';
import { z } from 'zod';
import { backupName } from '../core/contract/backup.ts';
import { failure } from '../core/contract/errors.ts';
import type { BackupOpened, BackupSaved } from '../core/contract/host.ts';
import { channels } from './channels.ts';
import type { EngineProcess } from './engine-client.ts';

interface BackupShell {
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly window: () => BrowserWindow | null;
  readonly engine: () => EngineProcess;
}

const refused = failure('usage', 'Only the app itself can do that.');
const passphraseSchema = z.string().max(1024);

export function answerBackups({ isOurs, window, engine }: BackupShell): void {
  ipcMain.handle(channels.saveBackup, async (event, passphrase: unknown): Promise<BackupSaved> => {
    if (!isOurs(event)) return refused;
    const words = passphraseSchema.parse(passphrase);
    const over = window();
    if (over === null) return { ok: true, value: null };
    const { filePath } = await dialog.showSaveDialog(over, {
      title: 'Save a backup',
      defaultPath: join(app.getPath('documents'), backupName(Date.now())),
    });
    return filePath === '' || filePath === undefined ? { ok: true, value: null } : engine().saveBackup(filePath, words);
  });
  ipcMain.handle(channels.openBackup, async (event, path: unknown, passphrase: unknown): Promise<BackupOpened> => {
    if (!isOurs(event)) return refused;
    const file = z.string().min(1).safeParse(path);
    if (!file.success) return failure('file_not_found', 'That file is not on this computer.');
    return engine().openBackup(file.data, passphraseSchema.parse(passphrase));
  });
}
