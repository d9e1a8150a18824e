/** What colleagues have shared, as more nodes of the graph that paths are found in. Pure. */
import type { Partner } from '../contract/shapes.ts';
import type { Reach } from './reach.ts';

/** Where somebody works; without an id, nobody of the user's own people does. */
interface SharedOrganisation {
  readonly id: number | null;
  readonly domain: string;
  readonly name: string;
}

/** One entry of the firm's directory as this machine has opened it. Nothing in it says how warm the user is with the colleague. */
export interface ColleagueEntry {
  /** Null for "somebody in Tax": the name comes when they accept. */
  readonly colleague: string | null;
  readonly practice: string | null;
  /** Whom of the user's own people they know; null for everybody else, and where only the organisation was disclosed. */
  readonly person: number | null;
  /** Who it is that they know, where that is none of the user's own people. */
  readonly stranger: { readonly name: string | null; readonly email: string | null };
  readonly organisation: SharedOrganisation;
  readonly band: 'strong' | 'moderate' | 'weak';
  /** YYYY-MM of their last exchange. */
  readonly month: string;
}

/** What the firm has answered, as far as it may still be shown. */
export interface OfFirm {
  readonly entries: readonly ColleagueEntry[];
  /** Who answers for which client, by domain. */
  readonly partners: ReadonlyMap<string, Partner>;
}

/** A node that is none of the user's people: a colleague, or somebody whom only a colleague knows. */
export type SharedNode =
  | { readonly kind: 'colleague'; readonly name: string | null; readonly practice: string | null }
  | ({ readonly kind: 'somebody'; readonly organisation: SharedOrganisation } & ColleagueEntry['stranger']);

export interface FirmReach {
  readonly reach: Reach;
  /** By id, all at or above the personLimit of the reach they were added to. */
  readonly nodes: ReadonlyMap<number, SharedNode>;
  /** By domain, what is shared of those who work there. */
  readonly entriesAt: ReadonlyMap<string, readonly ColleagueEntry[]>;
  /** By domain, the nodes of somebody there. */
  readonly strangersAt: ReadonlyMap<string, readonly number[]>;
  /** The entry a hop from a colleague to somebody rests on. */
  readonly entry: (colleague: number, to: number) => ColleagueEntry;
}

// What a coarse band says of the chance of an answer: the shares observed in such bands (bench/README.md), rounded down.
const chances = { strong: 0.7, moderate: 0.5, weak: 0.3 } as const;

// As long as neither changes, what paths remember of a graph serves the next question.
const remembered = new WeakMap<Reach, { readonly entries: readonly ColleagueEntry[]; readonly firm: FirmReach }>();

/**
 * The reach with every colleague as an introducer whom the user is sure to reach: the hop to a colleague counts as 1, whoever it is.
 * Colleagues come in order of name, so that equal chances are offered in that order and never by how much anybody shares.
 */
export function withColleagues(reach: Reach, entries: readonly ColleagueEntry[]): FirmReach {
  const last = remembered.get(reach);
  if (last?.entries === entries) return last.firm;
  const firm = joined(reach, entries);
  remembered.set(reach, { entries, firm });
  return firm;
}

function joined(reach: Reach, entries: readonly ColleagueEntry[]): FirmReach {
  const nodes = new Map<number, SharedNode>();
  const idOf = new Map<string, number>();
  const strangersAt = new Map<string, number[]>();
  const entriesAt = new Map<string, ColleagueEntry[]>();
  const add = (node: SharedNode): number => {
    const key = JSON.stringify(node);
    const known = idOf.get(key);
    if (known !== undefined) return known;
    const id = reach.personLimit + nodes.size;
    nodes.set(id, node);
    idOf.set(key, id);
    if (node.kind === 'somebody') append(strangersAt, node.organisation.domain, id);
    return id;
  };
  const known = entries.filter(({ person }) => person === null || reach.open[person] === 1);
  const edges = new Map<string, { from: number; to: number; entry: ColleagueEntry }>();
  for (const entry of known.toSorted(byColleague)) {
    const { colleague, practice, person, stranger, organisation } = entry;
    append(entriesAt, organisation.domain, entry);
    const from = add({ kind: 'colleague', name: colleague, practice });
    const to = person ?? add({ kind: 'somebody', organisation, ...stranger });
    const key = `${String(from)} ${String(to)}`;
    if (chances[entry.band] > chances[edges.get(key)?.entry.band ?? 'weak'] || !edges.has(key))
      edges.set(key, { from, to, entry });
  }
  const isColleague = (id: number): boolean => nodes.get(id)?.kind === 'colleague';
  return {
    // Where nobody has shared anything, what was remembered of the graph goes on to serve.
    reach: nodes.size === 0 ? reach : enlarged(reach, nodes, [...edges.values()], isColleague),
    nodes,
    entriesAt,
    strangersAt,
    entry: (from, to) => (edges.get(`${String(from)} ${String(to)}`) as { entry: ColleagueEntry }).entry,
  };
}

/** By name, then by practice; those without a name last. */
function byColleague(a: ColleagueEntry, b: ColleagueEntry): number {
  const [x, y] = [a, b].map(({ colleague, practice }) => `${colleague ?? '\uFFFF'}\n${practice ?? ''}`) as [string, string];
  return x < y ? -1 : x > y ? 1 : 0;
} // prettier-ignore

function append<K, V>(lists: Map<K, V[]>, key: K, value: V): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function enlarged(
  reach: Reach,
  nodes: ReadonlyMap<number, SharedNode>,
  edges: readonly { from: number; to: number; entry: ColleagueEntry }[],
  isColleague: (id: number) => boolean,
): Reach {
  const personLimit = reach.personLimit + nodes.size;
  const more = new Map<number, [number, number][]>();
  for (const { from, to, entry } of edges) more.set(to, [...(more.get(to) ?? []), [from, chances[entry.band]]]);
  const start = new Int32Array(personLimit + 1);
  const near: number[] = [];
  const pass: number[] = [];
  for (let id = 0; id < personLimit; id++) {
    for (let e = reach.start[id] ?? 0; e < (reach.start[id + 1] ?? 0); e++) {
      near.push(reach.near[e] as number);
      pass.push(reach.pass[e] as number);
    }
    for (const [colleague, chance] of more.get(id) ?? []) {
      near.push(colleague);
      pass.push(chance);
    }
    start[id + 1] = near.length;
  }
  return {
    personLimit,
    // A colleague is asked and never led to.
    open: Uint8Array.from({ length: personLimit }, (_, id) => reach.open[id] ?? (isColleague(id) ? 0 : 1)),
    own: Float64Array.from({ length: personLimit }, (_, id) => reach.own[id] ?? (isColleague(id) ? 1 : 0)),
    movedFrom: Int32Array.from({ length: personLimit }, (_, id) => reach.movedFrom[id] ?? 0),
    former: Uint8Array.from({ length: personLimit }, (_, id) => reach.former[id] ?? 0),
    start,
    near: Int32Array.from(near),
    pass: Float64Array.from(pass),
  };
}
