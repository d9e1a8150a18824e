/**
 * Where everybody stands on the map. Two levels, so that clusters never overlap and hardly move when data changes: organisations
 * are placed by ForceAtlas2 (Jacomy et al., PLoS ONE 2014) from seeded positions, then kept apart as discs; their people stand
 * inside on a sunflower spiral (Vogel, Mathematical Biosciences 1979), in order of id.
 */
import Graph from 'graphology';
import forceAtlas2 from 'graphology-layout-forceatlas2';

export interface LayoutNode {
  readonly id: number;
  /** People of one cluster stand together; null stands alone. */
  readonly cluster: string | null;
}

export interface LayoutEdge {
  readonly a: number;
  readonly b: number;
  readonly weight: number;
}

export interface Place {
  readonly x: number;
  readonly y: number;
}

interface Disc {
  readonly key: string;
  readonly members: number[];
  readonly radius: number;
  x: number;
  y: number;
}

// The distance between neighbours in a cluster is 1 to 2 of these units.
const spacing = 1;
// Paper round a cluster, clearly more than between its people; a person alone needs less.
const gap = 1.7;
const gapAlone = 0.3;
// How much of the map is covered by clusters with their paper.
const filled = 0.75;
const goldenAngle = Math.PI * (3 - Math.sqrt(5));
// Organisations times steps: small maps settle, the largest are done in a second or two.
const work = 60_000;
const mostSteps = 150;
const leastSteps = 40;
const mostRounds = 120;

/**
 * By id; the same input in any order gives the same places. With `before`, the places of an earlier layout, clusters stay where
 * they were and only make room; where most of them are new, all are placed anew.
 */
export function layout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  before: ReadonlyMap<number, Place> = new Map(),
): Map<number, Place> {
  const discs = discsOf(nodes);
  if (!keepPlaces(discs, before)) pull(discs, nodes, edges);
  separate(discs);
  const places = new Map<number, Place>();
  for (const { key, members, x, y } of discs) {
    members.forEach((id, i) => {
      const seat = seatOf(key, i, members.length);
      places.set(id, { x: thousandths(x + seat.x), y: thousandths(y + seat.y) });
    });
  }
  return places;
}

function discsOf(nodes: readonly LayoutNode[]): Disc[] {
  const members = new Map<string, number[]>();
  for (const node of nodes) {
    const key = keyOf(node);
    const known = members.get(key);
    if (known) known.push(node.id);
    else members.set(key, [node.id]);
  }
  // Seeded by what a cluster is called, not by how many there are: a new one leaves the others where they were.
  const reach = 2 ** Math.ceil(Math.log2(4 * Math.sqrt(members.size)));
  return [...members]
    .sort(([x], [y]) => (x < y ? -1 : 1))
    .map(([key, ids]) => {
      const distance = reach * Math.sqrt(seeded(key, 1));
      const angle = 2 * Math.PI * seeded(key, 2);
      const radius = spacing * Math.sqrt(ids.length) + (ids.length === 1 ? gapAlone : gap);
      // Whoever joins later has a higher id and stands further out: the others keep their place.
      ids.sort((x, y) => x - y);
      return { key, members: ids, radius, x: distance * Math.cos(angle), y: distance * Math.sin(angle) };
    });
}

/** Where the member of this number stands, seen from the middle of a cluster. */
function seatOf(key: string, number: number, members: number): Place {
  if (members === 1) return { x: 0, y: 0 };
  const distance = spacing * Math.sqrt(number + 0.5);
  const angle = 2 * Math.PI * seeded(key, 3) + number * goldenAngle;
  return { x: distance * Math.cos(angle), y: distance * Math.sin(angle) };
}

/** Puts clusters where their people stood before; false where too few are known for that. */
function keepPlaces(discs: readonly Disc[], before: ReadonlyMap<number, Place>): boolean {
  // The middle of a cluster as each of its people remembers it.
  const middles = discs.map(({ key, members }) =>
    members.flatMap((id, i) => {
      const place = before.get(id);
      const seat = seatOf(key, i, members.length);
      return place === undefined ? [] : [{ x: place.x - seat.x, y: place.y - seat.y }];
    }),
  );
  const known = middles.filter((places) => places.length > 0).length;
  if (known === 0 || known * 2 < discs.length) return false;
  const far = [...before.values()].reduce((most, { x, y }) => Math.max(most, Math.hypot(x, y)), 1);
  discs.forEach((disc, i) => {
    const places = middles[i] as Place[];
    if (places.length > 0) {
      disc.x = places.reduce((sum, { x }) => sum + x, 0) / places.length;
      disc.y = places.reduce((sum, { y }) => sum + y, 0) / places.length;
    } else {
      // A new cluster comes in at the edge.
      const angle = Math.atan2(disc.y, disc.x);
      disc.x = far * Math.cos(angle);
      disc.y = far * Math.sin(angle);
    }
  });
  return true;
}

