import { closeSync, fsyncSync, openSync } from 'node:fs';

/** Makes the new names in a folder last through a power cut; Windows does that by itself and opens no folders. */
export function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
