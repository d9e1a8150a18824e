/** Gives the user a file of that name: the browser keeps it among their downloads, the desktop app asks where. */
export function download(blob: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The download has its own hold on the blob by then.
  setTimeout(() => {
    URL.revokeObjectURL(link.href);
  }, 60_000);
}
