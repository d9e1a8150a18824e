/** The built page as hosts serve it: read once at the start, each file with its type, all under one policy. */
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

/**
 * What goes with every file: nothing but the page's own scripts and styles; no frames, no forms, no strings into code or markup.
 * `connects`: the page may talk to where it came from; otherwise it has no network at all.
 */
export function policyHeaders({ connects }: { readonly connects: boolean }): Readonly<Record<string, string>> {
  return {
    'content-security-policy': [
      `default-src 'none'`,
      `script-src 'self'`,
      `style-src 'self'`,
      `img-src 'self' data:`,
      `font-src 'self'`,
      ...(connects ? [`connect-src 'self'`] : []),
      `base-uri 'none'`,
      `form-action 'none'`,
      `frame-ancestors 'none'`,
      `require-trusted-types-for 'script'`,
      `trusted-types 'none'`,
    ].join('; '),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
  };
}

/** Every file of the folder by its path in a URL, which therefore never reaches the file system. */
export function readBuiltPage(folder: string, prefix = ''): ReadonlyMap<string, PageFile> {
  return new Map(
    readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, PageFile][] => {
      const file = join(folder, entry.name);
      const path = `${prefix}/${entry.name}`;
      if (entry.isDirectory()) return [...readBuiltPage(file, path)];
      return [[path, { type: types[extname(path)] ?? 'application/octet-stream', body: readFileSync(file) }]];
    }),
  );
}
