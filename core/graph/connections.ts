/** People known from LinkedIn only: found by whole words of name and company, never by parts of words. */
import type { Who } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { companyKey } from '../identity/identify.ts';
import { fold, foldWords, queryWords } from './search-words.ts';

type Connection = Who['linkedInOnly'][number];

export interface ConnectionIndex {
  /** Every word is a word of the name or the company; latest connection first. */
  matching(words: string): Connection[];
  /** Those at one of these companies, whatever legal form is written behind the name. */
  atCompanies(names: readonly string[]): Connection[];
}

type Row = [string, string | null, string | null, string | null, string | null, string | null];

/** Leaves out everybody who is in the mail: by address, or by full name where no other company speaks against it. */
export function createConnectionIndex(db: Reader): ConnectionIndex {
  const rows = statement(
    db,
    `SELECT name, company, position, url, connected_on, email FROM connection ORDER BY connected_on DESC, name, id`,
  )
    .raw()
    .all() as Row[];
  const isKnown = rows.length === 0 ? () => false : knownPeople(db);
  const connections: Connection[] = [];
  const byWord = new Map<string, Set<number>>();
  const byCompany = new Map<string, number[]>();
  for (const [name, company, position, url, connectedOn, email] of rows) {
    if (isKnown(name, company, email)) continue;
    const number = connections.push({ name, company, position, url, connectedOn }) - 1;
    for (const word of foldWords(`${name} ${company ?? ''}`)) {
      const numbers = byWord.get(word);
      if (numbers) numbers.add(number);
      else byWord.set(word, new Set([number]));
    }
    const key = company === null ? '' : companyKey(company);
    if (key !== '') byCompany.set(key, [...(byCompany.get(key) ?? []), number]);
  }
  const pick = (numbers: Iterable<number>): Connection[] =>
    [...numbers].sort((x, y) => x - y).map((number) => connections[number] as Connection);
  return {
    matching(text) {
      const words = queryWords(text).filter(({ optional }) => !optional);
      if (words.length === 0 || words.some(({ kind }) => kind !== 'word')) return [];
      const sets = words.map(({ text: word }) => byWord.get(word) ?? new Set<number>());
      const smallest = sets.reduce((least, set) => (set.size < least.size ? set : least));
      return pick([...smallest].filter((number) => sets.every((set) => set.has(number))));
    },
    atCompanies: (names) => pick(new Set(names.flatMap((name) => byCompany.get(companyKey(name)) ?? []))),
  };
}

function knownPeople(db: Reader): (name: string, company: string | null, email: string | null) => boolean {
  const emails = new Set(
    statement(db, `SELECT email FROM address JOIN person ON person.id = person_id WHERE kind = 'person'`)
      .pluck()
      .all() as string[],
  );
  const companies = new Map<string, Set<string>>();
  const keyByName = new Map<string, string>();
  const keyOf = (name: string): string =>
    keyByName.get(name) ?? (keyByName.set(name, companyKey(name)).get(name) as string);
  const people = statement(
    db,
    `SELECT person.name, organisation.name, domain FROM person LEFT JOIN organisation ON organisation.id = organisation_id
     WHERE kind = 'person'`,
  )
    .raw()
    .all() as [string, string | null, string | null][];
  for (const [name, organisation, domain] of people) {
    const keys = [organisation, domain?.split('.')[0]].map((one) => (one ? keyOf(one) : ''));
    const folded = fold(name);
    const known = companies.get(folded) ?? new Set();
    for (const key of keys) known.add(key);
    companies.set(folded, known);
  }
  return (name, company, email) => {
    if (email !== null && emails.has(email)) return true;
    const known = companies.get(fold(name));
    // Two people of one name at two companies are two people.
    return known !== undefined && (company === null || known.has(companyKey(company)));
  };
}
