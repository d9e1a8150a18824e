import { chmodSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

// Node 18 and Chromium 114 are what the oldest runtime in use has; everything is bundled except the native addon.
const nodeBuild = {
  target: 'node18',
  externalizeDeps: false,
  sourcemap: false,
  minify: false,
} as const;

const { productName, version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>;

const external = ['electron', 'better-sqlite3', /^node:/];

// `vite.config.ts` is electron-vite's; the page's Trusted Types and nonce are the hosts' business, not the bundle's.
export default defineConfig({
  main: {
    // npm makes the terminal's program executable when it installs, which is before it is built.
    plugins: [{ name: 'executable', writeBundle: () => chmodSync('out/main/cli.cjs', 0o755) }],
    build: {
      ...nodeBuild,
      outDir: 'out/main',
      rolldownOptions: {
        external,
        input: {
          main: resolve('electron/main.ts'),
          engine: resolve('electron/engine-process.ts'),
          web: resolve('web/main.ts'),
          cli: resolve('core/cli/main.ts'),
          reader: resolve('core/ingest/reader-thread.ts'),
          accounts: resolve('core/remote/remote-thread.ts'),
          start: resolve('electron/start.ts'),
          demo: resolve('core/cli/demo.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name].cjs' },
      },
    },
  },
  preload: {
    build: {
      ...nodeBuild,
      // A sandboxed preload can load no other file.
      isolatedEntries: true,
      outDir: 'out/preload',
      rolldownOptions: {
        external,
        input: { preload: resolve('electron/preload.ts'), 'popup-preload': resolve('electron/popup-preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react()],
    define: { builtProduct: JSON.stringify({ name: productName, version, licence: license }) },
    build: {
      target: 'chrome114',
      outDir: 'out/renderer',
      rolldownOptions: {
        input: Object.fromEntries(['index', 'popup', 'sheet'].map((page) => [page, resolve(`renderer/${page}.html`)])),
      },
    },
  },
});
