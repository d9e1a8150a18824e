/** The relationship map: who is on it, who is linked, and where everybody stands. */
import { isoTime } from '../contract/iso.ts';
import type { Band, RelationshipMap, Side, Trend } from '../contract/shapes.ts';
import type { Reader, Writer } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { layout } from './layout.ts';
import type { Place } from './layout.ts';

interface NodeRow {
  id: number;
  label: string;
  organisation: string | null;
  domain: string | null;
  organisationId: number | null;
  side: Side;
  band: Band;
  trend: Trend | null;
  last: number | null;
  closeness: number;
}

// Links drawn a person, the strongest of either side: more of them show nothing.
const linksPerPerson = 6;

/**
 * The `limit` closest people and the links among them; where there are fewer ties, people with any evidence fill it up. Without
 * current colleagues, who are never ranked, and people filed as no relationship. The same data gives the same map, but
 * that people stay where an earlier one had them.
 */
export function relationshipMap(db: Writer, limit: number): RelationshipMap {
  const rows = nodesOf(db, limit);
  const edges = edgesAmong(
    db,
    rows.map(({ id }) => id),
  );
  const places = layout(
    rows.map(({ id, domain }) => ({ id, cluster: domain })),
    edges,
    readPlaces(db),
  );
  keepPlaces(db, places);
  return {
    nodes: rows.map((row) => ({
      id: row.id,
      label: row.label,
      organisation: row.organisation,
      organisationId: row.organisationId,
      side: row.side,
      band: row.band,
      trend: row.trend,
      lastInteraction: isoTime(row.last),
      closeness: row.closeness,
      ...(places.get(row.id) as Place),
    })),
    edges,
  };
}

function readPlaces(db: Reader): Map<number, Place> {
  const rows = statement(db, 'SELECT person_id AS id, x, y FROM place').all() as (Place & { id: number })[];
  return new Map(rows.map(({ id, x, y }) => [id, { x, y }]));
}

function keepPlaces(db: Writer, places: ReadonlyMap<number, Place>): void {
  const rows = JSON.stringify(Array.from(places, ([id, { x, y }]) => [id, x, y]));
  db.transaction(() => {
    statement(
      db,
      `INSERT INTO place SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true
       ON CONFLICT DO UPDATE SET x = excluded.x, y = excluded.y WHERE (x, y) IS NOT (excluded.x, excluded.y)`,
    ).run(rows);
    statement(db, 'DELETE FROM place WHERE person_id NOT IN (SELECT id FROM person)').run();
  })();
}

function nodesOf(db: Reader, limit: number): NodeRow[] {
  const ask = (bands: string, atMost: number): NodeRow[] =>
    statement(
      db,
      `SELECT person.id, person.name AS label, organisation.name AS organisation, organisation_id AS organisationId,
         domain, side, band, trend, last_interaction AS last, closeness
       FROM tie CROSS JOIN person ON person.id = person_id LEFT JOIN organisation ON organisation.id = organisation_id
       WHERE ${bands} AND kind = 'person' AND colleague <> 'current' AND side <> 'not a relationship'
       ORDER BY closeness DESC, person_id LIMIT ?`,
    ).all(atMost) as NodeRow[];
  const ties = ask(`band <> 'unknown'`, limit);
  return ties.length === limit
    ? ties
    : [...ties, ...ask(`band = 'unknown' AND sent + received + meetings > 0`, limit - ties.length)];
}

function edgesAmong(db: Reader, ids: readonly number[]): RelationshipMap['edges'] {
  const shown = new Set(ids);
  // Which of two ids to look up is not left to the planner: by b it would read all links of each person for each other.
  const links = statement(
    db,
    `SELECT a, b, weight FROM json_each(?) CROSS JOIN acquaintance ON a = value ORDER BY weight DESC, a, b`,
  ).all(JSON.stringify(ids)) as RelationshipMap['edges'];
  const drawn = new Map<number, number>();
  return links.filter(({ a, b }) => {
    if (!shown.has(b)) return false;
    const rank = Math.min(drawn.get(a) ?? 0, drawn.get(b) ?? 0);
    drawn.set(a, (drawn.get(a) ?? 0) + 1);
    drawn.set(b, (drawn.get(b) ?? 0) + 1);
    return rank < linksPerPerson;
  });
}
