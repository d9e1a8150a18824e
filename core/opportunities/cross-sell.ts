/** White space: at organisations where somebody is warm, which practices have won, are trying, have lost, or never tried. Pure. */
import type { CrossSell, Outcome, PursuitRow } from '../contract/opportunities.ts';
import type { SharedBand } from '../contract/sharing.ts';

type Row = CrossSell['rows'][number];
type Cell = Row['cells'][number];

/** An organisation with everything that is known of practices there. */
export interface Client extends Pick<PursuitRow, 'warm' | 'singleThreaded' | 'lastContact' | 'partner' | 'wayIn'> {
  readonly organisation: string;
  /** The user's warmest relationship there. */
  readonly band: SharedBand | null;
  readonly pursuits: readonly { readonly practice: string; readonly outcome: Outcome }[];
  /** What colleagues have shared. */
  readonly shared: readonly { readonly practice: string; readonly band: SharedBand; readonly month: string }[];
}

// What says the most of a practice at a client.
const outcomes = ['won', 'open', 'lost', 'none'] as const;
const bands: readonly (SharedBand | null)[] = ['strong', 'moderate', 'weak', null];

/**
 * `own` is the user's practice. A practice is at home where it has won or somebody of it is warm; organisations where every practice is
 * leave no white space and are left out. The warmest first, then the freshest.
 */
export function crossSell(clients: readonly Client[], own: string | null): CrossSell {
  const practices = practicesOf(clients, own);
  const told = clients.map((client): Row => {
    const { organisation, warm, singleThreaded, lastContact, partner, wayIn } = client;
    const cells = practices.map((practice) => cellOf(client, practice, own !== null && isSame(practice, own)));
    return { organisation, warm, singleThreaded, lastContact, partner, wayIn, cells };
  });
  const warmth = (row: Row, i: number) => ({
    row,
    band: least([clients[i]?.band ?? null, ...row.cells.map(({ band }) => band)]),
    fresh: [row.lastContact ?? '', ...row.cells.map(({ month }) => month ?? '')].reduce((a, b) => (a > b ? a : b)),
  });
  return {
    practice: own,
    practices,
    rows: told
      .map(warmth)
      .filter(({ row }) => row.cells.some((cell) => !isAtHome(cell)))
      .sort(
        (a, b) =>
          a.band - b.band ||
          b.row.warm - a.row.warm ||
          (a.fresh === b.fresh ? 0 : a.fresh > b.fresh ? -1 : 1) ||
          (a.row.organisation < b.row.organisation ? -1 : 1),
      )
      .map(({ row }) => row),
  };
}

/** By name, each as it was written first. */
function practicesOf(clients: readonly Client[], own: string | null): string[] {
  const named = clients.flatMap(({ pursuits, shared }) => [...pursuits, ...shared].map(({ practice }) => practice));
  const all = own === null ? named : [own, ...named];
  return all.filter((one, i) => all.findIndex((other) => isSame(one, other)) === i).sort();
}

function isSame(one: string, other: string): boolean {
  return one.trim().toLowerCase() === other.trim().toLowerCase();
}

function cellOf({ pursuits, shared, band, lastContact }: Client, practice: string, isOwn: boolean): Cell {
  const tried = new Set(pursuits.filter((one) => isSame(one.practice, practice)).map(({ outcome }) => outcome));
  const known = shared.filter((one) => isSame(one.practice, practice));
  const all = isOwn ? [...known, { band, month: lastContact?.slice(0, 7) ?? null }] : known;
  const warmest = bands[least(all.map((one) => one.band))] ?? null;
  const month = all
    .filter((one) => one.band === warmest)
    .reduce<string | null>((a, b) => ((a ?? '') > (b.month ?? '') ? a : b.month), null);
  return {
    outcome: outcomes.find((one) => one !== 'none' && tried.has(one)) ?? 'none',
    band: warmest,
    month,
  };
}

function isAtHome({ outcome, band }: Cell): boolean {
  return outcome === 'won' || band === 'strong' || band === 'moderate';
}

/** The place of the warmest among `bands`. */
function least(among: readonly (SharedBand | null)[]): number {
  return Math.min(bands.length - 1, ...among.map((band) => bands.indexOf(band)));
}
