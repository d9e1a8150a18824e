/** Writes everybody's standing as of now into the table `tie`, a cache. */
import type { Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { People } from '../identity/people.ts';
import { writeSetting } from '../settings.ts';
import type { Interactions } from './interactions.ts';
import type { StrengthModel } from './model.ts';
import { rankTies } from './ties.ts';

/** Replaces the table, in one transaction. `asOf` in Unix seconds. */
export function refreshTies(db: Writer, interactions: Interactions, people: People, model: StrengthModel, asOf: number): void {
  const rows = rankTies(interactions, people, model, asOf).map((tie) => [
    tie.person,
    tie.band,
    tie.probability,
    tie.closeness,
    tie.trend,
    tie.lastInteraction,
    tie.sent,
    tie.received,
    tie.meetings,
  ]);
  db.transaction(() => {
    statement(db, 'DELETE FROM tie').run();
    statement(
      db,
      `INSERT INTO tie (person_id, band, probability, closeness, trend, last_interaction, sent, received, meetings)
       SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8
       FROM json_each(?)`,
    ).run(JSON.stringify(rows));
    writeSetting(db, 'tie_as_of', String(asOf));
  })();
}
