/** The built page, read once at the start, with the secret that only a page served here knows. */
import { readFileSync, readdirSync } from 'node:fs';
import { extname, join } from 'node:path';

export interface PageFile {
  readonly type: string;
  readonly body: Buffer;
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** As the desktop app's, but that the page may talk to where it came from. */
export const pageHeaders = {
  'content-security-policy': [
    `default-src 'none'`,
    `script-src 'self'`,
    `style-src 'self'`,
    `img-src 'self' data:`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `base-uri 'none'`,
    `form-action 'none'`,
    `frame-ancestors 'none'`,
    `require-trusted-types-for 'script'`,
    `trusted-types 'none'`,
  ].join('; '),
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Every file of the folder by its path in a URL; index.html carries `meta`. */
export function readPage(folder: string, meta: { name: string; content: string }): ReadonlyMap<string, PageFile> {
  return new Map(
    filesBelow(folder, '').map(([path, body]) => [
      path,
      {
        type: types[extname(path)] ?? 'application/octet-stream',
        body: path === '/index.html' ? withMeta(body, meta) : body,
      },
    ]),
  );
}

function withMeta(html: Buffer, { name, content }: { name: string; content: string }): Buffer {
  return Buffer.from(html.toString('utf8').replace('</head>', `<meta name="${name}" content="${content}" /></head>`));
}

function filesBelow(folder: string, prefix: string): [string, Buffer][] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, Buffer][] => {
    const path = join(folder, entry.name);
    const name = `${prefix}/${entry.name}`;
    return entry.isDirectory() ? filesBelow(path, name) : [[name, readFileSync(path)]];
  });
}
