/** The map on its canvas: everything that talks to sigma. React only hands it data and hears what was pointed at. */
import type { Attributes } from 'graphology-types';
import Sigma from 'sigma';
import { EdgeRectangleProgram } from 'sigma/rendering';
import type { RelationshipMap } from '../../core/contract/shapes.ts';
import { BandProgram } from './band-program.ts';
import type { ClusterMember } from './cluster-names.ts';
import { clusterMark, clusterWishes } from './cluster-names.ts';
import type { LabelWish, Stage } from './label-places.ts';
import { isOn, placeLabels } from './label-places.ts';
import type { MapColours } from './map-colours.ts';
import { shares } from './map-colours.ts';
import type { EdgeAttributes, NodeAttributes } from './map-graph.ts';
import { mapGraph } from './map-graph.ts';
import { QuietEdgeProgram } from './quiet-edge-program.ts';
import { placeInDirection } from './nearest.ts';

export interface MapCanvas {
  readonly show: (map: RelationshipMap) => void;
  /** Only these people are drawn, in their places; null draws everybody. */
  readonly narrow: (people: ReadonlySet<number> | null) => void;
  readonly recolour: (colours: MapColours) => void;
  readonly select: (person: number | null) => void;
  /** Moves the keyboard's focus by an arrow key from where it stands; whether the key was one of the map's. */
  readonly step: (key: string) => boolean;
  readonly clearFocus: () => void;
  readonly zoom: (by: 'in' | 'out' | 'fit') => void;
  readonly kill: () => void;
}

interface MapCanvasDeps {
  readonly container: HTMLElement;
  /** Floats beside the focused person; moved here, filled by its owner. */
  readonly card: HTMLElement;
  readonly colours: MapColours;
  readonly calm: boolean;
  /** How much of the stage's right side lies under something else, in pixels. */
  readonly covered: () => number;
  readonly onFocus: (person: number | null) => void;
  readonly onPick: (person: number | null) => void;
}

const labelFont = '500 12px system-ui, "Segoe UI", "Noto Sans", sans-serif';
const labelHeight = 18;
const clusterFont = '600 11px system-ui, "Segoe UI", "Noto Sans", sans-serif';
// More quiet edges than these are a grey wash; the others show where somebody is in focus.
const mostEdges = 4000;
const paperPerLabel = 10_000;
// Names tried for each that finds room: beyond them the map is full.
const triesPerLabel = 12;
// The trend's ring beside its mark, in pixels.
const ring = 4;
// A map with more people shows their names only while it rests; it rests when it has not moved for so many milliseconds.
const mostNamesMoving = 2000;
const restMs = 90;
const zoomMs = 180;
const widestPadding = 60;

function mostLabels({ width, height }: Stage): number {
  return Math.ceil((width * height) / paperPerLabel);
}

