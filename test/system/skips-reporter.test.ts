import { execFile } from 'node:child_process';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';

// Below the project, so that the inner run finds vitest.
const folder = resolve('test-results', `skips-reporter-${String(process.pid)}`);
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a run ends with what was skipped and why', async () => {
  await mkdir(folder, { recursive: true });
  await writeFile(
    join(folder, 'some.test.ts'),
    "import { expect, test } from 'vitest';\n" +
      "test('runs', () => expect(1).toBe(1));\n" +
      "test('waits', (context) => context.skip('no corpora here'));\n" +
      "test.skipIf(true)('needs a keyring', () => {});\n",
  );
  await writeFile(join(folder, 'vitest.config.ts'), 'export default { test: {} };\n');
  const output = await new Promise<string>((done) => {
    execFile(
      process.execPath,
      [resolve('node_modules/vitest/vitest.mjs'), 'run', `--reporter=${resolve('test/skips-reporter.ts')}`],
      { cwd: folder, env: { ...process.env, VITEST: undefined } },
      (_error, stdout) => done(stdout),
    );
  });
  expect(output).toContain(
    'Skipped, 2:\n  some.test.ts: waits (no corpora here)\n  some.test.ts: needs a keyring (as its name says)\n',
  );
  const report: unknown = JSON.parse(await readFile(join(folder, 'test-results', 'skips.json'), 'utf8'));
  expect(report).toMatchObject({
    ran: { '': 1 },
    skipped: [{ reason: 'no corpora here' }, { name: 'needs a keyring' }],
  });
});
