/** A label that wants a place: the strongest come first. All measures in CSS pixels. */
export interface LabelWish {
  readonly id: string;
  /** Left edge of the text. */
  readonly x: number;
  /** Vertical middle of the text. */
  readonly y: number;
  readonly width: number;
}

/**
 * Gives places in order of the wishes and drops every label that would touch one placed before it, so that labels never collide and the
 * strongest stay. `height` is a line with its breathing space; labels that would leave the `stage` to the right or lie outside are dropped.
 */
export function placeLabels(
  wishes: Iterable<LabelWish>,
  height: number,
  stage: { readonly width: number; readonly height: number },
  atMost: number,
): LabelWish[] {
  const placed: LabelWish[] = [];
  // Rows of the stage, each with the labels that reach into it: a label meets at most those of two rows.
  const rows = new Map<number, LabelWish[]>();
  for (const wish of wishes) {
    if (placed.length >= atMost) break;
    if (wish.x < 0 || wish.x + wish.width > stage.width || wish.y < height / 2 || wish.y > stage.height - height / 2)
      continue;
    const first = Math.floor((wish.y - height / 2) / height);
    const reached = [first, first + 1];
    const free = reached.every((row) =>
      (rows.get(row) ?? []).every(
        (other) =>
          Math.abs(other.y - wish.y) >= height || other.x >= wish.x + wish.width || wish.x >= other.x + other.width,
      ),
    );
    if (!free) continue;
    placed.push(wish);
    for (const row of reached) rows.set(row, [...(rows.get(row) ?? []), wish]);
  }
  return placed;
}
