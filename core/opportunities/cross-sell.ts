/** White space: at organisations the user is warm with, which practices have won, are trying, have lost, or never tried. Pure. */
import type { CrossSell, PursuitRow } from '../contract/opportunities.ts';
import { companyKey } from '../identity/identify.ts';

type Cell = CrossSell['rows'][number]['cells'][number];

// What says the most of a practice at a client.
const order: readonly Cell[] = ['won', 'open', 'lost', 'none'];

/**
 * From the pursuits alone: rows without an organisation or practice say nothing here. The warmest first, then the freshest; organisations
 * where every practice has won leave no white space and are left out.
 */
export function crossSell(rows: readonly PursuitRow[]): CrossSell {
  const placed = rows.flatMap((row) =>
    row.organisation === null || row.practice === null
      ? []
      : [{ row, organisation: row.organisation, practice: row.practice }],
  );
  const practices = [...new Set(placed.map(({ practice }) => practice))].sort();
  const byOrganisation = new Map<string, (typeof placed)[number][]>();
  for (const one of placed) {
    const key = companyKey(one.organisation);
    byOrganisation.set(key, [...(byOrganisation.get(key) ?? []), one]);
  }
  const told = [...byOrganisation.values()].map((there) => {
    const cells = practices.map((practice): Cell => {
      const found = new Set<Cell>(there.filter((one) => one.practice === practice).map(({ row }) => row.outcome));
      return order.find((cell) => found.has(cell)) ?? 'none';
    });
    const [first] = there;
    return {
      organisation: first?.organisation ?? '',
      warm: Math.max(...there.map(({ row }) => row.warm)),
      lastContact: there.map(({ row }) => row.lastContact).reduce((a, b) => ((a ?? '') > (b ?? '') ? a : b)),
      wayIn: there.find(({ row }) => row.wayIn !== null)?.row.wayIn ?? null,
      cells,
    };
  });
  return {
    practices,
    rows: told
      .filter(({ cells }) => cells.some((cell) => cell !== 'won'))
      .sort(
        (a, b) =>
          b.warm - a.warm ||
          (a.lastContact === b.lastContact ? 0 : (a.lastContact ?? '') > (b.lastContact ?? '') ? -1 : 1) ||
          (a.organisation < b.organisation ? -1 : 1),
      ),
  };
}
