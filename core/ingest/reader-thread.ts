/** The thread that reads: files are opened and parsed here, so that the engine's thread only stores and answers. */
import { parentPort } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import { success } from '../contract/errors.ts';
import type { Failure, Result } from '../contract/errors.ts';
import { installGate } from '../egress/gate.ts';
import { openSources } from './open-sources.ts';
import { packChunk } from './packed.ts';
import type { PackedChunk } from './packed.ts';
import type { ParseContext, SourceChunk } from './record.ts';
import { isFailure } from './source.ts';
import type { Source } from './source.ts';

/** A source but for its reading. */
export type SourceFacts = Omit<Source, 'read'>;

/** What the engine's thread asks for. One source is read at a time. */
export interface ReaderFunctions {
  open(paths: readonly string[], ignored: readonly string[]): Promise<Result<SourceFacts[]>>;
  /** Begins to read the source of that index. */
  begin(index: number, position: number, context: ParseContext): void;
  /** The next chunk, or null at the end; may be asked ahead, the answers keep their order. */
  next(): Promise<PackedChunk | Failure | null>;
}

// Nothing that reads files connects anywhere.
installGate(() => 0);

let sources: readonly Source[] = [];
let reading: AsyncIterator<SourceChunk | Failure> | null = null;

const functions: ReaderFunctions = {
  async open(paths, ignored) {
    const opened = await openSources(paths, ignored);
    if (!opened.ok) return opened;
    sources = opened.value;
    return success(
      sources.map(({ kind, location, label, fingerprint, totalBytes, newestAt, named }) => ({
        kind, location, label, fingerprint, totalBytes, newestAt, named,
      })), // prettier-ignore
    );
  },
  begin(index, position, context) {
    void reading?.return?.();
    reading = (sources[index] as Source).read(position, context)[Symbol.asyncIterator]();
  },
  async next() {
    const { done, value } = (await reading?.next()) ?? { done: true, value: undefined };
    if (done) return null;
    return isFailure(value) ? value : packChunk(value);
  },
};

createBirpc<object, ReaderFunctions>(functions, {
  post: (message) => parentPort?.postMessage(message),
  on: (listen) => parentPort?.on('message', listen),
  timeout: -1,
});
