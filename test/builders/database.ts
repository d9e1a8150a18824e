/** Temporary folders and databases for tests, gone when the test that asked for them has ended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import { valueOf } from '../../core/contract/errors.ts';
import type { Writer } from '../../core/db/database.ts';
import { canonicalDump } from '../../core/db/dump.ts';
import { openDatabase } from '../../core/db/open.ts';

export const migrationsFolder = resolve(import.meta.dirname, '../../core/db/migrations');
export const testKey = Buffer.alloc(32, 7);

export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'warmpath-test-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A new encrypted database with every table, closed when the test ends. */
export function temporaryDatabase(folder = temporaryFolder()): Writer {
  const db = valueOf(openDatabase({ file: join(folder, 'warmpath.db'), key: testKey, migrationsFolder }));
  onTestFinished(() => {
    db.close();
  });
  return db;
}

/** All that the database of a closed folder holds, but for what depends on the moment. */
export function dumpOf(folder: string, key: Buffer): string[] {
  const db = valueOf(openDatabase({ file: join(folder, 'warmpath.db'), key, migrationsFolder }));
  try {
    return canonicalDump(db, { decayed: false });
  } finally {
    db.close();
  }
}
