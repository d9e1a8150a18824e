import { beforeEach, expect, test } from 'vitest';
import { useViewState } from './view-state.ts';

const state = () => useViewState.getState();
const anna = { kind: 'person', id: 7 } as const;

beforeEach(() => {
  useViewState.setState(useViewState.getInitialState(), true);
});

test('back and forward go through views and the inspector', () => {
  state().show('map');
  state().select(anna);
  state().back();
  expect([state().view, state().selected]).toEqual(['map', null]);
  state().back();
  expect(state().view).toBe('today');
  state().back();
  expect(state().view).toBe('today');
  state().forward();
  state().forward();
  expect([state().view, state().selected]).toEqual(['map', anna]);
  state().forward();
  expect(state().selected).toEqual(anna);
});

test('going somewhere else forgets the way forward; staying is no step', () => {
  state().show('map');
  state().back();
  state().show('people');
  state().show('people');
  state().forward();
  expect(state().view).toBe('people');
  expect(state().before).toHaveLength(1);
});

test('words typed are one step, however many letters', () => {
  for (const words of ['a', 'an', 'ann']) state().ask(words);
  expect([state().view, state().words]).toEqual(['who', 'ann']);
  state().back();
  expect(state().view).toBe('today');
});
