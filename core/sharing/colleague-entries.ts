/** What colleagues have shared, as "Who knows …" takes it, and as it is shown by itself. */
import { hasNamesake } from '../contract/colleague-words.ts';
import type { Colleague, FirmAnswer } from '../contract/sharing.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { organisationNameFromDomain } from '../identity/email-parts.ts';
import { foldName } from '../identity/names.ts';
import type { Answer } from './answers.ts';
import { noPractice } from './plain.ts';

/** Those about people and organisations, as further introducers (decision 0017). */
export function colleagueEntries(db: Reader, answers: readonly Answer[], colleagues: readonly Colleague[]): ColleagueEntry[] {
  const ties = answers.flatMap(({ body, email, domain }) => (body.kind === 'tie' ? [{ body, email, domain }] : []));
  const known = peopleWith(db, ties.flatMap(({ email }) => email ?? []));
  const placeOf = organisationsWith(db, ties.flatMap(({ domain }) => domain ?? []));
  const named = ties.filter(({ body, email }) => body.person !== null && (email === null || !known.has(email)));
  const namesake = namesakesAt(db, new Set(named.flatMap(({ domain }) => (domain === null ? [] : (placeOf.get(domain)?.id ?? [])))));
  const entries = ties.flatMap(({ body, email, domain }): ColleagueEntry[] => {
    const { introducer, band, freshness, person: disclosed } = body;
    const own = email === null ? undefined : known.get(email);
    const organisation = own?.organisation ?? (domain === null ? undefined : placeOf.get(domain));
    if (organisation === undefined) return [];
    return [
      {
        colleague: introducer.kind === 'named' ? nameAmong(introducer, colleagues) : null,
        practice: introducer.practice === noPractice ? null : introducer.practice,
        person: own?.id ?? (disclosed === null ? null : namesake(organisation, disclosed.name)),
        stranger: { name: disclosed?.name ?? null, email },
        organisation,
        band,
        month: freshness,
      },
    ];
  });
  // Somebody who is named is found by address, by name and by where they work: the address says most exactly who it is.
  const said = (entry: ColleagueEntry): string =>
    JSON.stringify([entry.colleague, entry.practice, entry.stranger.name, entry.organisation.domain, entry.band, entry.month]);
  const byAddress = new Set(entries.filter(({ stranger }) => stranger.email !== null).map(said));
  return entries.filter((entry) => entry.stranger.email !== null || entry.stranger.name === null || !byAddress.has(said(entry)));
} // prettier-ignore

/** As paths name them: with the address where the practice, which stands beside it, does not tell them from another. */
function nameAmong(one: Omit<Colleague, 'id'>, colleagues: readonly Colleague[]): string {
  return hasNamesake(one, colleagues) ? `${one.name} (${one.address})` : one.name;
}

type Place = ColleagueEntry['organisation'];

/** The user's own people, by address. */
function peopleWith(db: Reader, emails: readonly string[]): Map<string, { id: number; organisation: Place | undefined }> {
  const rows = statement(
    db,
    `SELECT email, person.id, organisation.id, domain, organisation.name
     FROM json_each(?) CROSS JOIN address ON email = value CROSS JOIN person ON person.id = person_id
       LEFT JOIN organisation ON organisation.id = organisation_id WHERE kind = 'person'`,
  )
    .raw()
    .all(JSON.stringify(emails)) as [string, number, number | null, string, string][];
  return new Map(
    rows.map(([email, id, place, domain, name]) => [email, { id, organisation: place === null ? undefined : { id: place, domain, name } }]),
  );
} // prettier-ignore

/** By domain; one where nobody of the user's own people works goes by its domain. */
function organisationsWith(db: Reader, domains: readonly string[]): Map<string, Place> {
  const rows = statement(
    db,
    'SELECT organisation.id, domain, name FROM json_each(?) CROSS JOIN organisation ON domain = value',
  ).all(JSON.stringify(domains)) as Place[];
  const foreign = domains.map((domain): Place => ({ id: null, domain, name: organisationNameFromDomain(domain) }));
  return new Map([...foreign, ...rows].map((place) => [place.domain, place]));
}

/** The user's own person of a name at an organisation, where there is just one. */
function namesakesAt(db: Reader, places: ReadonlySet<number>): (place: Place, name: string) => number | null {
  const rows = statement(
    db,
    `SELECT person.id, organisation_id AS place, name FROM json_each(?) CROSS JOIN person ON organisation_id = value WHERE kind = 'person'`,
  ).all(JSON.stringify([...places])) as { id: number; place: number; name: string }[];
  const keyOf = (place: number, name: string): string => `${String(place)} ${foldName(name)}`;
  const same = new Map<string, number[]>();
  for (const { id, place, name } of rows) same.set(keyOf(place, name), [...(same.get(keyOf(place, name)) ?? []), id]);
  return ({ id }, name) => {
    const [only = null, ...others] = id === null ? [] : (same.get(keyOf(id, name)) ?? []);
    return others.length === 0 ? only : null;
  };
}

/** The responsible partner first, then by name; nothing ranks colleagues. What several rows say alike is said once. */
export function shownAnswers(db: Reader, answers: readonly Answer[]): FirmAnswer[] {
  const shown = new Map<string, FirmAnswer>();
  for (const answer of answers) {
    const one = shownAnswer(db, answer);
    // Somebody who is named is found by address, by name and by where they work.
    const { colleague, practice, partner, person, about, band, month } = one;
    shown.set(JSON.stringify([colleague, practice, partner, person ?? about, band, month]), one);
  }
  return [...shown.values()].sort(
    (a, b) => Number(b.partner) - Number(a.partner) || (whoOf(a) < whoOf(b) ? -1 : whoOf(a) > whoOf(b) ? 1 : 0),
  );
}

function whoOf({ colleague, practice }: FirmAnswer): string {
  return colleague?.name ?? `Somebody in ${practice ?? ''}`;
}

function shownAnswer(db: Reader, { body, email, name, domain, fetchedAt }: Answer): FirmAnswer {
  const place = nameOf(db, domain) ?? domain;
  const shown = { about: name ?? email ?? place ?? '', fetchedAt: new Date(fetchedAt * 1000).toISOString() };
  if (body.kind === 'client')
    return { ...shown, colleague: body.partner, practice: body.partner.practice, partner: true, person: null, band: null, month: null };
  const { introducer, person, band, freshness } = body;
  const tie = { partner: false, person: person?.name ?? null, band, month: freshness };
  if (introducer.kind === 'practice') return { ...shown, ...tie, colleague: null, practice: introducer.practice };
  const { name: colleague, address, practice } = introducer;
  return { ...shown, ...tie, colleague: { name: colleague, address, practice }, practice };
} // prettier-ignore

function nameOf(db: Reader, domain: string | null): string | undefined {
  return statement(db, 'SELECT name FROM organisation WHERE domain = ?').pluck().get(domain) as string | undefined;
}
