/** What news of ways in can be about: organisations newly come in touch with, and open pursuits, each with the way in there is. */
import type { WayNews } from '../contract/opportunities.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { FirmReach } from '../graph/colleagues.ts';
import { warmPaths } from '../graph/paths.ts';
import type { WarmPath } from '../graph/paths.ts';
import { passOf } from '../graph/reach.ts';
import { knownWell } from '../identity/word.ts';
import type { Interactions } from '../strength/interactions.ts';
import { goodWeight, occasionOf } from './audit.ts';
import { firstContacts } from './first-contacts.ts';
import type { FirstContact } from './first-contacts.ts';
import type { Everywhere } from './places.ts';
import type { KeptPursuit } from './pursuits.ts';
import { warmAmong } from './standing.ts';
import type { StandingInput } from './standing.ts';
import type { Found } from './way-news.ts';
import { partnerOf, pathsThere } from './ways.ts';

export interface SubjectsInput {
  readonly standing: StandingInput;
  readonly everywhere: Everywhere;
  readonly open: readonly KeptPursuit[];
  /** Of whom the user wants no news, or whom a pattern shows on a side that is no relationship. */
  readonly leftOut: ReadonlySet<number>;
}

/** With the way in that is told of; a pursuit may have none. */
export interface Subject {
  readonly found: Found;
  readonly name: string;
  readonly organisation: string | null;
  readonly path: WarmPath | null;
  readonly partner: WayNews['partner'];
  readonly contact: FirstContact | null;
}

/** The most pressing first: first contacts, then pursuits in their own order. */
export function waySubjects(db: Reader, input: SubjectsInput): Subject[] {
  const judge = judgeOf(db, input.standing);
  return [...contactSubjects(db, input, judge), ...pursuitSubjects(db, input, judge)];
}

interface Judge {
  readonly isWarm: (person: number) => boolean;
  readonly isGood: (path: WarmPath) => boolean;
}

/** Good: whom one would ask is warm with the user, and each is warm with the next as far as mail or a colleague shows. */
function judgeOf(db: Reader, { firm, bands }: StandingInput): Judge {
  const { reach, nodes } = firm;
  const known = knownWell(db);
  const isWarm = (person: number): boolean => warmAmong([person], bands).length > 0 || known.has(person);
  return {
    isWarm,
    isGood: ({ target, through }) => {
      const people = [...through, target];
      const [first] = people as [number];
      const isReached = nodes.has(first) || isWarm(first) || isWarm(reach.movedFrom[first] as number);
      return isReached && people.slice(1).every((to, i) => passBetween(firm, people[i] as number, to) >= passOf(goodWeight)); // prettier-ignore
    },
  };
}

function passBetween({ reach }: FirmReach, from: number, to: number): number {
  for (let e = reach.start[to] as number; e < (reach.start[to + 1] as number); e++)
    if (reach.near[e] === from) return reach.pass[e] as number;
  return 0;
}

/** Organisations just come in touch with, where there is a good way that is not the one the user took. */
function contactSubjects(db: Reader, { standing, everywhere, leftOut }: SubjectsInput, judge: Judge): Subject[] {
  const { rows, firm, now } = standing;
  const isOpen = (id: number): boolean => firm.reach.open[id] === 1 && !leftOut.has(id);
  const contacts = firstContacts({ rows, there: everywhere.at, isWarm: judge.isWarm, now })
    .map((contact) => ({ ...contact, people: contact.people.filter(isOpen) }))
    .filter(({ people }) => people.length > 0);
  const organisations = new Map(
    (
      statement(
        db,
        'SELECT organisation.id, name, domain FROM json_each(?) CROSS JOIN organisation ON organisation.id = value',
      ).all(JSON.stringify(contacts.map(({ organisation }) => organisation))) as {
        id: number;
        name: string;
        domain: string;
      }[]
    ).map((one) => [one.id, one]),
  );
  return contacts.flatMap((contact): Subject[] => {
    const place = organisations.get(contact.organisation);
    if (place === undefined) return [];
    const there = (everywhere.at.get(place.id) ?? []).filter((id) => id < firm.reach.personLimit);
    const targets = [...there, ...(firm.strangersAt.get(place.domain) ?? [])];
    const path = warmPaths(firm.reach, targets, { paths: 3, perTarget: 3 }).find(
      (one) => judge.isGood(one) && !wasThere(rows, firstOf(one), contact) && !isLeftOut(one, leftOut),
    );
    const { organisation: about, change } = contact;
    const partner = partnerOf(standing, { domains: [place.domain] });
    return path === undefined ? [] : [{ found: { kind: 'organisation', about, change }, name: place.name, organisation: place.name, path, partner, contact }]; // prettier-ignore
  });
}

/** Whether they were in the letter or meeting themselves. */
function wasThere(rows: Interactions, person: number, { at, people }: FirstContact): boolean {
  const occasions = new Set(people.flatMap((id) => rowsOf(rows, id).filter((row) => rows.at[row] === at).map((row) => occasionOf(rows, row)))); // prettier-ignore
  return rowsOf(rows, person).some((row) => occasions.has(occasionOf(rows, row)));
}

/** None of a node of the firm. */
function rowsOf({ start }: Interactions, person: number): number[] {
  const from = start[person] ?? 0;
  return Array.from({ length: (start[person + 1] ?? from) - from }, (_, i) => from + i);
}

/** Whom one would ask. */
export function firstOf({ target, through }: WarmPath): number {
  return through[0] ?? target;
}

/** Whose relationship with the user it is: of somebody who has probably moved, the entry it comes from. */
export function tieOf({ movedFrom }: FirmReach['reach'], person: number): number {
  return movedFrom[person] || person;
}

function isLeftOut({ target, through }: WarmPath, leftOut: ReadonlySet<number>): boolean {
  return [...through, target].some((person) => leftOut.has(person));
}

function pursuitSubjects(db: Reader, { standing, open, leftOut }: SubjectsInput, judge: Judge): Subject[] {
  const ways = open.map((pursuit) => {
    const place = standing.places.placeOf(pursuit);
    const paths = pathsThere(standing.firm, pursuit.people, place, 3);
    return {
      pursuit,
      path: paths.find((path) => !isLeftOut(path, leftOut)) ?? null,
      partner: partnerOf(standing, place),
    };
  });
  const { reach } = standing.firm;
  const fading = fadingAmong(
    db,
    ways.flatMap(({ path }) => (path === null ? [] : tieOf(reach, firstOf(path)))),
  );
  return ways.map(({ pursuit: { id, name, organisation }, path, partner }) => ({
    found: {
      kind: 'pursuit',
      about: id,
      path: path && {
        isGood: judge.isGood(path),
        isDirect: path.through.length === 0,
        isFading: fading.has(tieOf(reach, firstOf(path))),
      },
    },
    name,
    organisation,
    path,
    partner,
    contact: null,
  }));
}

function fadingAmong(db: Reader, people: readonly number[]): Set<number> {
  const rows = statement(db, `SELECT person_id FROM json_each(?) CROSS JOIN tie ON person_id = value WHERE trend = 'fading'`); // prettier-ignore
  return new Set(rows.pluck().all(JSON.stringify(people)) as number[]);
}
