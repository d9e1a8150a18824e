/** Files streamed by the page: a line of JSON that lists them, then their bytes, each handed to the engine as it arrives. */
import type { z } from 'zod';
import { failure } from '../core/contract/errors.ts';
import type { HandedOver } from '../core/contract/host.ts';
import { uploadListLimit, uploadListSchema } from '../core/contract/uploads.ts';
import type { Engine } from '../core/engine-types.ts';

/** Imports what the request carries; nothing is kept beside the engine's own data. */
export async function receiveUploads(body: AsyncIterable<Buffer>, engine: Engine | null): Promise<HandedOver> {
  if (engine === null) return failure('busy', 'Unlock Warmpath first, then add your files.');
  const reader = createReader(body);
  const list = await readJsonLine(reader, uploadListSchema, uploadListLimit);
  if (list === null) {
    await reader.drain();
    return failure('usage', 'The upload does not begin with a list of its files.');
  }
  return engine.importUploads(list.map(({ name, size }) => ({ name, bytes: reader.take(size) })));
}

/** The next line as what the schema says; null where it is anything else. */
export async function readJsonLine<S extends z.ZodType>(
  reader: Reader,
  schema: S,
  limit: number,
): Promise<z.output<S> | null> {
  const line = await reader.line(limit);
  if (line === null) return null;
  try {
    return schema.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

export interface Reader {
  /** The text up to the next line feed; null beyond `limit` bytes. */
  readonly line: (limit: number) => Promise<string | null>;
  /** The next `size` bytes; to be read in the order they were asked for. */
  readonly take: (size: number) => AsyncGenerator<Uint8Array>;
  /** Reads to the end what nobody wanted: a browser listens to the answer only once it has sent everything. */
  readonly drain: () => Promise<void>;
}

/** Reads a request's body piece by piece. */
export function createReader(body: AsyncIterable<Buffer>): Reader {
  const chunks = body[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  const more = async (): Promise<boolean> => {
    const next = await chunks.next();
    if (next.done) return false;
    rest = rest.length === 0 ? next.value : Buffer.concat([rest, next.value]);
    return true;
  };
  return {
    async line(limit) {
      let end: number;
      while ((end = rest.indexOf(10)) < 0) if (rest.length > limit || !(await more())) return null;
      const text = rest.toString('utf8', 0, end);
      rest = rest.subarray(end + 1);
      return text;
    },
    async drain() {
      do rest = Buffer.alloc(0);
      while (await more().catch(() => false));
    },
    async *take(size) {
      const file = { left: size };
      const next = (): Buffer => {
        const part = rest.subarray(0, file.left);
        rest = rest.subarray(part.length);
        file.left -= part.length;
        return part;
      };
      const hasMore = async (): Promise<boolean> => file.left > 0 && (rest.length > 0 || more());
      try {
        while (await hasMore()) yield next();
      } finally {
        // A reader that needs no more of this file must not leave it in the way of the next.
        while (await hasMore()) next();
      }
    },
  };
}
