/** The relationship map: who is on it, who is linked, and where everybody stands. The layout is seeded and repeats itself. */
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';
import type { RelationshipMap } from '../contract/shapes.ts';
import type { Reader } from '../db/database.ts';
import { statement } from '../db/open.ts';
import { hash53 } from '../ingest/hash.ts';

interface NodeRow {
  id: number;
  name: string;
  organisation: string | null;
  domain: string | null;
  band: RelationshipMap['nodes'][number]['band'];
  trend: RelationshipMap['nodes'][number]['trend'];
  closeness: number;
}

// Work of the layout, in node visits: small maps settle, large ones are done in a few seconds.
const layoutWork = 400_000;
const mostIterations = 300;
// The pull between people of one organisation, beside what they were seen to have in common.
const sameOrganisation = 0.6;

/** The `limit` warmest people with any tie, the links among them, and their places. */
export function relationshipMap(db: Reader, limit: number): RelationshipMap {
  const nodes = statement(
    db,
    `SELECT person.id, person.name, organisation.name AS organisation, domain, band, trend, closeness
     FROM tie CROSS JOIN person ON person.id = person_id LEFT JOIN organisation ON organisation.id = organisation_id
     WHERE band <> 'unknown' AND kind = 'person' ORDER BY closeness DESC, person_id LIMIT ?`,
  ).all(limit) as NodeRow[];
  const ids = JSON.stringify(nodes.map(({ id }) => id));
  const edges = statement(
    db,
    `WITH shown AS MATERIALIZED (SELECT value AS id FROM json_each(?))
     SELECT a, b, weight FROM shown CROSS JOIN acquaintance ON a = shown.id WHERE b IN (SELECT id FROM shown) ORDER BY a, b`,
  ).all(ids) as RelationshipMap['edges'];
  const places = layout(nodes, edges);
  return {
    nodes: nodes.map(({ id, name, organisation, band, trend, closeness }) => ({
      id,
      label: name,
      organisation,
      band,
      trend,
      closeness,
      ...(places.get(id) as { x: number; y: number }),
    })),
    edges,
  };
}

/** Organisations start on a sunflower spiral, their people around them; then forces, the same number of steps each time. */
function layout(nodes: readonly NodeRow[], edges: RelationshipMap['edges']): Map<number, { x: number; y: number }> {
  const graph = new Graph({ type: 'undirected' });
  const hubs = new Map<string, number>();
  for (const { id, domain } of nodes) {
    const key = domain ?? `person ${id}`;
    const hub = hubs.get(key) ?? hubs.set(key, hubs.size).size - 1;
    const angle = hub * 2.399963;
    const radius = 12 * Math.sqrt(hub + 0.5);
    const turn = (hash53(`place ${key} ${id}`) % 6283) / 1000;
    graph.addNode(id, { x: radius * Math.cos(angle) + 3 * Math.cos(turn), y: radius * Math.sin(angle) + 3 * Math.sin(turn) });
  }
  for (const { a, b, weight } of edges) graph.addEdge(a, b, { weight: Math.min(weight, 3) });
  const anchors = new Map<string, number>();
  for (const { id, domain } of nodes) {
    if (domain === null) continue;
    const anchor = anchors.get(domain);
    if (anchor === undefined) anchors.set(domain, id);
    else if (!graph.hasEdge(anchor, id)) graph.addEdge(anchor, id, { weight: sameOrganisation });
  }
  if (graph.order > 1) {
    forceAtlas2.assign(graph, {
      iterations: Math.max(20, Math.min(mostIterations, Math.floor(layoutWork / graph.order))),
      settings: { ...forceAtlas2.inferSettings(graph), barnesHutOptimize: graph.order > 500, adjustSizes: false, strongGravityMode: true, gravity: 0.05 },
    });
  }
  return new Map(
    nodes.map(({ id }) => [id, { x: graph.getNodeAttribute(id, 'x') as number, y: graph.getNodeAttribute(id, 'y') as number }]),
  );
}
