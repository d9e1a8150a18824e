/** Finds people and organisations by words, in an index that is built once from the whole database. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { hostOf, isFreeMail, organisationDomain } from '../identity/email-parts.ts';
import { createConnectionIndex } from './connections.ts';
import type { ConnectionIndex } from './connections.ts';
import { foldWords, queryWords } from './search-words.ts';
import type { QueryWord } from './search-words.ts';
import { createTermCollector, field, fit } from './terms.ts';

export interface Match {
  readonly kind: 'person' | 'organisation';
  readonly id: number;
  readonly name: string;
  /** A person's organisation. */
  readonly organisation: string | null;
  readonly organisationId: number | null;
  /** Every word that had to be found is a word of the name or address, nothing left to guess. */
  readonly exact: boolean;
  /** Every word that had to be found is one, be it of a title or of where the person works. */
  readonly complete: boolean;
  /** The words are the whole name, or the whole address or domain. */
  readonly whole: boolean;
  /** No word says more than where the person works. */
  readonly onlyOrganisation: boolean;
}

export interface SearchIndex {
  /** Best match first, then the closest; typing errors only where nothing matches without them. */
  readonly search: (words: string, limit?: number) => Match[];
  /** The people `search` finds, in no order: for lists with an order of their own. */
  readonly people: (words: string) => number[];
  readonly connections: ConnectionIndex;
}

interface Entry {
  readonly kind: Match['kind'];
  readonly id: number;
  readonly name: string;
  readonly organisation: string | null;
  readonly organisationId: number | null;
  readonly closeness: number;
  readonly nameWords: number;
}

