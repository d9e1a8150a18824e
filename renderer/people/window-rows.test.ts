import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pagesFor, rowAfterKey, rowWindow, scrollToShow } from './window-rows.ts';

test('a window holds every visible row and stays inside the list', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 2e6, noNaN: true }),
      fc.integer({ min: 0, max: 2000 }),
      fc.integer({ min: 0, max: 40_000 }),
      (scrollTop, height, total) => {
        const { first, end } = rowWindow(scrollTop, height, 44, total);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(end).toBeGreaterThanOrEqual(first);
        expect(end).toBeLessThanOrEqual(total);
        expect(end - first).toBeLessThanOrEqual(height / 44 + 18);
        const firstSeen = Math.floor(scrollTop / 44);
        if (firstSeen < total) expect(first).toBeLessThanOrEqual(firstSeen);
        const lastSeen = Math.min(total, Math.ceil((scrollTop + height) / 44)) - 1;
        if (lastSeen >= first && firstSeen < total) expect(end).toBeGreaterThan(lastSeen);
      },
    ),
  );
});

test('two pages cover a window that is shorter than a page, one of each parity', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 100 }), (first, length) => {
      const pages = pagesFor({ first, end: first + length }, 100);
      if (pages.even !== null) expect(pages.even % 2).toBe(0);
      if (pages.odd !== null) expect(pages.odd % 2).toBe(1);
      const held = [pages.even, pages.odd];
      expect(held).toContain(Math.floor(first / 100));
      expect(held).toContain(Math.floor((first + length - 1) / 100));
    }),
  );
});

test('scrolling on by one page keeps the other', () => {
  expect(pagesFor({ first: 180, end: 220 }, 100)).toEqual({ even: 2, odd: 1 });
  expect(pagesFor({ first: 280, end: 320 }, 100)).toEqual({ even: 2, odd: 3 });
  expect(pagesFor({ first: 310, end: 340 }, 100)).toEqual({ even: null, odd: 3 });
});

test('a row in view does not scroll; one out of view scrolls just enough', () => {
  expect(scrollToShow(3, 0, 440, 44, 0)).toBe(0);
  expect(scrollToShow(0, 100, 440, 44, 0)).toBe(0);
  expect(scrollToShow(10, 0, 440, 44, 0)).toBe(44);
  expect(scrollToShow(10, 0, 440, 44, 32)).toBe(76);
});

test.each([
  ['ArrowDown', 0, 1],
  ['ArrowDown', 9, 9],
  ['ArrowUp', 0, 0],
  ['PageDown', 2, 6],
  ['PageUp', 2, 0],
  ['Home', 7, 0],
  ['End', 2, 9],
  ['x', 2, null],
])('%s on row %i leads to %s', (key, row, next) => {
  expect(rowAfterKey(key, row, 10, 4)).toBe(next);
});

test('an empty list has nowhere to go', () => {
  expect(rowAfterKey('ArrowDown', 0, 0, 4)).toBeNull();
});
