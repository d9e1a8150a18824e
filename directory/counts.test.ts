import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HourlyCounts, HourlyLimits } from './counts.ts';

test('so many calls an hour for each caller and endpoint, and anew in the next', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ caller: fc.constantFrom('a', 'b'), endpoint: fc.constantFrom('x', 'y') }), {
        maxLength: 60,
      }),
      (calls) => {
        const limits = new HourlyLimits();
        const made = new Map<string, number>();
        for (const { caller, endpoint } of calls) {
          const name = `${caller} ${endpoint}`;
          made.set(name, (made.get(name) ?? 0) + 1);
          expect(limits.isWithin(caller, endpoint, 5, 7200)).toBe((made.get(name) ?? 0) <= 5);
        }
        expect(limits.isWithin('a', 'x', 5, 10_800)).toBe(true);
      },
    ),
  );
});

test('an hour is written down when it is over, by endpoint and status, and what is left when it stops', () => {
  const lines: string[] = [];
  const counts = new HourlyCounts((line) => lines.push(line));
  for (let call = 0; call < 250; call++) counts.count('lookup', 200, 3600 * 500_000 + call);
  counts.count('publish', 409, 3600 * 500_000);
  expect(lines).toEqual([]);
  counts.count('lookup', 200, 3600 * 500_001);
  expect(lines).toEqual(['2027-01-15T08 lookup 200 250', '2027-01-15T08 publish 409 1']);
  counts.flush();
  expect(lines.at(-1)).toBe('2027-01-15T09 lookup 200 1');
  expect(counts.metrics()).toContain('{endpoint="lookup",status="200"} 200\n');
  expect(counts.metrics()).toContain('{endpoint="publish",status="409"} 0\n');
});
