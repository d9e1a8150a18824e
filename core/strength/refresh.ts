/** Writes everybody's standing as of now into the table `tie`, a cache. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { People } from '../identity/people.ts';
import { writeSetting } from '../db/settings.ts';
import type { Interactions } from './interactions.ts';
import type { StrengthModel } from './model.ts';
import { rankTies } from './ties.ts';

// Many rows a call, because a call costs as much as several rows.
const rowsAtOnce = 100;

/** Replaces the table, in one transaction. `asOf` in Unix seconds. */
export function refreshTies(
  db: Writer,
  interactions: Interactions,
  people: People,
  model: StrengthModel,
  asOf: number,
): void {
  const ties = rankTies(interactions, people, model, asOf);
  db.transaction(() => {
    statement(db, 'DELETE FROM tie').run();
    for (let first = 0; first < ties.length; first += rowsAtOnce) {
      const part = ties.slice(first, first + rowsAtOnce);
      insertOf(db, part.length).run(
        part.flatMap((tie) => [
          tie.person,
          tie.band,
          tie.probability,
          tie.closeness,
          tie.trend,
          tie.lastInteraction,
          tie.sent,
          tie.received,
          tie.meetings,
        ]),
      );
    }
    writeSetting(db, 'tie_as_of', String(asOf));
  })();
}

function insertOf(db: Writer, rows: number): ReturnType<typeof statement> {
  const places = Array.from({ length: rows }, () => '(?, ?, ?, ?, ?, ?, ?, ?, ?)').join(', ');
  return statement(
    db,
    `INSERT INTO tie (person_id, band, probability, closeness, trend, last_interaction, sent, received, meetings) VALUES ${places}`,
  );
}
