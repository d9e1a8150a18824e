/** Sources that are read in a thread of their own, while what came before is stored in this one. */
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { createBirpc } from 'birpc';
import type { Result } from '../contract/errors.ts';
import { success } from '../contract/errors.ts';
import { unpackChunk } from './packed.ts';
import type { ReaderFunctions, SourceFacts } from './reader-thread.ts';
import type { Source } from './source.ts';

export interface Reader {
  /** As `openSources`; the sources can be read one after the other, until the reader is closed. */
  readonly open: (paths: readonly string[], ignored?: readonly string[]) => Promise<Result<Source[]>>;
  readonly close: () => Promise<void>;
}

// Chunks that are parsed ahead: enough to go on through the storing of a batch, few enough to stay small.
const ahead = 8;

/** Starts the thread; `script` is `reader-thread.ts`, as built or as written. */
export function startReader(script: string): Reader {
  // With less room for young objects a chunk's records are copied while they are parsed; the flag holds for later threads only.
  setFlagsFromString('--min-semi-space-size=8');
  // What libraries print of broken files may quote them: it goes to no terminal and no log.
  const worker = new Worker(script, { stdout: true, stderr: true });
  worker.stdout.resume();
  worker.stderr.resume();
  const thread = createBirpc<ReaderFunctions>(
    {},
    {
      post: (message) => worker.postMessage(message),
      on: (listen) => worker.on('message', listen),
      timeout: -1,
    },
  );
  worker.on('error', (error) => thread.$close(error));

  function sourceAt(index: number, facts: SourceFacts): Source {
    return {
      ...facts,
      async *read(position, context) {
        await thread.begin(index, position, context);
        const asked = Array.from({ length: ahead }, ask);
        for (;;) {
          const chunk = await (asked.shift() as ReturnType<typeof ask>);
          if (chunk === null) return;
          asked.push(ask());
          yield 'code' in chunk ? chunk : unpackChunk(chunk);
        }
      },
    };
  }

  function ask(): Promise<Awaited<ReturnType<ReaderFunctions['next']>>> {
    const answer = thread.next();
    // Whoever stops early does not wait for what was asked ahead.
    answer.catch(() => undefined);
    return answer;
  }

  return {
    async open(paths, ignored = []) {
      const opened = await thread.open(paths, ignored);
      return opened.ok ? success(opened.value.map((facts, index) => sourceAt(index, facts))) : opened;
    },
    async close() {
      thread.$close();
      await worker.terminate();
    },
  };
}
