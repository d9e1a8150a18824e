/** Splits an mbox of any dialect into messages, reading bodies for boundaries only. Memory stays at a few chunks. */
import { mailRecord, readHeaderBlock } from './headers.ts';
import type { MailHints } from './headers.ts';
import type { HeaderFields, ParseContext, SourceChunk, SourceItem } from './record.ts';

// A header block beyond this is an attack or a broken file; what was read of it still counts.
const maxHeader = 1 << 20;
// mboxcl: a body is held to check that its Content-Length is true only up to this size.
const maxTrustedLength = 16 << 20;
// The From_ line and the start of the line after it.
const lookahead = 1200;

/**
 * Yields the messages of `input`, which begins at byte `start` of the mbox: 0, or a position this function has yielded.
 * mboxo, mboxrd, mboxcl, mboxcl2 and Takeout's lines: a boundary is a line `From …` with a time and a year that is followed
 * by a header field, or the place that a Content-Length names if a From_ line is there.
 */
export async function* mboxChunks(
  input: AsyncIterable<Uint8Array>,
  label: string,
  context: ParseContext,
  hints: MailHints,
  start = 0,
): AsyncGenerator<SourceChunk> {
  const carry = createCarry();
  let pending = carry.bytes();
  let offset = start;
  let inBody = start > 0;
  let bodyEnd: number | null = null;
  let lastMessage = start;

  /** Consumes what can be decided of `pending`; leaves the rest for the next chunk. */
  function consume(final: boolean): SourceItem[] {
    const items: SourceItem[] = [];
    let at = 0;
    for (;;) {
      if (inBody) {
        const boundary = findBoundary(pending, at, bodyEnd === null ? null : bodyEnd - offset, final);
        at = boundary.at;
        if (!boundary.found) break;
        bodyEnd = null;
        inBody = false;
      }
      while (at < pending.length && isLineBreak(pending[at])) at++;
      const fromEnd = pending.indexOf(10, at) + 1;
      if (fromEnd === 0 && !final) break;
      const limit = Math.min(pending.length, at + maxHeader);
      const block = readHeaderBlock(pending, fromEnd || limit, limit, context);
      if (block.end < 0 && !final && limit === pending.length) break;
      if (at >= pending.length) break;
      const mail = mailRecord(block.fields, context, hints);
      items.push(
        typeof mail === 'string'
          ? { kind: 'skipped', reason: mail, place: `${label}, byte ${offset + at}` }
          : { kind: 'mail', mail },
      );
      const end = block.end < 0 ? limit : block.end;
      lastMessage = offset + at;
      const length = contentLength(block.fields);
      bodyEnd = length === null || length > maxTrustedLength ? null : offset + end + blankLine(pending, end) + length;
      // The blank line itself may be followed at once by the next From_ line, so the search begins on it.
      at = Math.max(end - 1, at + 1);
      inBody = true;
    }
    pending = pending.subarray(at);
    offset += at;
    return items;
  }

  for await (const chunk of input) {
    pending = carry.append(pending.length, chunk);
    if (offset === start && startsMessage(pending)) inBody = false;
    const items = consume(false);
    // Inside a body whose end a Content-Length names, only its message is a place to go on from.
    if (items.length > 0) yield { items, position: bodyEnd === null ? offset : lastMessage, bytes: offset };
  }
  yield { items: consume(true), position: offset, bytes: offset };
}

/** One growing buffer for all chunks: what is left of the last moves to its front, so that nothing piles up for the collector. */
function createCarry(): { bytes: () => Buffer; append: (keep: number, chunk: Uint8Array) => Buffer } {
  let buffer = Buffer.alloc(0);
  let length = 0;
  return {
    bytes: () => buffer.subarray(0, length),
    append(keep, chunk) {
      const larger = keep + chunk.length > buffer.length ? Buffer.allocUnsafeSlow(2 * (keep + chunk.length)) : buffer;
      buffer.copy(larger, 0, length - keep, length);
      larger.set(chunk, keep);
      buffer = larger;
      length = keep + chunk.length;
      return buffer.subarray(0, length);
    },
  };
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === 10 || byte === 13;
}

function startsMessage(bytes: Buffer): boolean {
  return fromLine.test(bytes.subarray(0, lookahead).toString('latin1').split('\n', 1)[0] as string);
}

function blankLine(bytes: Buffer, at: number): number {
  return bytes[at] === 13 ? 2 : 1;
}

function contentLength(fields: HeaderFields): number | null {
  const text = fields['content-length']?.[0];
  return text !== undefined && /^\d{1,10}$/.test(text) ? Number(text) : null;
}

const separator = Buffer.from('\nFrom ');
const fromLine = /^From .*\d{1,2}:\d{2}.*\d{4}/;
const nextField = /^(?:>?From |[!-9;-~]+[ \t]*:)/;

/**
 * Looks for the next message from `at` on. `trusted` is where a Content-Length says the body ends. `at` of the answer is
 * the From_ line if found, else the first byte that must be kept for the next look.
 */
function findBoundary(
  bytes: Buffer,
  at: number,
  trusted: number | null,
  final: boolean,
): { found: boolean; at: number } {
  if (trusted !== null) {
    if (trusted + lookahead > bytes.length && !final) return { found: false, at };
    let place = trusted;
    while (isLineBreak(bytes[place]) && place < trusted + 4) place++;
    if (bytes.subarray(place, place + 5).toString('latin1') === 'From ') return { found: true, at: place };
  }
  for (;;) {
    const hit = bytes.indexOf(separator, at);
    if (hit < 0) return { found: false, at: final ? bytes.length : Math.max(at, bytes.length - 5) };
    if (hit + lookahead > bytes.length && !final) return { found: false, at: hit };
    const after = bytes.indexOf(10, hit + 1) + 1;
    if (
      after > 0 &&
      after < hit + lookahead &&
      fromLine.test(bytes.toString('latin1', hit + 1, after)) &&
      nextField.test(bytes.toString('latin1', after, hit + lookahead))
    ) {
      return { found: true, at: hit + 1 };
    }
    at = hit + 5;
  }
}
