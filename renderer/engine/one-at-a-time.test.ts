import { expect, test } from 'vitest';
import { oneAtATime } from './one-at-a-time.ts';

async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

test('calls during a run are folded into one more run', async () => {
  const ends: (() => void)[] = [];
  const ask = oneAtATime(
    () =>
      new Promise((resolve) => {
        ends.push(resolve);
      }),
  );
  ask();
  ask();
  ask();
  expect(ends).toHaveLength(1);
  ends[0]?.();
  await settled();
  expect(ends).toHaveLength(2);
  ends[1]?.();
  await settled();
  expect(ends).toHaveLength(2);
});
