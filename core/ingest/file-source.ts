/** One file, or one uploaded stream, as a source. */
import { statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { assertNever, failure, success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { calendarItems } from './calendar.ts';
import { compressionOf, openBytes, uncompressed } from './decompress.ts';
import type { Compression } from './decompress.ts';
import { parseMessage } from './eml.ts';
import { folderKind } from './folder-names.ts';
import { claimOf, formatOf, headSize, innerName } from './format.ts';
import type { Format } from './format.ts';
import { connectionItems } from './linkedin.ts';
import { mboxChunks } from './mbox.ts';
import { msgItems } from './outlook-msg.ts';
import { pstItems } from './outlook-pst.ts';
import type { ParseContext, SourceChunk, SourceItem } from './record.ts';
import { isFailure } from './source.ts';
import type { Source } from './source.ts';
import { decodeText } from './text.ts';
import { cardItems } from './vcard.ts';

// Calendars, cards and lists are parsed whole; a file beyond this is none that a person has.
const maxWhole = 256 << 20;

/** `head`: the first bytes of its content. */
export function fileSource(
  file: string,
  format: Format,
  { compression, head, named }: { compression: Compression; head: Buffer; named: boolean },
): Source {
  const stat = statSync(file);
  return {
    kind: format,
    location: file,
    label: basename(file),
    fingerprint: `${stat.size} ${stat.mtimeMs}`,
    totalBytes: compression === 'none' ? stat.size : null,
    newestAt: format === 'mbox' && compression === 'none' ? newestPart(stat.size, head) : null,
    named,
    read: (position, context) =>
      format === 'pst'
        ? guarded(file, pstChunks(file, position, context))
        : guarded(
            file,
            parse(openBytes(file, compression, format === 'mbox' ? position : 0), format, file, position, context),
          ),
  };
}

// Mail is appended: the last so many bytes of a mailbox that is several times as large are read before the rest.
const newestBytes = 32 << 20;

/** Null where bodies may hold unquoted mail (mboxcl): there no boundary can be told without reading what comes before. */
function newestPart(size: number, head: Buffer): number | null {
  const isLengthTrusted = /^content-length[ \t]*:/im.test(head.toString('latin1'));
  return size < 3 * newestBytes || isLengthTrusted ? null : size - newestBytes;
}

/** Recognises an uploaded stream by its first bytes. Outlook data files need to be read out of order and are refused. */
export async function uploadSource(name: string, bytes: AsyncIterable<Uint8Array>): Promise<Result<Source>> {
  const packed = await peek(toBuffers(bytes), headSize);
  const compression = compressionOf(packed.head);
  const opened =
    compression === 'none' ? packed : await peek(uncompressed(Readable.from(packed.all), compression), headSize);
  const format = formatOf(opened.head, innerName(name));
  if (format === null) {
    const claim = claimOf(innerName(name));
    return claim === null
      ? failure('unknown_format', `${name} is no mail, calendar, contact or LinkedIn file that Warmpath knows.`, {
          file: name,
        })
      : failure('not_what_it_claims', `${name} is named like ${claim} but is none inside.`, { file: name });
  }
  if (format === 'pst') {
    return failure(
      'unknown_format',
      `${name} cannot be read through the browser: use "warmpath import" in a terminal.`,
      { file: name },
    );
  }
  return success({
    kind: format,
    location: `upload:${name}`,
    label: name,
    // A stream cannot be entered in the middle: every upload is read from its beginning.
    fingerprint: `upload ${packed.head.length}`,
    totalBytes: null,
    newestAt: null,
    named: true,
    read: (_position, context) => guarded(name, parse(opened.all, format, name, 0, context)),
  });
}

async function* parse(
  input: AsyncIterable<Buffer>,
  format: Exclude<Format, 'pst'>,
  file: string,
  position: number,
  context: ParseContext,
): AsyncGenerator<SourceChunk | Failure> {
  if (format === 'mbox') {
    const sentFolder = folderKind(innerName(basename(file)).replace(/\.mbo?x$/i, '')) === 'sent';
    yield* mboxChunks(input, basename(file), context, { sentFolder }, position);
    return;
  }
  const bytes = await whole(input, format === 'message' ? 1 << 20 : maxWhole);
  if (bytes === null) {
    yield failure('file_unreadable', `${file} is larger than ${maxWhole >> 20} MB.`, { file }).error;
    return;
  }
  const items = parseWhole(bytes, format, file, context);
  if (!items.ok) yield { ...items.error, file };
  else if (position < items.value.length)
    yield { items: items.value.slice(position), position: items.value.length, bytes: bytes.length };
}

function parseWhole(
  bytes: Buffer,
  format: Exclude<Format, 'pst' | 'mbox'>,
  file: string,
  context: ParseContext,
): Result<SourceItem[]> {
  switch (format) {
    case 'message':
      return success([parseMessage(bytes, file, context).item]);
    case 'calendar':
      return success(calendarItems(decodeText(bytes), context));
    case 'cards':
      return success(cardItems(decodeText(bytes), context));
    case 'connections':
      return connectionItems(decodeText(bytes));
    case 'msg':
      return msgItems(bytes, context);
    default:
      return assertNever(format);
  }
}

async function* pstChunks(
  file: string,
  position: number,
  context: ParseContext,
): AsyncGenerator<SourceChunk | Failure> {
  for await (const chunk of pstItems(file, context)) if (isFailure(chunk) || chunk.position > position) yield chunk;
}

/** Turns what the file system and decompressors throw into the last value of the source. */
async function* guarded(
  file: string,
  chunks: AsyncIterable<SourceChunk | Failure>,
): AsyncGenerator<SourceChunk | Failure> {
  try {
    yield* chunks;
  } catch (error) {
    if (!isSystemError(error)) throw error;
    yield failure(
      'file_unreadable',
      `${file} could not be read to its end (${error.code}). What came before is kept.`,
      { file },
    ).error;
  }
}

function isSystemError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

/** All bytes, or null beyond `limit`; for a single message what is beyond the limit is body and not wanted. */
async function whole(input: AsyncIterable<Buffer>, limit: number): Promise<Buffer | null> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of input) {
    parts.push(Buffer.from(part));
    size += part.length;
    if (size > limit) return limit < maxWhole ? Buffer.concat(parts) : null;
  }
  return Buffer.concat(parts);
}

/** The first bytes, and a stream that still has them. */
async function peek(input: AsyncIterable<Buffer>, size: number): Promise<{ head: Buffer; all: AsyncIterable<Buffer> }> {
  const iterator = input[Symbol.asyncIterator]();
  const parts: Buffer[] = [];
  let length = 0;
  while (length < size) {
    const next = await iterator.next();
    if (next.done) break;
    parts.push(next.value);
    length += next.value.length;
  }
  const head = Buffer.concat(parts);
  async function* all(): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    yield* { [Symbol.asyncIterator]: () => iterator };
  }
  return { head: head.subarray(0, size), all: all() };
}

async function* toBuffers(input: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of input) yield Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
