/** Serves the built page as app://warmpath/: only files that were there at the start, each with the page's policy. */
import { policyHeaders, readBuiltPage } from '../core/built-page.ts';

export const pageOrigin = 'app://warmpath';

/** Answers requests under `pageOrigin`; no path from a URL ever reaches the file system. */
export function createPageHandler(folder: string): (request: { url: string }) => Response {
  const files = readBuiltPage(folder);
  const headers = policyHeaders({ connects: false });
  return ({ url }) => {
    const { pathname } = new URL(url);
    const path = pathname === '/' ? '/index.html' : pathname;
    const file = url.startsWith(`${pageOrigin}/`) ? files.get(path) : undefined;
    if (!file) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(file.body), { headers: { ...headers, 'content-type': file.type } });
  };
}
