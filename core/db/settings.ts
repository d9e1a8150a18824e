/** The few values kept by name: answers of the user and marks of the engine. */
import type { Reader, Writer } from './database.ts';
import { statement } from './open.ts';

export type SettingName =
  | 'subjects'
  | 'stale'
  | 'tie_as_of'
  | 'suppression_key'
  /** How many years are kept. */
  | 'years'
  /** The moment before which everything has been deleted, Unix seconds. */
  | 'kept_since'
  /** "yes": no account is asked for anything. */
  | 'offline'
  /** How many minutes before a meeting the popup comes; 0 for never. */
  | 'popup_minutes'
  /** The user's own, as they say it. */
  | 'practice'
  /** No popup before this moment, Unix seconds. */
  | 'quiet_until';

export function readSetting(db: Reader, key: SettingName): string | null {
  const value = statement(db, 'SELECT value FROM setting WHERE key = ?').pluck().get(key) as string | undefined;
  return value ?? null;
}

export function clearSetting(db: Writer, key: SettingName): void {
  statement(db, 'DELETE FROM setting WHERE key = ?').run(key);
}

export function writeSetting(db: Writer, key: SettingName, value: string): void {
  statement(db, 'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value').run(
    key,
    value,
  );
}
