/** News of ways in: looked for, compared with what was known, remembered, and put into words. */
import type { Account } from '../contract/accounts.ts';
import { assertNever } from '../contract/errors.ts';
import type { WayNews } from '../contract/opportunities.ts';
import type { Interaction } from '../contract/shapes.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { FirmReach } from '../graph/colleagues.ts';
import { warmPaths } from '../graph/paths.ts';
import type { WarmPath } from '../graph/paths.ts';
import { passOf } from '../graph/reach.ts';
import { tellPaths } from '../graph/who.ts';
import { deleteStaleNews } from '../identity/stale-news.ts';
import { knownWell } from '../identity/word.ts';
import { lastContactBefore } from '../strength/past.ts';
import type { Interactions } from '../strength/interactions.ts';
import { span, whenWords } from '../strength/spans.ts';
import { goodWeight, occasionOf } from './audit.ts';
import { firstContacts } from './first-contacts.ts';
import type { FirstContact } from './first-contacts.ts';
import type { Everywhere } from './places.ts';
import type { KeptPursuit } from './pursuits.ts';
import { warmAmong } from './standing.ts';
import type { StandingInput } from './standing.ts';
import { newsOfTheDay } from './way-news.ts';
import type { Found, NewsOfTheDay } from './way-news.ts';
import { partnerOf, pathsThere } from './ways.ts';

export interface WayNewsContext {
  readonly standing: StandingInput;
  readonly everywhere: Everywhere;
  readonly open: readonly KeptPursuit[];
  readonly accounts: readonly Pick<Account, 'state' | 'syncedAt'>[];
  /** Of whom the user wants no news, or whom a pattern shows on a side that is no relationship. */
  readonly leftOut: ReadonlySet<number>;
  /** The latest interactions of a person, or those at these moments (Unix seconds). */
  readonly interactionsOf: (person: number, limit: number, moments: readonly number[] | null) => Interaction[];
}

/** What the news is about, with the way in it tells of. */
interface Subject {
  readonly found: Found;
  readonly name: string;
  readonly organisation: string | null;
  readonly path: WarmPath | null;
  readonly partner: WayNews['partner'];
  readonly contact: FirstContact | null;
}

/** One that is told of. */
interface Told extends Subject {
  readonly path: WarmPath;
}

const day = 86_400;
const shownOfFirst = 3;
// Shorter silences say nothing by themselves.
const silenceSaid = 21 * day;

/**
 * The news of the day (`today`, YYYY-MM-DD) that still holds; what is said now is not said again. None while an account is read for the
 * first time: among the newest alone every letter looks like the first.
 */
export function wayNews(db: Writer, context: WayNewsContext, today: string): WayNews[] {
  if (context.accounts.some(isFirstRead)) return [];
  const judge = judgeOf(db, context.standing);
  const subjects = [...contactSubjects(db, context, judge), ...pursuitSubjects(db, context, judge)];
  const bySubject = new Map(subjects.map((subject) => [keyOf(subject.found), subject]));
  forgetPassed(db, today);
  const news = newsOfTheDay({ found: subjects.map(({ found }) => found), ...recall(db), today });
  remember(db, news);
  const told = news.shown.flatMap((one) => {
    const subject = bySubject.get(keyOf(one));
    return subject === undefined || subject.path === null
      ? []
      : [{ ...one, subject: { ...subject, path: subject.path } }];
  });
  const { firm, now } = context.standing;
  const paths = tellPaths(db, firm, told.map(({ subject }) => subject.path), now); // prettier-ignore
  return told.map(({ subject, ...one }, i) => ({
    ...one,
    name: subject.name,
    organisation: subject.organisation,
    words: wordsOf(one.change, subject, context),
    path: paths[i] as WayNews['path'],
    partner: subject.partner,
    interactions: behind(subject, context),
  }));
}

