/** Opens a file as a stream of its uncompressed bytes. */
import { closeSync, createReadStream, openSync, readSync } from 'node:fs';
import { PassThrough, Transform, pipeline } from 'node:stream';
import zlib from 'node:zlib';
import { Decompress } from 'fzstd';

export type Compression = 'none' | 'gzip' | 'zstd';

// Reads of this size keep the disk busy and the carry between chunks small.
const readSize = 1 << 20;

/** What the first bytes of a file say (RFC 1952, RFC 8878). */
export function compressionOf(head: Buffer): Compression {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip';
  return head.length >= 4 && head.readUInt32LE(0) === 0xfd2fb528 ? 'zstd' : 'none';
}

/**
 * The file's bytes from `start` on; a compressed one is always read from its beginning and the part before is dropped.
 * A chunk is only valid until the next is asked for.
 */
export function openBytes(file: string, compression: Compression, start = 0): AsyncIterable<Buffer> {
  if (compression === 'none') return plainBytes(file, start);
  return dropFirst(uncompressed(createReadStream(file, { highWaterMark: 1 << 20 }), compression), start);
}

/** Reads into one buffer, and at once: waiting for a thread costs more than the page cache, and a stream's buffers pile up. */
async function* plainBytes(file: string, start: number): AsyncGenerator<Buffer> {
  const handle = openSync(file, 'r');
  try {
    const buffer = Buffer.allocUnsafeSlow(readSize);
    for (let position = start; ;) {
      const size = readSync(handle, buffer, 0, readSize, position);
      if (size === 0) return;
      position += size;
      yield buffer.subarray(0, size);
    }
  } finally {
    closeSync(handle);
  }
}

/** Decompresses a stream; errors of either end come out of the result. */
export function uncompressed(input: NodeJS.ReadableStream, compression: Compression): AsyncIterable<Buffer> {
  const output = new PassThrough({ highWaterMark: readSize });
  const done = (): void => undefined;
  if (compression === 'none') pipeline(input, output, done);
  else pipeline(input, compression === 'gzip' ? zlib.createGunzip({ chunkSize: 1 << 20 }) : zstdStream(), output, done);
  return output;
}

/** Node's own zstd where it has one (from 22.15 on), else fzstd. Archives made with --long need a window of up to 2 GiB. */
function zstdStream(): NodeJS.ReadWriteStream {
  if (typeof zlib.createZstdDecompress === 'function') {
    return zlib.createZstdDecompress({
      chunkSize: 1 << 20,
      params: { [zlib.constants.ZSTD_d_windowLogMax]: 31 },
    });
  }
  const transform = new Transform({
    transform(chunk: Buffer, _encoding, callback) {
      push(chunk, false, callback);
    },
    flush(callback) {
      push(Buffer.alloc(0), true, callback);
    },
  });
  const decompressor = new Decompress((bytes) => transform.push(bytes));
  function push(chunk: Buffer, final: boolean, callback: (error?: Error) => void): void {
    try {
      decompressor.push(chunk, final);
      callback();
    } catch (error) {
      callback(error instanceof Error ? error : new Error('damaged zstd data'));
    }
  }
  return transform;
}

async function* dropFirst(input: AsyncIterable<Buffer>, count: number): AsyncGenerator<Buffer> {
  let left = count;
  for await (const chunk of input) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
