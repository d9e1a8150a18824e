import type { Host } from '../../core/contract/host.ts';
import { backupOpenedSchema } from '../../core/contract/backup.ts';
import {
  backupPath,
  restorePath,
  secretHeader,
  secretMetaName,
  socketPath,
  socketProtocol,
  uploadPath,
} from '../../core/contract/host.ts';
import { mailtoOf } from '../../core/contract/letter.ts';
import { failure } from '../../core/contract/errors.ts';
import type { Port } from '../../core/contract/rpc.ts';
import { handedOverSchema } from '../../core/contract/uploads.ts';
import { backupBody, backupRequest, uploadBody } from './upload-body.ts';
import { takeBackup } from './take-backup.ts';

/** The same app served on loopback: a WebSocket to the engine, uploads for files. */
export function webHost(): Host<File> {
  const secret = document.querySelector<HTMLMetaElement>(`meta[name="${secretMetaName}"]`)?.content ?? '';
  const post = (path: string, body: Blob): Promise<Response> =>
    fetch(path, {
      method: 'POST',
      headers: { [secretHeader]: secret, 'content-type': 'application/octet-stream' },
      body,
    });
  return {
    kind: 'web',
    connect: () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}${socketPath}`, [socketProtocol, secret]);
        resolve(socketPort(socket));
      }),
    openLetter: (letter) => {
      location.href = mailtoOf(letter);
    },
    addFiles: async (files) => {
      if (files.length === 0) return { ok: true, value: null };
      try {
        return handedOverSchema.parse(await (await post(uploadPath, uploadBody(files))).json());
      } catch {
        return notHandedOver('The files could not be handed over');
      }
    },
    saveBackup: async (passphrase) => {
      try {
        return await takeBackup(await post(backupPath, backupRequest(passphrase)));
      } catch {
        return notHandedOver('The backup could not be saved');
      }
    },
    openBackup: async (file, passphrase) => {
      try {
        return backupOpenedSchema.parse(await (await post(restorePath, backupBody(file, passphrase))).json());
      } catch {
        return notHandedOver('The backup could not be handed over');
      }
    },
  };
}

function notHandedOver(what: string): ReturnType<typeof failure> {
  return failure('file_unreadable', `${what}. Check that Warmpath still runs, and try again.`);
}

function socketPort(socket: WebSocket): Port {
  const early: unknown[] = [];
  const unsent: string[] = [];
  let listener: ((message: unknown) => void) | null = null;
  socket.addEventListener('open', () => {
    for (const text of unsent.splice(0)) socket.send(text);
  });
  socket.addEventListener('message', (event: MessageEvent<string>) => {
    const message: unknown = JSON.parse(event.data);
    if (listener === null) early.push(message);
    else listener(message);
  });
  return {
    post: (message) => {
      const text = JSON.stringify(message);
      if (socket.readyState === WebSocket.CONNECTING) unsent.push(text);
      else socket.send(text);
    },
    onMessage: (next) => {
      listener = next;
      for (const message of early.splice(0)) next(message);
      return () => {
        listener = null;
      };
    },
    onClose: (closed) => {
      if (socket.readyState >= WebSocket.CLOSING) closed();
      else socket.addEventListener('close', closed);
    },
  };
}