/** One that waits for the user may do so for good, and keeps nothing from being said. */
function isFirstRead({ state, syncedAt }: WayNewsContext['accounts'][number]): boolean {
  return syncedAt === null && ['reading', 'waiting', 'offline'].includes(state);
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
function contactSubjects(db: Reader, { standing, everywhere, leftOut }: WayNewsContext, judge: Judge): Subject[] {
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
function firstOf({ target, through }: WarmPath): number {
  return through[0] ?? target;
}

/** Whose relationship with the user it is: of somebody who has probably moved, the entry it comes from. */
function tieOf({ movedFrom }: FirmReach['reach'], person: number): number {
  return movedFrom[person] || person;
}

function isLeftOut({ target, through }: WarmPath, leftOut: ReadonlySet<number>): boolean {
  return [...through, target].some((person) => leftOut.has(person));
}

function pursuitSubjects(db: Reader, { standing, open, leftOut }: WayNewsContext, judge: Judge): Subject[] {
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

function keyOf({ kind, about }: Pick<Found, 'kind' | 'about'>): string {
  return `${kind} ${String(about)}`;
}

type Recalled = Pick<Parameters<typeof newsOfTheDay>[0], 'remembered' | 'dismissed'>;

function recall(db: Reader): Recalled {
  const about = `iif(pursuit_id IS NULL, 'organisation', 'pursuit') AS kind, coalesce(pursuit_id, organisation_id) AS about`;
  return {
    remembered: statement(db, `SELECT ${about}, way, change, said_on AS saidOn FROM way_news`).all() as Recalled['remembered'][number][], // prettier-ignore
    dismissed: statement(db, `SELECT ${about}, said_on AS saidOn FROM dismissed_news`).all() as Recalled['dismissed'][number][], // prettier-ignore
  };
}

/** A first contact is none any more by then, and whatever was decided begins anew where it is opened again. */
function forgetPassed(db: Writer, today: string): void {
  statement(
    db,
    `DELETE FROM way_news WHERE organisation_id IS NOT NULL AND said_on < date(?, '-60 days')
       OR pursuit_id IS NOT NULL AND pursuit_id NOT IN (SELECT id FROM pursuit WHERE outcome = 'open')`,
  ).run(today);
  deleteStaleNews(db);
}

function remember(db: Writer, { changed }: NewsOfTheDay): void {
  if (changed.length === 0) return;
  statement(
    db,
    `INSERT INTO way_news (organisation_id, pursuit_id, way, change, said_on)
     SELECT iif(value ->> 'kind' = 'organisation', value ->> 'about', NULL), iif(value ->> 'kind' = 'pursuit', value ->> 'about', NULL),
       value ->> 'way', value ->> 'change', value ->> 'saidOn' FROM json_each(?) WHERE true
     ON CONFLICT DO UPDATE SET way = excluded.way, change = excluded.change, said_on = excluded.said_on`,
  ).run(JSON.stringify(changed));
}

/** Puts away what was said of it; false where nothing was. */
export function dismissWayNews(db: Writer, { kind, about }: Pick<Found, 'kind' | 'about'>): boolean {
  return (
    statement(
      db,
      `INSERT INTO dismissed_news SELECT organisation_id, pursuit_id, said_on FROM way_news
       WHERE ${kind === 'pursuit' ? 'pursuit_id' : 'organisation_id'} = ? AND said_on IS NOT NULL
       ON CONFLICT DO UPDATE SET said_on = excluded.said_on`,
    ).run(about).changes > 0
  );
}

function wordsOf(change: WayNews['change'], { found, name, path, contact }: Told, context: WayNewsContext): string {
  const { now } = context.standing;
  const [at, first] = [contact?.at ?? now, firstOf(path)];
  switch (change) {
    case 'wrote':
      return `You wrote to ${name} cold ${whenWords(at, now)}.`;
    case 'booked':
      return `In ${span(at - now)} you meet ${name} for the first time.`;
    case 'opened':
      return `A way into ${name} has opened.`;
    case 'better':
      return `The way into ${name} has become better.`;
    case 'lapsing':
      return found.kind === 'pursuit' && found.path?.isFading === true
        ? `The way into ${name} begins to lapse: ${fadingWords(first, context)}.`
        : `The way into ${name} is not as good as it was.`;
    default:
      return assertNever(change);
  }
}

function fadingWords(first: number, { standing: { rows, firm, places, now } }: WayNewsContext): string {
  const last = Math.max(...[first, tieOf(firm.reach, first)].map((id) => lastContactBefore(rows, id, now)?.at ?? 0));
  const silence = last === 0 ? 0 : now - last;
  const whom = places.nameOf(first);
  return silence < silenceSaid
    ? `less passes between you and ${whom} than before`
    : `no mail or meeting with ${whom} for ${span(silence)}`;
}

/** The letter or meeting it is about, and the last that passed with whom one would ask. */
function behind(
  { contact, path }: Told,
  { standing: { firm, places }, interactionsOf }: WayNewsContext,
): WayNews['interactions'] {
  const first = tieOf(firm.reach, firstOf(path));
  const withPerson = (id: number, limit: number, moments: readonly number[] | null): WayNews['interactions'] =>
    interactionsOf(id, limit, moments).map((one) => ({ ...one, person: { id, name: places.nameOf(id) } }));
  return [
    ...(contact === null ? [] : contact.people.flatMap((id) => withPerson(id, 1, [contact.at]))),
    ...(firm.nodes.has(first) ? [] : withPerson(first, shownOfFirst, null)),
  ].sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0));
}
