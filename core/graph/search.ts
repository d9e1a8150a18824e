/** Finds people and organisations by words: case and diacritics do not matter, small typing errors are forgiven. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { hostOf, isFreeMail } from '../identity/email-parts.ts';
import { companyKey } from '../identity/identify.ts';
import { foldName } from '../identity/names.ts';

export interface Match {
  readonly kind: 'person' | 'organisation';
  readonly id: number;
  readonly name: string;
  readonly organisation: string | null;
}

export interface IndexedConnection {
  readonly name: string;
  readonly foldedName: string;
  readonly company: string | null;
  readonly companyKey: string;
  readonly position: string | null;
  readonly url: string | null;
  readonly connectedOn: string | null;
}

export interface SearchIndex {
  /** Best first: exact words before beginnings before typing errors, then the warmer. Every word must fit. */
  search(words: string, limit: number): Match[];
  /** Connections whose name holds all the words, or whose company is named by them. */
  connections(words: string, limit: number): IndexedConnection[];
}

interface Entry extends Match {
  readonly closeness: number;
}

// What a fitting word is worth; a word of the name itself more than one of the organisation or address.
const exactWorth = 4;
const beginningWorth = 2;
const typoWorth = 1;
const stopWords = new Set(['at', 'of', 'the', 'von', 'bei', 'from', 'in', 'and', '@']);

/** Reads all names once; about 30,000 people take a tenth of a second and a search a few milliseconds. */
export function createSearchIndex(db: Reader): SearchIndex {
  const entries: Entry[] = [];
  const places = new Map<string, Map<number, number>>();
  const addWords = (text: string, entry: number, worth: number): void => {
    for (const word of text.split(' ')) {
      if (word === '') continue;
      let known = places.get(word);
      if (!known) places.set(word, (known = new Map()));
      known.set(entry, Math.max(known.get(entry) ?? 0, worth));
    }
  };
  const people = statement(
    db,
    `SELECT person.id, person.name, organisation.name, title, coalesce(closeness, 0),
       (SELECT group_concat(email, ' ') FROM address WHERE person_id = person.id)
     FROM person LEFT JOIN organisation ON organisation.id = organisation_id LEFT JOIN tie ON person_id = person.id
     WHERE kind = 'person' ORDER BY person.id`,
  )
    .raw()
    .all() as [number, string, string | null, string | null, number, string | null][];
  for (const [id, name, organisation, title, closeness, emails] of people) {
    const entry = entries.push({ kind: 'person', id, name, organisation, closeness }) - 1;
    addWords(foldName(name), entry, 1);
    if (organisation) addWords(foldName(organisation), entry, 0.5);
    if (title) addWords(foldName(title), entry, 0.5);
    for (const email of (emails ?? '').split(' ')) {
      addWords(email, entry, 1);
      addWords(foldName(email.split('@')[0] ?? ''), entry, 0.6);
      if (!isFreeMail(hostOf(email))) addWords(hostOf(email), entry, 0.5);
    }
  }
  const organisations = statement(
    db,
    `SELECT organisation.id, organisation.name, domain, coalesce(max(closeness), 0) FROM organisation
     JOIN person ON organisation_id = organisation.id AND kind = 'person' LEFT JOIN tie ON person_id = person.id GROUP BY organisation.id`,
  )
    .raw()
    .all() as [number, string, string, number][];
  for (const [id, name, domain, closeness] of organisations) {
    const entry = entries.push({ kind: 'organisation', id, name, organisation: null, closeness }) - 1;
    addWords(foldName(name), entry, 1);
    addWords(domain, entry, 1);
    addWords(foldName(domain.split('.')[0] ?? ''), entry, 0.8);
  }
  const connections = loadConnections(db);
  const vocabulary = [...places.keys()];

  /** Entries a single word fits, with what that is worth. */
  function fitting(word: string): Map<number, number> {
    const found = new Map<number, number>();
    const add = (key: string, worth: number): void => {
      for (const [entry, weight] of places.get(key) as Map<number, number>) {
        found.set(entry, Math.max(found.get(entry) ?? 0, worth * weight));
      }
    };
    if (places.has(word)) add(word, exactWorth);
    if (word.length >= 2) for (const key of vocabulary) if (key !== word && key.startsWith(word)) add(key, beginningWorth);
    if (found.size > 0 || word.length < 4) return found;
    const allowed = word.length >= 8 ? 2 : 1;
    for (const key of vocabulary) {
      if (Math.abs(key.length - word.length) <= allowed && distance(word, key, allowed) <= allowed) add(key, typoWorth);
    }
    return found;
  }

  return {
    search(text, limit) {
      const words = wordsOf(text);
      const scores = new Map<number, number>();
      words.forEach((word, i) => {
        const found = fitting(word);
        if (i === 0) for (const [entry, worth] of found) scores.set(entry, worth);
        else {
          for (const [entry, score] of scores) {
            const worth = found.get(entry);
            if (worth === undefined) scores.delete(entry);
            else scores.set(entry, score + worth);
          }
        }
      });
      return [...scores]
        .map(([entry, score]) => ({ entry: entries[entry] as Entry, score }))
        .sort((x, y) => y.score - x.score || y.entry.closeness - x.entry.closeness || x.entry.id - y.entry.id)
        .slice(0, limit)
        .map(({ entry: { kind, id, name, organisation } }) => ({ kind, id, name, organisation }));
    },
    connections(text, limit) {
      const words = wordsOf(text);
      const key = companyKey(text);
      const found = connections.filter(
        (one) =>
          (key !== '' && one.companyKey === key) ||
          (words.length > 0 && words.every((word) => ` ${one.foldedName} `.includes(` ${word} `))),
      );
      return found.slice(0, limit);
    },
  };
}

function wordsOf(text: string): string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .flatMap((word) => (word.includes('@') || /^[\w-]+(?:\.[\w-]+)+$/.test(word) ? [word] : foldName(word).split(' ')))
    .filter(Boolean);
  const telling = words.filter((word) => !stopWords.has(word));
  return telling.length > 0 ? telling : words;
}

/** Connections nobody in the mail is: not by address, not by full name. */
function loadConnections(db: Reader): IndexedConnection[] {
  const known = new Set((statement(db, `SELECT name FROM person WHERE kind = 'person'`).pluck().all() as string[]).map(foldName));
  const rows = statement(
    db,
    `SELECT name, company, position, url, connected_on FROM connection
     WHERE email IS NULL OR email NOT IN (SELECT email FROM address) ORDER BY connected_on DESC, name`,
  )
    .raw()
    .all() as [string, string | null, string | null, string | null, string | null][];
  return rows
    .map(([name, company, position, url, connectedOn]) => ({
      name,
      foldedName: foldName(name),
      company,
      companyKey: company === null ? '' : companyKey(company),
      position,
      url,
      connectedOn,
    }))
    .filter(({ foldedName }) => !known.has(foldedName));
}

/** Optimal string alignment distance (Damerau), given up beyond `limit`. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const current = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      let value = Math.min((previous[j] as number) + 1, (current[j - 1] as number) + 1, (previous[j - 1] as number) + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) value = Math.min(value, (before[j - 2] as number) + 1);
      current.push(value);
      least = Math.min(least, value);
    }
    if (least > limit) return limit + 1;
    before = previous;
    previous = current;
  }
  return previous[b.length] as number;
}
