/** A tie month by month: what went each way, and how it stood at each month's end. Pure. */
import type { History } from '../contract/shapes.ts';
import { interactionKind } from './interactions.ts';
import type { Interactions } from './interactions.ts';
import type { StrengthModel } from './model.ts';
import { tieOf } from './ties.ts';

// What a chart can show at a glance.
const months = 24;

/** The last months up to that of `asOf` (Unix seconds), the oldest first; calendar months in UTC. */
export function historyOf(rows: Interactions, person: number, model: StrengthModel, asOf: number): History {
  const now = new Date(asOf * 1000);
  const startOf = (back: number): number => Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - back, 1) / 1000;
  return Array.from({ length: months }, (_, i) => {
    const back = months - 1 - i;
    const [from, to] = [startOf(back), Math.min(startOf(back - 1), asOf)];
    let [sent, received, meetings] = [0, 0, 0];
    for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
      const at = rows.at[row] as number;
      if (at < from || at >= to) continue;
      if (rows.kind[row] === interactionKind.sent) sent++;
      else if (rows.kind[row] === interactionKind.received) received++;
      else if (rows.kind[row] === interactionKind.meeting) meetings++;
    }
    return {
      month: new Date(from * 1000).toISOString().slice(0, 7),
      sent,
      received,
      meetings,
      band: tieOf(rows, person, model, to)?.band ?? 'unknown',
    };
  });
}
