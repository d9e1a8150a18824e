import { isOver } from '../../core/contract/needed-by.ts';
import type { Asked } from '../engine/use-engine.ts';
import { useEngine } from '../engine/use-engine.ts';
import { useNow } from '../parts/use-now.ts';

/** What colleagues ask, without what became too late while it was looked at. */
export function useAsksForMe(input: Record<string, never> | null = {}): Asked<'asksForMe'> {
  const now = useNow();
  const asks = useEngine('asksForMe', input);
  return { ...asks, value: asks.value?.filter(({ answer, neededBy }) => answer === 'offer' || !isOver(neededBy, now)) };
}
