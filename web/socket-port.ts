import type { WebSocket } from 'ws';
import type { Port } from '../core/contract/rpc.ts';

/** A WebSocket as a `Port`: JSON both ways; what is no JSON is dropped. */
export function socketPort(socket: WebSocket): Port {
  const early: unknown[] = [];
  let listener: ((message: unknown) => void) | null = null;
  // The server keeps ws's default, one Buffer a message.
  socket.on('message', (data) => {
    let message: unknown;
    try {
      message = JSON.parse((data as Buffer).toString('utf8'));
    } catch {
      return;
    }
    if (listener === null) early.push(message);
    else listener(message);
  });
  return {
    post: (message) => socket.send(JSON.stringify(message)),
    onMessage: (next) => {
      listener = next;
      for (const message of early.splice(0)) next(message);
      return () => {
        listener = null;
      };
    },
    onClose: (closed) => {
      if (socket.readyState >= socket.CLOSING) closed();
      else socket.on('close', closed);
    },
  };
}
