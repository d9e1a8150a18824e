/** Whom the words of a question to the firm mean, and under what that is found there. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { nameTarget, organisationTarget, personTarget } from '../exchange/targets.ts';
import type { Target } from '../exchange/targets.ts';
import { foldWords, isGlue } from '../graph/search-words.ts';
import type { Match, SearchIndex } from '../graph/search.ts';
import { understood, withoutQuestion } from '../graph/who.ts';
import { organisationDomain, organisationNameFromDomain } from '../identity/email-parts.ts';
import type { Answer, Asked } from './answers.ts';

export interface Meant {
  /** In words, as it is said back to the user. */
  readonly about: string;
  /** The words alone say so: none was left out, and whom they mean was not taken from what a colleague has shared. */
  readonly exact: boolean;
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
    const domain = domainOf(place.toLowerCase());
    return meantBy(`${name} at ${domain}`, [byName(name, domain), byDomain(domain)]);
  }
  const host = /^(?:https?:\/\/)?([\w.-]+\.[a-z]{2,})\/?$/i.exec(text)?.[1]?.toLowerCase();
  if (host !== undefined) {
    const domain = domainOf(host);
    return meantBy(organisationAt(db, domain) ?? domain, [byDomain(domain)]);
  }
  const {
    matches: [best],
    without,
  } = understood(index, text);
  const exact = best?.complete === true && without === null;
  // Somebody only a colleague knows is meant more likely than one of the user's own who is called something like that.
  const meant = (exact ? null : meantByAnswer(answers, text)) ?? (best === undefined ? null : meantMatch(db, best));
  return meant && { ...meant, exact };
}

/**
 * Whom a colleague has named, or where somebody is known, where just that was typed and nothing else that could mean another: what
 * colleagues share is their word, and never takes a question over.
 */
function meantByAnswer(answers: readonly Pick<Answer, 'body' | 'domain'>[], text: string): Meant | null {
  const asked = withoutQuestion(text);
  const typed = foldWords(asked);
  const places = (asked.match(domains) ?? []).map((place) => domainOf(place.toLowerCase()));
  const telling = foldWords(asked.replace(domains, ' ')).filter(isTelling);
  const beside = (domain: string): string[] => telling.filter((word) => !placeWords(domain).includes(word));
  for (const { body, domain } of answers) {
    const name = body.kind === 'tie' ? body.person?.name : undefined;
    if (domain === null || name === undefined || places.some((place) => place !== domain)) continue;
    // As an ask finds them: a name that search takes for another one reads like somebody's, and only who made it up is found by it. A word of
    // the place is no name, unless the place was said besides: "jane acme" may be any Jane there.
    const said = places.length > 0 ? telling : beside(domain);
    const target = nameTarget(said.join(' '), domain);
    if (target !== null && target.value === nameTarget(name, domain)?.value)
      return meantBy(`${name} at ${domain}`, [byName(name, domain), byDomain(domain)]);
  }
  const there = answers.find(
    ({ domain }) =>
      domain !== null &&
      placeWords(domain).every((word) => typed.includes(word)) &&
      beside(domain).length === 0 &&
      places.every((place) => place === domain),
  );
  return there?.domain == null ? null : meantBy(there.domain, [byDomain(there.domain)]);
}

function placeWords(domain: string): string[] {
  return foldWords(organisationNameFromDomain(domain));
}

const domains = /[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/gi;

// What is said beside a place for somebody there, and is in no company's name: "Smith Financial" is not Smith.
const titles = new Set(
  `ceo cfo coo cto cio cmo gc md vp chief officer counsel head boss chair chairman chairwoman president founder owner managing director
  partner treasurer secretary manager`.split(/\s+/),
);

function isTelling(word: string): boolean {
  return !isGlue(word) && !titles.has(word);
}

function domainOf(host: string): string {
  return organisationDomain(`x@${host}`) ?? host;
}

function organisationAt(db: Reader, domain: string): string | undefined {
  return statement(db, 'SELECT name FROM organisation WHERE domain = ?').pluck().get(domain) as string | undefined;
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
  return targets.length === 0 ? null : { about, exact: true, targets };
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
