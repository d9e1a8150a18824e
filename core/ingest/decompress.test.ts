import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../../test/builders/database.ts';
import { compressionOf, openBytes } from './decompress.ts';

// Lines that compress and differ, over several reads.
const content = Buffer.from(Array.from({ length: 300_000 }, (_, i) => `line ${i}\n`).join(''));

/** A frame of one raw block (RFC 8878 3.1.1): what a reader must be able to read without any packer at hand. */
function zstdRaw(bytes: Buffer): Buffer {
  const header = Buffer.alloc(12);
  header.writeUInt32LE(0xfd2fb528);
  // A single segment with a content size of four bytes.
  header.writeUInt8(0xa0, 4);
  header.writeUInt32LE(bytes.length, 5);
  header.writeUIntLE(bytes.length * 8 + 1, 9, 3);
  return Buffer.concat([header, bytes]);
}

function file(bytes: Buffer): string {
  const path = join(temporaryFolder(), 'file');
  writeFileSync(path, bytes);
  return path;
}

async function read(bytes: Buffer, start?: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of openBytes(file(bytes), compressionOf(bytes), start)) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

describe('whatever a file is packed with', () => {
  test.each([
    ['none', content],
    ['gzip', gzipSync(content)],
    ['gzip', Buffer.concat([gzipSync(content.subarray(0, 100)), gzipSync(content.subarray(100))])],
  ] as const)('%s: its content comes out, from any byte on', async (compression, bytes) => {
    expect(compressionOf(bytes)).toBe(compression);
    for (const start of [0, 1, 1 << 20, content.length - 1, content.length])
      expect((await read(bytes, start)).equals(content.subarray(start))).toBe(true);
  });

  test('zstd', async () => {
    const bytes = zstdRaw(content.subarray(0, 1000));
    expect(compressionOf(bytes)).toBe('zstd');
    expect((await read(bytes, 10)).equals(content.subarray(10, 1000))).toBe(true);
  });

  test('an empty file', async () => {
    expect(compressionOf(Buffer.alloc(0))).toBe('none');
    expect(await read(Buffer.alloc(0))).toHaveLength(0);
  });
});

test.each([
  ['gzip', gzipSync(content)],
  ['zstd', zstdRaw(content.subarray(0, 1000))],
])('%s that is cut off is an error after what came before', async (_, packed) => {
  const path = file(packed.subarray(0, Math.floor(packed.length * 0.9)));
  const parts: Buffer[] = [];
  const all = async (): Promise<void> => {
    for await (const part of openBytes(path, compressionOf(packed))) parts.push(Buffer.from(part));
  };
  await expect(all()).rejects.toMatchObject({ code: expect.any(String) });
});
