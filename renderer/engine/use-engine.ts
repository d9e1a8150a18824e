import { useEffect, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import type { Input, MethodName, Output } from '../../core/contract/methods.ts';
import { useEngineClient } from './engine-context.ts';
import { oneAtATime } from './one-at-a-time.ts';

export interface Asked<M extends MethodName> {
  /** The last answer; kept while a newer one is on its way. */
  readonly value: Output<M> | undefined;
  /** The question that `value` answers. */
  readonly input: Input<M> | undefined;
  readonly error: Failure | null;
}

/**
 * Asks the engine and asks again whenever it says that something changed. A new input drops the answers to older ones.
 * With `null` nothing is asked and the last answer stays.
 */
export function useEngine<M extends MethodName>(method: M, input: Input<M> | null): Asked<M> {
  const engine = useEngineClient();
  const [asked, setAsked] = useState<Asked<M>>({ value: undefined, input: undefined, error: null });
  const key = input === null ? null : JSON.stringify(input);

  useEffect(() => {
    if (key === null) return undefined;
    // The key is the input itself: one value decides both when to ask and what.
    const question = JSON.parse(key) as Input<M>;
    let current = true;
    const ask = oneAtATime(async () => {
      if (!current) return;
      const answer = await engine.call(method, question);
      if (!current) return;
      setAsked((last) =>
        answer.ok ? { value: answer.value, input: question, error: null } : { ...last, error: answer.error },
      );
    });
    ask();
    const stop = engine.onEvent((event) => {
      if (event.kind === 'changed' || event.kind === method) ask();
    });
    return () => {
      current = false;
      stop();
    };
  }, [engine, method, key]);

  return asked;
}

export interface Command<M extends MethodName> {
  /** Resolves to the answer, or to null when it failed; `error` then says why. */
  readonly run: (input: Input<M>) => Promise<Output<M> | null>;
  readonly running: boolean;
  readonly error: Failure | null;
}

/** A method that acts: called on demand, with its failure kept for the place that shows it. */
export function useCommand<M extends MethodName>(method: M): Command<M> {
  const engine = useEngineClient();
  const [state, setState] = useState<{ running: boolean; error: Failure | null }>({ running: false, error: null });
  return {
    ...state,
    run: async (input) => {
      setState({ running: true, error: null });
      const answer = await engine.call(method, input);
      setState({ running: false, error: answer.ok ? null : answer.error });
      return answer.ok ? answer.value : null;
    },
  };
}
