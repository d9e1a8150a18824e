/** The organisations that practices are compared at: those of the pursuits, and those of which colleagues have said who is warm there. */
import type { SharedBand } from '../contract/sharing.ts';
import type { ColleagueEntry } from '../graph/colleagues.ts';
import { companyKey } from '../identity/identify.ts';
import type { Client } from './cross-sell.ts';
import type { Place } from './places.ts';
import type { KeptPursuit } from './pursuits.ts';
import { isSingleThreaded, lastContactWith, warmAmong } from './standing.ts';
import type { StandingInput } from './standing.ts';
import { partnerOf, pathsThere, wayOf } from './ways.ts';

interface Gathered {
  readonly organisation: string;
  readonly pursuits: KeptPursuit[];
  readonly places: Place[];
  readonly entries: ColleagueEntry[];
}

interface Placed {
  readonly pursuit: KeptPursuit;
  readonly organisation: string;
  readonly place: Place;
}

/**
 * One a domain; where none is known, one with the name. Where two are called the same, their domains tell them apart. Pursuits without
 * an organisation or practice say nothing here, nor do colleagues in no practice.
 */
export function clientsOf(pursuits: readonly KeptPursuit[], input: StandingInput): Client[] {
  const gathered = new Map<string, Gathered>();
  const byDomain = new Map<string, Gathered>();
  const byCompany = new Map<string, Gathered>();
  const at = (key: string, organisation: string): Gathered => {
    const known = gathered.get(key) ?? { organisation, pursuits: [], places: [], entries: [] };
    gathered.set(key, known);
    const company = companyKey(organisation);
    if (!byCompany.has(company)) byCompany.set(company, known);
    return known;
  };
  const add = (client: Gathered, { pursuit, place }: Placed): void => {
    client.pursuits.push(pursuit);
    client.places.push(place);
    for (const domain of place.domains) if (!byDomain.has(domain)) byDomain.set(domain, client);
  };
  const withoutDomain: Placed[] = [];
  for (const pursuit of pursuits) {
    const { organisation, practice } = pursuit;
    if (organisation === null || practice === null) continue;
    const placed = { pursuit, organisation, place: input.places.placeOf(pursuit) };
    const [domain] = placed.place.domains;
    if (domain === undefined) withoutDomain.push(placed);
    else add(at(domain, organisation), placed);
  }
  for (const [domain, entries] of input.firm.entriesAt) {
    const [first] = entries.filter(({ practice }) => practice !== null);
    if (first === undefined) continue;
    const client = gathered.get(domain) ?? byDomain.get(domain) ?? at(domain, first.organisation.name);
    client.entries.push(...entries);
    const everybody = input.places.peopleAt(domain);
    client.places.push({ named: [], deciders: [], everybody, domains: [domain], otherDomains: [] });
  }
  for (const placed of withoutDomain) {
    const company = companyKey(placed.organisation);
    add(byCompany.get(company) ?? at(company, placed.organisation), placed);
  }
  const clients = [...gathered.values()];
  const names = clients.map(({ organisation }) => organisation);
  const shared = new Set(names.filter((name, i) => names.indexOf(name) !== i));
  return clients.map((one) => {
    const [domain] = one.places.flatMap(({ domains }) => domains);
    const isNamesake = shared.has(one.organisation) && domain !== undefined;
    return clientOf(isNamesake ? { ...one, organisation: `${one.organisation} (${domain})` } : one, input);
  });
}

function clientOf({ organisation, pursuits, places, entries }: Gathered, input: StandingInput): Client {
  const { firm, bands, rows } = input;
  const all = <T>(pick: (place: Place) => readonly T[]): T[] => [...new Set(places.flatMap(pick))];
  const place: Place = {
    named: all(({ named }) => named),
    deciders: all(({ deciders }) => deciders),
    everybody: all(({ everybody }) => everybody),
    domains: all(({ domains }) => domains),
    otherDomains: all(({ otherDomains }) => otherDomains),
  };
  const [path] = pathsThere(firm, pursuits.flatMap(({ people }) => people), place, 1);
  const warm = warmAmong(place.everybody, bands);
  const inMail = place.everybody.filter((id) => id + 1 < rows.start.length);
  return {
    organisation,
    warm: warm.length,
    singleThreaded: isSingleThreaded(warm, firm, place),
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
