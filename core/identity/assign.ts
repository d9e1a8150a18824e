/** Stores who is who: people keep their ids, and only what changed is written. */
import type { Writer } from '../db/database.ts';
import type { Evidence } from '../db/evidence.ts';
import { statement } from '../db/open.ts';
import { gather } from './gather.ts';
import type { Gathered } from './gather.ts';
import { identify } from './identify.ts';
import type { Identified, IdentifiedPerson } from './identify.ts';
import { deleteStaleNews } from './stale-news.ts';

/**
 * Works out people, organisations, own addresses and proposals from all evidence and stores them, in one transaction.
 * `evidence` with senders put right (rewritten-senders.ts).
 */
export function assignPeople(db: Writer, evidence: Evidence): void {
  const gathered = gather(db);
  const identified = identify(evidence, gathered);
  db.transaction(() => {
    storeOwn(db, identified);
    storeOrganisations(db, identified);
    storePeople(db, identified.people, gathered);
    statement(db, 'DELETE FROM proposal').run();
    statement(
      db,
      `INSERT INTO proposal (a, b, kind, evidence, assistant)
       SELECT value ->> 'a', value ->> 'b', value ->> 'kind', value ->> 'evidence', value ->> 'assistant' FROM json_each(?)`,
    ).run(JSON.stringify(identified.proposals));
  })();
}

/** Found addresses wait for the user's word; what is no longer found and was never decided goes. */
function storeOwn(db: Writer, { foundOwn }: Identified): void {
  statement(db, 'DELETE FROM own_address WHERE confirmed IS NULL').run();
  statement(
    db,
    `INSERT INTO own_address (address_id, basis, confirmed) SELECT value ->> 'address', value ->> 'basis', NULL FROM json_each(?)`,
  ).run(JSON.stringify(foundOwn));
}

function storeOrganisations(db: Writer, { organisations }: Identified): void {
  const rows = JSON.stringify([...organisations]);
  statement(
    db,
    `INSERT INTO organisation (domain, name) SELECT value ->> 0, value ->> 1 FROM json_each(?) WHERE true
     ON CONFLICT (domain) DO UPDATE SET name = excluded.name WHERE name <> excluded.name`,
  ).run(rows);
}

function storePeople(db: Writer, people: readonly IdentifiedPerson[], gathered: Gathered): void {
  const personOf = new Map(gathered.addresses.map(({ id, person }) => [id, person]));
  const ids = keepIds(people, personOf, lastPersonId(db));
  const rows = people.map((person, i) => [
    ids[i],
    person.name,
    person.kind,
    person.domain,
    person.colleague,
    person.title?.title ?? null,
    person.title?.source ?? null,
    person.title?.at ?? null,
  ]);
  statement(
    db,
    `INSERT INTO person (id, name, kind, organisation_id, colleague, title, title_source, title_at)
     SELECT value ->> 0, value ->> 1, value ->> 2, (SELECT id FROM organisation WHERE domain = value ->> 3), value ->> 4,
       value ->> 5, value ->> 6, value ->> 7
     FROM json_each(?) WHERE true
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, kind = excluded.kind, organisation_id = excluded.organisation_id,
       colleague = excluded.colleague, title = excluded.title, title_source = excluded.title_source, title_at = excluded.title_at
     WHERE (name, kind, organisation_id, colleague, title, title_source, title_at) IS NOT
       (excluded.name, excluded.kind, excluded.organisation_id, excluded.colleague, excluded.title, excluded.title_source,
        excluded.title_at)`,
  ).run(JSON.stringify(rows));
  const moved = people.flatMap((person, i) =>
    person.addresses.filter((address) => personOf.get(address) !== ids[i]).map((address) => [address, ids[i]]),
  );
  statement(
    db,
    `UPDATE address SET person_id = moved.value ->> 1 FROM json_each(?) AS moved WHERE address.id = moved.value ->> 0`,
  ).run(JSON.stringify(moved));
  statement(db, 'DELETE FROM person WHERE id NOT IN (SELECT person_id FROM address WHERE person_id IS NOT NULL)').run();
  statement(
    db,
    'DELETE FROM organisation WHERE id NOT IN (SELECT organisation_id FROM person WHERE organisation_id IS NOT NULL)',
  ).run();
  deleteStaleNews(db);
}

/** Each person keeps the id most of its addresses had, unless another with more of that id's addresses takes it. */
function keepIds(people: readonly IdentifiedPerson[], personOf: ReadonlyMap<number, number>, lastId: number): number[] {
  const claims = people.flatMap(({ addresses }, index) => {
    const votes = new Map<number, number>();
    for (const address of addresses) {
      const id = personOf.get(address) ?? 0;
      if (id > 0) votes.set(id, (votes.get(id) ?? 0) + 1);
    }
    return [...votes].map(([id, count]) => ({ index, id, count }));
  });
  claims.sort((a, b) => b.count - a.count || a.id - b.id || a.index - b.index);
  const idByIndex = new Map<number, number>();
  const taken = new Set<number>();
  for (const { index, id } of claims) {
    if (idByIndex.has(index) || taken.has(id)) continue;
    idByIndex.set(index, id);
    taken.add(id);
  }
  let next = lastId;
  return people.map((_, index) => idByIndex.get(index) ?? ++next);
}

function lastPersonId(db: Writer): number {
  return statement(db, 'SELECT coalesce(max(id), 0) FROM person').pluck().get() as number;
}
