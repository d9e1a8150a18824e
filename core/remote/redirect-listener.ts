/** Waits on 127.0.0.1 for the browser to come back from a sign-in (RFC 8252 7.3). */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

interface RedirectListener {
  readonly redirectUri: string;
  /** What the browser was sent back with; null where it did not come. */
  readonly answer: Promise<URLSearchParams | null>;
  readonly cancel: () => void;
}

const patience = 600_000;

/** Takes one answer, the one with this state, and closes. */
export async function awaitRedirect(state: string, signal: AbortSignal): Promise<RedirectListener> {
  let settle: (answer: URLSearchParams | null) => void;
  const answer = new Promise<URLSearchParams | null>((resolve) => {
    settle = resolve;
  });
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
    const isOurs = request.method === 'GET' && pathname === '/' && searchParams.get('state') === state;
    const failed = searchParams.has('error');
    // Nothing of the request comes back in the page: anybody can send anything here.
    response.writeHead(isOurs ? 200 : 404, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
      connection: 'close',
    });
    response.end(isOurs ? page(failed ? 'Not signed in. Warmpath says why.' : 'Signed in.') : '');
    if (isOurs) end(searchParams);
  });
  const end = (value: URLSearchParams | null): void => {
    settle(value);
    clearTimeout(timer);
    server.close();
  };
  const timer = setTimeout(() => end(null), patience);
  signal.addEventListener('abort', () => end(null), { once: true });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { redirectUri: `http://127.0.0.1:${port}/`, answer, cancel: () => end(null) };
}

function page(text: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Warmpath</title><p>${text} You can close this page and go back to Warmpath.</p></html>`;
}
