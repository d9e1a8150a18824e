/** What a firm is asked about because of the user's pursuits. */
import type { Reader } from '../db/database.ts';
import { organisationDomain } from '../identity/email-parts.ts';
import { loadPlaces } from './places.ts';
import type { Everywhere } from './places.ts';
import { loadPursuits } from './pursuits.ts';

/** A person by address or by name at an organisation, or an organisation by its domain. */
interface PursuitQuestion {
  readonly email: string | null;
  readonly name: string | null;
  readonly domain: string | null;
}

/** The people and organisations of the open ones, and the clients that were won, where other practices may be warm. */
export function pursuitQuestions(db: Reader, everywhere: Everywhere): PursuitQuestion[] {
  const pursuits = loadPursuits(db).filter(({ outcome }) => outcome !== 'lost');
  const places = loadPlaces(db, pursuits, everywhere);
  const asked = pursuits.flatMap((pursuit): PursuitQuestion[] => {
    const place = places.placeOf(pursuit);
    const domains = [...place.domains, ...place.otherDomains];
    const there = domains.map((domain): PursuitQuestion => ({ email: null, name: null, domain }));
    if (pursuit.outcome === 'won') return there;
    const people = pursuit.people.flatMap(({ email, name }): PursuitQuestion[] => [
      ...(email === null ? [] : [{ email, name: null, domain: organisationDomain(email) }]),
      ...(name === null ? [] : domains.map((domain) => ({ email: null, name, domain }))),
    ]);
    return [...people, ...there];
  });
  return [...new Map(asked.map((one) => [JSON.stringify([one.email, one.name, one.domain]), one])).values()];
}
