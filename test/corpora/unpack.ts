/** Finds the corpora through the environment and unpacks them into a temporary folder that goes away with the test file. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterAll } from 'vitest';

/** The folder, or null where CORPORA is not set: then tests are skipped and say so. */
export const corpora = process.env['CORPORA'] ? resolve(process.env['CORPORA']) : null;
export const withoutCorpora = corpora !== null && existsSync(corpora) ? false : 'CORPORA is not set';

/** A folder for the running test file. */
export function scratchFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-corpora-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Unpacks every archive of one kind (mail, ical, …) below `folder`, one subfolder an archive. */
export function unpackAll(kind: string, folder: string, skip: readonly string[] = []): void {
  const from = join(corpora as string, kind);
  for (const file of readdirSync(from)) {
    const name = basename(file, '.tar.zst');
    if (name === file || skip.includes(name)) continue;
    unpackArchive(`${kind}/${file}`, join(folder, name));
  }
}

/** Unpacks one archive, named from the corpora's folder, into `folder`. */
export function unpackArchive(archive: string, folder: string): void {
  mkdirSync(folder, { recursive: true });
  execFileSync('tar', ['--zstd', '-xf', join(corpora as string, archive), '-C', folder]);
}
