/** "Who knows …": what the words mean, the warm paths there, and connections that are no ties. */
import type { Band, Who } from '../contract/shapes.ts';
import { upperFirst } from '../contract/upper-first.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { withColleagues } from './colleagues.ts';
import type { FirmReach, OfFirm, SharedNode } from './colleagues.ts';
import { loadPathDetails } from './path-details.ts';
import type { PathDetails } from './path-details.ts';
import { warmPaths } from './paths.ts';
import type { WarmPath } from './paths.ts';
import { passOf } from './reach.ts';
import type { Reach } from './reach.ts';
import type { Match, SearchIndex } from './search.ts';
import {
  colleagueBasis,
  colleagueReason,
  colleagueName,
  directReason,
  introducedReason,
  movedBasis,
  movedReason,
  sharedBasis,
  strangerWords,
  tieBasis,
  togetherBasis,
} from './words.ts';
import type { PathPerson } from './words.ts';

const mostMatches = 20;
// Among these the people of an organisation that is meant itself are left out.
const mostSearched = 1000;
// More people of one name than these and the words must say more before paths help.
const mostTargets = 5;
const mostPaths = 6;
// Longer questions are answered by their end, where whom they are about stands.
const mostWordsTried = 6;
const pathsToOne = 3;
const mostConnections = 10;
// From this chance on, two people seen together may well know each other; being seen together never shows more than that.
const likely = passOf(4);

/**
 * `ofFirm`: what colleagues have let this machine know, and who answers for which client. `words`: a person, an address, a company, a domain, or several of these ("Anna at Acme", "acme cfo"); `now` in Unix seconds.
 * No path is an answer too: then connections at the same company are named as the nearest hint.
 */
export function who(db: Reader, index: SearchIndex, reach: Reach, words: string, now: number, ofFirm: OfFirm): Who {
  const { matches, without } = understood(index, words);
  const firm = withColleagues(reach, ofFirm.entries);
  const found = findPaths(db, firm, matches);
  return {
    without,
    matches: matches
      .slice(0, mostMatches)
      .map(({ id, kind, name, organisation }) => ({ id, kind, name, organisation })),
    partner: partnerAt(db, matches, ofFirm),
    paths: tellPaths(db, firm, found, now),
    linkedInOnly: connections(index, without?.words ?? words, matches, found.length === 0).slice(0, mostConnections),
  };
}

/** Who answers for where the best match is, or works. */
function partnerAt(db: Reader, [best]: readonly Match[], { partners }: OfFirm): Who['partner'] {
  if (best === undefined || best.organisationId === null || partners.size === 0) return null;
  const domain = statement(db, 'SELECT domain FROM organisation WHERE id = ?')
    .pluck()
    .get(best.organisationId) as string;
  return partners.get(domain) ?? null;
}

/** Paths found in this reach, in words; `now` in Unix seconds. */
export function tellPaths(db: Reader, firm: FirmReach, found: readonly WarmPath[], now: number): Who['paths'] {
  const isOwn = (id: number): boolean => !firm.nodes.has(id);
  const people = new Set(found.flatMap((path) => peopleOf(firm.reach, path)).filter(isOwn));
  const pairs = found.flatMap(pairsOf).filter((pair) => pair.every(isOwn));
  const details = loadPathDetails(db, [...people], pairs);
  return found.map((path) => tell(path, firm, details, now));
}

interface Understood {
  readonly matches: readonly Match[];
  readonly without: Who['without'];
}

/** What a name, a place, or a question about them means; where nothing is named exactly, as much of it as is. */
export function understood(index: SearchIndex, words: string): Understood {
  const matches = meant(index.search(words, mostSearched));
  if (matches[0]?.complete === true) return { matches, without: null };
  const asked = withoutQuestion(words);
  const core = asked === words || asked === '' ? [] : meant(index.search(asked, mostSearched));
  if (core[0]?.complete === true) return { matches: core, without: null };
  return connectionAt(index, asked) ?? organisationIn(index, asked) ?? { matches, without: null };
}

