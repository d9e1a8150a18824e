/** What the user says about people: merges, splits, sides, titles, touches, own addresses. Stored by address, so that it survives every recount. */
import { failure, success } from '../contract/errors.ts';
import type { Result } from '../contract/errors.ts';
import type { Side } from '../contract/shapes.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { normaliseEmail } from '../ingest/address.ts';
import { addressesWithoutEvidence, deleteAddresses } from './addresses.ts';

type Done = Result<Record<string, never>>;
const done: Done = success({});

/** Two people are one: `keep` stays, with its id and side. `now` in Unix seconds. Failure: not_found, usage. */
export function mergePeople(db: Writer, keep: number, absorb: number, now: number): Done {
  if (keep === absorb) return failure('usage', 'These are the same person already.');
  const kept = addressesOf(db, keep);
  const absorbed = addressesOf(db, absorb);
  if (kept.length === 0 || absorbed.length === 0) return noSuchPerson;
  db.transaction(() => {
    for (const a of kept)
      for (const b of absorbed) statement(db, 'DELETE FROM merge WHERE a = ? AND b = ?').run(min(a, b), max(a, b));
    for (const b of absorbed) decide(db, kept[0] as number, b, true, now);
    // Who has most of the addresses keeps the id.
    statement(db, 'UPDATE address SET person_id = ? WHERE person_id = ?').run(keep, absorb);
  })();
  return done;
}

/** The address is somebody else than the rest of the person. Failure: not_found, usage where it is the only one. */
export function splitPerson(db: Writer, person: number, address: string, now: number): Done {
  const email = normaliseEmail(address);
  const addresses = addressesOf(db, person);
  const id = email === null ? undefined : addressId(db, email);
  if (id === undefined || !addresses.includes(id))
    return failure('not_found', `This person has no address ${address}.`);
  if (addresses.length === 1) return failure('usage', `${address} is the only address of this person.`);
  db.transaction(() => {
    for (const other of addresses) if (other !== id) decide(db, id, other, false, now);
    // The rest keeps the id; this one gets a new one.
    statement(db, 'UPDATE address SET person_id = NULL WHERE id = ?').run(id);
  })();
  return done;
}

/** The user's word on a proposal; a rejection is remembered. */
export function decideProposal(db: Writer, a: number, b: number, same: boolean, now: number): Done {
  const known = statement(db, 'SELECT assistant FROM proposal WHERE a = ? AND b = ?').pluck();
  const assistant = known.get(min(a, b), max(a, b)) as number | null | undefined;
  if (assistant === undefined) return failure('not_found', 'This proposal is no longer there.');
  db.transaction(() => {
    decide(db, a, b, same, now, assistant);
    if (!same || assistant === null) return;
    // The principal keeps id and side, however many addresses the assistant has.
    statement(
      db,
      `UPDATE address SET person_id = (SELECT person_id FROM address WHERE id = ?)
       WHERE person_id = (SELECT person_id FROM address WHERE id = ?)`,
    ).run(assistant === a ? b : a, assistant);
  })();
  return done;
}

/** All of these people, or none where one is not there. Failure: not_found. */
export function setSide(db: Writer, people: readonly number[], side: Side): Done {
  return forAll(db, people, (person) => {
    statement(db, 'UPDATE person SET side = ? WHERE id = ?').run(side, person);
  });
}

/** Never part of what is shared, whatever rules say; or no longer. Failure: not_found. */
export function keepPrivate(db: Writer, people: readonly number[], keep: boolean): Done {
  return forAll(db, people, (_, addresses) => {
    const act = keep
      ? 'INSERT INTO private_address VALUES (?) ON CONFLICT DO NOTHING'
      : 'DELETE FROM private_address WHERE address_id = ?';
    for (const address of addresses) statement(db, act).run(address);
  });
}

/** The user's own word, which goes before any other source; empty takes it back. `now` in Unix seconds. Failure: not_found. */
export function setTitle(db: Writer, person: number, title: string, now: number): Done {
  return forAll(db, [person], (_, addresses) => {
    for (const address of addresses) statement(db, 'DELETE FROM said_title WHERE address_id = ?').run(address);
    if (title !== '') statement(db, 'INSERT INTO said_title VALUES (?, ?, ?)').run(addresses[0], title, now);
  });
}

/** The user's word on a proposed side, for all of these people or, where one is not there, for none. Failure: not_found. */
export function decideSides(db: Writer, people: readonly number[], side: Side, accept: boolean): Done {
  if (accept) return setSide(db, people, side);
  return forAll(db, people, (_, [address]) => {
    statement(db, 'INSERT INTO refused_side VALUES (?, ?) ON CONFLICT DO NOTHING').run(address, side);
  });
}

