import { expect, test } from 'vitest';
import { placeInDirection } from './nearest.ts';

const middle = { id: 'middle', x: 0, y: 0 };
const places = [
  middle,
  { id: 'right', x: 10, y: 2 },
  { id: 'far right', x: 25, y: 0 },
  { id: 'down', x: 1, y: 12 },
  { id: 'up left', x: -10, y: -11 },
];
const nobody = () => false;

test('an arrow leads to the nearest that way', () => {
  expect(placeInDirection('ArrowRight', middle, places, nobody)?.id).toBe('right');
  expect(placeInDirection('ArrowDown', middle, places, nobody)?.id).toBe('down');
  expect(placeInDirection('ArrowUp', middle, places, nobody)?.id).toBe('up left');
  expect(placeInDirection('ArrowLeft', middle, places, nobody)).toBeNull();
  expect(placeInDirection('Enter', middle, places, nobody)).toBeNull();
});

test('a neighbour is preferred to a nearer stranger', () => {
  expect(placeInDirection('ArrowRight', middle, places, (id) => id === 'far right')?.id).toBe('far right');
});
