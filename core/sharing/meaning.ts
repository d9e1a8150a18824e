/** Whom the words of a question to the firm mean, and under what that is found there. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { nameTarget, organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import { foldWords, queryWords } from '../graph/search-words.ts';
import type { Match, SearchIndex } from '../graph/search.ts';
import { understood } from '../graph/who.ts';
import { organisationDomain, organisationNameFromDomain } from '../identity/email-parts.ts';
import type { Answer, Asked } from './answers.ts';

export interface Meant {
  /** In words, as it is said back to the user. */
  readonly about: string;
  /** What it is found by, the most telling first; organisations of people are left out of asks, which would tell more colleagues. */
  readonly targets: readonly { readonly target: Target; readonly asked: Asked }[];
}

/** Where they work, as it is looked up; null where that is nowhere. */
export function placeOf({ targets }: Meant): string | null {
  return targets.find(({ target }) => target.kind === 'organisation')?.target.value ?? null;
}

/** "jane@acme.com", "Jane Roe at acme.com", "acme.com", what "Who knows …" takes the words for ("acme cfo"), or whom an answer is about; null for nothing of these. */
export function meaningOf(
  db: Reader,
  index: SearchIndex,
  words: string,
  answers: readonly Pick<Answer, 'body' | 'domain'>[],
): Meant | null {
  const text = words.trim();
  const email = /[^\s<>,;]+@[^\s<>,;]+\w/.exec(text)?.[0].toLowerCase();
  if (email !== undefined) {
    const person = personWith(db, email);
    if (person !== null) return meantPerson(db, person);
    const place = organisationDomain(email);
    return meantBy(email, [byEmail(email), ...(place === null ? [] : [byDomain(place)])]);
  }
  const [, name, place] = /^(.+?)\s*(?:\bat\b|,)\s*(?:https?:\/\/)?([\w.-]+\.[a-z]{2,})\/?$/i.exec(text) ?? [];
  if (name !== undefined && place !== undefined) {
    const domain = organisationDomain(`x@${place.toLowerCase()}`) ?? place.toLowerCase();
    return meantBy(`${name} at ${domain}`, [byName(name, domain), byDomain(domain)]);
  }
  const {
    matches: [best],
    without,
  } = understood(index, text);
  // Somebody only a colleague knows is meant more likely than one of the user's own who is called something like that.
  const answered = best?.complete === true && without === null ? null : meantByAnswer(answers, text);
  if (answered !== null) return answered;
  if (best !== undefined) return meantMatch(db, best);
  const host = /^(?:https?:\/\/)?([\w.-]+\.[a-z]{2,})\/?$/i.exec(text)?.[1]?.toLowerCase();
  if (host === undefined) return null;
  const domain = organisationDomain(`x@${host}`) ?? host;
  return meantBy(domain, [byDomain(domain)]);
}

/** Whom a colleague has named, or where somebody is known, where all words of that name were typed. */
function meantByAnswer(answers: readonly Pick<Answer, 'body' | 'domain'>[], text: string): Meant | null {
  const typed = new Set(foldWords(text));
  const isTyped = (name: string): boolean =>
    queryWords(name).every(({ text: word, optional }) => optional || typed.has(word));
  for (const { body, domain } of answers) {
    const name = body.kind === 'tie' ? body.person?.name : undefined;
    if (domain !== null && name !== undefined && isTyped(name))
      return meantBy(`${name} at ${domain}`, [byName(name, domain), byDomain(domain)]);
  }
  const there = answers.find(({ domain }) => domain !== null && isTyped(organisationNameFromDomain(domain)));
  return there?.domain == null ? null : meantBy(there.domain, [byDomain(there.domain)]);
}

function meantMatch(db: Reader, { kind, id, name }: Match): Meant | null {
  if (kind === 'person') return meantPerson(db, id);
  const domain = statement(db, 'SELECT domain FROM organisation WHERE id = ?').pluck().get(id) as string;
  return meantBy(name, [byDomain(domain)]);
}

function meantPerson(db: Reader, id: number): Meant | null {
  const person = statement(
    db,
    'SELECT person.name, domain, organisation.name AS organisation FROM person LEFT JOIN organisation ON organisation.id = organisation_id WHERE person.id = ?',
  ).get(id) as { name: string; domain: string | null; organisation: string | null } | undefined;
  if (person === undefined) return null;
  const emails = statement(db, 'SELECT email FROM address WHERE person_id = ? ORDER BY id').pluck().all(id) as string[];
  const { name, domain, organisation } = person;
  const [first = null, ...others] = emails;
  return meantBy(organisation === null ? name : `${name}, ${organisation}`, [
    ...(first === null ? [] : [byEmail(first)]),
    // An ask has room for few: whoever knows another address of theirs there finds them by name too.
    ...(domain === null ? [] : [{ ...byName(name, domain), email: first }]),
    ...others.map(byEmail),
    ...(domain === null ? [] : [byDomain(domain)]),
  ]);
}

const byEmail = (email: string): Asked => ({ email, name: null, domain: organisationDomain(email) });
const byName = (name: string, domain: string): Asked => ({ email: null, name, domain });
const byDomain = (domain: string): Asked => ({ email: null, name: null, domain });

function meantBy(about: string, all: readonly Asked[]): Meant | null {
  const targets = all.flatMap((asked) => {
    const target = targetOf(asked);
    return target === null ? [] : [{ target, asked }];
  });
  return targets.length === 0 ? null : { about, targets };
}

/** What an answer is found by again. */
export function targetOf({ email, name, domain }: Asked): Target | null {
  if (name !== null && domain !== null) return nameTarget(name, domain);
  if (email !== null) return personTarget(email);
  return domain === null ? null : organisationTarget(domain);
}

function personWith(db: Reader, email: string): number | null {
  const id = statement(
    db,
    `SELECT person.id FROM address JOIN person ON person.id = person_id WHERE email = ? AND kind = 'person'`,
  )
    .pluck()
    .get(email) as number | undefined;
  return id ?? null;
}
