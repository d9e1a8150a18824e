/** A pursuit as it stands: the way in, who is warm there, what was observed, and what it asks for. */
import { isoTime } from '../contract/iso.ts';
import type { PursuitRow } from '../contract/opportunities.ts';
import type { Band } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { FirmReach, OfFirm } from '../graph/colleagues.ts';
import type { WarmPath } from '../graph/paths.ts';
import { lastContactBefore } from '../strength/past.ts';
import type { Interactions } from '../strength/interactions.ts';
import type { LateThreads } from '../strength/late-threads.ts';
import { observe } from './observe.ts';
import type { Observed } from './observe.ts';
import type { Place, Places } from './places.ts';
import type { KeptPursuit } from './pursuits.ts';
import { decisionOf, disagreementOf, stateOf } from './state.ts';
import { partnerOf, pathsThere, sharedThere, wayOf } from './ways.ts';

interface KnownBand {
  readonly band: Band;
  /** 0 for the closest of all. */
  readonly rank: number;
}

export interface StandingInput {
  readonly rows: Interactions;
  readonly threads: LateThreads;
  /** The user's own graph with what colleagues have shared. */
  readonly firm: FirmReach;
  readonly partners: OfFirm['partners'];
  readonly places: Places;
  readonly bands: ReadonlyMap<number, KnownBand>;
  /** Unix seconds. */
  readonly now: number;
}

export interface Standing {
  readonly row: PursuitRow;
  readonly place: Place;
  readonly paths: readonly WarmPath[];
  /** The closest first. */
  readonly warm: readonly number[];
  readonly seen: Observed;
}

const day = 86_400;
// A list that does not say when a pursuit began: half a year is what people mean by "lately".
const usualAge = 180 * day;
const shownPaths = 3;

/** By person: everybody's band that is a living or lapsed tie. */
export function loadBands(db: Reader): Map<number, KnownBand> {
  const rows = statement(
    db,
    `SELECT person_id, band FROM tie WHERE band <> 'unknown' ORDER BY closeness DESC, person_id`,
  )
    .raw()
    .all() as [number, Band][];
  return new Map(rows.map(([person, band], rank) => [person, { band, rank }]));
}

/** `limit` is how many paths are looked for: one for a list. */
export function standingOf(pursuit: KeptPursuit, input: StandingInput, limit = shownPaths): Standing {
  const { rows, threads, firm, places, bands, now } = input;
  const place = places.placeOf(pursuit);
  const inMail = place.everybody.filter((id) => id + 1 < rows.start.length);
  const since = beginOf(pursuit, now);
  const seen = observe({
    rows,
    threads,
    everybody: inMail,
    deciders: place.deciders,
    nameOf: places.nameOf,
    since,
    now,
  });
  const paths = pathsThere(firm, pursuit.people, place, limit);
  const [best] = paths;
  const wayIn = best === undefined ? null : wayOf(best, firm, places);
  const partner = partnerOf(input, place);
  const warm = warmAmong(place.everybody, bands);
  const state = pursuit.outcome === 'open' ? stateOf(seen, now) : null;
  return {
    row: {
      id: pursuit.id,
      crmId: pursuit.crmId,
      name: pursuit.name,
      organisation: pursuit.organisation,
      practice: pursuit.practice,
      stage: pursuit.stage,
      outcome: pursuit.outcome,
      openedOn: pursuit.openedOn,
      decidedOn: pursuit.decidedOn,
      state,
      decision: state === null ? null : decisionOf(state, seen, { wayIn, partner }, since, now),
      disagreement: state === null ? null : disagreementOf(pursuit.stage, state, seen, now),
      wayIn,
      partner,
      warm: warm.length,
      singleThreaded: isSingleThreaded(warm, firm, place),
      lastContact: lastContactWith(inMail, input),
    },
    place,
    paths,
    warm,
    seen,
  };
}

/** Unix seconds. */
function beginOf({ openedOn, addedAt }: KeptPursuit, now: number): number {
  const opened = openedOn === null ? Infinity : Date.parse(openedOn) / 1000;
  return Math.min(opened === Infinity ? Math.min(addedAt, now) - usualAge : opened, now);
}

/** Those the user is warm with, the closest first. */
export function warmAmong(people: readonly number[], bands: StandingInput['bands']): number[] {
  const rankOf = (id: number): number => bands.get(id)?.rank ?? Infinity;
  const isWarm = (band: Band | undefined): boolean => band === 'strong' || band === 'moderate';
  return people.filter((id) => isWarm(bands.get(id)?.band)).sort((a, b) => rankOf(a) - rankOf(b));
}

/** Whether all hangs on one of `warm`, as far as is known. */
export function isSingleThreaded(warm: readonly number[], firm: FirmReach, place: Place): boolean {
  return warm.length === 1 && sharedThere(firm, place).every(({ band }) => band === 'weak');
}

/** With any of them, ISO 8601. */
export function lastContactWith(
  people: readonly number[],
  { rows, now }: Pick<StandingInput, 'rows' | 'now'>,
): string | null {
  const last = people.reduce((latest, id) => Math.max(latest, lastContactBefore(rows, id, now)?.at ?? 0), 0);
  return last === 0 ? null : isoTime(last);
}
