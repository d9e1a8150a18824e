import { backupName, backupSavedSchema } from '../../core/contract/backup.ts';
import type { BackupSaved } from '../../core/contract/host.ts';
import { download } from './download.ts';

/** Gives the backup that the web host sends to the browser as a download. A stream that breaks off rejects. */
export async function takeBackup(response: Response): Promise<BackupSaved> {
  if (response.headers.get('content-type') === 'application/json')
    return backupSavedSchema.parse(await response.json());
  if (!response.ok || response.headers.get('content-type') !== 'application/octet-stream')
    throw new Error('this is no backup');
  // Browsers keep a blob of this size on the disk: it is as encrypted as the file it becomes.
  const blob = await response.blob();
  const file = backupName(Date.now());
  download(blob, file);
  return { ok: true, value: { file, bytes: blob.size } };
}
