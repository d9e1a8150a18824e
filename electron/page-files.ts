/** Serves the built page as app://warmpath/: only files that were there at the start, each with the page's policy. */
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

export const pageOrigin = 'app://warmpath';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** Nothing but the page's own scripts and styles; no network, no frames, no forms, no strings into code or markup. */
const policy = [
  `default-src 'none'`,
  `script-src 'self'`,
  `style-src 'self'`,
  `img-src 'self' data:`,
  `font-src 'self'`,
  `base-uri 'none'`,
  `form-action 'none'`,
  `frame-ancestors 'none'`,
  `require-trusted-types-for 'script'`,
  `trusted-types 'none'`,
].join('; ');

/** Answers requests under `pageOrigin`; no path from a URL ever reaches the file system. */
export function createPageHandler(folder: string): (request: { url: string }) => Response {
  const files = new Map(filesBelow(folder, ''));
  return ({ url }) => {
    const { pathname } = new URL(url);
    const path = pathname === '/' ? '/index.html' : pathname;
    const body = url.startsWith(`${pageOrigin}/`) ? files.get(path) : undefined;
    if (!body) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(body), {
      headers: {
        'content-type': types[extname(path)] ?? 'application/octet-stream',
        'content-security-policy': policy,
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
      },
    });
  };
}

function filesBelow(folder: string, prefix: string): [string, Buffer][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Buffer][] => {
    const path = join(folder, entry.name);
    const name = `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path, name) : [[name, readFileSync(path)]];
  });
}
