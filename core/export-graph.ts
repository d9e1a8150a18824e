/** The user, their people and who is seen with whom, as a graph for Gephi, Cytoscape and the like. */
import Graph from 'graphology';
import { write } from 'graphology-gexf';
import type { PersonRow } from './contract/shapes.ts';
import type { Reader } from './db/database.ts';
import { statement } from './db/open.ts';

interface NodeAttributes {
  label: string;
  kind: 'user' | 'person';
  addresses: string;
  organisation: string;
  title: string;
  side: string;
  band: string;
  trend: string;
  closeness: number;
}

interface EdgeAttributes {
  kind: 'tie' | 'acquaintance';
  weight: number;
}

type RelationshipGraph = Graph<NodeAttributes, EdgeAttributes>;

const user = 'you';

/**
 * Undirected. The node `you` and one a person (key: the person's id); a `tie` from you to each person with a known band, weighing its
 * closeness; an `acquaintance` between people seen together. Text without what XML 1.0 cannot hold.
 */
export function relationshipGraph(db: Reader, people: readonly PersonRow[]): RelationshipGraph {
  const graph: RelationshipGraph = new Graph({ type: 'undirected' });
  const none = { addresses: '', organisation: '', title: '', side: '', band: '', trend: '', closeness: 0 };
  graph.addNode(user, { label: 'You', kind: 'user', ...none });
  for (const row of people) {
    graph.addNode(row.id, {
      label: xmlText(row.person),
      kind: 'person',
      addresses: xmlText(row.addresses.join(' ')),
      organisation: xmlText(row.organisation ?? ''),
      title: xmlText(row.title ?? ''),
      side: row.side,
      band: row.band,
      trend: row.trend ?? '',
      closeness: row.closeness,
    });
    if (row.band !== 'unknown') graph.addUndirectedEdge(user, row.id, { kind: 'tie', weight: row.closeness });
  }
  const pairs = statement(db, 'SELECT a, b, weight FROM acquaintance ORDER BY a, b').raw().all();
  for (const [a, b, weight] of pairs as [number, number, number][]) {
    if (graph.hasNode(a) && graph.hasNode(b)) graph.addUndirectedEdge(a, b, { kind: 'acquaintance', weight });
  }
  return graph;
}

/** GEXF 1.3. */
export function toGexf(graph: RelationshipGraph): string {
  return write(graph, {
    version: '1.3',
    formatNode: (_key, { label, ...attributes }) => ({ label, attributes }),
    formatEdge: (_key, { weight, kind }) => ({ weight, attributes: { kind } }),
  });
}

const nodeTypes = {
  label: 'string',
  kind: 'string',
  addresses: 'string',
  organisation: 'string',
  title: 'string',
  side: 'string',
  band: 'string',
  trend: 'string',
  closeness: 'double',
} as const satisfies Record<keyof NodeAttributes, string>;
const edgeTypes = { kind: 'string', weight: 'double' } as const satisfies Record<keyof EdgeAttributes, string>;

/** GraphML 1.0 (graphml.graphdrawing.org): the keys are the attributes' names; empty attributes are left out. */
export function* toGraphml(graph: RelationshipGraph): Generator<string> {
  yield '<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n';
  yield* keys('node', nodeTypes);
  yield* keys('edge', edgeTypes);
  yield '<graph edgedefault="undirected">\n';
  for (const { node, attributes } of graph.nodeEntries()) {
    yield `<node id="${escape(node)}">${data('node', attributes)}</node>\n`;
  }
  for (const { source, target, attributes } of graph.edgeEntries()) {
    yield `<edge source="${escape(source)}" target="${escape(target)}">${data('edge', attributes)}</edge>\n`;
  }
  yield '</graph>\n</graphml>\n';
}

function* keys(of: 'node' | 'edge', types: Readonly<Record<string, string>>): Generator<string> {
  for (const [name, type] of Object.entries(types)) {
    yield `<key id="${of}-${name}" for="${of}" attr.name="${name}" attr.type="${type}"/>\n`;
  }
}

function data(of: 'node' | 'edge', attributes: NodeAttributes | EdgeAttributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `<data key="${of}-${name}">${escape(String(value))}</data>`)
    .join('');
}

function escape(text: string): string {
  // A bare carriage return would be read back as a line feed.
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\r', '&#xD;');
}

/** XML 1.0, production 2 (Char): no reference can stand for the others. */
function xmlText(text: string): string {
  return text.replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
}
