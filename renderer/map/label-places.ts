/** A mark that wants its name beside it: the strongest come first. All measures in CSS pixels. */
export interface LabelWish {
  readonly id: string;
  /** Centre of the mark. */
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  /** Width of the name; null for a mark that only keeps others off. */
  readonly width: number | null;
}

/** Where a name goes: its left edge and vertical middle. */
interface LabelPlace {
  readonly id: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface Stage {
  readonly width: number;
  readonly height: number;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

const gap = 4;

/** Whether a point is on the stage. */
export function isOn({ width, height }: Stage, { x, y }: { readonly x: number; readonly y: number }): boolean {
  return x >= 0 && y >= 0 && x <= width && y <= height;
}

function apart(a: Box, b: Box): boolean {
  return a.left >= b.right || b.left >= a.right || a.top >= b.bottom || b.top >= a.bottom;
}

/**
 * Gives each name a place to the right of its mark, else to the left, else none: a name never covers a name placed before it nor the mark
 * of anybody stronger, and never leaves the stage. `height` is a line with its breathing space.
 */
export function placeLabels(wishes: Iterable<LabelWish>, height: number, stage: Stage, atMost: number): LabelPlace[] {
  const placed: LabelPlace[] = [];
  // The stage in rows, each with the boxes that reach into it: a name is compared with its surroundings only.
  const rows = new Map<number, Box[]>();
  const rowsOf = (box: Box) => {
    const first = Math.floor(box.top / height);
    return Array.from({ length: Math.floor(box.bottom / height) - first + 1 }, (_, index) => first + index);
  };
  const take = (box: Box) => {
    for (const row of rowsOf(box)) {
      const boxes = rows.get(row);
      if (boxes === undefined) rows.set(row, [box]);
      else boxes.push(box);
    }
  };

  for (const { id, x, y, radius, width } of wishes) {
    if (placed.length >= atMost) break;
    const mark = { left: x - radius, right: x + radius, top: y - radius, bottom: y + radius };
    if (width === null) {
      take(mark);
      continue;
    }
    const top = y - height / 2;
    const free = [x + radius + gap, x - radius - gap - width].find((left) => {
      const box = { left, right: left + width, top, bottom: top + height };
      if (left < 0 || box.right > stage.width || top < 0 || box.bottom > stage.height) return false;
      return rowsOf(box).every((row) => (rows.get(row) ?? []).every((other) => apart(box, other)));
    });
    take(mark);
    if (free === undefined) continue;
    placed.push({ id, x: free, y, width });
    take({ left: free, right: free + width, top, bottom: top + height });
  }
  return placed;
}
