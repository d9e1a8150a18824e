import { expect, test } from 'vitest';
import { createFreshener } from './freshener.ts';
import type { Standings } from './standings.ts';

/** Standings that take `cost` milliseconds to work out, on a clock that only they and the test move. */
function bench(cost: number) {
  const clock = { now: 0 };
  const log: string[] = [];
  const due: { at: number; run: () => void }[] = [];
  const freshener = createFreshener({
    standings: {
      markStale: () => log.push(`stale ${clock.now}`),
      refresh: () => {
        log.push(`refresh ${clock.now}`);
        clock.now += cost;
      },
    } as unknown as Standings,
    now: () => clock.now,
    changed: () => log.push('changed'),
    later: (run, milliseconds) => {
      const entry = { at: clock.now + milliseconds, run };
      due.push(entry);
      return () => void due.splice(due.indexOf(entry), due.includes(entry) ? 1 : 0);
    },
  });
  const passTo = (at: number): void => {
    for (let next = due[0]; next && next.at <= at; next = due[0]) {
      clock.now = Math.max(clock.now, next.at);
      due.shift();
      next.run();
    }
    clock.now = Math.max(clock.now, at);
  };
  return { freshener, log, passTo };
}

test('the first evidence shows at once, what follows costs a twentieth of the time', () => {
  const { freshener, log, passTo } = bench(100);
  for (let at = 0; at <= 5000; at += 50) {
    passTo(at);
    freshener.note();
  }
  expect(log.filter((line) => line.startsWith('refresh'))).toEqual(['refresh 0', 'refresh 2100', 'refresh 4200']);
});

test('the end of a round works out what is left, and nothing twice', () => {
  const { freshener, log, passTo } = bench(100);
  freshener.note();
  passTo(10);
  freshener.note();
  expect(freshener.isPending()).toBe(true);
  freshener.flush();
  expect(freshener.isPending()).toBe(false);
  freshener.flush();
  passTo(1000);
  expect(log.filter((line) => line.startsWith('refresh'))).toHaveLength(2);
  // What comes after a rest shows at once, however lately all was worked out.
  freshener.note();
  passTo(1000);
  expect(log.at(-2)).toBe('refresh 1000');
});

test('closed, nothing is worked out any more', () => {
  const { freshener, log, passTo } = bench(100);
  freshener.note();
  freshener.close();
  passTo(100_000);
  expect(log).toEqual(['stale 0']);
});
