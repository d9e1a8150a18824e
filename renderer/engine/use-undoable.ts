import type { Input, MethodName } from '../../core/contract/methods.ts';
import { useViewState } from '../frame/view-state.ts';
import { useCommand } from './use-engine.ts';
import type { Command } from './use-engine.ts';

interface Undoable<M extends MethodName> extends Pick<Command<M>, 'running' | 'error'> {
  /** `words` say what was done, in a sentence without its full stop; whether it was. */
  readonly run: (input: Input<M>, words: string) => Promise<boolean>;
}

/** An act that can be taken back: once done, the window says so and offers it. */
export function useUndoable<M extends MethodName>(method: M): Undoable<M> {
  const { run, running, error } = useCommand(method);
  const tell = useViewState((state) => state.tell);
  return {
    running,
    error,
    run: async (input, words) => {
      const answer = await run(input);
      if (answer !== null) tell(words);
      return answer !== null;
    },
  };
}
