/** The directory as one folder that needs Node and nothing else: no Electron, no SQLite, no install. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defineConfig } from 'vite';

const folder = resolve('out/directory');
const embedded = 'node_modules/@electric-sql/pglite';
// Of the embedded database: not the extensions, the maps, the types and the second module format.
const unneeded = /\.(?:map|tar\.gz|d\.ts|d\.cts|cjs)$/;

export default defineConfig({
  publicDir: false,
  // Everything is bundled but the embedded database, which reads files that lie beside it.
  ssr: { noExternal: true, external: ['@electric-sql/pglite'] },
  build: {
    ssr: 'directory/main.ts',
    outDir: folder,
    emptyOutDir: true,
    target: 'node20.19',
    minify: false,
    rolldownOptions: {
      external: ['pg-native'],
      output: { format: 'esm', entryFileNames: 'warmpath-directory.mjs', chunkFileNames: 'chunks/[name].mjs' },
    },
  },
  plugins: [
    {
      name: 'folder',
      writeBundle() {
        const { version, license } = JSON.parse(readFileSync('package.json', 'utf8')) as Record<string, string>;
        const about = { name: 'warmpath-directory', version, license, type: 'module', bin: 'warmpath-directory.mjs' };
        writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
        cpSync('directory/migrations', join(folder, 'migrations'), { recursive: true });
        for (const file of ['Containerfile', 'warmpath-directory.service'])
          cpSync(join('directory/deploy', file), join(folder, file));
        cpSync(embedded, join(folder, embedded), { recursive: true, filter: (file) => !unneeded.test(file) });
      },
    },
  ],
});
