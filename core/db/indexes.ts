/** The index from address to messages: made after a first import, because keeping it during one costs four times as much. */
import type { Writer } from './database.ts';

/** Before a first import; until `ensureIndexes` questions about one address read every message. */
export function dropBulkIndexes(db: Writer): void {
  db.exec('DROP INDEX IF EXISTS message_party_address');
}

/** Does nothing where the index is there. */
export function ensureIndexes(db: Writer): void {
  db.exec('CREATE INDEX IF NOT EXISTS message_party_address ON message_party (address_id, message_id)');
}
