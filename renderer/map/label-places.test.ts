import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeLabels } from './label-places.ts';

const stage = { width: 1000, height: 600 };
const wish = fc.record({
  x: fc.double({ min: 0, max: 1000, noNaN: true }),
  y: fc.double({ min: 0, max: 600, noNaN: true }),
  radius: fc.double({ min: 2, max: 18, noNaN: true }),
  width: fc.double({ min: 10, max: 200, noNaN: true }),
});

test('names never touch one another or a stronger mark, stay on the stage and keep to the cap', () => {
  fc.assert(
    fc.property(fc.array(wish, { maxLength: 120 }), (bare) => {
      const wishes = bare.map((one, index) => ({ ...one, id: String(index) }));
      const placed = placeLabels(wishes, 18, stage, 40);
      expect(placed.length).toBeLessThanOrEqual(40);
      placed.forEach((a, index) => {
        expect(a.x).toBeGreaterThanOrEqual(0);
        expect(a.x + a.width).toBeLessThanOrEqual(stage.width);
        for (const b of placed.slice(index + 1)) {
          const apart = Math.abs(a.y - b.y) >= 18 - 1e-9 || a.x >= b.x + b.width || b.x >= a.x + a.width;
          expect(apart).toBe(true);
        }
        for (const mark of wishes.slice(0, Number(a.id))) {
          const apart =
            Math.abs(a.y - mark.y) >= 9 + mark.radius - 1e-9 ||
            a.x >= mark.x + mark.radius ||
            mark.x - mark.radius >= a.x + a.width;
          expect(apart).toBe(true);
        }
      });
    }),
  );
});

test('a name goes to the right, else to the left, else nowhere', () => {
  const strong = { id: 'strong', x: 300, y: 100, radius: 10, width: 80 };
  const left = { id: 'left', x: 280, y: 112, radius: 4, width: 80 };
  const crowded = { id: 'crowded', x: 240, y: 116, radius: 4, width: 80 };
  expect(placeLabels([strong, left, crowded], 18, stage, 9)).toEqual([
    { id: 'strong', x: 314, y: 100, width: 80 },
    { id: 'left', x: 192, y: 112, width: 80 },
  ]);
});

test('a mark without a name keeps others off', () => {
  const focus = { id: 'focus', x: 150, y: 100, radius: 10, width: null };
  const beside = { id: 'beside', x: 100, y: 100, radius: 4, width: 80 };
  expect(placeLabels([focus, beside], 18, stage, 9)).toEqual([{ id: 'beside', x: 12, y: 100, width: 80 }]);
});
