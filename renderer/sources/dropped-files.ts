/** Folders dropped into a browser come as entries that must be walked; a file of one then carries its path as `webkitRelativePath`. */

async function filesIn(entry: FileSystemEntry): Promise<File[]> {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) => {
      (entry as FileSystemFileEntry).file(resolve, reject);
    });
    // The same field that a folder chosen in a file input fills; on dropped files it is empty.
    return [Object.defineProperty(file, 'webkitRelativePath', { value: entry.fullPath.replace(/^\//u, '') })];
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  const found: File[] = [];
  for (;;) {
    // A reader gives a folder in parts and an empty one at its end.
    const part = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (part.length === 0) return found;
    for (const inner of part) found.push(...(await filesIn(inner)));
  }
}

/** The files of a drop. With `walk` folders are opened, for hosts that get files and not paths. */
export async function droppedFiles(dropped: DataTransfer, walk: boolean): Promise<File[]> {
  // Entries are only to be had before the first await.
  const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  if (!walk || entries.length === 0) return [...dropped.files];
  const files: File[] = [];
  for (const entry of entries) files.push(...(await filesIn(entry)));
  return files;
}