/** "who knows the CFO of Acme" is about "CFO of Acme". */
export function withoutQuestion(words: string): string {
  return words.replace(questionWords, '');
}

// What a question begins with before it names anybody.
const questionWords =
  /^(?:(?:who(?:m|se)?|how|can|could|should|would|do|does|is|there|i|we|me|us|you|know|knows|get|reach|meet|ask|find|an?|the|best|way|introduction|introduce|intro|anybody|anyone|somebody|someone|to|into|in|at)\s+)+/i;

/** Somebody only LinkedIn knows: the way to where they work is the nearest hint. */
function connectionAt(index: SearchIndex, words: string): Understood | null {
  const [{ company } = { company: null }] = index.connections.matching(words);
  if (company === null) return null;
  const matches = organisationsNamed(index, company);
  return matches.length === 0 ? null : { matches, without: { words, linkedIn: true } };
}

function organisationsNamed(index: SearchIndex, words: string): Match[] {
  return index.search(words, mostSearched).filter(({ kind, exact }) => kind === 'organisation' && exact);
}

/** Somebody at a known organisation whom nothing tells of: the organisation is what can be answered. */
function organisationIn(index: SearchIndex, words: string): Understood | null {
  const typed = words.trim().split(/\s+/).slice(-mostWordsTried);
  for (const { kept, left } of lessWords(typed)) {
    const matches = organisationsNamed(index, kept);
    if (matches.length > 0) return { matches, without: { words: left, linkedIn: false } };
  }
  return null;
}

/** One word fewer, whichever it is; then ever fewer that stand side by side. */
function* lessWords(typed: readonly string[]): Generator<{ kept: string; left: string }> {
  for (const [i, word] of typed.entries()) {
    if (typed.length > 1) yield { kept: typed.toSpliced(i, 1).join(' '), left: word };
  }
  for (let size = typed.length - 2; size > 0; size--) {
    for (let at = typed.length - size; at >= 0; at--) {
      const left = typed.toSpliced(at, size);
      yield { kept: typed.slice(at, at + size).join(' '), left: left.join(' ') };
    }
  }
}

/** Where an organisation itself is meant, those who only work there are its people, not matches of their own. */
function meant(matches: readonly Match[]): Match[] {
  const organisations = new Set(matches.filter(({ kind }) => kind === 'organisation').map(({ id }) => id));
  return matches.filter(
    ({ onlyOrganisation, organisationId }) =>
      !onlyOrganisation || organisationId === null || !organisations.has(organisationId),
  );
}

/** To the people named as well as the best match is, and to those of organisations named as well. */
function findPaths(db: Reader, { reach, nodes }: FirmReach, matches: readonly Match[]): WarmPath[] {
  const [best] = matches;
  if (best === undefined) return [];
  const isMeant = ({ kind, exact, whole }: Match): boolean =>
    exact === best.exact && (whole === best.whole || (kind === 'person' && best.kind === 'organisation'));
  const targets = matches.filter(isMeant).slice(0, mostTargets);
  const named = targets.filter(({ kind }) => kind === 'person').map(({ id }) => id);
  const organisations = targets.filter(({ kind }) => kind === 'organisation').map(({ id }) => id);
  const there = statement(
    db,
    `SELECT person.id FROM json_each(?) CROSS JOIN person ON organisation_id = value WHERE kind = 'person'`,
  )
    .pluck()
    .all(JSON.stringify(organisations)) as number[];
  const unnamed = [...nodes].flatMap(([id, node]) =>
    node.kind === 'somebody' && node.organisation.id !== null && organisations.includes(node.organisation.id)
      ? [id]
      : [],
  );
  return warmPaths(reach, [...named, ...there, ...unnamed], { paths: mostPaths, perTarget: pathsToOne });
}

