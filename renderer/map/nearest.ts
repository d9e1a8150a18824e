export interface Place {
  readonly id: string;
  readonly x: number;
  readonly y: number;
}

const directions: Record<string, readonly [number, number]> = {
  ArrowRight: [1, 0],
  ArrowLeft: [-1, 0],
  ArrowDown: [0, 1],
  ArrowUp: [0, -1],
};

/**
 * The place an arrow key leads to from `from` (y grows downwards): the nearest within 45 degrees of the arrow; neighbours are preferred
 * to strangers up to three times as near. Null when the key is no arrow or nothing lies that way.
 */
export function placeInDirection(
  key: string,
  from: Place,
  places: Iterable<Place>,
  isNeighbour: (id: string) => boolean,
): Place | null {
  const direction = directions[key];
  if (direction === undefined) return null;
  let best: Place | null = null;
  let bestCost = Infinity;
  for (const place of places) {
    if (place.id === from.id) continue;
    const dx = place.x - from.x;
    const dy = place.y - from.y;
    const along = dx * direction[0] + dy * direction[1];
    const across = Math.abs(dx * direction[1]) + Math.abs(dy * direction[0]);
    if (along <= 0 || across > along) continue;
    const cost = Math.hypot(dx, dy) * (isNeighbour(place.id) ? 1 : 3);
    if (cost < bestCost) {
      best = place;
      bestCost = cost;
    }
  }
  return best;
}
