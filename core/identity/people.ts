/** Who is who, as columns by address id, for everything that counts by person. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';

export interface People {
  /** Person id by address id, 0 where an address has no person. */
  readonly personOf: Int32Array;
  /** 1 where the address is the user's own. */
  readonly own: Uint8Array;
  /** 1 by person id where the person is a human other than the user. */
  readonly human: Uint8Array;
  /** 1 by person id where the person currently works at the user's own organisation: never scored. */
  readonly colleague: Uint8Array;
  /** 1 by person id where the person's side lets them appear in rankings, suggestions and paths. */
  readonly ranked: Uint8Array;
  /** One more than the largest person id. */
  readonly personLimit: number;
}

/** Sides whose people appear in rankings, suggestions and paths. */
export const rankedSides = ['client', 'referrer', 'adviser', 'unfiled'] as const;

export function loadPeople(db: Reader, addressLimit: number): People {
  const personLimit = statement(db, 'SELECT coalesce(max(id), 0) + 1 FROM person').pluck().get() as number;
  const people: People = {
    personOf: new Int32Array(addressLimit),
    own: new Uint8Array(addressLimit),
    human: new Uint8Array(personLimit),
    colleague: new Uint8Array(personLimit),
    ranked: new Uint8Array(personLimit),
    personLimit,
  };
  const addresses = statement(db, `SELECT id, coalesce(person_id, 0) FROM address`).raw().all() as [number, number][];
  for (const [address, person] of addresses) people.personOf[address] = person;
  const own = statement(db, 'SELECT address_id FROM own_address WHERE confirmed IS NOT 0').pluck().all() as number[];
  for (const address of own) people.own[address] = 1;
  const persons = statement(
    db,
    `SELECT id, kind = 'person', colleague = 'current', side IN ('${rankedSides.join(`','`)}') FROM person`,
  )
    .raw()
    .all() as [number, number, number, number][];
  for (const [id, human, colleague, ranked] of persons) {
    people.human[id] = human;
    people.colleague[id] = colleague;
    people.ranked[id] = ranked;
  }
  return people;
}
