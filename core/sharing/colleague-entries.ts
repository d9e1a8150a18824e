/** What colleagues have shared, as "Who knows …" takes it, and as it is shown by itself. */
import { hasNamesake } from '../contract/colleague-words.ts';
import type { Colleague, FirmAnswer } from '../contract/sharing.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { foldName } from '../identity/names.ts';
import type { Answer } from './answers.ts';

/** Those about the user's own people and organisations, as further introducers (decision 0017). */
export function colleagueEntries(
  db: Reader,
  answers: readonly Answer[],
  colleagues: readonly Colleague[],
): ColleagueEntry[] {
  return answers.flatMap(({ body, email, domain }): ColleagueEntry[] => {
    if (body.kind !== 'tie') return [];
    const { introducer, band, freshness } = body;
    const known = email === null ? null : personWith(db, email);
    const place = known?.organisation ?? organisationOf(db, domain);
    if (place === null) return [];
    const named = introducer.kind === 'named';
    return [
      {
        colleague: named ? nameAmong(introducer, colleagues) : `Somebody in ${introducer.practice}`,
        practice: named ? introducer.practice : null,
        person: known?.id ?? (body.person === null ? null : namesakeAt(db, place.id, body.person.name)),
        organisation: place,
        band,
        month: freshness,
      },
    ];
  });
}

/** As paths name them: with the address where the practice, which stands beside it, does not tell them from another. */
function nameAmong(one: Omit<Colleague, 'id'>, colleagues: readonly Colleague[]): string {
  return hasNamesake(one, colleagues) ? `${one.name} (${one.address})` : one.name;
}

interface Place {
  readonly id: number;
  readonly name: string;
}

function personWith(db: Reader, email: string): { readonly id: number; readonly organisation: Place | null } | null {
  const row = statement(
    db,
    `SELECT person.id, organisation.id AS place, organisation.name FROM address JOIN person ON person.id = person_id
       LEFT JOIN organisation ON organisation.id = organisation_id WHERE email = ? AND kind = 'person'`,
  ).get(email) as { id: number; place: number | null; name: string | null } | undefined;
  if (row === undefined) return null;
  return { id: row.id, organisation: row.place === null ? null : { id: row.place, name: row.name ?? '' } };
}

function organisationOf(db: Reader, domain: string | null): Place | null {
  const row = statement(db, 'SELECT id, name FROM organisation WHERE domain = ?').get(domain) as Place | undefined;
  return row ?? null;
}

/** The user's own person of this name there, where there is just one. */
function namesakeAt(db: Reader, organisation: number, name: string): number | null {
  const there = statement(
    db,
    `SELECT id, name FROM person WHERE organisation_id = ? AND kind = 'person'`,
  ).all(organisation) as Place[];
  const same = there.filter((one) => foldName(one.name) === foldName(name));
  return same.length === 1 ? (same[0]?.id ?? null) : null;
} // prettier-ignore

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
  const place = organisationOf(db, domain)?.name ?? domain;
  const shown = { about: name ?? email ?? place ?? '', fetchedAt: new Date(fetchedAt * 1000).toISOString() };
  if (body.kind === 'client')
    return { ...shown, colleague: body.partner, practice: body.partner.practice, partner: true, person: null, band: null, month: null };
  const { introducer, person, band, freshness } = body;
  const tie = { partner: false, person: person?.name ?? null, band, month: freshness };
  if (introducer.kind === 'practice') return { ...shown, ...tie, colleague: null, practice: introducer.practice };
  const { name: colleague, address, practice } = introducer;
  return { ...shown, ...tie, colleague: { name: colleague, address, practice }, practice };
} // prettier-ignore
