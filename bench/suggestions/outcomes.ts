/** What became of people after a day, as the whole mailbox knows it. Times in Unix seconds. Pure. */
import { isContact } from '../../core/strength/features.ts';
import { interactionKind } from '../../core/strength/interactions.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { day } from '../../core/strength/tie-state.ts';
import type { Morning, Naming } from './arms.ts';
import type { Case } from './intervals.ts';

/** After so long without a word a tie counts as lost here. */
export const lostAfter = 90 * day;

/** Contact after `after` and by `until`, meetings and talks too. */
export function anyContact(rows: Interactions, person: number, after: number, until: number): boolean {
  return kindsOf(rows, person, after, until).size > 0;
}

export function hasSent(rows: Interactions, person: number, after: number, until: number): boolean {
  return kindsOf(rows, person, after, until).has(interactionKind.sent);
}

export function bothWays(rows: Interactions, person: number, after: number, until: number): boolean {
  const kinds = kindsOf(rows, person, after, until);
  return kinds.has(interactionKind.sent) && kinds.has(interactionKind.received);
}

/** A tie that was warm when its last word passed, and then was silent. */
interface Spell {
  readonly person: number;
  readonly since: number;
}

/** The spells that began and were lost within the days; a machine's mail in a person's name begins no other. */
export function fallenSilent(days: readonly Morning[], rows: Interactions): Spell[] {
  const [first, last] = [days[0]?.at ?? 0, days.at(-1)?.at ?? 0];
  const spells: Spell[] = [];
  const until = new Map<number, number>();
  for (const { at, known } of days) {
    for (const { person, warm, last: since } of known) {
      const begins = since >= Math.max(first, until.get(person) ?? 0) && since + lostAfter <= last;
      if (!warm || !begins || at - since > 4 * day || anyContact(rows, person, since, since + lostAfter)) continue;
      spells.push({ person, since });
      until.set(person, since + lostAfter);
    }
  }
  return spells;
}

/** Whether somebody was named in each spell from `after` (seconds) on and before they were lost; a name that was drawn, by its chance. */
export function namedWithin(spells: readonly Spell[], namings: readonly Naming[], after: number): Case[] {
  return spells.flatMap(({ person, since }) => {
    const missed = namings
      .filter(({ at, who }) => who.person === person && at > since + after && at <= since + lostAfter)
      .reduce((chance, { weight }) => chance * (1 - weight), 1);
    return [
      { person, weight: 1 - missed, hit: true },
      { person, weight: missed, hit: false },
    ];
  });
}

function kindsOf(rows: Interactions, person: number, after: number, until: number): Set<number> {
  const kinds = new Set<number>();
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    const at = rows.at[row] as number;
    if (at > after && at <= until && isContact(rows, row)) kinds.add(rows.kind[row] as number);
  }
  return kinds;
}
