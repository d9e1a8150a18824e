/** The built page for a browser, with the secret that only a page served here knows. */
import { policyHeaders, readBuiltPage } from '../core/built-page.ts';
import type { PageFile } from '../core/built-page.ts';

export const pageHeaders = {
  ...policyHeaders({ connects: true }),
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** Every file of the folder by its path in a URL; index.html carries `meta`. */
export function readPage(folder: string, meta: { name: string; content: string }): ReadonlyMap<string, PageFile> {
  return new Map(
    [...readBuiltPage(folder)].map(([path, file]) => [
      path,
      path === '/index.html' ? { ...file, body: withMeta(file.body, meta) } : file,
    ]),
  );
}

function withMeta(html: Buffer, { name, content }: { name: string; content: string }): Buffer {
  return Buffer.from(html.toString('utf8').replace('</head>', `<meta name="${name}" content="${content}" /></head>`));
}
