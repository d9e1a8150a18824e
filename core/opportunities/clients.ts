/** The organisations that practices are compared at: those of the pursuits, and those of which colleagues have said who is warm there. */
import type { SharedBand } from '../contract/sharing.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { companyKey } from '../identity/identify.ts';
import type { Client } from './cross-sell.ts';
import type { Place } from './places.ts';
import type { KeptPursuit } from './pursuits.ts';
import { lastContactWith, warmAmong } from './standing.ts';
import type { StandingInput } from './standing.ts';
import { partnerOf, pathsThere, wayOf } from './ways.ts';

interface Gathered {
  readonly organisation: string;
  readonly pursuits: KeptPursuit[];
  readonly places: Place[];
  readonly entries: ColleagueEntry[];
}

/** Pursuits without an organisation or practice say nothing here, nor do colleagues in no practice. */
export function clientsOf(pursuits: readonly KeptPursuit[], input: StandingInput): Client[] {
  const gathered = new Map<string, Gathered>();
  const byDomain = new Map<string, Gathered>();
  const at = (key: string, organisation: string): Gathered => {
    const known = gathered.get(key) ?? { organisation, pursuits: [], places: [], entries: [] };
    gathered.set(key, known);
    return known;
  };
  for (const pursuit of pursuits) {
    if (pursuit.organisation === null || pursuit.practice === null) continue;
    const client = at(companyKey(pursuit.organisation), pursuit.organisation);
    const place = input.places.placeOf(pursuit);
    client.pursuits.push(pursuit);
    client.places.push(place);
    for (const domain of place.domains) byDomain.set(domain, byDomain.get(domain) ?? client);
  }
  for (const [domain, entries] of input.firm.entriesAt) {
    const [first] = entries.filter(({ practice }) => practice !== null);
    if (first === undefined) continue;
    const client = byDomain.get(domain) ?? at(companyKey(first.organisation.name), first.organisation.name);
    client.entries.push(...entries);
    client.places.push({ named: [], deciders: [], everybody: input.places.peopleAt(domain), domains: [domain] });
  }
  return [...gathered.values()].map((one) => clientOf(one, input));
}

function clientOf({ organisation, pursuits, places, entries }: Gathered, input: StandingInput): Client {
  const { firm, bands, rows } = input;
  const all = <T>(pick: (place: Place) => readonly T[]): T[] => [...new Set(places.flatMap(pick))];
  const place: Place = {
    named: all(({ named }) => named),
    deciders: all(({ deciders }) => deciders),
    everybody: all(({ everybody }) => everybody),
    domains: all(({ domains }) => domains),
  };
  const [path] = pathsThere(firm, pursuits.flatMap(({ people }) => people), place, 1);
  const warm = warmAmong(place.everybody, bands);
  const inMail = place.everybody.filter((id) => id + 1 < rows.start.length);
  return {
    organisation,
    warm: warm.length,
    band: warmest(place.everybody, bands),
    lastContact: lastContactWith(inMail, input),
    partner: partnerOf(input, place),
    wayIn: path === undefined ? null : wayOf(path, firm, input.places),
    pursuits: pursuits.map(({ practice, outcome }) => ({ practice: practice ?? '', outcome })),
    shared: entries.flatMap(({ practice, band, month }) => (practice === null ? [] : [{ practice, band, month }])),
  };
} // prettier-ignore

const living: readonly SharedBand[] = ['strong', 'moderate', 'weak'];

function warmest(people: readonly number[], bands: StandingInput['bands']): SharedBand | null {
  const found = new Set(people.map((id) => bands.get(id)?.band));
  return living.find((band) => found.has(band)) ?? null;
}
