import { expect, test } from 'vitest';
import { median, table, timed } from './timed.ts';

test('the median of an even number lies between the middle two', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 3, 2])).toBe(2.5);
});

test('a table lines up', () => {
  expect(
    table([
      ['a', 'bb'],
      ['ccc', 'd'],
    ]),
  ).toBe('| a   | bb |\n| --- | -- |\n| ccc | d  |');
});

test('a run answers what the program said; one that fails throws what it complained about', async () => {
  const run = await timed(process.execPath, ['-e', 'console.log(process.env.WORD)'], { WORD: 'hello' });
  expect(run.output).toBe('hello\n');
  await expect(timed(process.execPath, ['-e', 'console.error("no good"); process.exit(3)'])).rejects.toThrow(
    /3: no good/,
  );
});