/** Reads every name, address, title and organisation of people (not machines, not the user). */
export function createSearchIndex(db: Reader): SearchIndex {
  const entries: Entry[] = [];
  const terms = createTermCollector();
  const people = addPeople(db, entries, terms.add);
  const { byAddress, byHost } = addAddresses(db, people, terms.add);
  addOrganisations(db, entries, terms.add, byHost);
  const { find } = terms.build();
  const order = byCloseness(entries);
  const rank = new Int32Array(entries.length);
  order.forEach((entry, i) => {
    rank[entry] = i;
  });
  function findWord({ text, kind }: QueryWord, withTypos: boolean): Map<number, number> {
    if (kind === 'word') return find(text, withTypos);
    const exact = kind === 'address' ? byAddress.get(text) : undefined;
    if (exact !== undefined) return new Map([[exact, fit.exact * 4 + field.address]]);
    const host = kind === 'address' ? hostOf(text) : text;
    const domain = organisationDomain(`x@${host}`) ?? host;
    const found = find(host, false);
    for (const [entry, value] of find(domain, false)) if (value > (found.get(entry) ?? 0)) found.set(entry, value);
    // Somebody unknown at a known organisation: the organisation is what can be answered.
    if (found.size > 0 || kind === 'address') return found;
    // No domain after all, or one half typed: "anna.we".
    return foldWords(text)
      .map((word) => find(word, withTypos))
      .reduce((one, other) => new Map([...one].filter(([entry]) => other.has(entry))));
  }

  // Scratch columns by entry, of one search.
  const score = new Int32Array(entries.length);
  const least = new Uint8Array(entries.length);
  const most = new Uint8Array(entries.length);
  const count = new Uint8Array(entries.length);

  /** Hands what matches all but `mayMiss` of the words to `read`, with the scratch columns filled. */
  function match<T>(
    needed: readonly QueryWord[],
    withTypos: boolean,
    mayMiss: number,
    read: (found: readonly number[]) => T[],
  ): T[] {
    const touched: number[] = [];
    for (const word of needed) {
      for (const [entry, value] of findWord(word, withTypos)) {
        if (count[entry] === 0) {
          touched.push(entry);
          score[entry] = 0;
          least[entry] = value;
          most[entry] = 0;
        }
        score[entry] = (score[entry] as number) + value;
        least[entry] = Math.min(least[entry] as number, value);
        most[entry] = Math.max(most[entry] as number, value & 3);
        count[entry] = (count[entry] as number) + 1;
      }
    }
    const found = read(touched.filter((entry) => (count[entry] as number) >= needed.length - mayMiss));
    for (const entry of touched) count[entry] = 0;
    return found;
  }

  /** With typing errors only where nothing matches without them, and then with a word missing. */
  function matchText<T>(text: string, read: (needed: readonly QueryWord[], found: readonly number[]) => T[]): T[] {
    const words = queryWords(text).filter(({ optional }) => !optional);
    if (words.length === 0) return [];
    const tries = [[false, 0], [true, 0], ...(words.length < 3 ? [] : [[true, 1] as const])] as const;
    for (const [withTypos, mayMiss] of tries) {
      const found = match(words, withTypos, mayMiss, (matched) => read(words, matched));
      if (found.length > 0) return found;
    }
    return [];
  }

  /** The matches among these entries, best first, as far as `limit`. */
  function ranked(needed: readonly QueryWord[], found: readonly number[], limit: number): Match[] {
    const isTyped = needed.some(({ kind }) => kind !== 'word');
    const matchOf = (entry: number): Match => {
      const { kind, id, name, organisation, organisationId, nameWords } = entries[entry] as Entry;
      const complete = count[entry] === needed.length && (least[entry] as number) >= fit.exact * 4;
      const exact = complete && (least[entry] as number) >= fit.exact * 4 + field.address;
      const whole = exact && (isTyped || needed.length === nameWords);
      const onlyOrganisation = kind === 'person' && most[entry] === field.organisation;
      return { kind, id, name, organisation, organisationId, exact, complete, whole, onlyOrganisation };
    };
    const keys = Float64Array.from(
      found,
      (entry) =>
        -((score[entry] as number) + (matchOf(entry).whole ? 4 : 0)) * entries.length + (rank[entry] as number),
    ).sort();
    return Array.from(keys.subarray(0, limit), (key) => matchOf(order[mod(key, entries.length)] as number));
  }

  return {
    search: (text, limit = Infinity) => matchText(text, (needed, found) => ranked(needed, found, limit)),
    people: (text) =>
      matchText(text, (_, found) => [...found]).flatMap((entry) => {
        const { kind, id } = entries[entry] as Entry;
        return kind === 'person' ? [id] : [];
      }),
    connections: createConnectionIndex(db),
  };
}

