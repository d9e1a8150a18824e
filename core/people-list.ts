/** The list of people: searched, filtered, ordered, and read a page at a time. */
import type { Output } from './contract/methods.ts';
import type { Band, PeopleFilter, PeopleOrder, Side } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { personRows } from './people-queries.ts';

const warmest = `coalesce(band, 'unknown') = 'unknown', closeness DESC, person.name, person.id`;
const orders: Readonly<Record<PeopleOrder, string>> = {
  warmth: warmest,
  name: `person.name COLLATE NOCASE, ${warmest}`,
  organisation: `organisation.name IS NULL, organisation.name COLLATE NOCASE, ${warmest}`,
  'last contact': `last_interaction DESC, ${warmest}`,
  sent: `sent DESC, ${warmest}`,
  received: `received DESC, ${warmest}`,
  meetings: `meetings DESC, ${warmest}`,
};

/** A list in its order: id, band, side, and 1 where the filter leaves the person. */
export type PeopleInOrder = readonly (readonly [id: number, band: Band, side: Side, isShown: number])[];

export interface PeopleAsked {
  /** The people a search found, or null for all. */
  readonly matching: readonly number[] | null;
  readonly filter: PeopleFilter;
  readonly order: PeopleOrder;
  /** Unix seconds. */
  readonly now: number;
}

/** Everybody but the user and machines among those asked for. One pass for order and counts: it is asked with every key. */
export function peopleInOrder(db: Reader, { matching, filter, order, now }: PeopleAsked): PeopleInOrder {
  const isShown = [
    'true',
    ...(filter.bands.length > 0 ? [`coalesce(band, 'unknown') IN (SELECT value FROM json_each(:bands))`] : []),
    ...(filter.sides.length > 0 ? ['side IN (SELECT value FROM json_each(:sides))'] : []),
    ...(filter.organisation !== null ? ['organisation_id IS :organisation'] : []),
    ...(filter.days !== null ? ['coalesce(last_interaction >= :since, false)'] : []),
  ].join(' AND ');
  return statement(
    db,
    `SELECT person.id, coalesce(band, 'unknown'), side, ${isShown} FROM ${
      matching === null ? 'person' : 'json_each(:ids) CROSS JOIN person ON person.id = value'
    } LEFT JOIN tie ON person_id = person.id
     ${order === 'organisation' ? 'LEFT JOIN organisation ON organisation.id = organisation_id' : ''}
     WHERE person.kind = 'person' ORDER BY ${orders[order]}`,
  )
    .raw()
    .all({
      ids: JSON.stringify(matching),
      bands: JSON.stringify(filter.bands),
      sides: JSON.stringify(filter.sides),
      organisation: filter.organisation,
      since: now - (filter.days ?? 0) * 86_400,
    }) as [number, Band, Side, number][];
}

/** A page of the list; `counts` are of everybody in it by band and side, `total` of those the filter leaves. No limit is -1. */
export function peoplePage(db: Reader, found: PeopleInOrder, limit: number, offset: number): Output<'people'> {
  const shown = found.flatMap(([id, , , isShown]) => (isShown === 1 ? [id] : []));
  const ids = limit < 0 ? shown : shown.slice(offset, offset + limit);
  const rows = personRows(db, ids);
  return { total: shown.length, counts: countsOf(found), rows: ids.flatMap((id) => rows.get(id) ?? []) };
}

function countsOf(found: PeopleInOrder): Output<'people'>['counts'] {
  const counts = new Map<string, { band: Band; side: Side; people: number }>();
  for (const [, band, side] of found) {
    const key = `${band} ${side}`;
    const count = counts.get(key);
    if (count === undefined) counts.set(key, { band, side, people: 1 });
    else count.people++;
  }
  return [...counts.values()];
}
