/** What a page of ours shows as a PDF, drawn as it is printed: the page never names the file, the system's dialog does. */
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, dialog, ipcMain } from 'electron/main';
import type { BrowserWindow, IpcMainInvokeEvent, WebContents } from 'electron/main';
import { failure } from '../core/contract/errors.ts';
import type { PdfSaved } from '../core/contract/host.ts';
import { paperSchema } from '../core/contract/shell.ts';
import { channels } from './channels.ts';

// Where paper is cut in inches (CLDR); everywhere else in A4.
const letterCountries = new Set('BZ CA CL CO CR GT MX NI PA PH PR SV US VE'.split(' '));

/** On the paper of the system's country. Margins are those of the page's own style. Rejects where the file cannot be written. */
export async function writePdf(contents: WebContents, file: string): Promise<void> {
  const pageSize = letterCountries.has(app.getLocaleCountryCode()) ? 'Letter' : 'A4';
  await writeFile(file, await contents.printToPDF({ pageSize, preferCSSPageSize: true }));
}

interface PdfShell {
  readonly isOurs: (event: IpcMainInvokeEvent) => boolean;
  readonly window: () => BrowserWindow | null;
}

export function answerPdf({ isOurs, window }: PdfShell): void {
  ipcMain.handle(channels.savePdf, async (event, asked: unknown): Promise<PdfSaved> => {
    const over = window();
    if (!isOurs(event) || over === null) return failure('usage', 'Only the app itself can do that.');
    const paper = paperSchema.parse(asked);
    const { canceled, filePath } = await dialog.showSaveDialog(over, {
      title: 'Save as PDF',
      defaultPath: join(app.getPath('documents'), `Warmpath ${paper}.pdf`),
      filters: [{ name: 'PDF', extensions: ['pdf'] }],
    });
    if (canceled) return { ok: true, value: null };
    try {
      await writePdf(over.webContents, filePath);
      return { ok: true, value: basename(filePath) };
    } catch {
      return failure(
        'write_failed',
        'The PDF could not be saved there. Close the file if it is open, or choose another folder.',
      );
    }
  });
}
