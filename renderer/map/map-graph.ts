import Graph from 'graphology';
import type { Band, RelationshipMap, Trend } from '../../core/contract/shapes.ts';
import { shownName } from '../words/standing.ts';
import { radiiFor, radius } from './node-size.ts';

export interface NodeAttributes {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly band: Band;
  readonly trend: Trend | null;
  /** The name of where they work, short enough to draw. */
  readonly organisation: string | null;
  /** The name, short enough to draw. */
  readonly name: string;
}

export interface EdgeAttributes {
  /** How many links are stronger. */
  readonly rank: number;
}

const longestLabel = 28;

/** A name for a label: by characters as people see them, cut with an ellipsis. */
export function shortName(name: string): string {
  // Only the beginning is split: a name may be ten thousand characters long.
  const characters = [
    ...name
      .slice(0, longestLabel * 4)
      .replace(/\s+/gu, ' ')
      .trim(),
  ];
  if (characters.length <= longestLabel) return characters.join('');
  return `${characters
    .slice(0, longestLabel - 1)
    .join('')
    .trimEnd()}…`;
}

/** The map's answer as a graph, closest people first so that small marks are drawn over large ones. */
export function mapGraph(map: RelationshipMap): Graph {
  const graph = new Graph({ type: 'undirected', multi: false, allowSelfLoops: false });
  const nodes = [...map.nodes].sort((a, b) => b.closeness - a.closeness || a.id - b.id);
  const radii = radiiFor(nodes.length);
  const closest = nodes[0]?.closeness ?? 0;
  for (const node of nodes) {
    const attributes: NodeAttributes = {
      x: node.x,
      y: node.y,
      size: radius(node.closeness, closest, radii),
      band: node.band,
      trend: node.trend,
      organisation: node.organisation === null ? null : shortName(node.organisation),
      name: shortName(shownName(node.label)),
    };
    graph.addNode(node.id, attributes);
  }
  map.edges.forEach(({ a, b }, rank) => {
    const isNew = a !== b && graph.hasNode(a) && graph.hasNode(b) && !graph.hasEdge(a, b);
    if (isNew) graph.addEdge(a, b, { rank } satisfies EdgeAttributes);
  });
  return graph;
}
