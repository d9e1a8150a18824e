import type { Band, PeopleFilter, RelationshipMap, Side } from '../../core/contract/shapes.ts';

const dayMs = 86_400_000;

/** Who of the map the filter leaves, by the rules of the list; null where that is everybody. `now` in milliseconds. */
export function narrowed(map: RelationshipMap, filter: PeopleFilter, now: number): ReadonlySet<number> | null {
  const { bands, sides, organisation, days } = filter;
  if (bands.length === 0 && sides.length === 0 && organisation === null && days === null) return null;
  const since = days === null ? -Infinity : now - days * dayMs;
  const left = map.nodes.filter(
    ({ band, side, organisationId, lastInteraction }) =>
      (bands.length === 0 || bands.includes(band)) &&
      (sides.length === 0 || sides.includes(side)) &&
      (organisation === null || organisationId === organisation) &&
      (days === null || (lastInteraction !== null && Date.parse(lastInteraction) >= since)),
  );
  return new Set(left.map(({ id }) => id));
}

/** How many of the map there are of each band and side. */
export function countsOf({ nodes }: RelationshipMap): { band: Band; side: Side; people: number }[] {
  const counts = new Map<string, { band: Band; side: Side; people: number }>();
  for (const { band, side } of nodes) {
    const count = counts.get(`${band} ${side}`);
    if (count === undefined) counts.set(`${band} ${side}`, { band, side, people: 1 });
    else count.people++;
  }
  return [...counts.values()];
}
