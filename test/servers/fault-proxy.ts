/** A TCP proxy on loopback that spoils what passes: decided by the test, the same every time. */
import { connect, createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';

export interface Fault {
  /** The connection ends after so many bytes from the server. */
  readonly cutAfter?: number;
  /** Nothing more is passed on after so many bytes from the server, and the connection stays. */
  readonly stallAfter?: number;
  /** What the server says is changed, a piece at a time as it comes. */
  readonly rewrite?: (text: string) => string;
  /** Passed on in pieces of so many bytes. */
  readonly piece?: number;
}

export interface FaultProxy {
  readonly port: number;
  /** For connections from now on; null for none. */
  readonly spoil: (fault: Fault | null) => void;
  /** Bytes that came from the server since the last call. */
  readonly received: () => number;
  readonly close: () => Promise<void>;
}

export async function faultProxy(target: number): Promise<FaultProxy> {
  let fault: Fault | null = null;
  let received = 0;
  const sockets = new Set<Socket>();
  const server: Server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const { cutAfter = Infinity, stallAfter = Infinity, rewrite, piece = Infinity } = fault ?? {};
    let passed = 0;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    client.on('data', (bytes) => upstream.write(bytes));
    upstream.on('data', (bytes) => {
      received += bytes.length;
      const before = passed;
      passed += bytes.length;
      const left = Math.min(cutAfter, stallAfter) - before;
      const kept = passed > cutAfter || passed > stallAfter ? bytes.subarray(0, Math.max(0, left)) : bytes;
      const changed = rewrite ? Buffer.from(rewrite(kept.toString('latin1')), 'latin1') : kept;
      for (let at = 0; at < changed.length; at += piece) client.write(changed.subarray(at, at + piece));
      if (passed > cutAfter) client.destroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    spoil: (some) => {
      fault = some;
    },
    received() {
      const count = received;
      received = 0;
      return count;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}
