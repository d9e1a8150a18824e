import type { EngineClient } from '../../core/contract/rpc.ts';
import { useViewState } from '../frame/view-state.ts';

/** Takes back what the user said last, and says so, or why it cannot be. */
export async function undo(engine: EngineClient): Promise<void> {
  const taken = await engine.call('undo', {});
  const { tell } = useViewState.getState();
  tell(taken.ok ? 'Taken back' : taken.error.message, false);
}
