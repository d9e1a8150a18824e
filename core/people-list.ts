/** The list of people: searched, filtered, ordered, and read a page at a time. */
import type { Output } from './contract/methods.ts';
import type { PeopleFilter, PeopleOrder } from './contract/shapes.ts';
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

interface PeoplePage {
  readonly order: PeopleOrder;
  readonly limit: number;
  readonly offset: number;
  /** Unix seconds. */
  readonly now: number;
}

/**
 * Everybody but the user and machines. `matching` are the people a search found, or null for all; `counts` are of them all by band
 * and side, `total` of those the filter leaves.
 */
export function listPeople(
  db: Reader,
  matching: readonly number[] | null,
  filter: PeopleFilter,
  { order, limit, offset, now }: PeoplePage,
): Output<'people'> {
  const found = `person.kind = 'person'${matching === null ? '' : ' AND person.id IN (SELECT value FROM json_each(:ids))'}`;
  const those = [
    found,
    ...(filter.bands.length > 0 ? [`coalesce(band, 'unknown') IN (SELECT value FROM json_each(:bands))`] : []),
    ...(filter.sides.length > 0 ? ['side IN (SELECT value FROM json_each(:sides))'] : []),
    ...(filter.organisation !== null ? ['organisation_id = :organisation'] : []),
    ...(filter.days !== null ? ['last_interaction >= :since'] : []),
  ].join(' AND ');
  const from = 'FROM person LEFT JOIN tie ON person_id = person.id';
  const values = {
    ids: JSON.stringify(matching),
    bands: JSON.stringify(filter.bands),
    sides: JSON.stringify(filter.sides),
    organisation: filter.organisation,
    since: now - (filter.days ?? 0) * 86_400,
    limit,
    offset,
  };
  const named = order === 'organisation' ? 'LEFT JOIN organisation ON organisation.id = organisation_id' : '';
  const ids = statement(
    db,
    `SELECT person.id ${from} ${named} WHERE ${those} ORDER BY ${orders[order]} LIMIT :limit OFFSET :offset`,
  )
    .pluck()
    .all(values) as number[];
  const rows = personRows(db, ids);
  return {
    total: statement(db, `SELECT count(*) ${from} WHERE ${those}`).pluck().get(values) as number,
    counts: statement(
      db,
      `SELECT coalesce(band, 'unknown') AS band, side, count(*) AS people ${from} WHERE ${found} GROUP BY 1, 2 ORDER BY 1, 2`,
    ).all(values) as Output<'people'>['counts'],
    rows: ids.flatMap((id) => rows.get(id) ?? []),
  };
}
