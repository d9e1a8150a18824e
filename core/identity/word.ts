/** What the user said of people that mail cannot see: it stands for a year, beside what mail says. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';

/** The days (YYYY-MM-DD) of the user's latest word on a person, where it still stands. */
interface Word {
  readonly spoke: string | null;
  readonly knowsWell: string | null;
  readonly neverSuggested: boolean;
  readonly neverBriefed: boolean;
}

// A year before the moment of the standings, so that all of them agree.
const stands = `day > (SELECT date(value, 'unixepoch', '-365 days') FROM setting WHERE key = 'tie_as_of')`;

export function wordOn(db: Reader, person: number): Word {
  const latest = (table: string): string =>
    `(SELECT max(day) FROM address CROSS JOIN ${table} ON address_id = id WHERE person_id = :person AND ${stands})`;
  const said = statement(db, `SELECT ${latest('touch')} AS spoke, ${latest('known_well')} AS knowsWell`);
  return {
    ...(said.get({ person }) as Pick<Word, 'spoke' | 'knowsWell'>),
    neverSuggested: neverOf(db, 'never_suggested').has(person),
    neverBriefed: neverOf(db, 'never_briefed').has(person),
  };
}

/** People the user said they know well; with `among`, a JSON list of ids, only of those. */
export function knownWell(db: Reader, among?: string): Set<number> {
  if (among === undefined) return peopleIn(db, 'known_well');
  const people = statement(
    db,
    `SELECT person_id FROM json_each(?) CROSS JOIN address ON person_id = value CROSS JOIN known_well ON address_id = address.id
     WHERE ${stands}`,
  ).pluck();
  return new Set(people.all(among) as number[]);
}

/** People the user wants never to be suggested, or left out of the popup. */
export function neverOf(db: Reader, table: 'never_suggested' | 'never_briefed'): Set<number> {
  const people = statement(db, `SELECT person_id FROM ${table} CROSS JOIN address ON id = address_id`);
  return new Set(people.pluck().all() as number[]);
}

/** These, and people the user said they spoke with: silence in the mail says nothing of either. */
export function wordGiven(db: Reader): Set<number> {
  return new Set([...knownWell(db), ...peopleIn(db, 'touch')]);
}

function peopleIn(db: Reader, table: 'known_well' | 'touch'): Set<number> {
  const people = statement(db, `SELECT person_id FROM ${table} CROSS JOIN address ON id = address_id WHERE ${stands}`);
  return new Set(people.pluck().all() as number[]);
}
