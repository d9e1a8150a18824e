/** The list of people: searched, filtered, ordered, and read a page at a time. */
import type { Output } from './contract/methods.ts';
import type { Band, PeopleFilter, PeopleOrder, Side } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';
import { fold } from './graph/search-words.ts';
import { personRows } from './people-queries.ts';

const warmest = `coalesce(band, 'unknown') = 'unknown', closeness DESC, person.name, person.id`;
/** What is ordered by letters, which SQLite would do by their codes. */
const texts: Partial<Readonly<Record<PeopleOrder, string>>> = {
  name: 'person.name',
  organisation: 'organisation.name',
};
const orders: Readonly<Record<PeopleOrder, string>> = {
  warmth: warmest,
  name: warmest,
  organisation: warmest,
  'last contact': `last_interaction DESC, ${warmest}`,
  sent: `sent DESC, ${warmest}`,
  received: `received DESC, ${warmest}`,
  meetings: `meetings DESC, ${warmest}`,
};

/** A list in its order; `isShown` is 1 where the filter leaves the person, `text` what was ordered by letters. */
type PeopleInOrder = readonly Listed[];
type Listed = readonly [id: number, band: Band, side: Side, isShown: number, text: string | null];

interface PeopleAsked {
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
  const text = texts[order];
  const rows = statement(
    db,
    `SELECT person.id, coalesce(band, 'unknown'), side, ${isShown}, ${text ?? 'NULL'} FROM ${
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
    }) as Listed[];
  return text === undefined ? rows : byText(rows);
}

/** By the last column without regard to case and accents, nothing last; equal ones keep their order. */
function byText(rows: readonly Listed[]): Listed[] {
  const keyed = rows.map((row) => ({ row, key: row[4] === null ? null : fold(row[4]) }));
  keyed.sort((x, y) => {
    if (x.key === null || y.key === null) return Number(x.key === null) - Number(y.key === null);
    return x.key < y.key ? -1 : x.key > y.key ? 1 : 0;
  });
  return keyed.map(({ row }) => row);
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