function connections(
  index: SearchIndex,
  words: string,
  matches: readonly Match[],
  isHintWanted: boolean,
): Who['linkedInOnly'] {
  const organisations = matches.filter(({ kind }) => kind === 'organisation').map(({ name }) => name);
  const found = [...index.connections.atCompanies([words, ...organisations]), ...index.connections.matching(words)];
  if (found.length > 0 || !isHintWanted) return [...new Set(found)];
  return index.connections.atCompanies(matches.flatMap(({ organisation }) => organisation ?? []));
}

function peopleOf(reach: Reach, { target, through }: WarmPath): number[] {
  const people = [...through, target];
  const old = reach.movedFrom[people[0] as number] as number;
  return old === 0 ? people : [old, ...people];
}

function pairsOf({ target, through }: WarmPath): [number, number][] {
  const people = [...through, target];
  return people.slice(1).map((person, i) => [people[i] as number, person]);
}

function tell(path: WarmPath, firm: FirmReach, details: PathDetails, now: number): Who['paths'][number] {
  const [asked] = path.through;
  const colleague = asked === undefined ? undefined : firm.nodes.get(asked);
  if (asked !== undefined && colleague?.kind === 'colleague')
    return tellOfColleague(path, asked, colleague, firm, details, now);
  const through = path.through.map(details.person);
  const target = details.person(path.target);
  const line = [...through, target];
  const first = line[0] as PathPerson;
  const oldId = firm.reach.movedFrom[first.id] as number;
  const old = oldId === 0 ? null : details.person(oldId);
  const ownHop = {
    from: 'You',
    to: first.name,
    band: (old ?? first).band,
    basis: old === null ? tieBasis(first, now) : movedBasis(old, details.address(oldId), now),
  };
  const last = through.at(-1);
  const reason =
    last !== undefined
      ? introducedReason(through, target, details.together(last.id, target.id), now)
      : old === null
        ? directReason(target, now)
        : movedReason(target, old, now);
  return {
    target: path.target,
    people: line.map(({ id }) => id),
    hops: [ownHop, ...hopsAlong(line, details, now)],
    reason,
  };
}

/** From a colleague on: what they have shared, then what is seen in the user's own mail. */
function tellOfColleague(
  path: WarmPath,
  asked: number,
  colleague: Extract<SharedNode, { kind: 'colleague' }>,
  firm: FirmReach,
  details: PathDetails,
  now: number,
): Who['paths'][number] {
  const next = path.through[1] ?? path.target;
  const entry = firm.entry(asked, next);
  const stranger = firm.nodes.get(next);
  const line = stranger === undefined ? [...path.through.slice(1), path.target].map(details.person) : [];
  const known =
    stranger?.kind === 'somebody' ? strangerWords(stranger, stranger.organisation.name) : (line[0] as PathPerson).name;
  const called = colleague.name ?? upperFirst(colleagueName(colleague));
  const [first, target] = [line[0], line.at(-1)];
  const together = first && target && first !== target ? details.together(first.id, target.id) : null;
  return {
    target: stranger === undefined ? path.target : null,
    people: [null, ...(stranger === undefined ? line.map(({ id }) => id) : [null])],
    hops: [
      { from: 'You', to: called, band: null, basis: colleagueBasis(colleague) },
      {
        from: called,
        to: known,
        band: entry.band,
        basis: sharedBasis(colleague, known, entry.month, now),
      },
      ...hopsAlong(line, details, now),
    ],
    reason: colleagueReason(colleague, known, together && target ? { target, together } : null, now),
  };
}

/** From each person of a line to the next. */
function hopsAlong(line: readonly PathPerson[], details: PathDetails, now: number): Who['paths'][number]['hops'] {
  return line.slice(1).map((to, i) => {
    const from = line[i] as PathPerson;
    const together = details.together(from.id, to.id);
    const band: Band = passOf(together.weight) >= likely ? 'moderate' : 'weak';
    return { from: from.name, to: to.name, band, basis: togetherBasis(from, to, together, now) };
  });
}
