/** What is worked out from the evidence, kept in step with it: the tables of identity, strength and graph, and caches in memory. */
import type { Writer } from './db/database.ts';
import { loadEvidence } from './db/evidence.ts';
import type { Evidence } from './db/evidence.ts';
import { refreshAcquaintances } from './graph/acquaintances.ts';
import { loadReach } from './graph/reach.ts';
import type { Reach } from './graph/reach.ts';
import { createSearchIndex } from './graph/search.ts';
import type { SearchIndex } from './graph/search.ts';
import { assignPeople } from './identity/assign.ts';
import { loadPeople } from './identity/people.ts';
import type { People } from './identity/people.ts';
import { viaAddresses, withRealSenders } from './identity/rewritten-senders.ts';
import { readSetting, writeSetting } from './db/settings.ts';
import { forgetOlder } from './retention/window.ts';
import { calibrateUser, outcomesOf } from './strength/calibration.ts';
import type { UserCalibration } from './strength/calibration.ts';
import { interactionsByPerson } from './strength/interactions.ts';
import { lateThreads, openFor } from './strength/late-threads.ts';
import type { LateThreads } from './strength/late-threads.ts';
import type { Interactions } from './strength/interactions.ts';
import type { StrengthModel } from './strength/model.ts';
import { refreshTies } from './strength/refresh.ts';

/** Everything in memory that a question may need; dropped as a whole when something changes. */
export interface Loaded {
  readonly people: People;
  readonly interactions: Interactions;
  readonly threads: LateThreads;
}

export interface Standings {
  /** Marks the tables as no longer matching the evidence; survives a crash. */
  markStale(): void;
  /** Works everything out again from the evidence, once what is older than the user keeps has gone. */
  refresh(): void;
  /** For a change of names' labels only (side, title, private): what was counted stays, what was gathered from labels goes. */
  relabel(): void;
  /** Refreshes where the evidence has changed or a day has passed: decay makes yesterday's standing wrong. */
  ensureFresh(): void;
  loaded(): Loaded;
  /** Read anew at every call: it is as large as the mailbox, and few questions need it. */
  evidence(): Evidence;
  index(): SearchIndex;
  /** What paths are found in. */
  reach(): Reach;
  /** The model as the user's own answers by the day of `asOf` (Unix seconds) have moved it. */
  calibrationAt(asOf: number): UserCalibration;
  /** A value worked out once until the next refresh. */
  cached<T>(key: string, make: () => T): T;
}

const day = 86_400;
const maxAge = day;

/** `now` in Unix seconds. While `importing` no evidence is deleted: the import goes on from the rows it knows. */
export function createStandings(
  db: Writer,
  model: StrengthModel,
  now: () => number,
  importing: () => boolean,
): Standings {
  let loaded: Loaded | null = null;
  let cache = new Map<string, unknown>();
  let calibrations = new Map<number, UserCalibration>();

  const readEvidence = (): Evidence => withRealSenders(loadEvidence(db), viaAddresses(db));

  function refresh(): void {
    loaded = null;
    cache = new Map();
    calibrations = new Map();
    const asOf = now();
    if (!importing()) forgetOlder(db, asOf);
    const evidence = readEvidence();
    assignPeople(db, evidence);
    const people = loadPeople(db, evidence.addressLimit);
    const interactions = interactionsByPerson(evidence, people);
    refreshTies(db, interactions, people, calibrationAt(interactions, asOf).model, asOf);
    refreshAcquaintances(db, evidence, people, asOf);
    loaded = { people, interactions, threads: lateThreads(evidence, people, asOf - openFor) };
    writeSetting(db, 'stale', 'no');
  }

  // By the day, so that nobody's standing moves with the hour it is asked at.
  function calibrationAt(interactions: Interactions, asOf: number): UserCalibration {
    const until = Math.floor(asOf / day) * day;
    const known = calibrations.get(until);
    if (known) return known;
    const made = calibrateUser(model, outcomesOf(interactions, until));
    calibrations.set(until, made);
    return made;
  }

  function cached<T>(key: string, make: () => T): T {
    if (!cache.has(key)) cache.set(key, make());
    return cache.get(key) as T;
  }

  function load(): Loaded {
    if (loaded === null) {
      const evidence = readEvidence();
      const people = loadPeople(db, evidence.addressLimit);
      const threads = lateThreads(evidence, people, now() - openFor);
      loaded = { people, interactions: interactionsByPerson(evidence, people), threads };
    }
    return loaded;
  }

  return {
    markStale: () => writeSetting(db, 'stale', 'yes'),
    refresh,
    relabel() {
      if (loaded !== null) loaded = { ...loaded, people: loadPeople(db, loaded.people.personOf.length) };
      cache = new Map();
    },
    ensureFresh() {
      const asOf = Number(readSetting(db, 'tie_as_of') ?? 0);
      // A clock that was wrong once must not keep standings as they were until that day comes.
      if (readSetting(db, 'stale') === 'yes' || (asOf > 0 && Math.abs(now() - asOf) > maxAge)) refresh();
    },
    loaded: load,
    evidence: readEvidence,
    calibrationAt: (asOf) => calibrationAt(load().interactions, asOf),
    index: () => cached('index', () => createSearchIndex(db)),
    reach: () => cached('reach', () => loadReach(db)),
    cached,
  };
}
