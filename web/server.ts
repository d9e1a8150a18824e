/**
 * Serves the page, the engine's socket, uploads and backups on 127.0.0.1 and a random port. The one-time token of the address becomes a
 * cookie; the socket, uploads and backups need the page's secret besides. Nothing in a request is ever used as a path.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import {
  backupPath,
  restorePath,
  secretHeader,
  secretMetaName,
  socketPath,
  socketProtocol,
  uploadPath,
} from '../core/contract/host.ts';
import { serveEngine } from '../core/contract/rpc.ts';
import type { BugReport } from '../core/contract/rpc.ts';
import { serveUnlock } from '../core/contract/unlock.ts';
import type { Unlocking } from '../core/engine-unlocking.ts';
import { receiveBackup, sendBackup } from './backups.ts';
import { pageHeaders, readPage } from './page.ts';
import { socketPort } from './socket-port.ts';
import { receiveUploads } from './uploads.ts';

interface ServerOptions {
  /** The built page. */
  readonly pageFolder: string;
  readonly unlocking: Unlocking;
  readonly randomBytes: (size: number) => Buffer;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export interface RunningServer {
  /** With the one-time token. */
  readonly url: string;
  readonly close: () => Promise<void>;
}

const postPaths = new Set([uploadPath, backupPath, restorePath]);
// The longest message of the contract is a word list a person typed; answers go the other way.
const maxMessage = 1 << 20;

export async function startServer({ pageFolder, unlocking, randomBytes, now }: ServerOptions): Promise<RunningServer> {
  const newSecret = (): string => randomBytes(32).toString('base64url');
  const bugs: BugReport = {
    newId: () => randomBytes(4).toString('hex'),
    log: (id, error) => console.error(`bug ${id}:`, error instanceof Error ? error.stack : 'unknown'),
  };
  let token: string | null = newSecret();
  const session = newSecret();
  const secret = newSecret();
  const cookieName = `warmpath-${randomBytes(8).toString('hex')}`;
  const page = readPage(pageFolder, { name: secretMetaName, content: secret });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: maxMessage,
    handleProtocols: (offered) => (offered.has(socketProtocol) ? socketProtocol : false),
  });
  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      bugs.log(bugs.newId(), error);
      response.destroy();
    });
  });
  server.on('upgrade', upgrade);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;

  /** The name the browser asked for: another one would be a page of somebody else that points here (DNS rebinding). */
  const isOurHost = (request: IncomingMessage): boolean => request.headers.host === host;
  const isOurOrigin = (request: IncomingMessage): boolean => request.headers.origin === `http://${host}`;
  const hasSession = (request: IncomingMessage): boolean =>
    (request.headers.cookie ?? '')
      .split(/;\s*/)
      .some((pair) => pair.startsWith(`${cookieName}=`) && isEqual(pair.slice(cookieName.length + 1), session));

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurHost(request)) return refuse(response, 403);
    const { pathname, searchParams } = new URL(request.url ?? '/', `http://${host}`);
    const given = searchParams.get('token');
    if (request.method === 'GET' && pathname === '/' && given !== null) return exchange(given, response);
    if (!hasSession(request)) return refuse(response, 401);
    if (request.method === 'POST' && postPaths.has(pathname)) return post(pathname, request, response);
    if (request.method !== 'GET') return refuse(response, 405);
    const file = page.get(pathname === '/' ? '/index.html' : pathname);
    if (!file) return refuse(response, 404);
    response.writeHead(200, { ...pageHeaders, 'content-type': file.type }).end(file.body);
  }

  /** The token works once; the redirect takes it out of the address and the history. */
  function exchange(given: string, response: ServerResponse): void {
    if (token === null || !isEqual(given, token)) return refuse(response, 401);
    token = null;
    response
      .writeHead(303, {
        ...pageHeaders,
        location: '/',
        'set-cookie': `${cookieName}=${session}; HttpOnly; SameSite=Strict; Path=/`,
      })
      .end();
  }

  async function post(pathname: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (!isOurOrigin(request) || !isEqual(String(request.headers[secretHeader] ?? ''), secret))
      return refuse(response, 403);
    const engine = unlocking.engine();
    const result =
      pathname === uploadPath
        ? await receiveUploads(request, engine)
        : pathname === restorePath
          ? await receiveBackup(request, engine)
          : await sendBackup(request, response, engine, now());
    if (result !== null)
      response.writeHead(200, { ...pageHeaders, 'content-type': 'application/json' }).end(JSON.stringify(result));
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/,\s*/);
    const isAllowed =
      request.url === socketPath &&
      isOurHost(request) &&
      isOurOrigin(request) &&
      hasSession(request) &&
      offered.some((one) => isEqual(one, secret));
    if (!isAllowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (connection) => {
      const connected = socketPort(connection);
      serveUnlock(connected, unlocking, () => {
        const engine = unlocking.engine();
        if (engine === null) throw new Error('ready without an engine');
        serveEngine(connected, engine.call, engine.onEvent, bugs);
      });
    });
  }

  return {
    url: `http://${host}/?token=${token}`,
    async close() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await unlocking.engine()?.close();
    },
  };
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...pageHeaders, 'content-type': 'text/plain' }).end('refused');
}

/** Equal, in a time that does not tell how much of it is. */
function isEqual(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
