/** Works standings out again while evidence keeps coming: at once where that is cheap, else seldom enough to cost little. */
import type { Standings } from './standings.ts';

export interface Freshener {
  /** Evidence has come. */
  readonly note: () => void;
  /** Nothing more comes for now: what is still to be worked out is, now. */
  readonly flush: () => void;
  /** Whether standings are behind and will follow by themselves. */
  readonly isPending: () => boolean;
  readonly close: () => void;
}

interface FreshenerDeps {
  readonly standings: Standings;
  /** Milliseconds. */
  readonly now: () => number;
  readonly changed: () => void;
  /** Runs it after so many milliseconds, unless the function that comes back is called before. */
  readonly later: (run: () => void, milliseconds: number) => () => void;
}

// How many times as long as it takes has to pass from one time to the next.
const share = 20;

export function createFreshener({ standings, now, changed, later }: FreshenerDeps): Freshener {
  let pending: (() => void) | null = null;
  let notBefore = 0;

  function freshen(): void {
    pending?.();
    pending = null;
    const startedAt = now();
    standings.refresh();
    notBefore = now() + share * (now() - startedAt);
    changed();
  }

  return {
    note() {
      if (pending !== null) return;
      // Survives a crash before it is due.
      standings.markStale();
      pending = later(freshen, Math.max(0, notBefore - now()));
    },
    flush() {
      if (pending !== null) freshen();
      // The next comes alone, and is worth it.
      notBefore = 0;
    },
    isPending: () => pending !== null,
    close() {
      pending?.();
      pending = null;
    },
  };
}
