/** "Who knows …": matches, warm paths to them in words, and connections that are no ties. */
import type { Band, PersonRow, Who } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { rankedSides } from '../identity/people.ts';
import { personRows } from '../people-queries.ts';
import { warmPaths } from './paths.ts';
import type { Link, Path } from './paths.ts';
import type { SearchIndex } from './search.ts';
import { acquaintanceWords, tieWords } from './words.ts';

const maxMatches = 8;
const maxTargets = 6;
const pathsPerTarget = 3;
const maxPaths = 6;
const maxConnections = 5;

type Hop = Who['paths'][number]['hops'][number];
type MovedFrom = { person: PersonRow; evidence: string };

/** `now` in Unix seconds. No path is an answer too. */
export function who(db: Reader, index: SearchIndex, words: string, now: number): Who {
  const matches = index.search(words, maxMatches);
  const targets = targetsOf(db, matches);
  const links = linksAround(db, targets);
  const ids = new Set([...targets, ...links.flatMap(({ a, b }) => [a, b])]);
  const rows = personRows(db, [...ids]);
  const moved = movedFrom(db, targets);
  const own = ownProbabilities(rows, new Set(targets));
  const paths = targets.flatMap((target) => {
    const found = warmPaths(target, own, links, pathsPerTarget).map((path) => ({ target, path, old: undefined as MovedFrom | undefined }));
    const old = moved.get(target);
    const probability = old?.person.probability ?? null;
    return old && probability !== null ? [...found, { target, path: { people: [target], order: probability * 0.9 }, old }] : found;
  });
  paths.sort((x, y) => y.path.order - x.path.order || x.target - y.target);
  return {
    matches,
    paths: paths.slice(0, maxPaths).map(({ target, path, old }) => ({
      target,
      hops: old ? [movedHop(rows.get(target) as PersonRow, old, now)] : hopsOf(path, rows, links, now),
      reason: reasonOf(path, rows, old, formerOrganisation(db, target), now),
    })),
    linkedInOnly: index
      .connections(words, maxConnections)
      .map(({ name, company, position, url, connectedOn }) => ({ name, company, position, url, connectedOn })),
  };
}

/** The people meant: those matched by name, and for organisations the warmest there. */
function targetsOf(db: Reader, matches: Who['matches']): number[] {
  const people = matches.filter(({ kind }) => kind === 'person').map(({ id }) => id);
  const organisations = matches.filter(({ kind }) => kind === 'organisation').map(({ id }) => id);
  const there = statement(
    db,
    `SELECT person.id FROM person LEFT JOIN tie ON person_id = person.id
     WHERE organisation_id IN (SELECT value FROM json_each(?)) AND kind = 'person'
     ORDER BY coalesce(closeness, 0) DESC, person.id LIMIT ${maxTargets}`,
  )
    .pluck()
    .all(JSON.stringify(organisations)) as number[];
  // A company's name also finds its people one by one; the organisation brings them all, in their order.
  return [...new Set(organisations.length > 0 && matches[0]?.kind === 'organisation' ? [...there, ...people] : [...people, ...there])].slice(
    0,
    maxTargets,
  );
}

/** Everything within two steps of the targets. */
function linksAround(db: Reader, targets: readonly number[]): Link[] {
  const around = (ids: readonly number[]): Link[] =>
    statement(
      db,
      `SELECT a, b, weight FROM json_each(:ids) CROSS JOIN acquaintance ON a = value
       UNION SELECT a, b, weight FROM json_each(:ids) CROSS JOIN acquaintance ON b = value ORDER BY 1, 2`,
    ).all({ ids: JSON.stringify(ids) }) as Link[];
  const near = around(targets);
  return around([...new Set([...targets, ...near.flatMap(({ a, b }) => [a, b])])]);
}

const warmBands: readonly Band[] = ['strong', 'moderate', 'weak'];

