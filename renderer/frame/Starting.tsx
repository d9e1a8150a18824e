import { Notice } from '../parts/Notice.tsx';
import { useLate } from '../parts/use-late.ts';

/** Before the engine answers: nothing for 300 ms, then one quiet line. */
export function Starting() {
  return useLate(true) ? <Notice page title="Opening Warmpath…" /> : null;
}
