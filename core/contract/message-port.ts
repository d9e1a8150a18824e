import type { Port } from './rpc.ts';

interface PortEvent {
  readonly type: string;
  readonly data?: unknown;
}

/** What the MessagePorts of pages, workers and Node have in common. */
interface PortEvents {
  postMessage(message: unknown): void;
  start(): void;
  addEventListener(name: 'message' | 'close', listener: (event: PortEvent) => void): void;
  removeEventListener(name: 'message' | 'close', listener: (event: PortEvent) => void): void;
}

/** A MessagePort as a `Port`. It holds its messages until the first listener; older browsers never tell that it closed. */
export function messagePort(port: PortEvents): Port {
  let closed = false;
  port.addEventListener('close', () => {
    closed = true;
  });
  return {
    post: (message) => port.postMessage(message),
    onMessage: (listener) => {
      const take = (event: PortEvent): void => listener(event.data);
      port.addEventListener('message', take);
      port.start();
      return () => port.removeEventListener('message', take);
    },
    onClose: (listener) => {
      if (closed) listener();
      else port.addEventListener('close', listener);
    },
  };
}
