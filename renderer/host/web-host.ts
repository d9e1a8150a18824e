import type { HandedOver, Host } from '../../core/contract/host.ts';
import { secretHeader, secretMetaName, socketPath, socketProtocol, uploadPath } from '../../core/contract/host.ts';
import { mailtoOf } from '../../core/contract/letter.ts';
import { failure } from '../../core/contract/errors.ts';
import type { Port } from '../../core/contract/rpc.ts';
import { handedOverSchema } from '../../core/contract/uploads.ts';
import { uploadBody } from './upload-body.ts';

/** The same app served on loopback: a WebSocket to the engine, uploads for files. */
export function webHost(): Host<File> {
  const secret = document.querySelector<HTMLMetaElement>(`meta[name="${secretMetaName}"]`)?.content ?? '';
  return {
    kind: 'web',
    connect: () =>
      new Promise((resolve) => {
        const socket = new WebSocket(`ws://${location.host}${socketPath}`, [socketProtocol, secret]);
        resolve(socketPort(socket));
      }),
    addFiles: (files) => upload(files, secret),
    openLetter: (letter) => {
      location.href = mailtoOf(letter);
    },
  };
}

async function upload(files: readonly File[], secret: string): Promise<HandedOver> {
  if (files.length === 0) return { ok: true, value: null };
  try {
    const response = await fetch(uploadPath, {
      method: 'POST',
      headers: { [secretHeader]: secret, 'content-type': 'application/octet-stream' },
      body: uploadBody(files),
    });
    return handedOverSchema.parse(await response.json());
  } catch {
    return failure(
      'file_unreadable',
      'The files could not be handed over. Check that Warmpath still runs, and try again.',
    );
  }
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