/** "We spoke" on a day, YYYY-MM-DD. */
export function spoke(db: Writer, person: number, day: string): Done {
  return forAll(db, [person], (_, [address]) => {
    statement(db, 'INSERT INTO touch (address_id, day) VALUES (?, ?) ON CONFLICT DO NOTHING').run(address, day);
  });
}

/** "I know them well", said on a day (YYYY-MM-DD), or taken back with null. */
export function knowWell(db: Writer, person: number, day: string | null): Done {
  return forAll(db, [person], (_, addresses) => {
    for (const address of addresses) statement(db, 'DELETE FROM known_well WHERE address_id = ?').run(address);
    if (day !== null) statement(db, 'INSERT INTO known_well VALUES (?, ?)').run(addresses[0], day);
  });
}

/** No suggestion of this person before a day, YYYY-MM-DD. */
export function putOff(db: Writer, person: number, until: string): Done {
  return forAll(db, [person], (_, [address]) => {
    statement(db, 'INSERT INTO put_off VALUES (?, ?) ON CONFLICT DO UPDATE SET until = excluded.until').run(
      address,
      until,
    );
  });
}

/** Never suggested, or left out of the popup, again; or no longer. */
export function never(db: Writer, table: 'never_suggested' | 'never_briefed', person: number, isNever: boolean): Done {
  return forAll(db, [person], (_, addresses) => {
    const act = isNever
      ? `INSERT INTO ${table} VALUES (?) ON CONFLICT DO NOTHING`
      : `DELETE FROM ${table} WHERE address_id = ?`;
    for (const address of addresses) statement(db, act).run(address);
  });
}

/** Runs the act for each person with their addresses (at least one), in one transaction, once all of them are there. */
function forAll(db: Writer, people: readonly number[], act: (person: number, addresses: number[]) => void): Done {
  const addresses = people.map((person) => addressesOf(db, person));
  if (addresses.some(({ length }) => length === 0)) return noSuchPerson;
  db.transaction(() => people.forEach((person, i) => act(person, addresses[i] as number[])))();
  return done;
}

/** Addresses declared as the user's own; made known where no mail has shown them yet. Failure: usage for what is no address. */
export function declareOwnAddresses(db: Writer, emails: readonly string[]): Done {
  for (const raw of emails) {
    const email = normaliseEmail(raw);
    if (email === null) return failure('usage', `"${raw}" is not an e-mail address.`);
    storeOwn(db, email, true);
  }
  return done;
}

/** The user's word on an own address; a refused one is not found again, and one that nothing else speaks of is forgotten. */
export function decideOwnAddress(db: Writer, raw: string, own: boolean): Done {
  const email = normaliseEmail(raw);
  if (email === null) return failure('usage', `"${raw}" is not an e-mail address.`);
  db.transaction(() => {
    storeOwn(db, email, own);
    const id = addressId(db, email) as number;
    if (!own && addressesWithoutEvidence(db).includes(id)) deleteAddresses(db, JSON.stringify([id]));
  })();
  return done;
}

function storeOwn(db: Writer, email: string, own: boolean): void {
  statement(db, 'INSERT INTO address (email) VALUES (?) ON CONFLICT DO NOTHING').run(email);
  statement(
    db,
    `INSERT INTO own_address (address_id, basis, confirmed) SELECT id, 'declared', ? FROM address WHERE email = ?
     ON CONFLICT (address_id) DO UPDATE SET confirmed = excluded.confirmed`,
  ).run(own ? 1 : 0, email);
}

function decide(db: Writer, a: number, b: number, same: boolean, now: number, assistant: number | null = null): void {
  statement(
    db,
    `INSERT INTO merge (a, b, same, decided_at, assistant) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (a, b) DO UPDATE SET same = excluded.same, decided_at = excluded.decided_at, assistant = excluded.assistant`,
  ).run(min(a, b), max(a, b), same ? 1 : 0, now, assistant);
}

/** Address ids of a person other than the user, smallest first. */
export function addressesOf(db: Reader, person: number): number[] {
  return statement(
    db,
    `SELECT address.id FROM address JOIN person ON person.id = person_id WHERE person_id = ? AND kind <> 'own' ORDER BY address.id`,
  )
    .pluck()
    .all(person) as number[];
}

/** The people these addresses belong to. */
export function peopleOfAddresses(db: Reader, addresses: readonly number[]): number[] {
  return statement(
    db,
    'SELECT DISTINCT person_id FROM address WHERE id IN (SELECT value FROM json_each(?)) AND person_id IS NOT NULL',
  )
    .pluck()
    .all(JSON.stringify(addresses)) as number[];
}

function addressId(db: Reader, email: string): number | undefined {
  return statement(db, 'SELECT id FROM address WHERE email = ?').pluck().get(email) as number | undefined;
}

const noSuchPerson = failure('not_found', 'There is no such person.');
const min = Math.min;
const max = Math.max;
