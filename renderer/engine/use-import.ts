import { useEffect, useRef, useState } from 'react';
import type { Failure } from '../../core/contract/errors.ts';
import type { EngineEvent } from '../../core/contract/methods.ts';
import type { ImportResult, Progress } from '../../core/contract/shapes.ts';
import { useEngineClient } from './engine-context.ts';

/** Where the current or last import of this session stands. */
export type ImportState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly progress: Progress | null }
  | { readonly kind: 'done'; readonly result: ImportResult }
  | { readonly kind: 'failed'; readonly error: Failure };

/** The state after an event; a "changed" says nothing about imports. */
export function afterEvent(state: ImportState, event: EngineEvent): ImportState {
  switch (event.kind) {
    case 'progress':
      return { kind: 'running', progress: event.progress };
    case 'imported':
      return event.result.ok
        ? { kind: 'done', result: event.result.value }
        : { kind: 'failed', error: event.result.error };
    default:
      return state;
  }
}

export interface ImportHandle {
  readonly state: ImportState;
  /** Whether this is the import that fills an empty database: its outcome is shown before the people are. */
  readonly first: boolean;
  /** Shows an import as running before its first progress event. */
  readonly begin: () => void;
  /** Ends what `begin` began when the host could not even start, or nothing was chosen (`null`). */
  readonly fail: (error: Failure | null) => void;
  readonly dismiss: () => void;
  /** Shows what is there while the rest is still read. */
  readonly lookAround: () => void;
}

/** Follows imports by the engine's events; `importing` is the engine's own word after a reload of the page. */
export function useImport(importing: boolean, empty: boolean): ImportHandle {
  const engine = useEngineClient();
  const [state, setState] = useState<ImportState>({ kind: 'idle' });
  const [first, setFirst] = useState(false);

  const wasEmpty = useRef(empty);
  useEffect(() => {
    wasEmpty.current = empty;
  }, [empty]);

  useEffect(
    () =>
      engine.onEvent((event) => {
        // An import can begin without this page: from the host's own dialog, or before the page was loaded.
        if ((event.kind === 'progress' || event.kind === 'imported') && wasEmpty.current) setFirst(true);
        setState((last) => afterEvent(last, event));
      }),
    [engine],
  );

  const rest = () => {
    setState({ kind: 'idle' });
    setFirst(false);
  };
  return {
    state: state.kind === 'idle' && importing ? { kind: 'running', progress: null } : state,
    first,
    begin: () => {
      setFirst(empty);
      setState({ kind: 'running', progress: null });
    },
    fail: (error) => {
      if (error === null) rest();
      else setState({ kind: 'failed', error });
    },
    dismiss: rest,
    lookAround: () => {
      setFirst(false);
    },
  };
}
