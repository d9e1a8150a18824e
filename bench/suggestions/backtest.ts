/**
 * `bench -- suggestions`: what became of those whom the list of the day named over a year of a real mailbox, beside simpler lists of
 * the same length. Nobody saw these lists, so nothing here says what a suggestion would have caused.
 */
import type { Tie } from '../../core/contract/shapes.ts';
import type { Engine } from '../../core/engine-types.ts';
import type { Reader } from '../../core/db/database.ts';
import { owedSince } from '../../core/briefing/open-threads.ts';
import { season } from '../../core/briefing/today.ts';
import { isContact } from '../../core/strength/features.ts';
import { interactionKind } from '../../core/strength/interactions.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { day } from '../../core/strength/tie-state.ts';
import { loadFacts, openFolder } from '../facts.ts';
import { table } from '../timed.ts';
import { drawn, longestSilent, named } from './arms.ts';
import type { Morning, Naming } from './arms.ts';
import { sharesByPerson } from './intervals.ts';
import type { Case, Share } from './intervals.ts';
import { hwmon, mornings, readLetters, replay } from './replay.ts';

// The last year of the mailbox after which there are ninety days to look at.
const [from, to] = ['2025-04-16', '2026-04-15'];
const everybody = 100_000;
const [soon, long] = [30 * day, 90 * day];

/** An address stands for a person until the whole mailbox says who they are. */
type Noted = Omit<Morning, 'known' | 'list'> & {
  readonly known: readonly (Omit<Morning['known'][number], 'person'> & { readonly email: string })[];
  readonly list: readonly (Omit<Morning['list'][number], 'person'> & { readonly email: string })[];
};

export async function benchSuggestions(folder: string, say: (line: string) => void): Promise<void> {
  const noted: Noted[] = [];
  const letters = await readLetters(hwmon.file);
  const end = (letters.at(-1)?.sentAt ?? 0) + 1;
  await replay(letters, hwmon.me, [...mornings(from, to, true), end], folder, async (engine, db, at) => {
    if (at < end) noted.push(await note(engine, db, at));
  });
  const db = await openFolder(folder);
  const personOf = new Map(
    db.prepare('SELECT email, person_id FROM address WHERE person_id IS NOT NULL').raw().all() as [string, number][],
  );
  const { interactions } = loadFacts(db);
  db.close();
  const days = noted.map(({ at, known, list }): Morning => ({
    at,
    known: known.map(({ email, ...who }) => ({ ...who, person: personOf.get(email) as number })),
    list: list.map(({ email, ...one }) => ({ ...one, person: personOf.get(email) as number })),
  }));
  sayList(days, say);
  sayOutcomes(days, interactions, say);
}

async function note(engine: Engine, db: Reader, at: number): Promise<Noted> {
  const list = answered(await engine.call('next', {}));
  const ties = answered(await engine.call('ties', { limit: everybody }));
  const asOf = new Date((at - season) * 1000).toISOString();
  const before = answered(await engine.call('ties', { limit: everybody, asOf }));
  const warmBefore = new Set(before.filter(isWarm).map(({ id }) => id));
  const { interactions, threads } = loadFacts(db, at);
  const emails = new Map(ties.map(({ id, addresses }) => [id, addresses[0] as string]));
  return {
    at,
    known: ties.map((tie) => ({
      email: tie.addresses[0] as string,
      warm: isWarm(tie),
      wasWarm: isWarm(tie) || warmBefore.has(tie.id),
      last: Date.parse(tie.lastInteraction ?? asOf) / 1000,
      owed: owedSince(interactions, tie.id, threads, at),
    })),
    list: list.flatMap(({ id, reason }) => {
      const email = emails.get(id);
      return email === undefined ? [] : [{ email, reason }];
    }),
  };
}

function isWarm({ band }: Tie): boolean {
  return band === 'strong' || band === 'moderate';
}

