/** One process a folder: whoever listens on the socket in it has it, and nobody does once that process is gone, however it ended. */
import { rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { Server } from 'node:net';
import { join } from 'node:path';

/** The lock, held while this process runs; null where another process holds it. */
export async function lockFolder(folder: string): Promise<Server | null> {
  const path =
    process.platform === 'win32'
      ? `\\\\.\\pipe\\${join(folder, 'lock').replaceAll(/[\\/:]/g, '-')}`
      : join(folder, 'lock');
  const first = await listen(path);
  if (first !== null) return first;
  if (await answers(path)) return null;
  // Left behind by a process that was killed.
  rmSync(path, { force: true });
  return listen(path);
}

function listen(path: string): Promise<Server | null> {
  const server = createServer((socket) => socket.end());
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    );
    server.listen(path, () => resolve(server.unref()));
  });
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
