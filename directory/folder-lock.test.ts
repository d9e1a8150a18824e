import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { lockFolder } from './folder-lock.ts';

test('one holder a folder; what a killed one left behind holds nothing', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  // Nobody listens behind this name.
  writeFileSync(join(folder, 'lock'), '');
  const first = await lockFolder(folder);
  expect(first).not.toBeNull();
  expect(await lockFolder(folder)).toBeNull();
  await new Promise((resolve) => first?.close(resolve));
  const next = await lockFolder(folder);
  expect(next).not.toBeNull();
  next?.close();
});