/** Builds the map into `container`, empty until `show`. */
export function createMapCanvas(deps: MapCanvasDeps): MapCanvas {
  let colours = deps.colours;
  let hovered: string | null = null;
  let stepped: string | null = null;
  let selected: string | null = null;
  let near = new Set<string>();
  let drawn: ReadonlySet<number> | null = null;
  const widths = new Map<string, number>();
  let isMoving = false;
  let rest: ReturnType<typeof setTimeout> | undefined;
  let graph = mapGraph({ nodes: [], edges: [] });
  graph.setAttribute('paper', shares(colours.paper));

  const isDrawn = (id: string) => drawn === null || drawn.has(Number(id));
  const focus = () =>
    hovered ?? stepped ?? (selected !== null && graph.hasNode(selected) && isDrawn(selected) ? selected : null);

  const drawNode = (id: string, data: Attributes) => {
    const { band } = data as NodeAttributes;
    if (!isDrawn(id)) return { ...data, hidden: true };
    const quiet = near.size > 0 && !near.has(id);
    return { ...data, color: quiet ? colours.dim : colours.bands[band], zIndex: quiet ? 0 : 1 };
  };
  const drawEdge = (id: string, data: Attributes) => {
    const at = focus();
    if (at === null) {
      return (data as EdgeAttributes).rank < mostEdges ? { color: colours.edge, type: 'line' } : { hidden: true };
    }
    return graph.hasExtremity(id, at)
      ? { color: colours.edgeFocus, type: 'rectangle', size: 1.5, zIndex: 1 }
      : { hidden: true };
  };

  const sigma = new Sigma(graph, deps.container, {
    nodeProgramClasses: { circle: BandProgram },
    edgeProgramClasses: { line: QuietEdgeProgram, rectangle: EdgeRectangleProgram },
    defaultNodeType: 'circle',
    defaultEdgeType: 'line',
    renderLabels: false,
    defaultDrawNodeHover: () => undefined,
    nodeReducer: drawNode,
    edgeReducer: drawEdge,
    hideEdgesOnMove: false,
    stagePadding: widestPadding,
    zIndex: true,
    minCameraRatio: 0.02,
    maxCameraRatio: 2.5,
    allowInvalidContainer: true,
    zoomDuration: deps.calm ? 0 : zoomMs,
    doubleClickZoomingDuration: deps.calm ? 0 : zoomMs,
    inertiaDuration: deps.calm ? 0 : zoomMs,
  });
  sigma.createCanvasContext('names', { style: { pointerEvents: 'none' } });
  // Layers that nothing is drawn on would take memory, and be laid over each other in every frame.
  const putAway = () => {
    for (const layer of ['edgeLabels', 'labels', 'hovers', 'hoverNodes']) {
      const canvas = sigma.getCanvases()[layer];
      if (canvas !== undefined) Object.assign(canvas, { width: 1, height: 1 }).style.display = 'none';
    }
  };
  sigma.on('resize', putAway);
  // The new layer gets its size with the others.
  sigma.resize(true);
  const names = sigma.getCanvases()['names']?.getContext('2d') ?? null;

  const placeOf = (id: string) => {
    const data = sigma.getNodeDisplayData(id);
    if (data === undefined) return null;
    return { ...sigma.framedGraphToViewport(data), radius: sigma.scaleSize(data.size) };
  };

  // Measured by letters: thousands of whole names would take a second.
  const widthOf = (context: CanvasRenderingContext2D, name: string): number => {
    let width = 4;
    for (const letter of name) {
      let known = widths.get(letter);
      if (known === undefined) widths.set(letter, (known = context.measureText(letter).width));
      width += known;
    }
    return width;
  };

  function* wishes(context: CanvasRenderingContext2D, stage: Stage): Generator<LabelWish> {
    let tries = triesPerLabel * mostLabels(stage);
    // The focused person's name stands on the card.
    const at = focus();
    const focused = at === null ? null : placeOf(at);
    if (at !== null && focused !== null) yield { id: at, ...focused, radius: focused.radius + 4, width: null };
    if (near.size > 0) yield* people(true);
    else yield* clusterWishes(clusters(stage), (name) => widthOf(context, name));
    yield* people(false);

    function* people(isNear: boolean): Generator<LabelWish> {
      for (const id of graph.nodeEntries()) {
        if (!isDrawn(id.node) || id.node === at || near.has(id.node) !== isNear) continue;
        const place = placeOf(id.node);
        if (place === null || !isOn(stage, place)) continue;
        if (tries-- === 0) return;
        const { name, trend } = id.attributes as NodeAttributes;
        const radius = place.radius + (trend === 'rising' || trend === 'fading' ? ring : 0);
        yield { id: id.node, ...place, radius, width: widthOf(context, name) };
      }
    }
  }

  /** Where everybody shown of an organisation stands on the stage. */
  const clusters = (stage: Stage): Map<string, ClusterMember[]> => {
    const found = new Map<string, ClusterMember[]>();
    for (const { node, attributes } of graph.nodeEntries()) {
      const { organisation } = attributes as NodeAttributes;
      const place = organisation === null || !isDrawn(node) ? null : placeOf(node);
      if (organisation === null || place === null || !isOn(stage, place)) continue;
      const members = found.get(organisation);
      if (members === undefined) found.set(organisation, [place]);
      else members.push(place);
    }
    return found;
  };

  const drawNames = () => {
    const stage = sigma.getDimensions();
    const at = focus();
    const place = at === null ? null : placeOf(at);
    deps.card.hidden = place === null;
    if (place !== null) {
      const left = Math.min(
        place.x + place.radius + 8,
        Math.max(8, stage.width - deps.covered() - deps.card.offsetWidth - 8),
      );
      deps.card.style.transform = `translate(${String(Math.round(left))}px, ${String(Math.round(place.y))}px) translateY(-50%)`;
    }
    if (names === null) return;
    names.clearRect(0, 0, stage.width, stage.height);
    if (isMoving && graph.order > mostNamesMoving) return;
    names.font = labelFont;
    names.textBaseline = 'middle';
    names.lineWidth = 3;
    names.lineJoin = 'round';
    names.strokeStyle = colours.paper;
    for (const { id, x, y } of placeLabels(wishes(names, stage), labelHeight, stage, mostLabels(stage))) {
      const isCluster = id.startsWith(clusterMark);
      const name = isCluster ? id.slice(clusterMark.length) : (graph.getNodeAttribute(id, 'name') as string);
      names.font = isCluster ? clusterFont : labelFont;
      names.fillStyle =
        near.size === 0 ? (isCluster ? colours.ink : colours.quietInk) : near.has(id) ? colours.ink : colours.dim;
      names.strokeText(name, x + 2, y);
      names.fillText(name, x + 2, y);
    }
    if (place !== null) {
      names.strokeStyle = colours.accent;
      names.lineWidth = 2;
      names.beginPath();
      names.arc(place.x, place.y, place.radius + 3, 0, 2 * Math.PI);
      names.stroke();
    }
  };

  const refocus = () => {
    const at = focus();
    near = at === null ? new Set() : new Set([at, ...graph.neighbors(at)]);
    deps.onFocus(at === null ? null : Number(at));
    sigma.refresh({ skipIndexation: true, schedule: true });
  };

  sigma.on('afterRender', drawNames);
  const moved = () => {
    isMoving = true;
    graph.setAttribute('isMoving', true);
    clearTimeout(rest);
    rest = setTimeout(() => {
      isMoving = false;
      graph.setAttribute('isMoving', false);
      sigma.scheduleRender();
    }, restMs);
  };
  sigma.getCamera().on('updated', moved);
  sigma.on('enterNode', ({ node }) => {
    hovered = node;
    deps.container.style.cursor = 'pointer';
    refocus();
  });
  sigma.on('leaveNode', () => {
    hovered = null;
    deps.container.style.cursor = '';
    refocus();
  });
  sigma.on('clickNode', ({ node }) => {
    stepped = null;
    deps.onPick(Number(node));
  });
  sigma.on('clickStage', () => {
    stepped = null;
    deps.onPick(null);
    refocus();
  });

  const observer = new ResizeObserver(() => {
    sigma.resize();
    const { width, height } = sigma.getDimensions();
    sigma.setSetting('stagePadding', Math.max(12, Math.min(widestPadding, Math.min(width, height) / 10)));
    sigma.scheduleRender();
  });
  observer.observe(deps.container);

  return {
    show: (map) => {
      graph = mapGraph(map);
      graph.setAttribute('paper', shares(colours.paper));
      hovered = null;
      if (stepped !== null && !graph.hasNode(stepped)) stepped = null;
      near = new Set();
      sigma.setGraph(graph);
      refocus();
    },
    narrow: (people) => {
      drawn = people;
      hovered = null;
      if (stepped !== null && !isDrawn(stepped)) stepped = null;
      refocus();
    },
    recolour: (next) => {
      colours = next;
      graph.setAttribute('paper', shares(colours.paper));
      sigma.refresh({ skipIndexation: true });
    },
    select: (person) => {
      selected = person === null ? null : String(person);
      refocus();
    },
    step: (key) => {
      if (!key.startsWith('Arrow')) return false;
      const places = [];
      for (const id of graph.nodes()) {
        const place = placeOf(id);
        if (place !== null && isDrawn(id)) places.push({ id, x: place.x, y: place.y });
      }
      const start = stepped ?? selected;
      const from = places.find((place) => place.id === start);
      const next =
        from === undefined ? places[0] : placeInDirection(key, from, places, (id) => graph.areNeighbors(from.id, id));
      if (next === undefined || next === null) return true;
      stepped = next.id;
      hovered = null;
      refocus();
      return true;
    },
    clearFocus: () => {
      stepped = null;
      refocus();
    },
    zoom: (by) => {
      const camera = sigma.getCamera();
      const duration = deps.calm ? 0 : zoomMs;
      if (by === 'fit') void camera.animatedReset({ duration });
      else if (by === 'in') void camera.animatedZoom({ duration });
      else void camera.animatedUnzoom({ duration });
    },
    kill: () => {
      // A camera that still glides would draw on what is gone.
      sigma.getCamera().off('updated', moved);
      clearTimeout(rest);
      observer.disconnect();
      sigma.kill();
    },
  };
}
