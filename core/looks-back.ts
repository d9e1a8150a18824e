/** Deals looked at as of the days they were decided, from all the evidence there is. */
import type { Reader } from './db/database.ts';
import type { Evidence } from './db/evidence.ts';
import { loadEmployers } from './identity/employers.ts';
import type { Employers } from './identity/employers.ts';
import { auditDeals } from './opportunities/audit.ts';
import type { Look } from './opportunities/audit.ts';
import { pastPlaces } from './opportunities/places.ts';
import type { Places } from './opportunities/places.ts';
import type { KeptPursuit } from './opportunities/pursuits.ts';
import type { Standings } from './standings.ts';
import { interactionsByPerson } from './strength/interactions.ts';
import type { Interactions } from './strength/interactions.ts';

interface DatedPursuit {
  readonly pursuit: KeptPursuit;
  /** YYYY-MM-DD. */
  readonly day: string;
}

/** A list of looks for each; whoever is left out is neither there nor asked on the way. */
export function looksBack(
  db: Reader,
  standings: Standings,
  places: Places,
  dated: readonly DatedPursuit[],
  leftOut: readonly number[] = [],
): Look[][] {
  // Kept: it reads the whole mailbox, and views ask again whenever anything has changed.
  return standings.cached(`looks back ${JSON.stringify([dated, leftOut])}`, () =>
    lookBack(db, standings, places, dated, leftOut),
  );
}

function lookBack(
  db: Reader,
  standings: Standings,
  places: Places,
  dated: readonly DatedPursuit[],
  leftOut: readonly number[],
): Look[][] {
  const { people } = standings.loaded();
  const ranked = people.ranked.slice();
  for (const person of leftOut) ranked[person] = 0;
  const evidence = standings.evidence();
  const { employers, rows } = pastOf(db, standings, () => evidence);
  const thereAt = pastPlaces(db, places, employers);
  return auditDeals(
    dated.map(({ pursuit, day }) => ({ thereAt: thereAt(pursuit), decidedAt: Date.parse(day) / 1000 })),
    {
      rows,
      people: { ...people, ranked },
      isColleague: employers.isColleague,
      evidence,
      modelAt: (at) => standings.calibrationAt(quarterBegin(at)).model,
    },
  );
}

/** Where people worked once, and interactions with everybody who once was no colleague. */
export function pastOf(
  db: Reader,
  standings: Standings,
  read: () => Evidence,
): { readonly employers: Employers; readonly rows: Interactions } {
  return standings.cached('past', () => {
    const { people, interactions } = standings.loaded();
    const evidence = read();
    const employers = loadEmployers(db, evidence, people);
    const colleague = people.colleague.map((is, person) => (is === 1 && !employers.hasMoved(person) ? 1 : 0));
    const isSame = colleague.every((is, person) => is === people.colleague[person]);
    return { employers, rows: isSame ? interactions : interactionsByPerson(evidence, { ...people, colleague }) };
  });
}

const quarterMonths = 3;

/** Unix seconds: habits are learnt anew four times a year, so that an audit of many dates has few models to fit. */
function quarterBegin(at: number): number {
  const date = new Date(at * 1000);
  return Date.UTC(date.getUTCFullYear(), Math.floor(date.getUTCMonth() / quarterMonths) * quarterMonths, 1) / 1000;
}
