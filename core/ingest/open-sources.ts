/** From the paths a user names to the sources in them: files by their content, folders walked, Maildirs understood. */
import { closeSync, openSync, opendirSync, readSync, readdirSync, realpathSync, statSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, join } from 'node:path';
import { failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { compressionOf, openBytes } from './decompress.ts';
import { fileSource, uploadSource } from './file-source.ts';
import { folderKind, isIgnoredFolder } from './folder-names.ts';
import { folderSource } from './folder-source.ts';
import type { FolderEntry } from './folder-source.ts';
import { claimOf, formatOf, headSize, innerName } from './format.ts';
import type { Source } from './source.ts';

/**
 * Everything importable below the paths, in a stable order; of folders named like one of `ignored` (in lower case) only that they
 * are there. A named path that cannot be used fails the whole call.
 */
export async function openSources(
  paths: readonly string[],
  ignored: readonly string[] = [],
): Promise<Result<Source[]>> {
  const sources: Source[] = [];
  for (const path of paths) {
    let file: string;
    let isFolder: boolean;
    try {
      file = realpathSync(path);
      isFolder = statSync(file).isDirectory();
    } catch {
      return failure('file_not_found', `There is no file or folder at ${path}.`, { file: path });
    }
    if (isFolder) {
      await walk(file, true, sources, ignored);
      continue;
    }
    const source = isIgnoredFolder(basename(file), ignored) ? success(ignoredSource(file)) : await openFile(file, true);
    if (!source.ok) return source;
    sources.push(source.value);
  }
  return success(sources);
}

/** A stream a page handed over, recognised by its first bytes. */
export async function openUpload(
  name: string,
  bytes: AsyncIterable<Uint8Array>,
  ignored: readonly string[] = [],
): Promise<Result<Source>> {
  if (!isIgnoredFolder(name, ignored)) return uploadSource(name, bytes);
  // What is uploaded after it begins where it ends.
  for await (const _ of bytes);
  return success(ignoredSource(name));
}

async function openFile(file: string, named: boolean): Promise<Result<Source>> {
  let head: Buffer;
  try {
    head = readHead(file);
  } catch {
    return failure('file_unreadable', `${file} could not be opened: check that you may read it.`, { file });
  }
  const compression = compressionOf(head);
  const name = innerName(basename(file));
  if (compression !== 'none') {
    try {
      head = await firstBytes(openBytes(file, compression));
    } catch {
      return failure('file_unreadable', `${file} is damaged: it could not be unpacked.`, { file });
    }
  }
  const format = formatOf(head, name);
  if (format === null) return unknownFormat(file, name);
  if (format === 'pst' && compression !== 'none') {
    return failure('unknown_format', `${file} is a packed Outlook data file: unpack it first.`, { file });
  }
  return success(fileSource(file, format, { compression, head, named }));
}

function unknownFormat(file: string, name: string): { readonly ok: false; readonly error: Failure } {
  const claim = claimOf(name);
  return claim === null
    ? failure('unknown_format', `${file} is no mail, calendar, contact or LinkedIn file that Warmpath knows.`, { file })
    : failure('not_what_it_claims', `${file} is named like ${claim} but is none inside.`, { file });
}

async function firstBytes(input: AsyncIterable<Buffer>): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of input) {
    parts.push(Buffer.from(part));
    size += part.length;
    if (size >= headSize) break;
  }
  return Buffer.concat(parts).subarray(0, headSize);
}

function readHead(file: string): Buffer {
  const handle = openSync(file, 'r');
  try {
    const head = Buffer.alloc(headSize);
    return head.subarray(0, readSync(handle, head, 0, headSize, 0));
  } finally {
    closeSync(handle);
  }
}

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

async function walk(folder: string, named: boolean, sources: Source[], ignored: readonly string[]): Promise<void> {
  if (isIgnoredFolder(folderPath(folder), ignored)) {
    sources.push(ignoredSource(folder));
    return;
  }
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true }).sort(byName);
  } catch {
    sources.push(folderSource(folder, [{ path: folder, skip: 'unreadable file' }], false));
    return;
  }
  const subfolders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  if (subfolders.includes('cur') || subfolders.includes('new')) {
    sources.push(maildirSource(folder, named));
    for (const name of subfolders)
      if (!['cur', 'new', 'tmp'].includes(name)) await walk(join(folder, name), false, sources, ignored);
    return;
  }
  const messages: FolderEntry[] = [];
  for (const entry of entries) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await walk(path, false, sources, ignored);
    // Hidden files belong to programs (.DS_Store, .mh_sequences), links lead elsewhere or in circles.
    if (!entry.isFile() || entry.name.startsWith('.')) continue;
    if (isIgnoredFolder(entry.name, ignored)) {
      sources.push(ignoredSource(path));
      continue;
    }
    const source = await openFile(path, false);
    if (!source.ok)
      messages.push({ path, skip: source.error.code === 'file_unreadable' ? 'unreadable file' : 'unknown format' });
    else if (source.value.kind === 'message') messages.push({ path });
    else sources.push(source.value);
  }
  if (messages.length > 0) sources.push(folderSource(folder, messages, folderKind(basename(folder)) === 'sent'));
}

/** A folder, or a file that is one, that is only counted. */
function ignoredSource(path: string): Source {
  return {
    kind: 'ignored',
    location: path,
    label: basename(path),
    fingerprint: '',
    totalBytes: 0,
    newestAt: null,
    named: false,
    read: async function* nothing() {},
  };
}

/** The last part of a path as the names of folders in it: a Maildir++ tree is flat, its names hold the way. */
function folderPath(path: string): string {
  const name = basename(path);
  return name.startsWith('.') ? decodeFolderName(name).replaceAll('.', '/') : name;
}

/** A Maildir, or one folder of a Maildir++ tree, whose name begins with a dot and is in modified UTF-7 (RFC 3501 5.1.3). */
function maildirSource(folder: string, named: boolean): Source {
  const name = decodeFolderName(basename(folder)).split('.').at(-1) as string;
  const kind = folderKind(name);
  const entries = ['cur', 'new'].flatMap((part) => {
    try {
      // Names begin with the second of delivery: the newest come first.
      return fileNames(join(folder, part))
        .sort()
        .reverse()
        .map((file): FolderEntry => {
          const path = join(folder, part, file);
          // The flags of a Maildir name: D is a draft, T is trashed.
          const flags = file.split(':2,')[1] ?? '';
          if (flags.includes('D') || (kind === 'draft' && !named)) return { path, skip: 'draft' };
          if (flags.includes('T') || (kind === 'spam or trash' && !named)) return { path, skip: 'spam or trash' };
          return { path };
        });
    } catch {
      return [];
    }
  });
  return folderSource(folder, entries, kind === 'sent');
}

/** Entry by entry: a mailbox may have a million, and an object for each would be most of the memory of its import. */
function fileNames(folder: string): string[] {
  const names: string[] = [];
  const entries = opendirSync(folder, { bufferSize: 1024 });
  try {
    for (let entry = entries.readSync(); entry; entry = entries.readSync())
      if (entry.isFile() && !entry.name.startsWith('.')) names.push(entry.name);
  } finally {
    entries.closeSync();
  }
  return names;
}

function decodeFolderName(name: string): string {
  return name.replace(/&([A-Za-z0-9+,]*)-/g, (_, coded: string) =>
    coded === '' ? '&' : Buffer.from(coded.replaceAll(',', '/'), 'base64').swap16().toString('utf16le'),
  );
}
