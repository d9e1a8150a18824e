/** Killing the process anywhere in an import, and importing again, ends where an undisturbed import ends. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import { unlockWithPassphrase } from '../../core/db/keys.ts';
import { sampleFiles, sampleOwner } from '../../core/sample/sample.ts';
import { dumpOf } from '../builders/database.ts';
import { cliFile, environment, letter, passphrase, runCli, temporaryFolder } from './cli-runner.ts';

const kills = 20;

test('kill -9 at random points, then again', async () => {
  const folder = temporaryFolder();
  const paths = sampleFiles(Math.floor(Date.now() / 1000)).map(({ name, text }) => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  });
  // Enough mail for several batches, so that there is a middle to be killed in.
  const long = join(folder, 'Long.mbox');
  writeFileSync(long, Array.from({ length: 25_000 }, (_, i) =>
    letter({ From: `Person ${i % 700} <p${i % 700}@org${i % 90}.example>`, To: sampleOwner, Date: new Date(1.7e12 + i * 1e6).toUTCString(), 'Message-ID': `<${i}@long.example>` })).join('')); // prettier-ignore
  const words = ['import', long, ...paths, '--me', sampleOwner];

  const undisturbed = join(folder, 'undisturbed');
  const startedAt = performance.now();
  expect(runCli([...words, '--data', undisturbed]).status).toBe(0);
  const duration = performance.now() - startedAt;
  const expected = await dump(undisturbed);

  const disturbed = join(folder, 'disturbed');
  for (let i = 0; i < kills; i++) {
    const child = spawn(process.execPath, [cliFile, ...words, '--data', disturbed], {
      env: environment(),
      stdio: 'ignore',
    });
    const timer = setTimeout(() => child.kill('SIGKILL'), Math.random() * duration);
    await new Promise((resolve) => child.on('close', resolve));
    clearTimeout(timer);
  }
  expect(runCli([...words, '--data', disturbed]).status).toBe(0);
  expect(await dump(disturbed)).toEqual(expected);
});

async function dump(data: string): Promise<string[]> {
  expect(existsSync(join(data, 'keys.json')) && readFileSync(join(data, 'keys.json')).length > 0).toBe(true);
  return dumpOf(data, valueOf(await unlockWithPassphrase(data, passphrase)));
}
