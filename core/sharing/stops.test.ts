import { expect, test } from 'vitest';
import type { Firm } from './firm.ts';
import type { Told } from './published.ts';
import { isStopped } from './stops.ts';

const firm = {
  audiences: [{ record: { type: 'everyone', audience: 'all', epoch: 2 } }],
  guards: [{ epoch: 3 }],
} as unknown as Firm;
const told = {
  audience: { kind: 'firm' },
  epoch: 2,
  guardEpoch: 3,
  until: '2026-09-01',
  rows: ['one', 'two'],
} as unknown as Told;

test.each([
  ['another computer has stopped it', {}, true],
  ['how its guard stood is not known', { guardEpoch: 0 }, true],
  ['its guard was replaced', { guardEpoch: 2 }, false],
  ['its key was replaced', { epoch: 1 }, false],
  ['its day has come', { until: '2026-08-01' }, false],
  ['this computer asked for what is gone to be taken out', { rows: ['one', 'three'] }, false],
])('where %s', (_, some, stopped) => {
  // "one" is there, "three" was asked to be taken out.
  expect(isStopped(firm, { ...told, ...some }, new Set(['one', 'three']), '2026-08-01')).toBe(stopped);
});
