/** Everything identity decides on beside the evidence, read with one statement a table. */
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import type { Decision } from './clusters.ts';
import { bestName, foldName, isFullName } from './names.ts';

export interface GatheredAddress {
  readonly id: number;
  readonly email: string;
  readonly person: number;
  readonly names: readonly { name: string; lastSeen: number }[];
  /** The best of the names, or null. */
  readonly name: string | null;
  /** Every full name, folded. */
  readonly foldedNames: ReadonlySet<string>;
}

interface GatheredCard {
  readonly addresses: readonly number[];
  readonly organisation: string | null;
  readonly title: string | null;
  readonly revisedAt: number | null;
}

interface GatheredConnection {
  readonly foldedName: string;
  readonly email: string | null;
  readonly company: string | null;
  readonly position: string | null;
  readonly connectedOn: string | null;
}

export interface Gathered {
  readonly addresses: readonly GatheredAddress[];
  readonly cards: readonly GatheredCard[];
  readonly connections: readonly GatheredConnection[];
  /** In the user's own words. */
  readonly saidTitles: readonly { readonly address: number; readonly title: string; readonly at: number }[];
  readonly decisions: readonly Decision[];
  /** The user's word on own addresses: true, false, or null while it is out. */
  readonly own: ReadonlyMap<number, boolean | null>;
}

export function gather(db: Reader): Gathered {
  const namesById = new Map<number, { name: string; lastSeen: number }[]>();
  const nameRows = statement(db, 'SELECT address_id, name, last_seen FROM address_name').raw().all();
  for (const [id, name, lastSeen] of nameRows as [number, string, number][]) {
    const names = namesById.get(id);
    if (names) names.push({ name, lastSeen });
    else namesById.set(id, [{ name, lastSeen }]);
  }
  const addressRows = statement(db, 'SELECT id, email, coalesce(person_id, 0) FROM address ORDER BY id').raw().all();
  const addresses = (addressRows as [number, string, number][]).map(([id, email, person]): GatheredAddress => {
    const names = namesById.get(id) ?? [];
    const folded = names.map(({ name }) => foldName(name)).filter(isFullName);
    return { id, email, person, names, name: bestName(names), foldedNames: new Set(folded) };
  });

  const cardRows = statement(
    db,
    `SELECT group_concat(address_id, ' '), organisation, title, revised_at FROM card JOIN card_address ON card_id = id
     GROUP BY id ORDER BY id`,
  )
    .raw()
    .all() as [string, string | null, string | null, number | null][];
  const connectionRows = statement(
    db,
    'SELECT name, email, company, position, connected_on FROM connection ORDER BY id',
  )
    .raw()
    .all() as [string, string | null, string | null, string | null, string | null][];
  const saidTitles = statement(db, 'SELECT address_id AS address, title, said_at AS at FROM said_title').all();
  const decisionRows = statement(db, 'SELECT a, b, same, assistant FROM merge ORDER BY a, b').raw().all();
  const ownRows = statement(db, 'SELECT address_id, confirmed FROM own_address').raw().all();
  return {
    addresses,
    cards: cardRows.map(([ids, organisation, title, revisedAt]) => ({
      addresses: ids.split(' ').map(Number),
      organisation,
      title,
      revisedAt,
    })),
    connections: connectionRows.map(([name, email, company, position, connectedOn]) => ({
      foldedName: foldName(name),
      email,
      company,
      position,
      connectedOn,
    })),
    saidTitles: saidTitles as Gathered['saidTitles'],
    decisions: (decisionRows as [number, number, number, number | null][]).map(([a, b, same, assistant]) => ({
      a,
      b,
      same: same === 1,
      assistant,
    })),
    own: new Map(
      (ownRows as [number, number | null][]).map(([id, confirmed]) => [
        id,
        confirmed === null ? null : confirmed === 1,
      ]),
    ),
  };
}
