import type { Colleague } from '../../core/contract/sharing.ts';
import { useEngine } from '../engine/use-engine.ts';

const none: readonly Colleague[] = [];

/** Everybody else in the firm: who is named on screen is told from them. */
export function useColleagues(): readonly Colleague[] {
  return useEngine('firmStatus', {}).value?.colleagues ?? none;
}
