/** Takes a backup in, checks all of it, and leaves a database ready beside the one in use; nothing is replaced here. */
import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import type { OpenedBackup } from '../contract/kept.ts';
import type { Reader } from '../db/database.ts';
import { cipher, openDatabase } from '../db/open.ts';
import { rekey } from '../db/rekey.ts';
import { headLimit, keyOf, readHead } from './head.ts';
import { newScratch, removeScratch } from './scratch.ts';

/** A backup as it comes from a host; the name is what its user knows it by, for messages. */
export interface IncomingBackup {
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

interface OpeningBackup {
  /** The data folder. */
  readonly folder: string;
  readonly migrationsFolder: string;
  /** Of the database in use: what is left ready has the same. */
  readonly key: Buffer;
  /** What the database in use consists of, see `schemaOf`: a backup may hold no other tables, and nothing that acts by itself. */
  readonly schema: string;
  readonly randomBytes: (size: number) => Buffer;
}

/** A database in the data folder, whole, of this version, under the key of this folder. */
export interface ReadyBackup {
  readonly file: string;
  readonly content: OpenedBackup;
}

/**
 * Checks word and content of a backup: passphrase, first line, the hash of what follows, SQLite's own check, the schema; an older one is
 * migrated. Failures, each naming the backup: unknown_format, passphrase_wrong, database_damaged, database_newer, file_not_found,
 * file_unreadable; write_failed. Reads no more of a stream than it needs.
 */
export async function openBackup(
  { name, bytes }: IncomingBackup,
  passphrase: string,
  context: OpeningBackup,
): Promise<Result<ReadyBackup>> {
  const chunks = bytes[Symbol.asyncIterator]();
  let file: string | undefined;
  let isReady = false;
  try {
    const first = await readLine(chunks);
    const head = first === null ? 'no backup' : readHead(first.line);
    if (first === null || head === 'no backup') {
      return failure('unknown_format', `${name} is no backup made by Warmpath.`, { file: name });
    }
    if (head === 'newer') return newer(name);
    const key = await keyOf(head, passphrase);
    if (key === null) return failure('passphrase_wrong', `That passphrase does not open ${name}.`, { file: name });
    file = newScratch(context.folder, context.randomBytes);
    if ((await store(file, first.rest, chunks)) !== head.sha256) return damaged(name);
    const content = check(file, key, name, context);
    if (!content.ok) return content;
    isReady = true;
    const id = context.randomBytes(16).toString('hex');
    return success({ file, content: { id, madeAt: head.madeAt, ...content.value } });
  } catch (error) {
    return { ok: false, error: explain(error, name, context.folder) };
  } finally {
    if (file !== undefined && !isReady) removeScratch(file);
    // The stream may have failed or ended already.
    await chunks.return?.().catch(() => undefined);
  }
}

/** The first line and what came along with it; null where there is none of the length of a head. */
async function readLine(chunks: AsyncIterator<Uint8Array>): Promise<{ line: string; rest: Uint8Array } | null> {
  let read: Uint8Array = new Uint8Array();
  for (;;) {
    const end = read.subarray(0, headLimit).indexOf(10);
    if (end >= 0) return { line: Buffer.from(read.subarray(0, end)).toString('utf8'), rest: read.subarray(end + 1) };
    if (read.length >= headLimit) return null;
    const next = await chunks.next();
    if (next.done) return null;
    read = Buffer.concat([read, next.value]);
  }
}

/** Answers with the hash of what was stored. */
async function store(file: string, first: Uint8Array, rest: AsyncIterator<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  const handle = await open(file, 'w', 0o600);
  try {
    let chunk: IteratorResult<Uint8Array> = { done: false, value: first };
    while (!chunk.done) {
      hash.update(chunk.value);
      await handle.writeFile(chunk.value);
      chunk = await rest.next();
    }
    return hash.digest('base64');
  } finally {
    await handle.close();
  }
}

/** Opens, checks, counts, and puts the key of this folder in the place of the backup's own. */
function check(
  file: string,
  backupKey: Buffer,
  name: string,
  { key, schema, migrationsFolder }: OpeningBackup,
): Result<Content> {
  const opened = openDatabase({ file, key: backupKey, migrationsFolder });
  if (!opened.ok) return opened.error.code === 'database_newer' ? newer(name) : damaged(name);
  const db = opened.value;
  let content: Content;
  try {
    const isWhole =
      db.pragma('cipher', { simple: true }) === cipher &&
      db.pragma('integrity_check(1)', { simple: true }) === 'ok' &&
      schemaOf(db) === schema;
    if (!isWhole) return damaged(name);
    content = contentOf(db);
  } finally {
    db.close();
  }
  return rekey(file, backupKey, key) === 'ok' ? success(content) : damaged(name);
}

/** Names and kinds of everything in a database, but for the index that is made after a first import. */
export function schemaOf(db: Reader): string {
  const rows = db
    .prepare(
      `SELECT type || ' ' || name FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' AND name <> 'message_party_address' ORDER BY 1`,
    )
    .pluck()
    .all();
  return rows.join('\n');
}

type Content = Omit<OpenedBackup, 'id' | 'madeAt'>;

/** What is said of a database when one takes the place of another. */
export function contentOf(db: Reader): Content {
  const count = (from: string): number => db.prepare(`SELECT count(*) FROM ${from}`).pluck().get() as number;
  return { people: count(`person WHERE kind = 'person'`), messages: count('message') };
}

export function damaged(name: string): { readonly ok: false; readonly error: Failure } {
  return failure('database_damaged', `${name} is damaged or not all there. Nothing was changed.`, { file: name });
}

function newer(name: string): { readonly ok: false; readonly error: Failure } {
  return failure(
    'database_newer',
    `${name} was made by a newer Warmpath. Update Warmpath and try again; nothing was changed.`,
    { file: name },
  );
}

/** A failure to store or to read what is stored, or null for anything else. */
export function explainStored(error: unknown, name: string, folder: string): Failure | null {
  const code = codeOf(error);
  if (/^SQLITE_(NOTADB|CORRUPT)/.test(code)) return damaged(name).error;
  if (/^(?:ENOSPC|EDQUOT|EFBIG|EROFS)$|^SQLITE_(?:FULL|IOERR|CANTOPEN|READONLY|PERM)/.test(code)) {
    return failure('write_failed', `There is no room for the backup in ${folder} (${code}). Nothing was changed.`, {
      file: folder,
    }).error;
  }
  return null;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function explain(error: unknown, name: string, folder: string): Failure {
  const stored = explainStored(error, name, folder);
  if (stored !== null) return stored;
  const code = codeOf(error);
  if (code === 'ENOENT') return failure('file_not_found', `There is no file at ${name}.`, { file: name }).error;
  if (error instanceof Error && 'syscall' in error)
    return failure('file_unreadable', `${name} cannot be read (${code}). Nothing was changed.`, { file: name }).error;
  throw error;
}