function keyOf({ id, cluster }: LayoutNode): string {
  return cluster ?? `person ${id}`;
}

/** Clusters whose people are seen together draw near. */
function pull(discs: readonly Disc[], nodes: readonly LayoutNode[], edges: readonly LayoutEdge[]): void {
  if (discs.length < 2) return;
  const graph = new Graph<{ x: number; y: number; size: number }>({ type: 'undirected' });
  for (const { key, x, y, radius } of discs) graph.addNode(key, { x, y, size: radius });
  const clusterOf = new Map(nodes.map((node) => [node.id, keyOf(node)]));
  const drawn = new Map<string, { from: string; to: string; weight: number }>();
  for (const { a, b, weight } of edges) {
    const [from, to] = [clusterOf.get(a), clusterOf.get(b)];
    if (from === undefined || to === undefined || from === to) continue;
    const key = from < to ? `${from}\n${to}` : `${to}\n${from}`;
    const known = drawn.get(key);
    if (known) known.weight += weight;
    else drawn.set(key, { from, to, weight });
  }
  // Much seen together draws nearer, but a small change of weight moves nothing far.
  for (const { from, to, weight } of drawn.values()) graph.addEdge(from, to, { weight: Math.log2(2 + weight) });
  const positions = forceAtlas2(graph, {
    iterations: Math.round(Math.max(leastSteps, Math.min(mostSteps, work / discs.length))),
    getEdgeWeight: 'weight',
    settings: {
      barnesHutOptimize: discs.length > 300,
      barnesHutTheta: 0.8,
      scalingRatio: 4,
      gravity: 0.4,
      strongGravityMode: true,
      slowDown: 8,
    },
  });
  for (const disc of discs) Object.assign(disc, positions[disc.key]);
  fit(discs);
}

/** Scales the positions so that the discs fill the space they spread over. */
function fit(discs: readonly Disc[]): void {
  const area = discs.reduce((sum, { radius }) => sum + radius * radius, 0);
  const spread = discs.reduce((sum, { x, y }) => sum + x * x + y * y, 0) / discs.length;
  // A full disc of radius R has a mean squared distance of R²/2 from its middle.
  const scale = Math.sqrt(area / filled / 2 / Math.max(spread, 1e-9));
  for (const disc of discs) {
    disc.x *= scale;
    disc.y *= scale;
  }
}

/** Pushes overlapping discs apart, each pair by half the overlap a round, until none overlap. */
function separate(discs: readonly Disc[]): void {
  const largest = discs.reduce((most, { radius }) => Math.max(most, radius), 0);
  // Only neighbouring cells of a grid as wide as the discs there are can overlap; large discs reach over several.
  const cell = Math.max(2 * largest > 12 ? 6 : 2 * largest, 1);
  for (let round = 0; round < mostRounds; round++) {
    let moved = false;
    const grid = new Map<number, Disc[]>();
    const cellsOf = (disc: Disc, visit: (key: number) => void): void => {
      const reach = disc.radius;
      for (let i = Math.floor((disc.x - reach) / cell); i <= Math.floor((disc.x + reach) / cell); i++) {
        for (let j = Math.floor((disc.y - reach) / cell); j <= Math.floor((disc.y + reach) / cell); j++) {
          visit(i * 100_003 + j);
        }
      }
    };
    for (const disc of discs) {
      const near = new Set<Disc>();
      cellsOf(disc, (key) => grid.get(key)?.forEach((other) => near.add(other)));
      for (const other of near) moved = push(other, disc) || moved;
      cellsOf(disc, (key) => {
        const there = grid.get(key);
        if (there) there.push(disc);
        else grid.set(key, [disc]);
      });
    }
    if (!moved) return;
  }
}

const tolerance = 1e-3;

function push(a: Disc, b: Disc): boolean {
  let dx = b.x - a.x;
  let dy = b.y - a.y;
  let distance = Math.hypot(dx, dy);
  const overlap = a.radius + b.radius - distance;
  if (overlap <= tolerance) return false;
  if (distance < 1e-6) {
    const angle = 2 * Math.PI * seeded(`${a.key}\n${b.key}`, 4);
    [dx, dy, distance] = [Math.cos(angle), Math.sin(angle), 1];
  }
  // The smaller gives way.
  const share = a.radius ** 2 / (a.radius ** 2 + b.radius ** 2);
  const step = (overlap + tolerance) / distance;
  a.x -= dx * step * (1 - share);
  a.y -= dy * step * (1 - share);
  b.x += dx * step * share;
  b.y += dy * step * share;
  return true;
}

/** A number from 0 to 1 that depends on nothing but the text (FNV-1a with a final mix). */
function seeded(text: string, salt: number): number {
  let hash = 0x811c9dc5 ^ salt;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  hash = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

function thousandths(value: number): number {
  return Math.round(value * 1000) / 1000;
}
