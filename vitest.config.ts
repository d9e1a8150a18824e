import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    reporters: ['default', ['json', { outputFile: 'test-results/report.json' }], './test/skips-reporter.ts'],
    projects: [
      // Properties are tried a hundred times; a busy machine must not fail them.
      {
        test: {
          name: 'unit',
          include: ['{core,electron,web,directory,bench,renderer,docs}/**/*.test.ts'],
          testTimeout: 30_000,
        },
      },
      { test: { name: 'corpora', include: ['test/corpora/**/*.test.ts'], testTimeout: 300_000 } },
      { test: { name: 'servers', include: ['test/servers/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 120_000 } },
      { test: { name: 'system', include: ['test/system/**/*.test.ts'], testTimeout: 300_000, hookTimeout: 120_000 } },
      {
        test: {
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
