/** What the next act would change, and what must go without one. Pure. */
import { entryKey } from './payload.ts';
import type { Entry } from './payload.ts';

/** An entry as it lies at the firm exchange. */
export type Live = Omit<Entry, 'inEffect' | 'covers' | 'from'>;

export const changes = ['new', 'changed', 'renewed', 'same'] as const;
export type Change = (typeof changes)[number];

export interface Difference {
  readonly entries: readonly { readonly entry: Entry; readonly change: Change }[];
  /** What would no longer be told. */
  readonly gone: readonly Live[];
}

/** What is to be told beside what is told. */
export function difference(next: readonly Entry[], live: readonly Live[]): Difference {
  const told = new Map(live.map((one) => [entryKey(one), one]));
  const kept = new Set(next.map(entryKey));
  return {
    entries: next.map((entry) => ({ entry, change: changeOf(entry, told.get(entryKey(entry))) })),
    gone: live.filter((one) => !kept.has(entryKey(one))),
  };
}

function changeOf(entry: Entry, live: Live | undefined): Change {
  if (live === undefined) return 'new';
  const said = ({ name, named, band, month }: Live): string => JSON.stringify([name, named, band, month]);
  if (said(entry) !== said(live)) return 'changed';
  return entry.until === live.until ? 'same' : 'renewed';
}

/**
 * What is told and may no longer be (`today`, YYYY-MM-DD): its last day is past, nothing of it is chosen any more, it says more or longer
 * than is chosen now, or whom it was told from has been taken out. These go by themselves; everything else waits for the next preview.
 */
export function reductions(next: readonly Entry[], live: readonly Live[], today: string): Live[] {
  const allowed = new Map(next.map((entry) => [entryKey(entry), entry]));
  return live.filter((one) => {
    const entry = allowed.get(entryKey(one));
    return (
      entry === undefined ||
      one.until < today ||
      one.until > entry.until ||
      (one.named && !entry.named) ||
      (one.name !== null && entry.name === null) ||
      !entry.covers.includes(one.basis)
    );
  });
}
