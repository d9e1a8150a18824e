import type { z } from 'zod';
import type { backupRequestSchema, backupUploadSchema } from '../../core/contract/backup.ts';
import type { UploadList } from '../../core/contract/uploads.ts';

/** The body of an upload: the list of files as one line of JSON, then their bytes. The browser streams it from the disk. */
export function uploadBody(files: readonly File[]): Blob {
  const list: UploadList = files.map((file) => ({ name: file.webkitRelativePath || file.name, size: file.size }));
  return new Blob([`${JSON.stringify(list)}\n`, ...files]);
}

/** The body that asks for a backup; the passphrase travels here and in no address. */
export function backupRequest(passphrase: string): Blob {
  return new Blob([`${JSON.stringify({ passphrase } satisfies z.input<typeof backupRequestSchema>)}\n`]);
}

/** The body that hands a backup over: its passphrase and name as one line of JSON, then its bytes. */
export function backupBody(file: File, passphrase: string): Blob {
  const line: z.input<typeof backupUploadSchema> = { name: file.name, size: file.size, passphrase };
  return new Blob([`${JSON.stringify(line)}\n`, file]);
}
