/**
 * `bench -- suggestions`: what became of those whom the list of the day named over a year of a real mailbox, beside simpler lists of
 * the same length. Nobody saw these lists, so nothing here says what a suggestion would have caused.
 */
import type { Tie } from '../../core/contract/shapes.ts';
import type { Engine } from '../../core/engine-types.ts';
import type { Reader } from '../../core/db/database.ts';
import { owedSince } from '../../core/briefing/open-threads.ts';
import { season } from '../../core/briefing/today.ts';
import { valueOf } from '../../core/contract/errors.ts';
import type { Interactions } from '../../core/strength/interactions.ts';
import { day } from '../../core/strength/tie-state.ts';
import { loadFacts, openFolder } from '../facts.ts';
import { table } from '../timed.ts';
import { anew, drawn, longestSilent, named } from './arms.ts';
import type { Known, Morning, Naming } from './arms.ts';
import { sharesByPerson, wilson } from './intervals.ts';
import type { Case, Share } from './intervals.ts';
import { anyContact, bothWays, fallenSilent, hasSent, lostAfter, namedWithin } from './outcomes.ts';
import { hwmon, mornings, readLetters, replay } from './replay.ts';

// The last year of the mailbox after which there are ninety days to look at.
const [from, to] = ['2025-04-16', '2026-04-15'];
const everybody = 100_000;
const soon = 30 * day;
// A name in the days after a letter reminds of nothing.
const threeWeeks = 21 * day;

/** A person by an address, until the whole mailbox says who they are. */
type Noted<T extends { readonly person: number }> = Omit<T, 'person'> & { readonly email: string };

interface NotedMorning {
  readonly at: number;
  readonly known: readonly Noted<Known>[];
  readonly list: readonly Noted<Morning['list'][number]>[];
}

export async function benchSuggestions(folder: string, say: (line: string) => void): Promise<void> {
  const noted: NotedMorning[] = [];
  const letters = await readLetters(hwmon.file);
  const end = (letters.at(-1)?.sentAt ?? 0) + 1;
  await replay(letters, hwmon.me, [...mornings(from, to, true), end], folder, async (engine, db, at) => {
    if (at < end) noted.push(await note(engine, db, at));
  });
  const db = await openFolder(folder);
  const { interactions } = loadFacts(db);
  const people = db.prepare('SELECT email, person_id FROM address WHERE person_id IS NOT NULL').raw().all();
  db.close();
  const personOf = new Map(people as [string, number][]);
  const known = <T>({ email, ...rest }: T & { readonly email: string }) => ({ ...rest, person: personOf.get(email) as number }); // prettier-ignore
  const days = noted.map((one) => ({ at: one.at, known: one.known.map(known), list: one.list.map(known) }));
  sayList(days, say);
  sayOutcomes(days, interactions, say);
}

async function note(engine: Engine, db: Reader, at: number): Promise<NotedMorning> {
  const list = valueOf(await engine.call('next', {}));
  const ties = valueOf(await engine.call('ties', { limit: everybody }));
  const asOf = new Date((at - season) * 1000).toISOString();
  const before = valueOf(await engine.call('ties', { limit: everybody, asOf }));
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

function sayList(days: readonly Morning[], say: (line: string) => void): void {
  const names = days.flatMap(({ list }) => list);
  const reasons = [...new Set(names.map(({ reason }) => reason))];
  const fresh = days.flatMap(({ list }, i) =>
    list.filter(({ person }) => days[i - 1]?.list.some((one) => one.person === person) !== true),
  );
  say(`${days.length} working days, ${days.filter(({ list }) => list.length > 0).length} of them with a name`);
  say(`${names.length} names of ${new Set(names.map(({ person }) => person)).size} people, ${fresh.length} not named the working day before`); // prettier-ignore
  say(`${reasons.map((reason) => `${reason} ${names.filter((one) => one.reason === reason).length}`).join(', ')}\n`);
}

function sayOutcomes(days: readonly Morning[], rows: Interactions, say: (line: string) => void): void {
  const labels = [
    'the list',
    'longest silence, warm now',
    'longest silence, warm now or a season ago',
    'drawn, warm now',
  ];
  const [list, ...silent] = [named(days), longestSilent(days, 'warm'), longestSilent(days, 'wasWarm')];
  const random = drawn(days);
  const questions: readonly (readonly [string, (naming: Naming) => boolean | null])[] = [
    ['exchange both ways within 30 days', ({ at, who }) => bothWays(rows, who.person, at, at + soon)],
    ['nothing for 90 days', ({ at, who }) => (who.wasWarm ? !anyContact(rows, who.person, at, at + lostAfter) : null)],
  ];
  for (const [question, outcome] of questions) {
    const cases = (namings: readonly Naming[]): Case[] =>
      namings.flatMap((naming): Case[] => {
        const hit = outcome(naming);
        return hit === null ? [] : [{ person: naming.who.person, weight: naming.weight, hit }];
      });
    sayShares(`${question}, all names`, labels, [list, ...silent, random].map(cases), say);
    sayShares(`${question}, once in 30 days`, labels, [...[list, ...silent].map(anew), random].map(cases), say);
  }
  const fallen = fallenSilent(days, rows);
  for (const [after, words] of [
    [0, 'named in these'],
    [threeWeeks, 'named after three weeks of them'],
  ] as const) {
    const found = [list, ...silent, random].map((namings) => namedWithin(fallen, namings, after));
    sayShares(`warm ties then silent for 90 days: ${words}`, labels, found, say);
  }

  const owed = list.filter(({ who }) => who.owed !== null);
  const people = new Map(owed.map(({ at, who }) => [who.person, hasSent(rows, who.person, at, at + soon)]));
  const written = [...people.values()].filter(Boolean).length;
  const { low, high } = wilson(written, people.size);
  say(`answers owed, sent within 30 days: to ${written} of ${people.size} people (${low.toFixed(2)} to ${high.toFixed(2)})`); // prettier-ignore
  const owing = [list, ...silent, random].map((namings) =>
    namings.reduce((sum, { who, weight }) => sum + (who.owed === null ? 0 : weight), 0).toFixed(1),
  );
  say(`names to whom an answer was owed, by list: ${owing.join(', ')}`);
}

/** One line an arm; the first is the list. */
function sayShares(
  question: string,
  labels: readonly string[],
  arms: readonly (readonly Case[])[],
  say: (line: string) => void,
): void {
  const found = sharesByPerson(arms);
  const lines = arms.map((cases, i) => [
    labels[i] ?? '',
    cases.reduce((sum, { weight }) => sum + weight, 0).toFixed(0),
    String(new Set(cases.map(({ person }) => person)).size),
    shown(found[i]?.of),
    i === 0 ? '' : shown(found[i]?.less, true),
  ]);
  say(`${table([[question, 'cases', 'people', 'share', 'less the list'], ...lines])}\n`);
}

function shown(share: Share | undefined, signed = false): string {
  if (share === undefined || share.share === null) return '–';
  const text = (value: number): string => `${signed && value >= 0 ? '+' : ''}${value.toFixed(2).replace('-', '−')}`;
  return `${text(share.share)} (${text(share.low)} to ${text(share.high)})`;
}
