/** What standings hold of a database at a moment, as the engine works it out. */
import type { Writer } from '../../core/db/database.ts';
import { loadEvidence } from '../../core/db/evidence.ts';
import { refreshAcquaintances } from '../../core/graph/acquaintances.ts';
import { loadPeople } from '../../core/identity/people.ts';
import { season } from '../../core/briefing/today.ts';
import { endingsOf } from '../../core/strength/endings.ts';
import { interactionsByPerson } from '../../core/strength/interactions.ts';
import { lateThreads, openFor } from '../../core/strength/late-threads.ts';
import { refreshTies } from '../../core/strength/refresh.ts';
import { rankTies } from '../../core/strength/ties.ts';
import { model } from './interactions.ts';
import { assign } from './records.ts';

/** People are assigned and the caches written on the way; `aside` are people a pattern shows on another side. `now` in Unix seconds. */
export function standingsAt(db: Writer, now: number, aside: readonly number[] = []) {
  assign(db);
  const evidence = loadEvidence(db);
  const people = loadPeople(db, evidence.addressLimit);
  const interactions = interactionsByPerson(evidence, people);
  refreshTies(db, interactions, people, model, now);
  refreshAcquaintances(db, evidence, people, now);
  return {
    model,
    people,
    interactions,
    threads: lateThreads(evidence, people, now - openFor),
    ties: rankTies(interactions, people, model, now),
    before: rankTies(interactions, people, model, now - season),
    endings: endingsOf(interactions, now),
    aside: new Set(aside),
  };
}