function mod(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

/** Entry numbers, the closest first. */
function byCloseness(entries: readonly Entry[]): Int32Array {
  const order = Int32Array.from(entries, (_, i) => i);
  return order.sort((x, y) => {
    const [a, b] = [entries[x] as Entry, entries[y] as Entry];
    return b.closeness - a.closeness || (a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.id - b.id);
  });
}

type Add = (word: string, entry: number, at: number) => void;

/** The entry of each person by id. */
function addPeople(db: Reader, entries: Entry[], add: Add): Map<number, number> {
  const rows = statement(
    db,
    `SELECT person.id, person.name, title, organisation.id, organisation.name, domain, coalesce(closeness, 0)
     FROM person LEFT JOIN organisation ON organisation.id = organisation_id LEFT JOIN tie ON person_id = person.id
     WHERE kind = 'person' ORDER BY person.id`,
  )
    .raw()
    .all() as [number, string, string | null, number | null, string | null, string | null, number][];
  const entryOf = new Map<number, number>();
  for (const [id, name, title, organisationId, organisation, domain, closeness] of rows) {
    const words = foldWords(name);
    const entry =
      entries.push({ kind: 'person', id, name, organisation, organisationId, closeness, nameWords: words.length }) - 1;
    entryOf.set(id, entry);
    for (const word of words) add(word, entry, field.name);
    for (const word of titleWords(title ?? '')) add(word, entry, field.title);
    for (const word of organisationWords(organisation, domain)) add(word, entry, field.organisation);
  }
  const names = statement(db, 'SELECT person_id, address_name.name FROM address_name JOIN address ON id = address_id')
    .raw()
    .all() as [number | null, string][];
  for (const [person, name] of names) {
    const entry = entryOf.get(person ?? 0);
    if (entry === undefined || name === (entries[entry] as Entry).name) continue;
    for (const word of foldWords(name)) add(word, entry, field.name);
  }
  return entryOf;
}

function addAddresses(
  db: Reader,
  entryOf: ReadonlyMap<number, number>,
  add: Add,
): { byAddress: Map<string, number>; byHost: Map<string, string[]> } {
  const byAddress = new Map<string, number>();
  const byHost = new Map<string, string[]>();
  const rows = statement(db, 'SELECT person_id, email FROM address WHERE person_id IS NOT NULL').raw().all();
  for (const [person, email] of rows as [number, string][]) {
    const entry = entryOf.get(person);
    if (entry === undefined) continue;
    byAddress.set(email, entry);
    const host = hostOf(email);
    for (const word of foldWords(email.slice(0, -host.length - 1))) add(word, entry, field.address);
    let words = byHost.get(host);
    if (words === undefined) byHost.set(host, (words = hostWords(host)));
    for (const word of words) add(word, entry, field.organisation);
  }
  return { byAddress, byHost };
}

function addOrganisations(db: Reader, entries: Entry[], add: Add, byHost: ReadonlyMap<string, string[]>): void {
  const rows = statement(
    db,
    `SELECT organisation.id, organisation.name, domain, coalesce(max(closeness), 0)
     FROM organisation JOIN person ON organisation_id = organisation.id AND kind = 'person'
     LEFT JOIN tie ON person_id = person.id GROUP BY organisation.id`,
  )
    .raw()
    .all() as [number, string, string, number][];
  const entryOf = new Map<string, number>();
  for (const [id, name, domain, closeness] of rows) {
    const nameWords = foldWords(name).length;
    const entry =
      entries.push({ kind: 'organisation', id, name, organisation: null, organisationId: id, closeness, nameWords }) -
      1;
    entryOf.set(domain, entry);
    for (const word of organisationWords(name, domain)) add(word, entry, field.name);
  }
  // Hosts below the organisation's domain, as in people's addresses.
  for (const [host] of byHost) {
    const entry = entryOf.get(organisationDomain(`x@${host}`) ?? '');
    if (entry !== undefined) add(host, entry, field.name);
  }
}

function organisationWords(name: string | null, domain: string | null): string[] {
  return [...foldWords(name ?? ''), ...(domain === null ? [] : [domain, ...foldWords(domain.split('.')[0] ?? '')])];
}

/** The host, its registrable domain and the domain's own name; nothing for hosts where anybody has a mailbox. */
function hostWords(host: string): string[] {
  if (isFreeMail(host)) return [];
  const domain = organisationDomain(`x@${host}`);
  return domain === null ? [host] : [...new Set([host, domain, ...foldWords(domain.split('.')[0] ?? '')])];
}

const smallWords = new Set(['of', 'the', 'and', 'for', 'to', 'de', 'und']);

// Who leads a company, whatever the title says.
const headTitle = /^(?:ceo\b|chief executive|managing director|managing partner|president|founder|owner|head$)/i;

/** The words of a title and its initials: a Chief Financial Officer is found as "cfo", a Chief Executive as "ceo" and "head". */
export function titleWords(title: string): string[] {
  const words = foldWords(title);
  const initials = words
    .filter((word) => !smallWords.has(word))
    .map((word) => word[0])
    .join('');
  const isChief = words[0] === 'chief' && words.at(-1) !== 'officer';
  const more = initials.length < 2 ? [] : [initials, ...(isChief ? [`${initials}o`] : [])];
  return [...words, ...more, ...(headTitle.test(title) ? ['head', 'boss'] : [])];
}
