/** Radii in CSS pixels between which nodes vary; a crowd gets smaller ones. */
interface Radii {
  readonly least: number;
  readonly most: number;
}

/** Fits the marks to the crowd: twenty people are large enough to read, ten thousand leave paper between them. */
export function radiiFor(count: number): Radii {
  if (count <= 60) return { least: 6, most: 18 };
  if (count <= 400) return { least: 4.5, most: 15 };
  if (count <= 2500) return { least: 3, most: 12 };
  if (count <= 6000) return { least: 1.5, most: 7 };
  return { least: 1.1, most: 5 };
}

/** The radius for a closeness, its area in proportion beside the closest person's. */
export function radius(closeness: number, closest: number, { least, most }: Radii): number {
  const share = closest > 0 ? Math.max(0, Math.min(1, closeness / closest)) : 0;
  return least + (most - least) * Math.sqrt(share);
}
