/** The contract over any port: the engine's end and the page's end. Each parses what it receives; neither trusts the other. */
import { createBirpc } from 'birpc';
import { z } from 'zod';
import { failure, failureSchema } from './errors.ts';
import type { Result } from './errors.ts';
import { eventSchema, methods } from './methods.ts';
import type { EngineEvent, Input, MethodName, Output } from './methods.ts';

/** A way to the other process: a MessagePort, a WebSocket, a utility process's port. Messages keep their order. */
export interface Port {
  readonly post: (message: unknown) => void;
  /** Returns the function that stops listening. One listener at a time; what comes before the first one waits. */
  readonly onMessage: (listener: (message: unknown) => void) => () => void;
  /** The other end is gone. Called at once where it already is. */
  readonly onClose: (listener: () => void) => void;
}

type Call = <M extends MethodName>(method: M, input: Input<M>) => Promise<Result<Output<M>>>;
type Listen = (listener: (event: EngineEvent) => void) => () => void;

/** The engine as the page sees it. */
export interface EngineClient {
  /** Never rejects: a dead engine or an answer that is not what the contract says comes back as `internal`. */
  readonly call: Call;
  /** Returns the function that stops listening. */
  readonly onEvent: Listen;
}

export interface BugReport {
  /** Names one bug in the log and on screen; random, so that it says nothing else. */
  readonly newId: () => string;
  readonly log: (id: string, error: unknown) => void;
}

const methodNames = Object.keys(methods) as [MethodName, ...MethodName[]];
const callSchema = z.tuple([z.enum(methodNames), z.unknown()]);
const answerSchemas = Object.fromEntries(
  methodNames.map((name) => [
    name,
    z.discriminatedUnion('ok', [
      z.strictObject({ ok: z.literal(true), value: methods[name].output }),
      z.strictObject({ ok: z.literal(false), error: failureSchema }),
    ]),
  ]),
);
// birpc's own frames; anything else on the port is dropped.
const frameSchema = z.union([
  z.strictObject({
    t: z.literal('q'),
    i: z.string().max(64).optional(),
    m: z.string().max(64),
    a: z.array(z.unknown()).max(2),
  }),
  z.strictObject({ t: z.literal('s'), i: z.string().max(64), r: z.unknown().optional() }),
]);

/**
 * Answers the contract's methods on a port and sends its events, until the port closes. Input is parsed with the method's
 * schema; an unknown method or a wrong input is `usage`. A thrown bug crosses as `internal` with an id, never its text.
 */
export function serveEngine(port: Port, call: Call, onEvent: Listen, bugs: BugReport): void {
  const remote = createBirpc<{ event: (event: EngineEvent) => void }, object, false>(
    withoutPrototype({
      call: async (...args: unknown[]): Promise<Result<unknown>> => {
        const asked = callSchema.safeParse(args.length === 1 ? [...args, undefined] : args);
        if (!asked.success) return failure('usage', 'There is no such method.');
        const [method, rawInput] = asked.data;
        const input = methods[method].input.safeParse(rawInput);
        if (!input.success) return failure('usage', `${method}: ${z.prettifyError(input.error)}`);
        try {
          return await call(method, input.data as Input<typeof method>);
        } catch (error) {
          const id = bugs.newId();
          bugs.log(id, error);
          return internal(id);
        }
      },
    }),
    channel(port),
  );
  const stop = onEvent((event) => void remote.$callEvent('event', event));
  port.onClose(() => {
    stop();
    remote.$close();
  });
}

/** The engine at the other end of a port that `serveEngine` answers. */
export function connectEngine(port: Port): EngineClient {
  const listeners = new Set<(event: EngineEvent) => void>();
  const remote = createBirpc<{ call: (method: string, input: unknown) => unknown }, object, false>(
    withoutPrototype({
      event: (raw: unknown) => {
        const event = eventSchema.safeParse(raw);
        if (event.success) listeners.forEach((listener) => listener(event.data));
      },
    }),
    channel(port),
  );
  port.onClose(() => remote.$close());
  return {
    call: async <M extends MethodName>(method: M, input: Input<M>) => {
      let raw: unknown;
      try {
        raw = await remote.$call('call', method, input);
      } catch {
        return failure('internal', 'The engine has stopped before it could answer.');
      }
      const answer = answerSchemas[method]?.safeParse(raw);
      // The schema of this very method has just been applied.
      return answer?.success ? (answer.data as Result<Output<M>>) : internal(`answer to ${method}`);
    },
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** A bug, by the id under which it is in the log. */
export function internal(id: string): ReturnType<typeof failure> {
  return failure('internal', `Something went wrong inside Warmpath (${id}). Nothing was lost; please try again.`);
}

// birpc looks functions up by the name that came over the port: without a prototype there is nothing else to find.
function withoutPrototype(functions: object): object {
  return Object.assign(Object.create(null), functions);
}

function channel(port: Port) {
  let stop = (): void => undefined;
  return {
    post: port.post,
    on: (listener: (frame: unknown) => void) => {
      stop = port.onMessage((message) => {
        const frame = frameSchema.safeParse(message);
        if (frame.success) listener(frame.data);
      });
    },
    off: () => stop(),
    proxify: false as const,
    // An import takes as long as it takes.
    timeout: -1,
  };
}
