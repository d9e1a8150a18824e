/** The sheet of coming meetings as a PDF in a folder the user chose: one file, written anew each day. */
import { join } from 'node:path';
import { ipcMain } from 'electron/main';
import { channels } from './channels.ts';
import { openPage } from './page-window.ts';
import { writePdf } from './pdf.ts';

const sheetName = 'Warmpath meetings.pdf';

// The page draws as soon as the engine has answered.
const longestWait = 30_000;

/** Writes the sheet; null, or why it could not be. */
export async function writeSheet(folder: string): Promise<string | null> {
  const window = openPage('sheet', { width: 900, height: 1200 });
  try {
    await drawn(window.webContents.id);
    await writePdf(window.webContents, join(folder, sheetName));
    return null;
  } catch (error) {
    return error instanceof Error ? error.message : 'It could not be drawn.';
  } finally {
    window.destroy();
  }
}

function drawn(contents: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      ipcMain.off(channels.popupDrawn, take);
      reject(new Error('It could not be drawn.'));
    }, longestWait);
    const take = ({ sender }: Electron.IpcMainEvent): void => {
      if (sender.id !== contents) return;
      clearTimeout(timer);
      ipcMain.off(channels.popupDrawn, take);
      resolve();
    };
    ipcMain.on(channels.popupDrawn, take);
  });
}
