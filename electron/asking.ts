/** Requests on their way to another process, by number; each answer is parsed as what was asked for. */
import type { z } from 'zod';
import { failure } from '../core/contract/errors.ts';

type Failed = ReturnType<typeof failure>;

export interface Asking {
  /** Sends a request under a number of its own. Resolves to the answer; to `internal` where it is not what the schema says. */
  readonly ask: <S extends z.ZodType>(schema: S, send: (id: number) => void) => Promise<z.output<S> | Failed>;
  readonly answer: (id: number, result: unknown) => void;
  /** Everything that still waits comes to this. */
  readonly end: (failed: Failed) => void;
}

export function createAsking(): Asking {
  const waiting = new Map<number, (result: unknown) => void>();
  let nextId = 1;
  return {
    ask: (schema, send) =>
      new Promise((resolve) => {
        const id = nextId++;
        waiting.set(id, (result) => {
          const parsed = schema.safeParse(result);
          resolve(
            parsed.success ? parsed.data : failure('internal', 'The engine gave an answer that nobody understands.'),
          );
        });
        send(id);
      }),
    answer(id, result) {
      waiting.get(id)?.(result);
      waiting.delete(id);
    },
    end(failed) {
      for (const resolve of waiting.values()) resolve(failed);
      waiting.clear();
    },
  };
}
