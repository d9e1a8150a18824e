/** What the user does not want kept, as the filter of an import: the window of years, and who and what is ignored. */
import type { IgnoredEntry } from '../contract/kept.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { foldedFolder } from '../ingest/folder-names.ts';
import type { Limits } from '../ingest/within-limits.ts';
import { keptSince } from './window.ts';

/** `now` in Unix seconds. */
export function loadLimits(db: Reader, now: number): Limits {
  const own = new Set(
    statement(db, 'SELECT email FROM own_address JOIN address ON id = address_id WHERE confirmed IS NOT 0')
      .pluck()
      .all() as string[],
  );
  const isOwn = (email: string): boolean => own.has(email);
  const entries = listIgnored(db).filter(({ kind }) => kind !== 'folder');
  const matches = matcher(entries);
  return {
    since: keptSince(db, now),
    isOwn,
    isIgnored: entries.length === 0 ? null : (email) => matches(email) && !isOwn(email),
  };
}

/** By kind, then by text. */
export function listIgnored(db: Reader): IgnoredEntry[] {
  return statement(db, 'SELECT kind, text FROM ignored ORDER BY kind, text').all() as IgnoredEntry[];
}

/** Names of folders that are never read, as `isIgnoredFolder` takes them. */
export function ignoredFolders(db: Reader): string[] {
  return listIgnored(db).flatMap(({ kind, text }) => (kind === 'folder' ? [foldedFolder(text)] : []));
}

/** Whether one of the entries means a normalised address: itself, its domain, or one above that. */
export function matcher(entries: readonly IgnoredEntry[]): (email: string) => boolean {
  const addresses = new Set(entries.flatMap(({ kind, text }) => (kind === 'address' ? [text] : [])));
  const domains = new Set(entries.flatMap(({ kind, text }) => (kind === 'domain' ? [text] : [])));
  return (email) => {
    if (addresses.has(email)) return true;
    for (let at = email.lastIndexOf('@'); at >= 0; at = email.indexOf('.', at + 1))
      if (domains.has(email.slice(at + 1))) return true;
    return false;
  };
}
