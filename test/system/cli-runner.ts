/** Runs the built terminal as a user would: a process of its own, on the bundle in out/. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll } from 'vitest';

export const cliFile = resolve(import.meta.dirname, '../../out/main/cli.cjs');
export const passphrase = 'a passphrase for tests';

/** A folder that goes away with the test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-system-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export interface Run {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** What stdout is as JSON; fails the test where it is not one document. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- the test says what it expects
  json<T>(): T;
}

export function environment(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { WARMPATH_PASSPHRASE: _, INIT_CWD: __, ...rest } = process.env;
  return { ...rest, WARMPATH_PASSPHRASE: passphrase, ...extra };
}

export function runCli(
  words: readonly string[],
  options: { env?: NodeJS.ProcessEnv; node?: string; cwd?: string } = {},
): Run {
  const { status, stdout, stderr } = spawnSync(options.node ?? process.execPath, [cliFile, ...words], {
    encoding: 'utf8',
    env: options.env ?? environment(),
    cwd: options.cwd ?? tmpdir(),
    maxBuffer: 1 << 28,
  });
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- as above
  return { status, stdout, stderr, json: <T>() => JSON.parse(stdout) as T };
}

/** One mbox message. `date` is any header date. */
export function letter(fields: Readonly<Record<string, string>>, body = 'x'): string {
  const headers = Object.entries(fields).map(([name, value]) => `${name}: ${value}`);
  return `From x@x.example Thu Jan  1 00:00:00 2026\n${headers.join('\n')}\n\n${body}\n\n`;
}