function answered<T>(result: { ok: true; value: T } | { ok: false; error: { message: string } }): T {
  if (!result.ok) throw new Error(result.error.message);
  return result.value;
}

function sayList(days: readonly Morning[], say: (line: string) => void): void {
  const names = days.flatMap(({ list }) => list);
  const reasons = [...new Set(names.map(({ reason }) => reason))];
  const anew = days.flatMap(({ list }, i) =>
    list.filter(({ person }) => days[i - 1]?.list.some((one) => one.person === person) !== true),
  );
  say(`${days.length} working days, ${days.filter(({ list }) => list.length > 0).length} of them with a name`);
  say(`${names.length} names of ${new Set(names.map(({ person }) => person)).size} people, ${anew.length} of them not named the working day before`); // prettier-ignore
  say(`${reasons.map((reason) => `${reason} ${names.filter((one) => one.reason === reason).length}`).join(', ')}\n`);
}

function sayOutcomes(days: readonly Morning[], rows: Interactions, say: (line: string) => void): void {
  const arms: readonly (readonly [string, readonly Naming[]])[] = [
    ['the list', named(days)],
    ['of it gone quiet', named(days, 'quiet')],
    ['longest silence, warm now', longestSilent(days, 'warm')],
    ['longest silence, warm now or a season ago', longestSilent(days, 'wasWarm')],
    ['random, warm now', drawn(days)],
  ];
  const questions: readonly (readonly [string, (naming: Naming) => boolean | null])[] = [
    ['exchange both ways within 30 days', ({ at, who }) => bothWays(rows, who.person, at, at + soon)],
    ['of ties warm now or a season ago: nothing for 90 days', ({ at, who }) => who.wasWarm ? !anyContact(rows, who.person, at, at + long) : null], // prettier-ignore
    ['of answers owed: something sent within 30 days', ({ at, who }) => who.owed === null ? null : hasSent(rows, who.person, at, at + soon)], // prettier-ignore
  ];
  for (const [question, outcome] of questions) {
    const cases = arms.map(([, namings]) =>
      namings.flatMap((naming): Case[] => {
        const hit = outcome(naming);
        return hit === null ? [] : [{ person: naming.who.person, weight: naming.weight, hit }];
      }),
    );
    const found = sharesByPerson(cases);
    const lines = arms.map(([name], i) => [
      name,
      Math.round((cases[i] as Case[]).reduce((sum, { weight }) => sum + weight, 0)).toString(),
      String(new Set((cases[i] as Case[]).map(({ person }) => person)).size),
      shown(found[i]?.of),
      i === 0 ? '' : shown(found[i]?.less, true),
    ]);
    say(`${table([[question, 'names', 'people', 'share', 'less the list'], ...lines])}\n`);
  }
}

function shown(share: Share | undefined, signed = false): string {
  if (share === undefined || share.share === null) return '–';
  const number = (value: number): string => (signed && value >= 0 ? '+' : '') + value.toFixed(2).replace('-', '−');
  return `${number(share.share)} (${number(share.low)} to ${number(share.high)})`;
}

function* contacts(rows: Interactions, person: number, after: number, until: number): Generator<number> {
  for (let row = rows.start[person] as number; row < (rows.start[person + 1] as number); row++) {
    const at = rows.at[row] as number;
    if (at > after && at <= until && isContact(rows, row)) yield row;
  }
}

function anyContact(rows: Interactions, person: number, after: number, until: number): boolean {
  return !contacts(rows, person, after, until).next().done;
}

function hasSent(rows: Interactions, person: number, after: number, until: number): boolean {
  return [...contacts(rows, person, after, until)].some((row) => rows.kind[row] === interactionKind.sent);
}

function bothWays(rows: Interactions, person: number, after: number, until: number): boolean {
  const kinds = new Set([...contacts(rows, person, after, until)].map((row) => rows.kind[row]));
  return kinds.has(interactionKind.sent) && kinds.has(interactionKind.received);
}
