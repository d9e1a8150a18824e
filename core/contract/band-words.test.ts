import { expect, test } from 'vitest';
import { bandWords } from './band-words.ts';
import { bands } from './shapes.ts';

test('every band has its own word and none is the code word of another', () => {
  expect(bands.map((band) => bandWords[band])).toEqual(['strong', 'good', 'light', 'lapsed', 'not enough to tell']);
});
