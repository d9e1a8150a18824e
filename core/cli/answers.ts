/** Asking the engine, and what a command makes of the answer. */
import { success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Input, MethodName, Output } from '../contract/methods.ts';
import type { Engine } from '../engine-types.ts';
import type { Outcome } from './run.ts';

/** Calls a method; its answer is the JSON, and `text` what a person reads. */
export async function print<M extends MethodName>(
  engine: Engine,
  method: M,
  input: Input<M>,
  text: (value: Output<M>) => string,
): Promise<Result<Outcome>> {
  return mapOutcome(await engine.call(method, input), text);
}

/** An answer as what a command ends with. */
export function mapOutcome<T>(result: Result<T>, text: (value: T) => string): Result<Outcome> {
  return result.ok ? success({ json: result.value, text: text(result.value) }) : result;
}
