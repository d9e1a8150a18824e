/**
 * `bench -- owed`: how often the rules of core/briefing/open-threads.ts are right, over every day of a real mailbox, against threads
 * that were read one by one: labels.json, by the hash that a thread's first Message-ID has in the database.
 */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { awaitedSince, owedSince } from '../../core/briefing/open-threads.ts';
import { interactionKind } from '../../core/strength/interactions.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { loadFacts } from '../facts.ts';
import { table } from '../timed.ts';
import { wilson } from './intervals.ts';
import { hwmon, mornings, readLetters, replay } from './replay.ts';

const labelSchema = z.enum(['yes', 'no', 'unclear']);
const labelsSchema = z.strictObject({
  owed: z.record(z.string(), labelSchema),
  awaited: z.record(z.string(), labelSchema),
});
type Rule = keyof z.infer<typeof labelsSchema>;

const rules = {
  owed: { since: owedSince, kind: interactionKind.received },
  awaited: { since: awaitedSince, kind: interactionKind.sent },
} as const;
// The first day of which anything can be open, and the mailbox's last.
const [from, to] = ['2025-01-03', '2026-07-15'];

export async function benchOwed(folder: string, say: (line: string) => void): Promise<void> {
  const labels = labelsSchema.parse(JSON.parse(readFileSync('bench/suggestions/labels.json', 'utf8')));
  const said: Record<Rule, Set<number>> = { owed: new Set(), awaited: new Set() };
  const days = mornings(from, to, false);
  await replay(await readLetters(hwmon.file), hwmon.me, days, folder, (_, db, at) => {
    const { interactions, people, threads } = loadFacts(db, at);
    for (let person = 1; person < people.personLimit; person++) {
      for (const rule of ['owed', 'awaited'] as const) {
        const since = rules[rule].since(interactions, person, threads, at);
        if (since !== null) said[rule].add(threadOf(interactions, person, since, rules[rule].kind));
      }
    }
  });
  say(`${String(days.length)} days\n`);
  const rows = (['owed', 'awaited'] as const).map((rule) => {
    const count = (isSaid: boolean, label: z.infer<typeof labelSchema>): number =>
      Object.entries(labels[rule]).filter(([thread, is]) => said[rule].has(Number(thread)) === isSaid && is === label)
        .length;
    const [right, wrong] = [count(true, 'yes'), count(true, 'no')];
    const { share, low, high } = wilson(right, right + wrong);
    return [
      rule,
      String(said[rule].size),
      String(right),
      String(wrong),
      String(said[rule].size - right - wrong),
      share === null ? '–' : `${share.toFixed(2)} (${low.toFixed(2)} to ${high.toFixed(2)})`,
      `${String(count(false, 'yes'))} of ${String(Object.keys(labels[rule]).length - right - wrong)}`,
    ];
  });
  say(table([['', 'threads said', 'right', 'wrong', 'unclear or unread', 'precision', 'so, and not said, of others read'], ...rows])); // prettier-ignore
}

/** The thread of the message that a rule dates from. */
function threadOf(rows: Interactions, person: number, since: number, kind: number): number {
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    if (rows.at[row] === since && rows.kind[row] === kind) return rows.series[row] as number;
  }
  throw new Error('the rule dates from no message');
}
