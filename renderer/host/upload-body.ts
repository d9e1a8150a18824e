import type { UploadList } from '../../core/contract/uploads.ts';

/** The body of an upload: the list of files as one line of JSON, then their bytes. The browser streams it from the disk. */
export function uploadBody(files: readonly File[]): Blob {
  const list: UploadList = files.map((file) => ({ name: file.webkitRelativePath || file.name, size: file.size }));
  return new Blob([`${JSON.stringify(list)}\n`, ...files]);
}
