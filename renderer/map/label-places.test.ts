import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels } from './label-places.ts';

const stage = { width: 1000, height: 600 };
const wish = fc.record({
  id: fc.string(),
  x: fc.double({ min: -200, max: 1200, noNaN: true }),
  y: fc.double({ min: -100, max: 700, noNaN: true }),
  width: fc.double({ min: 10, max: 200, noNaN: true }),
});

test('no two placed labels touch, none leaves the stage, and the cap holds', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 120 }), (wishes) => {
      const placed = placeLabels(wishes, 18, stage, 40);
      expect(placed.length).toBeLessThanOrEqual(40);
      placed.forEach((a, index) => {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width).toBeLessThanOrEqual(stage.width);
        for (const b of placed.slice(index + 1)) {
          const apart = Math.abs(a.y - b.y) >= 18 || a.x >= b.x + b.width || b.x >= a.x + a.width;
          expect(apart).toBe(true);
        }
      });
    }),
  );
});

test('the first wish wins over a later one in its place', () => {
  const a = { id: 'a', x: 100, y: 100, width: 80 };
  const b = { id: 'b', x: 150, y: 110, width: 80 };
  const c = { id: 'c', x: 150, y: 118, width: 80 };
  expect(placeLabels([a, b, c], 18, stage, 9).map(({ id }) => id)).toEqual(['a', 'c']);
});
