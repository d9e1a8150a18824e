/** The index from address to messages: made after a first import, because keeping it during one costs four times as much. */
import type { Writer } from './database.ts';

export function dropBulkIndexes(db: Writer): void {
  db.exec('DROP INDEX IF EXISTS message_party_address');
}

export function ensureIndexes(db: Writer): void {
  db.exec('CREATE INDEX IF NOT EXISTS message_party_address ON message_party (address_id, message_id)');
}
