/** Who is who, as columns by address id, for everything that counts by person. */
import type { Reader } from '../db/database.ts';

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

export declare function loadPeople(db: Reader, addressLimit: number): People;