/** A colleague counts as 1; of others only live ties, and as introducers only people whose side is a relationship. */
function ownProbabilities(rows: ReadonlyMap<number, PersonRow>, targets: ReadonlySet<number>): Map<number, number> {
  const own = new Map<number, number>();
  for (const [id, row] of rows) {
    if (row.colleague === 'current') own.set(id, 1);
    else if (row.probability === null || !warmBands.includes(row.band)) continue;
    else if (targets.has(id) || (rankedSides as readonly string[]).includes(row.side)) own.set(id, row.probability);
  }
  return own;
}

function hopsOf({ people }: Path, rows: ReadonlyMap<number, PersonRow>, links: readonly Link[], now: number): Hop[] {
  return people.map((id, i) => {
    const person = rows.get(id) as PersonRow;
    const before = i === 0 ? undefined : rows.get(people[i - 1] as number);
    if (before === undefined) {
      const basis = person.colleague === 'current' ? 'works with you' : tieWords(person, now);
      return { from: 'You', to: person.person, band: person.band, basis: `${person.person} ${basis.replace(/^you have met/, 'and you have met')}` };
    }
    const link = links.find(({ a, b }) => (a === before.id && b === id) || (b === before.id && a === id)) as Link;
    const band: Band = link.weight >= 3 ? 'strong' : link.weight >= 0.8 ? 'moderate' : 'weak';
    return { from: before.person, to: person.person, band, basis: acquaintanceWords(before.person, person.person, link.weight) };
  });
}

function movedHop(target: PersonRow, old: MovedFrom, now: number): Hop {
  return {
    from: 'You',
    to: target.person,
    band: old.person.band,
    basis: `Probably the ${old.person.person} of ${old.person.organisation ?? 'before'}, who ${tieWords(old.person, now)}. ${old.evidence}`,
  };
}

function reasonOf(
  { people }: Path,
  rows: ReadonlyMap<number, PersonRow>,
  old: MovedFrom | undefined,
  former: string | null,
  now: number,
): string {
  const target = rows.get(people.at(-1) as number) as PersonRow;
  const first = rows.get(people[0] as number) as PersonRow;
  if (old) {
    return `${target.person}, now at ${target.organisation ?? 'a new address'}, is probably the one you know from ${old.person.organisation ?? 'before'}: ${tieWords(old.person, now)}`;
  }
  const place = target.organisation === null ? '' : former === null ? `, ${target.organisation},` : `, now at ${target.organisation},`;
  if (people.length === 1) return `${target.person}${place} ${target.colleague === 'current' ? 'works with you' : tieWords(target, now)}`;
  const how = first.colleague === 'current' ? 'works with you' : tieWords(first, now);
  return `${first.person} ${how}, and knows ${(rows.get(people[1] as number) as PersonRow).person}${people.length > 2 ? `, who knows ${target.person}` : ''}`;
}

/** Another organisation in the person's own older addresses: they have moved. */
function formerOrganisation(db: Reader, person: number): string | null {
  const hosts = statement(
    db,
    `SELECT DISTINCT substr(email, instr(email, '@') + 1) FROM address WHERE person_id = ? ORDER BY id`,
  )
    .pluck()
    .all(person) as string[];
  return hosts.length > 1 ? (hosts[0] ?? null) : null;
}

/** The other person of an open proposal that a target has moved from there. */
function movedFrom(db: Reader, targets: readonly number[]): Map<number, MovedFrom> {
  const rows = statement(
    db,
    `SELECT pa.person_id, pb.person_id, evidence FROM proposal JOIN address AS pa ON pa.id = a JOIN address AS pb ON pb.id = b
     WHERE kind = 'move'`,
  )
    .raw()
    .all() as [number, number, string][];
  const pairs = rows.flatMap(([x, y, evidence]) => [
    { target: x, other: y, evidence },
    { target: y, other: x, evidence },
  ]);
  const wanted = pairs.filter(({ target }) => targets.includes(target));
  const others = personRows(db, wanted.map(({ other }) => other));
  return new Map(
    wanted.flatMap(({ target, other, evidence }) => {
      const person = others.get(other);
      return person && warmBands.includes(person.band) ? [[target, { person, evidence }] as const] : [];
    }),
  );
}

