/** A database file without anything of what was deleted from it. */
import type { Writer } from './database.ts';

/** Secure deletion clears freed cells, but not what splitting pages left behind: only a new file is sure to be free of it. */
export function rewriteFile(db: Writer): void {
  db.exec('VACUUM');
  db.pragma('wal_checkpoint(TRUNCATE)');
}
