/** Temporary folders and databases for tests, gone when the test that asked for them has ended. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Writer } from '../../core/db/database.ts';
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
  const opened = openDatabase({ file: join(folder, 'warmpath.db'), key: testKey, migrationsFolder });
  if (!opened.ok) throw new Error(opened.error.message);
  const db = opened.value;
  onTestFinished(() => {
    db.close();
  });
  return db;
}
